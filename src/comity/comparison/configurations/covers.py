"""All smallest choices of prime implicants that cover every positive row, counted exactly and listed up to a limit.

Prime implicants that cover the same rows of what is left are exchangeable, and rows that share no implicant are
independent: so the chart falls into small pieces, whose answers multiply. That is how thousands of models are
counted without being listed (Petrick's method would write them all down first).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

import numpy as np

from comity.comparison.configurations.implicants import Truths
from comity.comparison.configurations.programming import PRICE_OF_TERM, one_smallest, prices

EASY_VISITS = 30_000  # of rows; a search within them is quicker than loading a solver
MOST_VISITS = 400_000  # of rows, in the search of one piece: some seconds
MOST_CHOICES = 10_000  # that are listed of one piece


@dataclass(frozen=True, slots=True)
class Covers:
    """The smallest covers: ``size`` terms each, ``count`` of them (``exact`` or at least so many), some ``shown``.

    Each shown cover is a sorted tuple of term numbers; they stand in order.
    """

    size: int
    count: int
    exact: bool
    shown: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Implicants that cover the same of the rows that matter (a bit set)."""

    rows: int
    members: tuple[int, ...]


def smallest_covers(chart: Truths, *, limit: int) -> Covers:
    """All covers of the chart's columns with the fewest rows; at most `limit` of them are listed.

    Takes the chart (terms, positive rows); every column is covered by some term.
    """
    kinds = _kinds([(_bits(row), (number,)) for number, row in enumerate(chart)])
    everything = (1 << chart.shape[1]) - 1
    pieces = [_smallest(piece) for piece in _pieces(kinds, _telling_rows(kinds, everything))]
    size = sum(len(choices[0]) for choices, _ in pieces)
    count = prod(sum(prod(len(k.members) for k in c) for c in choices) for choices, _ in pieces)
    shown = tuple(sorted(islice(_listed([choices for choices, _ in pieces]), limit)))
    return Covers(size, count, all(done for _, done in pieces), shown)


def _bits(row: Sequence[bool] | Truths) -> int:
    return sum(1 << place for place, true in enumerate(row) if true)


def _kinds(implicants: Sequence[tuple[int, tuple[int, ...]]]) -> list[_Kind]:
    """Implicants put together that cover the same rows, in the order of their first members; idle ones left out."""
    together: dict[int, list[int]] = {}
    for rows, members in implicants:
        if rows:
            together.setdefault(rows, []).extend(members)
    return [_Kind(rows, tuple(members)) for rows, members in together.items()]


def _telling_rows(kinds: Sequence[_Kind], rows: int) -> int:
    """The rows that decide: one that is covered whenever some other row is says nothing more."""
    by_row = {row: sum(1 << k for k, kind in enumerate(kinds) if kind.rows >> row & 1) for row in _each(rows)}
    kept: list[int] = []
    for row, owners in sorted(by_row.items(), key=lambda item: (item[1].bit_count(), item[0])):
        if not any(by_row[other] & owners == by_row[other] for other in kept):
            kept.append(row)
    return sum(1 << row for row in kept)


def _each(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def _pieces(kinds: Sequence[_Kind], rows: int) -> list[list[_Kind]]:
    """The chart cut down to the telling rows, in pieces that share no implicant; reduced as far as it goes."""
    kinds = _kinds([(kind.rows & rows, kind.members) for kind in kinds])
    fewer = _telling_rows(kinds, rows)
    if fewer != rows:
        return _pieces(kinds, fewer)
    pieces: list[tuple[int, list[_Kind]]] = []
    for kind in kinds:
        touching = [piece for piece in pieces if piece[0] & kind.rows]
        pieces = [piece for piece in pieces if not piece[0] & kind.rows]
        joined = kind.rows
        members = [kind]
        for covered, inside in touching:
            joined |= covered
            members += inside
        pieces.append((joined, members))
    return [sorted(inside, key=lambda k: k.members) for _, inside in pieces]


def _smallest(kinds: Sequence[_Kind]) -> tuple[list[tuple[_Kind, ...]], bool]:
    """The smallest covers of one piece, as choices of kinds; and whether these are all of them."""
    search = _Search(kinds, {}, EASY_VISITS)
    for size in range(1, len(kinds) + 1):
        found = search.some(size)
        if search.visits <= 0:
            break
        if found:
            return found, not search.cut_short
    chart = _chart(kinds)
    first = tuple(kinds[n] for n in one_smallest(chart))
    search = _Search(kinds, dict(zip(_rows_of(kinds), prices(chart), strict=True)), MOST_VISITS)
    found = search.some(len(first))
    return (found or [first]), not search.cut_short


def _rows_of(kinds: Sequence[_Kind]) -> list[int]:
    together = 0
    for kind in kinds:
        together |= kind.rows
    return [*_each(together)]


def _chart(kinds: Sequence[_Kind]) -> Truths:
    rows = _rows_of(kinds)
    return np.array([[kind.rows >> row & 1 for row in rows] for kind in kinds], dtype=np.bool_)


class _Search:
    """Depth-first search for covers of a given size, within bounds; each cover is met once."""

    def __init__(self, kinds: Sequence[_Kind], row_prices: Mapping[int, int], visits: int) -> None:
        self.kinds = kinds
        self.owners: dict[int, int] = {}
        for number, kind in enumerate(kinds):
            for row in _each(kind.rows):
                self.owners[row] = self.owners.get(row, 0) | 1 << number
        self.prices = row_prices
        self.visits = visits
        self.cut_short = False

    def some(self, size: int) -> list[tuple[_Kind, ...]]:
        """Covers of that size; `cut_short` says whether there may be more."""
        rows = sum(1 << row for row in self.owners)
        found = list(islice(self.covers(rows, (1 << len(self.kinds)) - 1, size), MOST_CHOICES + 1))
        self.cut_short = self.visits <= 0 or len(found) > MOST_CHOICES
        return found[:MOST_CHOICES]

    def covers(self, rows: int, available: int, size: int) -> Iterator[tuple[_Kind, ...]]:
        """Covers of the rows by `size` of the available kinds, until the visits are used up.

        Whichever kind covers the row with the fewest owners is taken in turn; once tried it is gone, so that no
        cover comes twice.
        """
        if not rows:
            yield ()
            return
        if self.visits <= 0 or self.least(rows, available) > size:
            return
        self.visits -= rows.bit_count()
        hardest = min(_each(rows), key=lambda row: (self.owners[row] & available).bit_count())
        for number in _each(self.owners[hardest] & available):
            available &= ~(1 << number)
            kind = self.kinds[number]
            for rest in self.covers(rows & ~kind.rows, available, size - 1):
                yield (kind, *rest)

    def least(self, rows: int, available: int) -> int:
        """How many kinds it takes at least: by the prices where there are some, by rows that share no kind otherwise."""
        if self.prices:
            return max(1, -(-sum(self.prices[row] for row in _each(rows)) // PRICE_OF_TERM))
        taken = count = 0
        for owners in sorted((self.owners[row] & available for row in _each(rows)), key=int.bit_count):
            if not owners:
                return len(self.kinds) + 1
            if not taken & owners:
                taken |= owners
                count += 1
        return count


def _listed(pieces: Sequence[Sequence[tuple[_Kind, ...]]]) -> Iterator[tuple[int, ...]]:
    """The covers of the whole chart, one choice in each piece and one implicant of each kind."""
    for choices in product(*pieces):
        kinds = [kind for choice in choices for kind in choice]
        for members in product(*(kind.members for kind in kinds)):
            yield tuple(sorted(members))
