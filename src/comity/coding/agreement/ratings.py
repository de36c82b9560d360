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

    ``values`` are all that a unit may be given, in their order. ``document`` (units,) numbers the document in
    which each unit stands, where units of one document hang together.
    """

    codes: npt.NDArray[np.int64]
    values: tuple[object, ...]
    document: npt.NDArray[np.int64] | None = None

    def of(self, coders: Sequence[int]) -> Ratings:
        """The ratings of some of the coders."""
        return Ratings(self.codes[:, list(coders)], self.values, self.document)

    def where(self, chosen: npt.NDArray[np.bool_]) -> Ratings:
        """The ratings of some of the units."""
        document = None if self.document is None else self.document[chosen]
        return Ratings(self.codes[chosen], self.values, document)

    def compared(self) -> Ratings:
        """The units of which at least two coders said something: the others tell nothing of agreement."""
        return self.where((self.codes != MISSING).sum(axis=1) >= 2)


@dataclass(frozen=True)
class Kinds:
    """The distinct units, each once: ``rows`` (kinds, coders) as in Ratings, ``of_unit`` the kind of each unit."""

    rows: npt.NDArray[np.int64]
    of_unit: npt.NDArray[np.int64]
    values: tuple[object, ...]
    document: npt.NDArray[np.int64] | None = None

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
    def per_document(self) -> Numbers | None:
        """How many units of each kind each document has: shape (documents, kinds); null without documents."""
        if self.document is None:
            return None
        _, number = np.unique(self.document, return_inverse=True)
        documents, kinds = int(number.max(initial=-1)) + 1, len(self.rows)
        flat = np.bincount(number * kinds + self.of_unit, minlength=documents * kinds)
        return flat.reshape(documents, kinds).astype(np.float64)


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
    return Kinds(rows.astype(np.int64), of_unit.ravel().astype(np.int64), ratings.values, ratings.document)
