"""Figures and events on a line from left to right: what a row of such a drawing holds, in parts of its width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.charts.theme import answer, is_balance, link, number, said
from comity.measures.measure import CATALOGUE

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot or a symbol at a place (0 to 100), which opens something and says itself."""

    at: float
    shape: str
    href: str
    said: str
    sign: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A line or a bar between two places (0 to 100); with an address it opens something."""

    start: float
    end: float
    shape: str = "interval"
    href: str = ""
    said: str = ""
    level: int = 0

    @property
    def width(self) -> float:
        """From start to end."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Track:
    """A row: label, what stands on its line, what stands in words after it."""

    label: str
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    text: str = ""
    more: str = ""
    href: str = ""
    note: str = ""
    depth: int = 0
    aside: tuple[Mark, ...] = ()
    levels: int = 1
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one context, or of one part of it, on one axis."""

    place: str
    label: str
    tracks: tuple[Track, ...]
    ticks: tuple[tuple[float, str], ...] = ()
    zero: float | None = None
    ideal: bool = False
    remark: str = ""
    href: str = ""


UNIT = ((0.0, "0"), (50.0, ".5"), (100.0, "1"))
BALANCE = ((0.0, "partner"), (50.0, "even"), (100.0, "lead"))


def placed(value: float, low: float, high: float) -> float:
    """Where a value lies between the ends of an axis, 0 to 100."""
    return round(100 * min(1.0, max(0.0, (value - low) / (high - low))), 2)


def figure_track(
    row: Row, label: str, *, axis: tuple[float, float] = (0, 1), depth: int = 0, shape: str = "dot"
) -> Track:
    """A figure as a row: its dot with its interval, and its value in words; without a value, why there is none."""
    href = link(row["figure"])
    if row["value"] is None:
        return Track(label, text=answer(dict(row)), href=href, depth=depth, note="", kind="empty")
    ends = row["low"] is not None and row["high"] is not None
    spans = (Span(placed(row["low"], *axis), placed(row["high"], *axis)),) if ends else ()
    mark = Mark(placed(row["value"], *axis), shape, href, said(dict(row), label))
    return Track(label, (mark,), spans, number(row["value"], row["unit"]), between(row), href, depth=depth)


def between(row: Row) -> str:
    """``0.2 to 0.6``, or how little stands behind a figure without an interval."""
    if row["low"] is None or row["high"] is None or row["low"] == row["high"]:
        return f"n = {row['n']:,}"
    return f"{number(row['low'], row['unit'])} to {number(row['high'], row['unit'])}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a strip: what is measured, and its figure in each context."""

    label: str
    cells: tuple[tuple[str, str, str, bool] | None, ...]


def strip(content: Content, measure: str, *by: str, leave: tuple[str, ...] = ()) -> list[Line]:
    """The figures of a measure in words: a row for each quantity and grouping, a cell for each context."""
    frame = content.select(measure, *by)
    if frame.is_empty():
        return []
    card = CATALOGUE.all().get(measure)
    order = {q.name: place for place, q in enumerate(card.quantities)} if card else {}
    titles = {q.name: q.title for q in card.quantities} if card else {}
    cells: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in frame.sort("figure").iter_rows(named=True):
        if row["quantity"] not in leave:
            cells.setdefault((row["quantity"], *(str(row[b]) for b in by)), {})[row["place"]] = row
    several = len({quantity for quantity, *_ in cells}) > 1
    keys = sorted(cells, key=lambda k: (order.get(k[0], len(order)), k))
    return [
        Line(_line_label(content, titles.get(quantity, quantity), dict(zip(by, groups, strict=True)), several), tuple(
            _cell(cells[quantity, *groups].get(place)) for place in content.contexts
        ))
        for quantity, *groups in keys
    ]  # fmt: skip


def _line_label(content: Content, quantity: str, groups: Mapping[str, str], several: bool) -> str:
    """The quantity and what it is told apart by; a pillar or a role may be called like a code, and is none."""
    names = [
        content.labels.get(word, word) if name == "code"
        else f"{word} side" if name == "side" and word in ("lead", "partner")
        else content.names.get(word, word)
        for name, word in groups.items()
    ]  # fmt: skip
    parts = [*([quantity] if several or not names else []), *names]
    said_ = ", ".join(parts)
    return said_[:1].upper() + said_[1:]


def _cell(row: Row | None) -> tuple[str, str, str, bool] | None:
    """Address, value, interval or n, and whether there is a value."""
    if row is None:
        return None
    if row["value"] is None:
        return link(row["figure"]), answer(dict(row)), "", False
    word = f" {row['category']}" if row["category"] and not is_balance(row["unit"]) else ""
    return link(row["figure"]), number(row["value"], row["unit"]) + word, between(row), True
