"""Drawing with replacement: the one bootstrap on which every interval stands.

What is drawn is a unit that is independent of the others: a document with all its passages, or a unit that
coders rated. Sums over what was drawn are matrix products of counts, so that two thousand replicates cost
about as much as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from comity import seeds

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

CELLS_AT_ONCE = 4_000_000  # replicates x units held in memory at one time: 32 MB of doubles
_ALIKE = 8  # units of a kind, on average, from which on kinds are drawn instead of units


def draws(units: int, replicates: int, *names: str) -> Iterator[Numbers]:
    """How often each unit is drawn, replicate by replicate; each row sums to `units`.

    Gives arrays of shape (replicates of this portion, units), together `replicates` rows. The stream
    depends on `names` and the two numbers alone.
    """
    generator = seeds.generator("bootstrap", *names)
    for rows in _portions(units, replicates):
        drawn = generator.integers(0, units, size=(rows, units))
        drawn += np.arange(rows)[:, None] * units
        counts = np.bincount(drawn.ravel(), minlength=rows * units)
        yield counts.reshape(rows, units).astype(np.float64)


def draws_of_kinds(times: Integers, replicates: int, *names: str) -> Iterator[Numbers]:
    """How often a unit of each kind is drawn, where `times` units are of each kind.

    The same distribution as drawing the units one by one: where many are alike, the counts are drawn at once
    (multinomial). Gives arrays of shape (replicates of this portion, kinds).
    """
    units, kinds = int(times.sum()), len(times)
    if kinds * _ALIKE <= units:
        generator = seeds.generator("bootstrap", *names)
        for rows in _portions(kinds, replicates):
            yield generator.multinomial(units, times / units, size=rows).astype(np.float64)
        return
    starts = np.concatenate([[0], np.cumsum(times)[:-1]])
    for counts in draws(units, replicates, *names):
        yield counts if kinds == units else np.add.reduceat(counts, starts, axis=1)


def replicated(
    features: Any, weights: Iterator[Numbers], value: Callable[[Numbers], Numbers], shape: tuple[int, ...]
) -> Numbers:
    """A figure, or several, in each replicate, where they are functions of sums over units.

    Takes: `features` of shape (units or kinds, sums), an array or a sparse one; `weights` as the draws give
    them; `value`, from sums of shape (replicates, sums) to figures, one row per replicate. Gives: `shape`, of which
    the first is the number of replicates.
    """
    found = np.empty(shape)
    start = 0
    for portion in weights:
        sums = (features.T @ portion.T).T  # in this order a sparse array may stand on the left
        found[start : start + len(portion)] = value(sums)
        start += len(portion)
    return found


def percentiles(values: Numbers, level: float) -> tuple[Numbers, Numbers]:
    """The middle `level` of each column of `values` (replicates, figures), leaving nan out."""
    ordered = np.sort(values, axis=0)  # nan last
    defined = np.count_nonzero(~np.isnan(values), axis=0)
    columns = np.arange(values.shape[1])

    def at(quantile: float) -> Numbers:
        rank = np.clip(np.ceil(quantile * defined).astype(np.int64) - 1, 0, values.shape[0] - 1)
        found: Numbers = ordered[rank, columns]
        return found

    tail = (1 - level) / 2
    return at(tail), at(1 - tail)


def _portions(columns: int, replicates: int) -> Iterator[int]:
    portion = max(1, CELLS_AT_ONCE // max(1, columns))
    for start in range(0, replicates, portion):
        yield min(portion, replicates - start)
