"""Promise against practice, the reading of each case, and what the record says of the claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import answer, link, number
from comity.report.doubts import fragile
from comity.report.tracks import UNIT, Block, Mark, Span, Track, between, figure_track, placed
from comity.report.wording import SIGNS, called, documents, in_words

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
READINGS = {
    "cooperative": "Truly cooperative",
    "rhetoric": "Rhetoric over business as usual",
    "productive": "Productive of something new",
}
VERDICTS = {"supported": "✓", "contradicted": "✕", "undecided": "?"}


def gap(content: Content) -> list[Block]:
    """G1 per context: promise and practice of each principle on one line from 0 to 1."""
    frame = content.select("G1", "code")
    blocks = []
    for place, label in content.contexts.items():
        own: dict[str, dict[str, Row]] = {}
        for row in frame.filter(pl.col("place") == place).iter_rows(named=True):
            own.setdefault(row["code"], {})[row["quantity"]] = row
        tracks = tuple(_pair(content, told) for told in own.values())
        if any(t.marks for t in tracks):
            blocks.append(Block(place, label, tracks, UNIT))
    return blocks


def _pair(content: Content, told: Mapping[str, Row]) -> Track:
    row, promise, practice = told["gap"], told.get("promise"), told.get("practice")
    label = str(content.labels.get(row["code"], row["code"]))
    href = link(row["figure"])
    if row["value"] is None or promise is None or practice is None:
        return Track(
            label, text=answer(dict(row)), note=in_words(row["note"] or "", content), href=href, kind="empty"
        )
    marks = tuple(
        Mark(
            placed(r["value"], 0, 1), shape, link(r["figure"]), f"{label}, {r['quantity']}: {r['value']:.2f}"
        )
        for r, shape in ((practice, "square"), (promise, "hollow"))
    )
    least, most = sorted(mark.at for mark in marks)
    bond = Span(least, most, "bond")
    note = in_words(row["note"] or "", content)
    return Track(label, marks, (bond,), number(row["value"], row["unit"]), between(row), href, note)


def readings(content: Content) -> list[Block]:
    """G2 per context: memberships in the three readings with their intervals."""
    frame = content.select("G2")
    blocks = []
    for place, label in content.contexts.items():
        rows = {r["quantity"]: r for r in frame.filter(pl.col("place") == place).iter_rows(named=True)}
        tracks = tuple(
            _reading(content, rows[name], words) for name, words in READINGS.items() if name in rows
        )
        if tracks:
            blocks.append(Block(place, label, tracks, UNIT))
    return blocks


def _reading(content: Content, row: Row, label: str) -> Track:
    made = figure_track(row, label, shape="dot")
    return Track(
        made.label, made.marks, (Span(0, made.marks[0].at, "fill"), *made.spans) if made.marks else (), made.text, made.more,
        made.href, in_words(row["note"] or "", content), kind=made.kind,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim, what comes out, and why."""

    claim: str
    text: str
    section: str
    verdict: str
    sign: str
    figure: str
    value: str
    n: int | None
    why: str
    inference: bool
    fragile: str = ""


def verdicts(content: Content) -> list[Verdict]:
    """The claims in their order; each opens the figure that decides."""
    if content.verdicts is None:
        return []
    units = dict(content.figures.select("figure", "unit").iter_rows())
    return [
        Verdict(
            r["claim"], r["text"], r.get("section") or "", r["verdict"], VERDICTS.get(r["verdict"], "?"),
            link(r["figure"]) if r["figure"] in units else "", _valued(content, r, units.get(r["figure"], "")), r.get("n"),
            _why(content, r), bool(r.get("inference")), fragile(content, "claim", r["claim"]),
        )
        for r in content.verdicts.iter_rows(named=True)
    ]  # fmt: skip


def _why(content: Content, row: Row) -> str:
    """What decides, with figures by their names."""
    why = str(row.get("why") or "")
    if row["figure"]:
        why = why.replace(row["figure"], called(row["figure"], content))
    return in_words(why, content)


def _valued(content: Content, row: Row, unit: str) -> str:
    known = content.figure(row["figure"]) if row["figure"] else None
    if known is not None and known["measure"] == "D1" and row.get("category"):
        return f"{row['category']}, in {known['documents']:,} of {documents(known['read'] or 0)}"
    if row.get("value") is None or row.get("category") in SIGNS:
        return str(row.get("category") or "")
    low, high = row.get("low"), row.get("high")
    ends = ""
    if low is not None and high is not None and low != high:
        ends = f" ({number(low, unit)} to {number(high, unit)})"
    word = f"{row['category']}, " if row.get("category") else ""
    return f"{word}{number(row['value'], unit)}{ends}"


def tally(rows: list[Verdict]) -> list[tuple[str, str, int]]:
    """How many claims came out how."""
    return [(word, sign, n) for word, sign in VERDICTS.items() if (n := sum(r.verdict == word for r in rows))]
