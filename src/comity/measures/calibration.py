"""From raw figures to degrees of membership: anchors, or judgements about groups, make a number mean something.

Thresholds are the researcher's: :func:`suggested_thresholds` shows where the data have gaps, which is a question to be
answered from knowledge of the cases and never an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_ROUNDS = 60  # of Newton's method; it settles in about ten
_STRIDE = 5.0  # where groups are parted perfectly, a full step would leap to and fro


def direct(
    values: npt.ArrayLike, exclusion: float, crossover: float, inclusion: float, idm: float = 0.95
) -> Numbers:
    """Memberships by three anchors, on a logistic curve through them (Ragin 2008, ch. 5).

    A value at ``inclusion`` gets the degree ``idm``, one at ``exclusion`` 1 - idm, one at ``crossover`` 0.5; each side
    of the crossover has its own slope. Anchors that fall (exclusion above inclusion) make a set of low values.

    Raises: ValueError where the crossover is not between the other two, or idm not between 0.5 and 1.

    >>> direct([400, 550, 900], 400, 550, 900).round(2).tolist()
    [0.05, 0.5, 0.95]
    """
    if not (exclusion < crossover < inclusion or exclusion > crossover > inclusion):
        raise ValueError(f"the crossover {crossover:g} is not between {exclusion:g} and {inclusion:g}")
    if not 0.5 < idm < 1:
        raise ValueError(f"idm {idm:g} is not between 0.5 and 1")
    away = np.asarray(values, dtype=np.float64) - crossover
    inside = away * (inclusion - crossover) >= 0
    span = np.where(inside, inclusion - crossover, crossover - exclusion)
    return _logistic(away / span * np.log(idm / (1 - idm)))


def linear(values: npt.ArrayLike, exclusion: float, crossover: float, inclusion: float) -> Numbers:
    """Memberships by three anchors, straight between them, 0 and 1 beyond.

    >>> linear([400, 475, 550, 900], 400, 550, 900).tolist()
    [0.0, 0.25, 0.5, 1.0]
    """
    if not (exclusion < crossover < inclusion or exclusion > crossover > inclusion):
        raise ValueError(f"the crossover {crossover:g} is not between {exclusion:g} and {inclusion:g}")
    sign = 1 if inclusion > exclusion else -1
    anchors = np.array([exclusion, crossover, inclusion]) * sign
    made: Numbers = np.interp(np.asarray(values, dtype=np.float64) * sign, anchors, [0.0, 0.5, 1.0])
    return made


def levels(values: npt.ArrayLike, thresholds: Sequence[float]) -> Numbers:
    """Levels from 0: how many thresholds a value reaches; one threshold makes a crisp set.

    >>> levels([400, 550, 900], [550]).tolist()
    [0.0, 1.0, 1.0]
    """
    return np.searchsorted(np.sort(thresholds), np.asarray(values), side="right").astype(np.float64)


def indirect(values: npt.ArrayLike, thresholds: Sequence[float]) -> Numbers:
    """Memberships by a judgement about groups: the thresholds part the cases into groups, whose degrees are even steps.

    A fractional logit of the degrees (0, …, 1) on 1, x and x² smooths them, so that cases of
    one group differ as their values do (Ragin 2008, ch. 5).
    """
    x = np.asarray(values, dtype=np.float64)
    degrees = levels(x, thresholds) / len(thresholds)
    spread = x.std()
    scaled = (x - x.mean()) / (spread or 1.0)
    design = np.stack([np.ones_like(scaled), scaled, scaled**2], axis=1)
    return _logistic(design @ _fractional_logit(design, degrees))


@dataclass(frozen=True, slots=True)
class Gap:
    """A threshold in the middle of a gap, with the values beside it and how many cases lie on either side."""

    threshold: float
    below: float
    above: float
    cases_below: int
    cases_above: int


def suggested_thresholds(values: npt.ArrayLike, number: int = 1) -> list[Gap]:
    """The middles of the gaps between the groups into which the values fall most plainly; lowest first.

    Groups are made by joining neighbours as long as the widest group stays as narrow as can be (complete linkage).
    Fewer thresholds come where there are fewer distinct values.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if len(np.unique(ordered)) <= 1:
        return []
    groups = fcluster(linkage(ordered[:, None], "complete"), number + 1, criterion="maxclust")
    return [
        Gap(
            float((ordered[n] + ordered[n + 1]) / 2),
            float(ordered[n]),
            float(ordered[n + 1]),
            int(n + 1),
            int(len(ordered) - n - 1),
        )
        for n in np.flatnonzero(groups[1:] != groups[:-1])
    ]


def _logistic(odds: Numbers) -> Numbers:
    made: Numbers = 1 / (1 + np.exp(-np.clip(odds, -700, 700)))
    return made


def _fractional_logit(design: Numbers, degrees: Numbers) -> Numbers:
    """The coefficients of a logistic curve through degrees from 0 to 1, by Newton's method, lightly held."""
    coefficients = np.zeros(design.shape[1])
    held = np.eye(design.shape[1]) * 1e-3  # groups that are parted perfectly would send them to infinity
    for _ in range(_ROUNDS):
        fitted = _logistic(design @ coefficients)
        weights = fitted * (1 - fitted)
        slope = design.T @ (degrees - fitted) - held @ coefficients
        step = np.linalg.solve(design.T @ (weights[:, None] * design) + held, slope)
        coefficients = coefficients + step * min(1.0, _STRIDE / (np.linalg.norm(step) or 1.0))
    return coefficients
