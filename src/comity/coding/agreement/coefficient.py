"""A coefficient of agreement as a function of sums over units, and its interval.

Every coefficient here is such a function (of counts of pairs, of margins), so that one bootstrap serves them
all: draw units or documents anew, add up, apply the function.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from comity.coding.agreement.ratings import Kinds
from comity.resampling import draws, draws_of_kinds, percentiles, replicated

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]

FEWEST_DOCUMENTS = 8  # with fewer, documents are too few to draw from (method, section 4)
OVER_DOCUMENTS = "bootstrap over documents"
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
    """How intervals are drawn: replicates, level, and the names that seed them."""

    replicates: int = 2000
    level: float = 0.95
    names: tuple[str, ...] = ("agreement",)


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
    """The figure with a percentile interval: documents drawn anew, or units where documents are few or none."""
    value = value_of(coefficient, kinds)
    if math.isnan(value):
        return Estimate(value)
    documents = kinds.per_document
    if documents is not None and len(documents) >= FEWEST_DOCUMENTS:
        features = (coefficient.features.T @ documents.T).T
        weights = draws(len(documents), drawing.replicates, *drawing.names)
        kind = OVER_DOCUMENTS
    else:
        features = coefficient.features
        weights = draws_of_kinds(kinds.times, drawing.replicates, *drawing.names)
        kind = OVER_UNITS
    found = replicated(features, weights, coefficient.value, drawing.replicates)
    low, high = percentiles(found[:, None], drawing.level)
    return Estimate(value, float(low[0]), float(high[0]), kind)


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
