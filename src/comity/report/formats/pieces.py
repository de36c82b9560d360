"""What a page of paper is made of, before any file format: headings, paragraphs, lists, tables, pictures.

Every piece says its kind, so that it can travel as JSON to the layout of the PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look (``strong``, ``quiet``, ``told``, ``mono`` or none) and colour, or a small picture among words."""

    text: str
    look: str = ""
    colour: str = ""
    svg: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is a part of the report, 2 a section, 3 what stands in it.

    One that is not ``listed`` stays out of the contents.
    """

    text: str
    level: int
    listed: bool = True
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph; ``quiet`` where it explains or remarks."""

    runs: Runs
    quiet: bool = False
    kind: str = "said"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item has its depth, from 0."""

    items: tuple[tuple[int, Runs], ...]
    kind: str = "listing"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: words, with a drawing above them; ``span`` columns wide, ``depth`` steps to the right."""

    runs: Runs
    svg: str = ""
    said: str = ""
    right: bool = False
    span: int = 1
    depth: int = 0

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of its head, then groups of rows, each with its heading or ""; widths are parts of the whole.

    ``label`` is its number, ``place`` the context that it speaks of, where it is one of several alike.
    """

    title: str
    head: tuple[Row, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    widths: tuple[int, ...]
    label: str = ""
    place: str = ""
    note: Runs = ()
    small: bool = False
    kind: str = "table"

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all groups."""
        return tuple(row for _, rows in self.groups for row in rows)


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the drawings of a picture: its SVG, what it says to those who cannot see it, its label, its size in pixels."""

    svg: str
    said: str
    label: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Drawings that stand together under one title; ``turned`` asks for the broad side of the page."""

    title: str
    panels: tuple[Panel, ...]
    columns: int = 1
    turned: bool = False
    note: Runs = ()
    label: str = ""
    kind: str = "picture"


Piece = Heading | Said | Listing | Table | Picture


def plain(words: str, look: str = "") -> Runs:
    """Words of one look as runs."""
    return (Run(words, look),) if words else ()


def numbered(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with ``Table 1``, ``Figure 1`` and so on as the labels of tables and pictures."""
    from dataclasses import replace

    counts = {"table": 0, "picture": 0}
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Table | Picture):
            counts[piece.kind] += 1
            noun = "Table" if isinstance(piece, Table) else "Figure"
            made.append(replace(piece, label=f"{noun} {counts[piece.kind]}"))
        else:
            made.append(piece)
    return tuple(made)
