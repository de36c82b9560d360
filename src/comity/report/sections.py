"""The tables of a report as plain values, before any HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import answer, number
from comity.report.wording import SIGNS, counted_in, measured, named, rests_on, valued

if TYPE_CHECKING:
    from comity.report.content import Content


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer in the table of presence."""

    figure: str
    sign: str
    word: str
    count: str
    context: str
    paraphrase: bool


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code and its answers, one per context."""

    code: str
    label: str
    child: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class PresenceTable:
    """The answers of one period ("" for all), by group of codes."""

    period: str
    groups: tuple[tuple[str, str, tuple[CodeRow, ...]], ...]


def presence(content: Content) -> list[PresenceTable]:
    """D1 as tables: one for all periods, one for each."""
    tables = []
    for period in ("", *content.periods):
        frame = content.select("D1", "code", "period") if period else content.select("D1", "code")
        rows = frame.filter(pl.col("period") == period) if period else frame
        if rows.height:
            tables.append(_presence(content, period, rows))
    return tables


def _presence(content: Content, period: str, frame: pl.DataFrame) -> PresenceTable:
    cells = {(r["code"], r["place"]): _cell(r) for r in frame.iter_rows(named=True)}
    groups = []
    for group, codes in content.groups.items():
        rows = tuple(
            CodeRow(
                code,
                content.labels[code],
                bool(content.codebook.codes[code].parent),
                tuple(cells.get((code, c)) for c in content.contexts),
            )
            for code in codes
            if any((code, c) in cells for c in content.contexts)
        )
        if rows:
            groups.append((group, content.group_label(group), rows))
    return PresenceTable(period, tuple(groups))


def _cell(row: Mapping[str, Any]) -> Cell:
    word = row["category"] or row["status"]
    count = f"{row['documents']:,} of {row['read'] or 0:,}"
    return Cell(
        row["figure"], SIGNS.get(word, "?"), word, count, row["place"], (row["paraphrased"] or 0) >= 1
    )


@dataclass(frozen=True, slots=True)
class Share:
    """How contested a code is in one context."""

    figure: str
    rejecting: int
    n: int
    text: str
    ends: str
    low: float
    value: float
    high: float


def contestation(content: Content) -> list[tuple[str, str, tuple[Share | None, ...]]]:
    """D5 as a table: the codes that anybody rejects, the most surely contested first."""
    frame = content.select("D5", "code")
    shares = {
        (r["code"], r["place"]): _share(r)
        for r in frame.filter(pl.col("status") == "ok").iter_rows(named=True)
    }
    rows = [
        (c, content.labels[c], tuple(shares.get((c, p)) for p in content.contexts))
        for codes in content.groups.values()
        for c in codes
    ]
    rejected = [r for r in rows if any(s and s.rejecting for s in r[2])]
    return sorted(rejected, key=lambda r: -max(s.low for s in r[2] if s))


def _share(row: Mapping[str, Any]) -> Share:
    ends = (
        f"{number(row['low'], 'share')} to {number(row['high'], 'share')}" if row["low"] is not None else ""
    )
    return Share(
        row["figure"],
        round(row["value"] * row["n"]),
        row["n"],
        number(row["value"], "share"),
        ends,
        row["low"] or 0,
        row["value"],
        row["high"] or 0,
    )


def listing(content: Content) -> list[dict[str, Any]]:
    """Every figure in one table, and what the panel says of it."""
    groups = {c: g for g, codes in content.groups.items() for c in codes}
    return [
        {
            "id": r["figure"],
            "measure": measured(r),
            "name": named(r, content),
            "answer": valued(r),
            "short": answer(r),
            # six digits put the table in order; what is read stands in "short"
            "value": None if r["value"] is None else float(f"{r['value']:.6g}"),
            "interval": ""
            if r["low"] is None
            else f"{number(r['low'], r['unit'])} to {number(r['high'], r['unit'])}",
            "lines": rests_on(r, content),
            "n": r["n"],
            "documents": r["documents"],
            "status": r["status"],
            "context": r["context"],
            "period": r["period"],
            "code": r["code"],
            "group": groups.get(r["code"]),
            "year": r["year"],
            "yearly": r["year"] is not None and not r["quantity"].startswith("break"),
            "total": content.counted.get(r["figure"], 0),
            "counted": counted_in(content.counted.get(r["figure"], 0), r, content),
        }
        for r in content.figures.iter_rows(named=True)
    ]
