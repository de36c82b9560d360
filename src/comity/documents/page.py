"""A printed page as lines with their places, before anybody knows what is a paragraph."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its edges and baseline in points from the lower left corner, its letters' size."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    page: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its lines in reading order; ``lost`` if it cannot be opened, ``pictures`` if it shows some."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    lost: bool = False
    pictures: bool = False
