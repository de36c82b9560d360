"""A printed page as lines with their places, before anybody knows what is a paragraph."""

from __future__ import annotations

from dataclasses import dataclass


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
