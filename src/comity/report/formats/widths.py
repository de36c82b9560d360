"""How wide the columns of a table on paper are, so that no word sticks out of its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.report.formats.pieces import Cell, Row

LETTERS = 112  # of the usual small print across the text
SMALL = 1.2  # as many letters go into smaller print
LONGEST = 26  # letters of a word that may not be broken
DRAWN = (26, 50)  # letters that a drawing takes at least, and at most


def shared(rows: Sequence[Row], columns: int) -> tuple[tuple[int, ...], bool]:
    """The parts that each column has of the whole, and whether only smaller print makes the words fit.

    Each column gets what its longest word needs. What is left is given so that the sum of the squared numbers of lines
    is least: by the third root of the squared lengths, to none more than its longest line.
    """
    least, most, much = [3.0] * columns, [3.0] * columns, [1.0] * columns
    for row in rows:
        at = 0
        for cell in row:
            if cell.span == 1:
                low, high = _wants(cell)
                least[at], most[at] = max(least[at], low), max(most[at], high)
                much[at] += high**2
            at += cell.span
    small = sum(least) > LETTERS
    room = LETTERS * (SMALL if small else 1)
    return tuple(round(10 * given) for given in _given(least, most, much, room)), small


def _given(least: Sequence[float], most: Sequence[float], much: Sequence[float], room: float) -> list[float]:
    """What each column gets: those that would get less than their least, or more than their most, are settled first."""
    given, free = list(least), set(range(len(least)))
    while free:
        spare = room - sum(given[c] for c in range(len(given)) if c not in free)
        whole = sum(much[c] ** (1 / 3) for c in free)
        asked = {c: spare * much[c] ** (1 / 3) / whole for c in free}
        short = {c for c in free if asked[c] <= least[c]}
        settled = short or {c for c in free if asked[c] >= most[c]} or free
        for c in settled:
            given[c] = least[c] if c in short else min(asked[c], most[c])
        free = free - settled
    return given


def _wants(cell: Cell) -> tuple[float, float]:
    """How many letters of a line a cell needs, and how many it can use."""
    if cell.svg:
        return DRAWN
    lines = cell.text.split("\n")
    words = [word for line in lines for word in re.split(r"(?<=[ \-/])", line)]
    indent = cell.depth * 2 + 2
    return min(max(map(len, words), default=0), LONGEST) + indent, max(map(len, lines)) + indent
