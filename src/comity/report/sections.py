"""The parts of a report as plain values: what stands in each table and chart, before any HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts import Look, chart_of
from comity.charts.svg import svg_of
from comity.charts.theme import answer, number
from comity.report.wording import SIGNS, interval, measured, named, rests_on, valued

if TYPE_CHECKING:
    from comity.report.content import Content

WIDTHS = {"D2": (166, 460), "D3": (278, 640)}  # of the plot, where it stands beside others and alone
PERIOD_CHARTS = 24  # charts by period are drawn up to here; beyond, the tables answer


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


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for one context (and period): narrow for small multiples, wide where it stands alone."""

    context: str
    label: str
    period: str
    narrow: str
    wide: str
    remark: str = ""


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


def prevalence(content: Content) -> list[Drawing]:
    """D2 as charts: dots with intervals, one chart per context and period, on one axis."""
    kept = []
    for period in ("", *content.periods):
        frame = content.select("D2", "code", "period") if period else content.select("D2", "code")
        frame = frame.filter(
            (pl.col("quantity") == content.rate) & pl.col("code").is_in(list(_spoken(content)))
        )
        kept += [
            (period, place, rows)
            for place in content.contexts
            if (
                rows := frame.filter(
                    (pl.col("place") == place) & ((pl.col("period") == period) if period else True)
                )
            ).height
        ]
    if len(kept) > PERIOD_CHARTS:
        kept = [k for k in kept if not k[0]]
    whole = _ceiling([rows for period, _, rows in kept if not period])
    parts = _ceiling([rows for period, _, rows in kept if period])
    return [
        _drawing(content, "D2", place, rows, parts if period else whole, period=period)
        for period, place, rows in kept
    ]


def drift(content: Content) -> list[Drawing]:
    """D3 as charts: one per context, a plot per frame."""
    found = []
    for place in content.contexts:
        rows = content.at_place("D3", place)
        if rows.filter(pl.col("year").is_not_null() & pl.col("code").is_not_null()).height:
            found.append(_drawing(content, "D3", place, rows, None, remark=_about_breaks(rows)))
    return found


def _about_breaks(rows: pl.DataFrame) -> str:
    if rows.filter(pl.col("category") == "break").height:
        return ""
    silent = rows.filter(pl.col("quantity").str.starts_with("break"))
    if silent.is_empty():
        return ""
    row = silent.row(0, named=True)
    return (
        "No break found."
        if row["status"] == "ok"
        else str(row["note"] or "Too few dated passages to speak of a break.")
    )


def _drawing(
    content: Content,
    measure: str,
    place: str,
    rows: pl.DataFrame,
    ceiling: float | None,
    *,
    period: str = "",
    remark: str = "",
) -> Drawing:
    label = content.contexts[place]
    title = f"{measured(rows.row(0, named=True))}, {label}" + (f", {period}" if period else "")
    name = f"{measure}-{list(content.contexts).index(place)}" + (
        f"-{content.periods.index(period)}" if period else ""
    )

    def drawn(width: int) -> str:
        look = Look(labels=content.labels, groups=_spoken(content), width=width, ceiling=ceiling)
        return svg_of(chart_of(measure, rows, title=title, look=look), name=f"{name}-{width}")

    alone, (narrow, wide) = len(content.contexts) == 1, WIDTHS[measure]
    return Drawing(place, label, period, drawn(narrow), drawn(wide) if alone else "", remark)


def _spoken(content: Content) -> dict[str, str]:
    """Code to the heading of its group, in order: the codes with any figure above zero."""
    said = set(content.select("D2", "code").filter(pl.col("value") > 0)["code"])
    return {
        code: content.group_label(g) for g, codes in content.groups.items() for code in codes if code in said
    }


def _ceiling(frames: Sequence[pl.DataFrame]) -> float | None:
    """Where the axis ends: past all values and intervals, unless one of these squashes the rest."""
    values = [v for f in frames for v in f["value"].drop_nulls()]
    tops = [v for f in frames for v in f["high"].drop_nulls()]
    return min(max([*tops, *values]), 2 * max(values)) or None if values else None


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
    """D5 as a table: the codes that anybody rejects, the most rejected first."""
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
    return sorted(rejected, key=lambda r: -max(s.value for s in r[2] if s))


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
    level = content.settings.intervals.level
    return [
        {
            "id": r["figure"],
            "measure": measured(r),
            "name": named(r, content),
            "answer": valued(r),
            "short": answer(r),
            "value": r["value"],
            "interval": ""
            if r["low"] is None
            else f"{number(r['low'], r['unit'])} to {number(r['high'], r['unit'])}",
            "how": interval(r, level),
            "lines": rests_on(r, content),
            "n": r["n"],
            "documents": r["documents"],
            "status": r["status"],
            "context": r["context"],
            "period": r["period"],
            "code": r["code"],
            "group": groups.get(r["code"]),
            "year": r["year"],
            "total": content.counted.get(r["figure"], 0),
        }
        for r in content.figures.iter_rows(named=True)
    ]


def unspoken(content: Content) -> list[str]:
    """The codes that no context affirms, which the chart of prevalence leaves out."""
    said = _spoken(content)
    measured_codes = set(content.select("D2", "code")["code"])
    return [
        content.labels[c]
        for codes in content.groups.values()
        for c in codes
        if c in measured_codes and c not in said
    ]
