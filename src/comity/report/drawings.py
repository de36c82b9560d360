"""The charts of a report: small multiples, one per context, on scales that they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import polars as pl

from comity.charts import Look, chart_of
from comity.charts.svg import svg_of
from comity.report.happenings import about_breaks, happened
from comity.report.wording import in_words, measured

if TYPE_CHECKING:
    from comity.report.bundles import Bundles
    from comity.report.content import Content

WIDTHS = {"D2": (166, 460, 290), "D3": (278, 640, 410)}  # of the plot: among many, alone, as one of two
PERIOD_CHARTS = 18  # charts by period are drawn up to here; beyond, the tables answer
SKEWED = 8  # times the median: from here on a root scale tells the rare codes apart
CEILINGS = (0.2, 0.4, 0.6, 0.8, 1.0)  # of shares: where half of it is round too


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for one context (and period): narrow for small multiples, wide where there is room for it."""

    context: str
    label: str
    period: str
    narrow: str
    wide: str
    remark: str = ""


def prevalence(content: Content) -> list[Drawing]:
    """D2 as charts: dots with intervals, one chart per context and period, on one axis."""
    whole = content.select("D2", "code", quantity=content.rate)
    parts = content.select("D2", "code", "period", quantity=content.rate)
    pairs = [(period, place) for period in content.periods for place in content.contexts]
    made = _row_of_charts(
        content, [("", place, whole.filter(pl.col("place") == place)) for place in content.contexts]
    )
    if len(pairs) > PERIOD_CHARTS:
        return made
    return made + _row_of_charts(
        content, [(t, p, parts.filter((pl.col("place") == p) & (pl.col("period") == t))) for t, p in pairs]
    )


def is_root_scaled(content: Content) -> bool:
    """Whether the charts of prevalence bend their axis: where a few codes outweigh the rest by far."""
    values = [v for v in content.select("D2", "code", quantity=content.rate)["value"].drop_nulls() if v > 0]
    return bool(values) and max(values) > SKEWED * median(values)


def unspoken(content: Content) -> list[str]:
    """The codes that no context affirms, which the charts of prevalence leave out."""
    counted = set(content.select("D2", "code")["code"])
    said = _spoken(content)
    return [
        content.labels[c]
        for codes in content.groups.values()
        for c in codes
        if c in counted and c not in said
    ]


def drift(content: Content, bundles: Bundles) -> list[Drawing]:
    """D3 as charts: one per context, a plot per frame; where nothing is framed, the reason alone."""
    found = {place: content.at_place("D3", place) for place in content.contexts}
    framed = [
        f.filter(pl.col("year").is_not_null() & (pl.col("n") > 0) & (pl.col("quantity") == "share"))
        for f in found.values()
    ]
    years = [year for frame in framed for year in frame["year"]]
    if not years:
        return []
    span = (min(years), max(years))
    most = max((v for frame in framed for v in frame["value"].drop_nulls()), default=1.0)
    look = Look(years=span, ceiling=next(c for c in CEILINGS if c >= most - 1e-9))
    made = []
    for (place, rows), own in zip(found.items(), framed, strict=True):
        remark = _no_break(rows) or in_words(about_breaks(content, place, rows), content)
        if own.height:
            shown = rows.filter(pl.col("year").is_null() | pl.col("year").is_between(*span))
            full = replace(look, happened=happened(content, bundles, place, span))
            made.append(_drawing(content, "D3", place, shown, full, remark=remark))
        else:
            made.append(
                Drawing(place, content.contexts[place], "", "", "", remark or "Nothing dated is framed here.")
            )
    return made


def _row_of_charts(content: Content, parts: Iterable[tuple[str, str, pl.DataFrame]]) -> list[Drawing]:
    """Charts of D2 on one axis; those of nothing are left out."""
    said = list(_spoken(content))
    kept = [
        (t, p, rows) for t, p, frame in parts if (rows := frame.filter(pl.col("code").is_in(said))).height
    ]
    look = Look(ceiling=_ceiling([rows for _, _, rows in kept]), root=is_root_scaled(content))
    return [_drawing(content, "D2", place, rows, look, period=period) for period, place, rows in kept]


def _drawing(
    content: Content,
    measure: str,
    place: str,
    rows: pl.DataFrame,
    look: Look,
    *,
    period: str = "",
    remark: str = "",
) -> Drawing:
    label, number = content.contexts[place], list(content.contexts).index(place)
    title = f"{measured(rows.row(0, named=True))}, {label}" + (f", {period}" if period else "")
    name = f"{measure}-{number}" + (f"-{content.periods.index(period)}" if period else "")
    narrow, alone, paired = WIDTHS[measure]
    wide = {1: alone, 2: paired}.get(len(content.contexts), 0) if not period else 0

    def drawn(width: int) -> str:
        full = replace(look, labels=content.labels, groups=_spoken(content), width=width)
        return svg_of(chart_of(measure, rows, title=title, look=full), name=f"{name}-{width}")

    return Drawing(place, label, period, drawn(narrow), drawn(wide) if wide else "", remark)


def _no_break(rows: pl.DataFrame) -> str:
    """Why no break is drawn, where none is."""
    silent = rows.filter(pl.col("quantity").str.starts_with("break"))
    if silent.is_empty() or (silent["category"] == "break").any():
        return ""
    row = silent.row(0, named=True)
    said = "no break found" if row["status"] == "ok" else row["note"] or "too few dated passages for a break"
    plain = said.rstrip(".")
    return f"{plain[:1].upper()}{plain[1:]}."


def _spoken(content: Content) -> dict[str, str]:
    """Code to the heading of its group, in order: the codes with any figure above zero."""
    said = set(content.select("D2", "code").filter(pl.col("value") > 0)["code"])
    return {c: content.group_label(g) for g, codes in content.groups.items() for c in codes if c in said}


def _ceiling(frames: list[pl.DataFrame]) -> float | None:
    """Where the axis ends: past all values and intervals, unless one of these squashes the rest."""
    values = [v for f in frames for v in f["value"].drop_nulls()]
    tops = [v for f in frames for v in f["high"].drop_nulls()]
    return min(max([*tops, *values]), 2 * max(values)) or None if values else None
