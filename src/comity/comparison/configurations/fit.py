"""How well a set answers for an outcome: consistency, coverage, PRI, relevance of necessity.

Ragin, *Redesigning Social Inquiry* (2008), ch. 3; Schneider and Wagemann, *Set-Theoretic Methods for the
Social Sciences* (2012), ch. 9. A quotient whose divisor is 0 cannot be computed and is None.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.comparison.configurations.sets import Memberships


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Consistency (is X a subset of Y?), PRI (of Y rather than of its negation?) and coverage, each 0 to 1."""

    consistency: float | None
    pri: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Necessity:
    """Consistency (is Y a subset of X?), relevance (RoN: is X more than a constant?) and coverage, each 0 to 1."""

    consistency: float | None
    relevance: float | None
    coverage: float | None


def sufficiency(x: Memberships, y: Memberships) -> Sufficiency:
    """How far X is sufficient for Y.

    consistency = Σ min(x, y) / Σ x; coverage = Σ min(x, y) / Σ y;
    PRI = (Σ min(x, y) − Σ min(x, y, 1−y)) / (Σ x − Σ min(x, y, 1−y)).
    """
    both = np.minimum(x, y)
    torn = np.minimum(both, 1 - y).sum()
    return Sufficiency(
        quotient(both.sum(), x.sum()),
        quotient(both.sum() - torn, x.sum() - torn),
        quotient(both.sum(), y.sum()),
    )


def necessity(x: Memberships, y: Memberships) -> Necessity:
    """How far X is necessary for Y.

    consistency = Σ min(x, y) / Σ y; coverage = Σ min(x, y) / Σ x; RoN = Σ (1 − x) / Σ (1 − min(x, y)).
    """
    both = np.minimum(x, y)
    return Necessity(
        quotient(both.sum(), y.sum()),
        quotient((1 - x).sum(), (1 - both).sum()),
        quotient(both.sum(), x.sum()),
    )


def quotient(part: float, whole: float) -> float | None:
    """The quotient of a part and its whole, from 0 to 1; None where the whole is nothing."""
    if whole <= _NOTHING:
        return None
    return float(min(max(part / whole, 0.0), 1.0))


_NOTHING = 1e-12  # sums of memberships that cancel leave this much dust, not an exact zero
