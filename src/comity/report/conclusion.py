"""Promise against practice, the reading of each case, and what the record says of the claims."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import answer, link, number, said
from comity.report.tracks import UNIT, Block, Mark, Span, Track, between, figure_track, placed

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
_PAIR = re.compile(r"promise ([\d.]+), practice ([\d.]+)")
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
        own = frame.filter(pl.col("place") == place)
        tracks = tuple(_pair(content, r) for r in own.iter_rows(named=True))
        if any(t.marks for t in tracks):
            blocks.append(Block(place, label, tracks, UNIT))
    return blocks


def _pair(content: Content, row: Row) -> Track:
    label = str(content.labels.get(row["code"], row["code"]))
    href, found = link(row["figure"]), _PAIR.search(row["note"] or "")
    if row["value"] is None or found is None:
        return Track(label, text=answer(dict(row)), note=row["note"] or "", href=href, kind="empty")
    promise, practice = (placed(float(x.rstrip(".")), 0, 1) for x in found.groups())
    told = said(dict(row), label)
    words = f"{label}: promise {found.group(1)}, practice {found.group(2)}; gap {told.split(': ', 1)[1]}"
    marks = (Mark(practice, "square", href, words), Mark(promise, "hollow", href, words))
    ends = between(row) if row["low"] is not None else "no interval"
    return Track(
        label,
        marks,
        (Span(min(promise, practice), max(promise, practice), "bond"),),
        number(row["value"], row["unit"]),
        ends,
        href,
    )


def readings(content: Content) -> list[Block]:
    """G2 per context: memberships in the three readings with their intervals."""
    frame = content.select("G2")
    blocks = []
    for place, label in content.contexts.items():
        rows = {r["quantity"]: r for r in frame.filter(pl.col("place") == place).iter_rows(named=True)}
        tracks = tuple(_reading(rows[name], words) for name, words in READINGS.items() if name in rows)
        if tracks:
            blocks.append(Block(place, label, tracks, UNIT))
    return blocks


def _reading(row: Row, label: str) -> Track:
    made = figure_track(row, label, shape="dot")
    return Track(
        made.label, made.marks, (Span(0, made.marks[0].at, "fill"), *made.spans) if made.marks else (), made.text, made.more,
        made.href, row["note"] or "", kind=made.kind,
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


def verdicts(content: Content) -> list[Verdict]:
    """The claims in their order; each opens the figure that decides."""
    if content.verdicts is None:
        return []
    units = dict(content.figures.select("figure", "unit").iter_rows())
    return [
        Verdict(
            r["claim"], r["text"], r.get("section") or "", r["verdict"], VERDICTS.get(r["verdict"], "?"),
            link(r["figure"]) if r["figure"] in units else "", _valued(r, units.get(r["figure"], "")), r.get("n"),
            r.get("why") or "", bool(r.get("inference")),
        )
        for r in content.verdicts.iter_rows(named=True)
    ]  # fmt: skip


def _valued(row: Row, unit: str) -> str:
    if row.get("value") is None:
        return str(row.get("category") or "")
    ends = (
        f" ({number(row['low'], unit)} to {number(row['high'], unit)})" if row.get("low") is not None else ""
    )
    word = f"{row['category']}, " if row.get("category") else ""
    return f"{word}{number(row['value'], unit)}{ends}"


def tally(rows: list[Verdict]) -> list[tuple[str, str, int]]:
    """How many claims came out how."""
    return [(word, sign, n) for word, sign in VERDICTS.items() if (n := sum(r.verdict == word for r in rows))]
