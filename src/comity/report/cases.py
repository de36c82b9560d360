"""The cases side by side with the tests of their differences, and the types to which they belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import answer, link, number, said
from comity.report.doubts import fragile
from comity.report.tracks import UNIT, Block, Mark, Span, Track, between, placed
from comity.report.wording import measured

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
SHOWN = 12  # differences that stand open; the others are folded
_SMALLEST = 0.001
_APART = ("measure", "quantity", "code", "role", "kind")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its interval, and the rows that it opens; without an address where the page has no such figure."""

    text: str
    more: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What two cases differ in, how far, and how seldom a shuffle of their documents parts them as far."""

    what: str
    one: str
    other: str
    first: Cell
    second: Cell
    difference: str
    p: str
    holm: str
    stands: bool
    shuffled: str
    sizes: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences that were tested, those least like chance first; `untested` says why others were not."""

    tests: tuple[Difference, ...]
    untested: tuple[tuple[str, int], ...]
    standing: int


def differences(content: Content) -> Differences | None:
    """C1: every pair of cases, figure by figure; null where fewer than two cases have a figure in common."""
    frame = content.differences
    if frame is None:
        return None
    tested = frame.filter(pl.col("p").is_not_null()).sort("holm", "p", maintain_order=True)
    level = 1 - float(content.settings.intervals.level)
    rows = tuple(_difference(content, r, level) for r in tested.iter_rows(named=True))
    why = Counter(_reason(str(note)) for note in frame.filter(pl.col("p").is_null())["note"])
    return Differences(rows, tuple(why.most_common()), sum(r.stands for r in rows))


def _difference(content: Content, row: Row, level: float) -> Difference:
    exact = "all " if row["exact"] else ""
    return Difference(
        _what(content, row),
        content.case_label(row["one"]),
        content.case_label(row["other"]),
        _cell(content, row["figure_one"], row["value_one"], row["unit"]),
        _cell(content, row["figure_other"], row["value_other"], row["unit"]),
        _signed(row["difference"], row["unit"]),
        _p(row["p"]),
        _p(row["holm"]),
        row["holm"] <= level,
        f"{exact}{row['permutations']:,} of {row['clusters_one']} + {row['clusters_other']}",
        (abs(row["difference"]), row["p"], row["holm"]),
    )


def _what(content: Content, row: Row) -> str:
    apart = [str(content.labels.get(row[c], row[c])) for c in _APART[2:] if row[c] is not None]
    return ": ".join([measured(row), *apart])


def _cell(content: Content, figure: str, value: float | None, unit: str) -> Cell:
    if value is None:
        return Cell("–")
    known = content.figure(figure)
    return Cell(number(value, unit), between(known) if known else "", link(figure) if known else "")


def _signed(value: float, unit: str) -> str:
    """The difference in the unit of the figures, with its sign."""
    told = number(abs(value), unit).lstrip("+")
    return f"{'−' if value < 0 else '+'}{told}" if value else told


def _p(value: float) -> str:
    return f"< {_SMALLEST}" if value < _SMALLEST else f"{value:.3f}"


def _reason(note: str) -> str:
    """Why there is no test, without the name of the case and numbers."""
    told = note.partition(": ")[2] or note
    return "too few documents or arrangements" if "too few" in told else told


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in each of the cases."""

    what: str
    cells: tuple[Cell, ...]


def side_by_side(content: Content) -> tuple[tuple[str, ...], list[Line]]:
    """C1: the names of the cases, and every figure that one of them has, in the order of the measures."""
    frame = content.cases
    if frame is None:
        return (), []
    cases = frame["case"].unique(maintain_order=True).to_list()
    lines: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in frame.iter_rows(named=True):
        lines.setdefault(tuple(row[c] for c in _APART), {})[row["case"]] = row
    made = [
        Line(
            _what(content, next(iter(own.values()))), tuple(_valued(content, own.get(case)) for case in cases)
        )
        for own in lines.values()
        if any(row["value"] is not None for row in own.values())
    ]
    return tuple(content.case_label(case) for case in cases), made


def _valued(content: Content, row: Row | None) -> Cell:
    if row is None:
        return Cell("–")
    href = link(row["figure"]) if content.figure(row["figure"]) else ""
    return Cell(answer(dict(row)), "" if row["value"] is None else between(row), href)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a type as a case meets it: its figure, its anchors, and the membership that they give."""

    case: str
    type: str
    period: str
    what: str
    figure: Cell
    anchors: str
    membership: str
    reason: str


def types(content: Content) -> list[Block]:
    """C2: per case, its membership in each type with the interval; by period below, where a type asks for it.

    Periods in none of which a membership can be computed are left out; the table of conditions has them.
    """
    frame = content.memberships
    if frame is None:
        return []
    blocks = []
    for case in frame["case"].unique(maintain_order=True):
        dated = pl.col("membership").is_not_null().any().over("type", pl.col("period").is_not_null())
        own = frame.filter(pl.col("case") == case).filter(pl.col("period").is_null() | dated)
        own = own.sort("label", "period", nulls_last=False, maintain_order=True)
        tracks = tuple(_membership(content, row) for row in own.iter_rows(named=True))
        blocks.append(Block(case, content.case_label(case), tracks, UNIT))
    return blocks


def _membership(content: Content, row: Row) -> Track:
    label, depth = (row["period"], 1) if row["period"] else (row["label"], 0)
    figure = {**row, "value": row["membership"], "unit": "fuzzy membership"}
    href, note = link(row["figure"]), "" if row["period"] else _noted(content, row)
    if row["membership"] is None:
        return Track(label, text=answer(figure), href=href, depth=depth, note=note, kind="empty")
    at = placed(row["membership"], 0, 1)
    spans = [Span(0, at, "fill")]
    if row["low"] is not None:
        spans.append(Span(placed(row["low"], 0, 1), placed(row["high"], 0, 1)))
    mark = Mark(at, "dot", href, said(figure, f"{row['label']}{f', {label}' if depth else ''}"))
    ends = between(figure)
    return Track(label, (mark,), tuple(spans), number(row["membership"], ""), ends, href, note, depth)


def _noted(content: Content, row: Row) -> str:
    """What is to be known of a membership, and what would turn it."""
    turned = fragile(content, "membership", f"{row['case']}/{row['type']}")
    return "; ".join(filter(None, [_named(content, row), f"fragile: {turned}" if turned else ""]))


def _named(content: Content, row: Row) -> str:
    """What is to be known of a membership, its conditions by their names and not by ids."""
    told = row["note"] or ""
    if content.conditions is None:
        return told
    own = content.conditions.filter(pl.col("membership_of") == row["figure"])
    for condition in sorted(own.iter_rows(named=True), key=lambda c: -len(c["condition"])):
        told = told.replace(condition["condition"], _condition_named(content, condition))
    return told


def _condition_named(content: Content, row: Row) -> str:
    """``Prevalence, share of documents: Issue linkage``; ``not Agenda``."""
    apart = [str(content.labels.get(w.partition(" ")[2], w)) for w in row["where"] or ()]
    return ("not " if row["invert"] else "") + ": ".join([measured(row), *apart])


def conditions(content: Content) -> list[Condition]:
    """The conditions behind each membership, case by case, with the anchors beside the figure."""
    if content.memberships is None or content.conditions is None:
        return []
    joined = content.memberships.select("figure", "case", "label", "period").join(
        content.conditions.rename({"figure": "met_by"}),
        left_on="figure",
        right_on="membership_of",
        maintain_order="left",
    )
    return [_condition(content, row) for row in joined.iter_rows(named=True)]


def _condition(content: Content, row: Row) -> Condition:
    known = content.figure(row["met_by"]) if row["met_by"] else None
    value = "–" if row["value"] is None else number(row["value"], known["unit"] if known else "")
    cell = Cell(
        value,
        between(known) if known and row["value"] is not None else "",
        link(row["met_by"]) if known else "",
    )
    anchors = " | ".join(f"{row[c]:g}" for c in ("full_out", "crossover", "full_in"))
    return Condition(
        content.case_label(row["case"]), row["label"], row["period"] or "", _condition_named(content, row), cell, anchors,
        row["why"] or "" if row["membership"] is None else f"{row['membership']:.2f}", row["reason"] or "",
    )  # fmt: skip
