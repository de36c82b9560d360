"""What several coders said of the same units, and the few kinds of units that there are.

A coefficient of agreement needs of a unit only which values it was given. Units that were given the same are
one kind, and of fifty thousand units there are as a rule a few hundred kinds: everything is computed on those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

MISSING = -1
_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Ratings:
    """Units x coders: ``codes`` of shape (units, coders) holds positions in ``values``, MISSING where not rated.

    ``values`` are all that a unit may be given, in their order. Where units hang together (the passages of a
    document, the codes of a passage), ``cluster`` (units,) numbers what they hang together by, from 0 to
    ``clusters`` - 1.
    """

    codes: npt.NDArray[np.int64]
    values: tuple[object, ...]
    cluster: npt.NDArray[np.int64] | None = None
    clusters: int = 0

    def of(self, coders: Sequence[int]) -> Ratings:
        """The ratings of some of the coders."""
        return Ratings(self.codes[:, list(coders)], self.values, self.cluster, self.clusters)

    def where(self, chosen: npt.NDArray[np.bool_]) -> Ratings:
        """The ratings of some of the units."""
        cluster = None if self.cluster is None else self.cluster[chosen]
        return Ratings(self.codes[chosen], self.values, cluster, self.clusters)

    def compared(self) -> Ratings:
        """The units of which at least two coders said something: the others tell nothing of agreement."""
        return self.where((self.codes != MISSING).sum(axis=1) >= 2)


@dataclass(frozen=True)
class Kinds:
    """The distinct units, each once: ``rows`` (kinds, coders) and the rest as in Ratings, ``of_unit`` the kind of each."""

    rows: npt.NDArray[np.int64]
    of_unit: npt.NDArray[np.int64]
    values: tuple[object, ...]
    cluster: npt.NDArray[np.int64] | None = None
    clusters: int = 0

    @cached_property
    def times(self) -> Integers:
        """How many units are of each kind."""
        return np.bincount(self.of_unit, minlength=len(self.rows)).astype(np.int64)

    @cached_property
    def counts(self) -> Integers:
        """How many coders gave each value: shape (kinds, values)."""
        kinds, values = len(self.rows), len(self.values)
        kind, coder = np.nonzero(self.rows != MISSING)
        flat = kind * values + self.rows[kind, coder]
        return np.bincount(flat, minlength=kinds * values).reshape(kinds, values).astype(np.int64)

    @cached_property
    def per_cluster(self) -> Numbers:
        """How many units of each kind each cluster has: shape (clusters, kinds)."""
        assert self.cluster is not None
        kinds = len(self.rows)
        flat = np.bincount(self.cluster * kinds + self.of_unit, minlength=self.clusters * kinds)
        return flat.reshape(self.clusters, kinds).astype(np.float64)


def kinds_of(ratings: Ratings, *, by_coder: bool = True) -> Kinds:
    """The kinds of units, sorted; without `by_coder` it does not matter who gave which value."""
    codes = ratings.codes if by_coder else np.sort(ratings.codes, axis=1)
    base, coders = len(ratings.values) + 1, codes.shape[1]
    if base**coders < _LARGEST:
        power = base ** np.arange(coders - 1, -1, -1, dtype=np.int64)
        number, of_unit = np.unique((codes + 1) @ power, return_inverse=True)
        rows = number[:, None] // power % base - 1
    else:
        rows, of_unit = np.unique(codes, axis=0, return_inverse=True)
    return Kinds(
        rows.astype(np.int64),
        of_unit.ravel().astype(np.int64),
        ratings.values,
        ratings.cluster,
        ratings.clusters,
    )
