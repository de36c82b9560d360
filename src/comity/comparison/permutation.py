"""Whether two cases differ by more than chance: documents shuffled between them.

The passages of one document hang together, and so do the rows of one arrangement; what is shuffled is therefore the
document with all its rows (Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from comity import seeds

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

AT_ONCE = 2_000_000  # cells of shuffles held in memory at one time
SAME = 1e-12  # two differences nearer than this are one: their last bits depend on the order of division


@dataclass(frozen=True, slots=True)
class Permuted:
    """The difference, its two-sided p, and how many shuffles stand behind it; ``exact``: all that there are."""

    difference: float
    p: float
    permutations: int
    exact: bool


def permuted(
    one: Integers, other: Integers, value: Callable[[Numbers], Numbers], *names: str, most: int = 9999
) -> Permuted | None:
    """The difference ``value(one) - value(other)`` against those that arise when documents change places.

    Takes: integer sums per document, of shape (documents, parts); `value` makes values of shape (draws,) from sums of
    shape (draws, parts). Gives: p, the share of shuffles whose difference is at least as great in either direction;
    of all shuffles where there are at most `most`, else of `most` random ones with the documents as they are counted
    as one more. Undefined, and null: where either value is. A shuffle that leaves one of the two without a value says
    nothing and is left out; those that are left are still equally likely.

    >>> of = lambda sums: sums[:, 0] / sums[:, 1]
    >>> permuted(np.array([[9, 10], [8, 10]]), np.array([[1, 10], [2, 10]]), of)
    Permuted(difference=0.7, p=0.3333333333333333, permutations=6, exact=True)
    """
    both = np.concatenate([one, other]).astype(np.float64)
    whole = both.sum(axis=0)
    observed = _differences(one.sum(axis=0, keepdims=True).astype(np.float64), whole, value)[0]
    if np.isnan(observed):
        return None
    size, count = len(one), comb(len(both), len(one))
    exact = count <= most
    shuffles = _all(both, size) if exact else _some(both, size, most, *names)
    made = np.concatenate([_differences(sums, whole, value) for sums in shuffles])
    made = made[~np.isnan(made)]
    as_far = int(np.count_nonzero(np.abs(made) >= abs(observed) - SAME))
    p = as_far / len(made) if exact else (as_far + 1) / (len(made) + 1)
    return Permuted(round(float(observed), 12), p, len(made), exact)


def _differences(sums: Numbers, whole: Numbers, value: Callable[[Numbers], Numbers]) -> Numbers:
    """The value of each row of sums less that of what it leaves over."""
    made: Numbers = value(sums) - value(whole - sums)
    return made


def _all(both: Numbers, size: int) -> Iterator[Numbers]:
    """The sums of every choice of `size` documents."""
    choices = combinations(range(len(both)), size)
    while chosen := list(islice(choices, max(1, AT_ONCE // len(both)))):
        yield both[np.array(chosen)].sum(axis=1)


def _some(both: Numbers, size: int, most: int, *names: str) -> Iterator[Numbers]:
    """The sums of `most` random choices; documents with the same sums are one kind, of which so many are drawn."""
    kinds, counts = np.unique(both, axis=0, return_counts=True)
    generator = seeds.generator("permutation", *names)
    portion = max(1, AT_ONCE // len(kinds))
    for start in range(0, most, portion):
        rows = min(portion, most - start)
        drawn = generator.multivariate_hypergeometric(counts, size, size=rows, method="marginals")
        yield drawn @ kinds


def holm(ps: list[float]) -> list[float]:
    """Each p as it stands when all of them are read together (Holm 1979, Scandinavian Journal of Statistics 6, 65-70).

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    adjusted, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = highest
    return adjusted
