"""Prime implicants: the shortest terms that cover positive rows and no row that may not be covered.

Instead of merging rows two by two (Quine and McCluskey), whose terms on the way outgrow any memory, each
subset of the conditions is looked at once: rows are projected onto it, and the projection of a positive row is an
implicant where no forbidden row has the same one (Dusa 2018). An implicant is prime where dropping any one
condition makes it none. The work is 2^k times the rows, and the answer exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from comity.comparison.configurations.sets import FREE, Levels, configurations

Truths: TypeAlias = npt.NDArray[np.bool_]
Judge: TypeAlias = Callable[[Levels, int, int], Truths]

MOST_CONDITIONS = 16


@dataclass(frozen=True, slots=True)
class Primes:
    """Prime implicants, shortest first: ``terms`` of shape (terms, conditions), ``chart`` (terms, positive rows)."""

    terms: Levels
    chart: Truths


def primes_without(positive: Levels, forbidden: Levels, shape: Sequence[int]) -> Primes:
    """The prime implicants of the positive rows, where each row may be covered that is not forbidden."""
    digits, targets = configurations(forbidden, shape), configurations(positive, shape)

    def judge(weights: Levels, size: int, _volume: int) -> Truths:
        taken = np.zeros(size, dtype=np.bool_)
        taken[digits @ weights] = True
        free: Truths = ~taken[targets @ weights]
        return free

    return _primes(targets, shape, judge)


def primes_within(positive: Levels, allowed: Levels, shape: Sequence[int]) -> Primes:
    """The prime implicants of the positive rows, where only allowed rows (and themselves) may be covered."""
    digits, targets = configurations(np.union1d(positive, allowed), shape), configurations(positive, shape)

    def judge(weights: Levels, size: int, volume: int) -> Truths:
        filled = np.bincount(digits @ weights, minlength=size)
        whole: Truths = filled[targets @ weights] == volume
        return whole

    return _primes(targets, shape, judge)


def _primes(targets: Levels, shape: Sequence[int], judge: Judge) -> Primes:
    """Judge each subset of the conditions (a bit mask), then keep what loses its truth with any one condition."""
    total = int(np.prod(shape))
    subsets = 1 << len(shape)
    weights, sizes = _weights(shape)
    implicant = np.stack([judge(w, int(s), total // int(s)) for w, s in zip(weights, sizes, strict=True)])
    prime = implicant.copy()
    masks = np.arange(subsets)
    for bit in range(len(shape)):
        larger = masks[masks >> bit & 1 == 1]
        prime[larger] &= ~implicant[larger ^ (1 << bit)]
    return _gathered(prime, targets)


def _weights(shape: Sequence[int]) -> tuple[Levels, Levels]:
    """For each subset, by what each condition's level is multiplied to number its projections, and how many there are."""
    subsets = 1 << len(shape)
    weights = np.zeros((subsets, len(shape)), dtype=np.int64)
    sizes = np.ones(subsets, dtype=np.int64)
    for bit, levels in enumerate(shape):
        chosen = np.arange(subsets) >> bit & 1 == 1
        weights[chosen, bit] = sizes[chosen]
        sizes[chosen] *= levels
    return weights, sizes


def _gathered(prime: Truths, targets: Levels) -> Primes:
    """The distinct terms among the prime projections, shortest first, then by what they demand of the first conditions."""
    masks, rows = np.nonzero(prime)
    looked_at = masks[:, None] >> np.arange(targets.shape[1]) & 1 == 1
    terms = np.unique(np.where(looked_at, targets[rows], FREE), axis=0)
    keys = [*(-terms[:, c] for c in reversed(range(terms.shape[1]))), (terms != FREE).sum(axis=1)]
    terms = terms[np.lexsort(keys)]
    return Primes(terms, covered(terms, targets))


def covered(terms: Levels, rows: Levels) -> Truths:
    """Which term covers which row; both as levels; shape (terms, rows)."""
    found = np.ones((len(terms), len(rows)), dtype=np.bool_)
    for condition in range(rows.shape[1]):
        wanted = terms[:, condition, None]
        found &= (wanted == FREE) | (wanted == rows[None, :, condition])
    return found
