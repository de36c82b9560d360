"""Whether two cases differ by more than chance: documents shuffled between them.

The passages of one document hang together, and so do the rows of one arrangement; what is shuffled is therefore the
document with all its rows (Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
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


@dataclass(frozen=True, slots=True)
class Test:
    """What is compared: integer sums per document of the one and of the other, of shape (documents, parts).

    ``value`` makes values of shape (draws,) from sums of shape (draws, parts).
    """

    one: Integers
    other: Integers
    value: Callable[[Numbers], Numbers]

    def differences(self, sums: Numbers, whole: Numbers) -> Numbers:
        """The value of each row of sums less that of what it leaves over of the whole."""
        made: Numbers = self.value(sums) - self.value(whole - sums)
        return made


def permuted(
    one: Integers, other: Integers, value: Callable[[Numbers], Numbers], *names: str, most: int = 9999
) -> Permuted | None:
    """The difference ``value(one) - value(other)`` against those that arise when documents change places.

    Gives: p, the share of shuffles whose difference is at least as great in either direction; of all shuffles where
    there are at most `most`, else of `most` random ones with the documents as they are counted as one more.
    Undefined, and null: where either value is. A shuffle that leaves one of the two without a value says nothing and is
    left out; those that are left are still equally likely.

    >>> of = lambda sums: sums[:, 0] / sums[:, 1]
    >>> permuted(np.array([[9, 10], [8, 10]]), np.array([[1, 10], [2, 10]]), of)
    Permuted(difference=0.7, p=0.3333333333333333, permutations=6, exact=True)
    """
    return permuted_together([Test(one, other, value)], *names, most=most)[0]


def permuted_together(tests: Sequence[Test], *names: str, most: int = 9999) -> list[Permuted | None]:
    """The same for several figures of the same documents, which are shuffled once for all of them."""
    size, count = len(tests[0].one), len(tests[0].one) + len(tests[0].other)
    both = np.hstack([np.concatenate([t.one, t.other]) for t in tests]).astype(np.float64)
    ends = np.cumsum([0, *(t.one.shape[1] for t in tests)])
    parts = [slice(start, end) for start, end in pairwise(ends)]
    whole = both.sum(axis=0)
    exact = comb(count, size) <= most
    made: list[list[Numbers]] = [[] for _ in tests]
    for chosen in _all(count, size) if exact else _some(count, size, most, *names):
        sums = _weights(chosen, count) @ both
        for test, own, part in zip(tests, made, parts, strict=True):
            own.append(test.differences(sums[:, part], whole[part]))
    observed = both[:size].sum(axis=0, keepdims=True)
    return [
        _judged(test.differences(observed[:, part], whole[part])[0], np.concatenate(own), exact=exact)
        for test, own, part in zip(tests, made, parts, strict=True)
    ]


def _judged(observed: float, made: Numbers, *, exact: bool) -> Permuted | None:
    if np.isnan(observed):
        return None
    made = made[~np.isnan(made)]
    as_far = int(np.count_nonzero(np.abs(made) >= abs(observed) - SAME))
    p = as_far / len(made) if exact else (as_far + 1) / (len(made) + 1)
    return Permuted(round(float(observed), 12), p, len(made), exact)


def _weights(chosen: Integers, count: int) -> Numbers:
    """Rows of 0 and 1 from rows of places; sums of integers below 2**53 are exact in whatever order."""
    weights = np.zeros((len(chosen), count))
    np.put_along_axis(weights, chosen, 1.0, axis=1)
    return weights


def _all(count: int, size: int) -> Iterator[Integers]:
    """Every choice of `size` among `count` documents."""
    choices = combinations(range(count), size)
    while rows := list(islice(choices, max(1, AT_ONCE // count))):
        yield np.array(rows)


def _some(count: int, size: int, most: int, *names: str) -> Iterator[Integers]:
    """`most` random choices."""
    generator = seeds.generator("permutation", *names)
    portion = max(1, AT_ONCE // count)
    for start in range(0, most, portion):
        drawn = generator.random((min(portion, most - start), count))
        yield np.argpartition(drawn, size - 1, axis=1)[:, :size]


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
