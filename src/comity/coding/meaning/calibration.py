"""How likely it is, given a score, that a passage says a code: probabilities that mean what they say.

*Definition.* P(code c | score s) = 1 / (1 + exp(-(a·s + b + d_c))): one slope for all codes, and for each code
its own threshold, held near the others' by a normal prior on d_c, because a code has few examples. Fitted on the
scores of sentences that were left out when the score was learnt.

*Source.* Platt (1999), Probabilistic outputs for support vector machines; the prior makes it a hierarchical
logistic regression (Gelman and Hill 2007, ch. 14).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_SPREAD = 1.0  # standard deviation of d_c, in units of log-odds


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Turns scores into probabilities; ``intercept`` is of shape (codes,)."""

    slope: float
    intercept: Numbers

    def probabilities(self, scores: Numbers) -> Numbers:
        """The probability of each score: shape (passages, codes), in [0, 1]."""
        return 1 / (1 + np.exp(-np.clip(self.slope * scores + self.intercept, -30, 30)))


def calibrate(scores: Numbers, is_so: NDArray[np.bool_], is_known: NDArray[np.bool_]) -> Calibration:
    """The calibration under which the labels are most likely; all of shape (sentences, codes)."""
    from scipy.optimize import minimize

    codes = scores.shape[1]
    yes, no = (is_so & is_known).sum(axis=0), (~is_so & is_known).sum(axis=0)
    target = np.where(
        is_so, (yes + 1) / (yes + 2), 1 / (no + 2)
    )  # Platt's: few sentences make nothing certain

    def loss(values: Numbers) -> tuple[float, Numbers]:
        logits = values[0] * scores + values[1] + values[2:]
        chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        error = (chance - target) * is_known
        told = (np.logaddexp(0, logits) - target * logits) * is_known
        slope = np.r_[(error * scores).sum(), error.sum(), error.sum(axis=0) + values[2:] / _SPREAD**2]
        return told.sum() + (values[2:] ** 2).sum() / (2 * _SPREAD**2), slope

    best = minimize(loss, np.r_[3.0, -3.0, np.zeros(codes)], jac=True, method="L-BFGS-B").x
    return Calibration(round(float(best[0]), 4), np.round(best[1] + best[2:], 4))
