"""A printed page as lines with their places, before anybody knows what is a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: edges and baseline in points from the lower left corner, size of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    page: int
    raised: bool = False  # opens with a small raised sign: the mark of a note
    marks: tuple[tuple[int, int], ...] = ()  # where in the text small raised numbers stand
    cells: tuple[str, ...] = ()  # its parts, where wide gaps part it as a row of a table


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its lines in reading order.

    ``lost``: it cannot be opened; ``pictures``: it shows pictures and next to no letters.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    lost: bool = False
    pictures: bool = False


def in_one_piece(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, with pieces of one printed line put together: a raised number parts it in some files."""
    whole: Line | None = None
    for line in lines:
        if whole is not None and _goes_on(whole, line):
            whole = _with(whole, line)
            continue
        if whole is not None:
            yield whole
        whole = line
    if whole is not None:
        yield whole


def _goes_on(line: Line, following: Line) -> bool:
    size = max(line.size, following.size)
    gap = following.left - line.right
    return abs(following.base - line.base) < 0.6 * size and -0.3 * size < gap < 0.8 * size and not line.cells


def _with(line: Line, following: Line) -> Line:
    blank = " " if following.left - line.right > 0.15 * line.size else ""
    at = len(line.text) + len(blank)
    small = following.text.isdecimal() and following.size < 0.85 * line.size
    marks = (
        ((at, at + len(following.text)),) if small else tuple((a + at, b + at) for a, b in following.marks)
    )
    return replace(
        line,
        text=f"{line.text}{blank}{following.text}",
        right=following.right,
        size=max(line.size, following.size),
        bold=line.bold and following.bold,
        marks=(*line.marks, *marks),
        raised=line.raised or (line.text.isdecimal() and line.size < 0.85 * following.size),
    )
