"""Krippendorff's alpha: agreement beyond chance for any number of coders, values missing, four levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from comity.coding.agreement.coefficient import Coefficient
from comity.coding.agreement.ratings import Kinds

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)
_FULL = 1_000_000  # cells of an array that is kept in full
MOST_RATIO_VALUES = 4_000  # distinct values of which all pairs are compared


@dataclass(frozen=True, slots=True)
class _Cells:
    """Which pairs of values (columns) met in which kinds of units (rows), and with what weight."""

    row: Integers
    column: Integers
    amount: Numbers
    width: int


def krippendorff_alpha(kinds: Kinds, level: Level = "nominal") -> Coefficient:
    """Alpha = 1 - D_o / D_e: disagreement within units over disagreement between any two values.

    A unit with m values gives each ordered pair of them the weight 1 / (m - 1); n is the number of values in
    units that have two or more, n_c how many of them are c. Then
    alpha = 1 - (n - 1) * sum_pairs(weight * d) / sum_ck(n_c * n_k * d_ck), with the squared difference d:
    nominal 0 or 1; interval (c - k)^2; ratio ((c - k) / (c + k))^2; ordinal (r_c - r_k)^2 on mid-ranks r, which is
    Krippendorff's sum over the values between.

    Takes: the kinds of units (who said what does not matter). Undefined where all values are the same: without
    variation there is nothing beyond chance. Source: K. Krippendorff, Computing Krippendorff's
    Alpha-Reliability (2011).
    """
    counts = kinds.counts.astype(np.float64)
    size = counts.sum(axis=1, keepdims=True)
    counts = np.where(size >= 2, counts, 0.0)
    weight = 1.0 / np.maximum(size - 1, 1.0)
    return _LEVELS[level](counts, weight, kinds.values)


def _nominal(counts: Numbers, weight: Numbers, _: tuple[object, ...]) -> Coefficient:
    size = counts.sum(axis=1, keepdims=True)
    apart = (size**2 - (counts**2).sum(axis=1, keepdims=True)) * weight

    def value(sums: Numbers) -> Numbers:
        margins = sums[:, 1:]
        n = margins.sum(axis=1)
        return _alpha(n, sums[:, 0], n**2 - (margins**2).sum(axis=1))

    return Coefficient(np.hstack([apart, counts]), value)


def _interval(counts: Numbers, weight: Numbers, values: tuple[object, ...]) -> Coefficient:
    at = np.array(values, np.float64)
    at = at - np.median(at) if len(at) else at  # differences stay as they are, and squares small
    size, first, second = counts.sum(axis=1), counts @ at, counts @ at**2
    apart = 2 * (size * second - first**2) * weight[:, 0]

    def value(sums: Numbers) -> Numbers:
        apart, n, first, second = sums.T
        return _alpha(n, apart, _none_if_tiny(2 * (n * second - first**2), n * second))

    return Coefficient(np.column_stack([apart, size, first, second]), value)


def _ratio(counts: Numbers, weight: Numbers, values: tuple[object, ...]) -> Coefficient:
    at = np.array(values, np.float64)
    both = at[:, None] + at[None, :]
    d = np.divide(at[:, None] - at[None, :], both, out=np.zeros_like(both), where=both != 0) ** 2
    apart = ((counts @ d) * counts).sum(axis=1, keepdims=True) * weight

    def value(sums: Numbers) -> Numbers:
        margins = sums[:, 1:]
        return _alpha(margins.sum(axis=1), sums[:, 0], ((margins @ d) * margins).sum(axis=1))

    return Coefficient(np.hstack([apart, counts]), value)


def _ordinal(counts: Numbers, weight: Numbers, _: tuple[object, ...]) -> Coefficient:
    """Ranks change with every replicate: what is summed is how often each two values met."""
    lower, upper, cells = _meetings(counts, weight)
    met = len(lower)

    def value(sums: Numbers) -> Numbers:
        pairs, margins = sums[:, :met], sums[:, met:]
        n = margins.sum(axis=1)
        rank = np.cumsum(margins, axis=1) - margins / 2 - n[:, None] / 2
        apart = (2 * pairs * (rank[:, lower] - rank[:, upper]) ** 2).sum(axis=1)
        first, second = (margins * rank).sum(axis=1), (margins * rank**2).sum(axis=1)
        return _alpha(n, apart, _none_if_tiny(2 * (n * second - first**2), n * second))

    return Coefficient(_beside(cells, counts), value)


def _meetings(counts: Numbers, weight: Numbers) -> tuple[Integers, Integers, _Cells]:
    """Pairs of different values that met in a unit (lower, upper), and how often in each kind."""
    values = counts.shape[1]
    kind, given = np.nonzero(counts)
    most = int(np.bincount(kind, minlength=1).max())
    rows, low, high = [], [], []
    for offset in range(1, most):
        ahead = np.arange(len(kind) - offset)
        same = ahead[kind[ahead] == kind[ahead + offset]]
        rows.append(kind[same])
        low.append(given[same])
        high.append(given[same + offset])
    row, lower, upper = (np.concatenate([np.empty(0, np.int64), *part]) for part in (rows, low, high))
    cell, column = np.unique(lower * values + upper, return_inverse=True)
    amount = counts[row, lower] * counts[row, upper] * weight[row, 0]
    return cell // values, cell % values, _Cells(row, column.ravel(), amount, len(cell))


def _beside(cells: _Cells, counts: Numbers) -> Any:
    """Meetings and margins side by side; as a sparse array where a full one would be large."""
    if len(counts) * (cells.width + counts.shape[1]) <= _FULL:
        full = np.zeros((len(counts), cells.width))
        full[cells.row, cells.column] = cells.amount
        return np.hstack([full, counts])
    from scipy.sparse import csr_array, hstack  # late: a third of a second

    sparse = csr_array((cells.amount, (cells.row, cells.column)), shape=(len(counts), cells.width))
    return hstack([sparse, csr_array(counts)], format="csr")


def _alpha(n: Numbers, apart: Numbers, expected: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * apart / expected, np.nan)


def _none_if_tiny(difference: Numbers, of: Numbers) -> Numbers:
    """0 where a difference of two sums is nothing but their rounding."""
    return np.where(difference > 1e-12 * np.abs(of), difference, 0.0)


_LEVELS: dict[Level, Callable[[Numbers, Numbers, tuple[object, ...]], Coefficient]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
