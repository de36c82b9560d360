"""A coefficient of agreement as a function of sums over units, and its interval.

Every coefficient here is such a function (of counts of pairs, of margins), so that one bootstrap serves them
all: draw units or documents anew, add up, apply the function.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from comity.coding.agreement.ratings import Kinds
from comity.resampling import draws, draws_of_kinds, percentiles, replicated

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]

OVER_UNITS = "bootstrap over units"
LINEARISED = "linearised"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """``features`` (kinds, sums): what a unit of each kind adds to each sum; ``value``: from sums to the figure.

    ``value`` takes sums of shape (replicates, sums) and gives shape (replicates,), nan where the figure is
    undefined. ``influence``, where there is one, gives what each kind contributes to the variance.
    """

    features: Any
    value: Callable[[Numbers], Numbers]
    influence: Callable[[float], Numbers] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """How intervals are drawn: replicates, level, names that seed them, and what ratings with clusters hang by."""

    replicates: int = 2000
    level: float = 0.95
    names: tuple[str, ...] = ("agreement",)
    over: str = "documents"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its interval, and of which kind that is; nan and null where there is none."""

    value: float
    low: float = math.nan
    high: float = math.nan
    interval: str | None = None

    @property
    def is_defined(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)


def value_of(coefficient: Coefficient, kinds: Kinds) -> float:
    """The figure itself; nan where it is undefined."""
    sums = (coefficient.features.T @ kinds.times.astype(np.float64))[None, :]
    return float(coefficient.value(sums)[0])


def bootstrapped(coefficient: Coefficient, kinds: Kinds, drawing: Drawing) -> Estimate:
    """The figure with a percentile interval: clusters drawn anew where there are any, or else units."""
    return all_bootstrapped([(coefficient, kinds)], drawing)[0]


def all_bootstrapped(parts: Sequence[tuple[Coefficient, Kinds]], drawing: Drawing) -> list[Estimate]:
    """The same for several coefficients, all over the same clusters or none; they share one drawing of those."""
    if all(kinds.cluster is not None for _, kinds in parts):
        return _over_clusters(parts, drawing)
    return [_over_units(coefficient, kinds, drawing) for coefficient, kinds in parts]


def _over_clusters(parts: Sequence[tuple[Coefficient, Kinds]], drawing: Drawing) -> list[Estimate]:
    """All coefficients in one pass over the replicates: their sums per cluster stand side by side."""
    per_cluster = [(c.features.T @ kinds.per_cluster.T).T for c, kinds in parts]
    starts = np.cumsum([0, *(part.shape[1] for part in per_cluster)])

    def values(sums: Numbers) -> Numbers:
        each = zip(parts, starts[:-1], starts[1:], strict=True)
        return np.column_stack([c.value(sums[:, a:b]) for (c, _), a, b in each])

    clusters = max(kinds.clusters for _, kinds in parts)
    weights = draws(clusters, drawing.replicates, *drawing.names)
    found = replicated(np.hstack(per_cluster), weights, values, (drawing.replicates, len(parts)))
    return [
        estimated(value_of(c, kinds), column, drawing, f"bootstrap over {drawing.over}")
        for (c, kinds), column in zip(parts, found.T, strict=True)
    ]


def _over_units(coefficient: Coefficient, kinds: Kinds, drawing: Drawing) -> Estimate:
    value = value_of(coefficient, kinds)
    if math.isnan(value):
        return Estimate(value)
    weights = draws_of_kinds(kinds.times, drawing.replicates, *drawing.names)
    found = replicated(coefficient.features, weights, coefficient.value, (drawing.replicates,))
    return estimated(value, found, drawing, OVER_UNITS)


def estimated(value: float, replicates: Numbers, drawing: Drawing, interval: str) -> Estimate:
    """The percentile interval; none where all draws give the same, which says nothing of what others would."""
    if math.isnan(value):
        return Estimate(value)
    low, high = (float(end[0]) for end in percentiles(replicates[:, None], drawing.level))
    return Estimate(value) if low == high else Estimate(value, low, high, interval)


def linearised(coefficient: Coefficient, kinds: Kinds, level: float = 0.95) -> Estimate:
    """The figure with Gwet's interval: variance by linearisation, quantiles of t with units - 1 degrees.

    var = sum (x - value)^2 / (n (n - 1)) over the contributions x of the n units (Gwet 2014, Handbook of
    Inter-Rater Reliability, 4th ed., ch. 5); cut off at 1, as in irrCAC. Undefined for fewer than two units.
    """
    value = value_of(coefficient, kinds)
    units = int(kinds.times.sum())
    if math.isnan(value) or coefficient.influence is None or units < 2:
        return Estimate(value)
    from scipy.special import stdtrit  # late: a third of a second

    spread = coefficient.influence(value) - value
    error = math.sqrt(float(kinds.times @ spread**2) / (units * (units - 1)))
    reach = float(stdtrit(units - 1, 1 - (1 - level) / 2)) * error
    return Estimate(value, max(-1.0, value - reach), min(1.0, value + reach), LINEARISED)
