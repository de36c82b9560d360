"""Dots with intervals, one row per code: how much, and how surely (D2, D5, and all without a chart)."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import polars as pl

from comity.charts.chart import Chart, Look, Spec
from comity.charts.theme import CONFIG, HIT, HUES, INK, MUTED, SHAPES, answer, is_share, link, number, said

LONGEST = 30  # letters of a name on one line; a longer one takes two
LABELS = 168  # pixels for the names at the left
OTHER = ("actor", "side", "layer", "register", "period", "year")  # groupings that go into the name
STEP = 20  # pixels per row
HEADING = "\u200b"  # opens the names of heading rows on the axis, so that they differ from every code


def dots(frame: pl.DataFrame, look: Look) -> Spec:
    """One dot and interval per code, under the headings of the codebook, one column per context.

    A hollow mark rests on paraphrases; a zero is a small grey ring, as absence is in the table of presence; a
    figure without a value stands as its status in words, never as zero.
    Headings are rows of the one axis: a plot per group looks the same and takes five times as long to draw.
    """
    rows = _rows(frame, look)
    percent = any(is_share(r["unit"]) for r in rows)
    top = look.ceiling or max((r["high"] or r["value"] or 0 for r in rows), default=0) or 1
    contexts = list(dict.fromkeys(r["context"] for r in rows))
    plot: Spec = {
        "width": look.width,
        "height": {"step": STEP},
        "layer": _layers(rows, top * (1.3 if look.root else 1.14), percent=percent, root=look.root),
    }
    made: Spec = {"description": look.title, "config": CONFIG, "data": {"values": rows}}
    if len(contexts) <= 1:
        return {**made, **plot}
    header = {"labelAnchor": "start", "labelFontSize": 13}
    return {
        **made,
        "facet": {"column": {"field": "context", "sort": contexts, "header": header}},
        "spec": plot,
    }


def _axis(rows: list[dict[str, Any]]) -> list[str]:
    """The rows from top to bottom: each group's heading, then its codes, and room between."""
    names: list[str] = []
    for group in dict.fromkeys(r["group"] for r in rows):
        names += [HEADING + " " * len(names)] if names and group else []
        names += [HEADING + group] if group else []
        names += dict.fromkeys(r["label"] for r in rows if r["group"] == group)
    return names


def _layers(rows: list[dict[str, Any]], top: float, *, percent: bool, root: bool) -> list[Spec]:
    groups = list(dict.fromkeys(r["group"] for r in rows))
    names = _axis(rows)
    y = {
        "field": "label",
        "type": "nominal",
        "scale": {"domain": names},
        "title": None,
        "axis": {
            "labelLimit": LABELS - 8,
            "minExtent": LABELS,
            "maxExtent": LABELS,
            "labelColor": INK,
            "labelExpr": f"substring(datum.label, 0, 1) === '{HEADING}' ? '' : split(datum.label, '\\n')",
            "labelLineHeight": 10,
            "labelOffset": {
                "condition": {"test": "indexof(datum.label, '\\n') >= 0", "value": -5},
                "value": 0,
            },
        },
    }
    axis = {"format": "%" if percent else "~s", "tickCount": 4, "title": None}
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False, "type": "sqrt" if root else "linear"},
        "axis": axis,
    }
    hue = {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": groups, "range": _cycle(HUES, groups)},
        "legend": None,
    }
    shape = {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": groups, "range": _cycle(SHAPES, groups)},
        "legend": None,
    }
    return [
        {
            "data": {"values": [{"label": HEADING + g, "group": g} for g in groups if g]},
            "mark": {
                "type": "text",
                "align": "left",
                "fontWeight": "bold",
                "fontSize": 11.5,
                "color": INK,
                "aria": False,
            },
            "encoding": {"y": y, "x": {"value": -LABELS}, "text": {"field": "group"}},
        },
        {
            "mark": {
                "type": "rule",
                "strokeWidth": 2,
                "strokeCap": "round",
                "opacity": 0.45,
                "clip": True,
                "aria": False,
            },
            "transform": [{"filter": "datum.low !== null && datum.high !== null"}],
            "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": hue},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1, "aria": False},
            "transform": [{"filter": "datum.value > 0 && !datum.paraphrase"}],
            "encoding": {"y": y, "x": x, "color": hue, "shape": shape},
        },
        {
            "mark": {
                "type": "point",
                "filled": False,
                "size": 56,
                "strokeWidth": 2,
                "opacity": 1,
                "aria": False,
            },
            "transform": [{"filter": "datum.value > 0 && datum.paraphrase"}],
            "encoding": {"y": y, "x": x, "color": hue, "shape": shape},
        },
        {
            "mark": {
                "type": "point",
                "size": 26,
                "strokeWidth": 1.3,
                "color": MUTED,
                "opacity": 1,
                "aria": False,
            },
            "transform": [{"filter": "datum.value === 0"}],
            "encoding": {"y": y, "x": x},
        },
        {
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 8,
                "aria": False,
                "fontSize": 10.5,
                "color": MUTED,
            },
            "transform": [{"filter": "datum.value !== null"}],
            "encoding": {"y": y, "x": {**x, "field": "reach"}, "text": {"field": "text"}},
        },
        {
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 2,
                "fontStyle": "italic",
                "color": MUTED,
                "aria": False,
            },
            "transform": [{"filter": "datum.value === null"}],
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "text"}},
        },
        {
            "mark": {"type": "bar", "height": {"band": 1}, "color": HIT, "fillOpacity": 0},
            "encoding": {
                "y": y,
                "x": {"datum": 0, "type": "quantitative"},
                "x2": {"datum": top},
                "href": {"field": "href"},
                "description": {"field": "said"},
            },
        },
    ]


def _rows(frame: pl.DataFrame, look: Look) -> list[dict[str, Any]]:
    order = {code: place for place, code in enumerate(look.groups)}
    made = []
    main = frame.filter(pl.col("quantity") == frame["quantity"][0]) if frame.height else frame
    for row in main.sort("figure").iter_rows(named=True):
        code = row["code"] or row["measure"]
        name = ", ".join([look.label(code), *(str(row[g]) for g in OTHER if row[g] is not None)])
        context = look.label(row["context"]) if row["context"] else "All"
        paraphrase = (row["paraphrased"] or 0) > 0.5
        reach = max(row["value"] or 0, row["high"] or 0)
        made.append(
            {
                "figure": row["figure"],
                "label": _broken(name),
                "group": look.groups.get(code, ""),
                "context": context,
                "value": row["value"],
                "low": row["low"],
                "high": row["high"],
                "reach": min(reach, look.ceiling or reach),
                "text": answer(row) if row["value"] is None else number(row["value"], row["unit"]),
                "paraphrase": paraphrase,
                "unit": row["unit"],
                "href": link(row["figure"]),
                "said": said(row, f"{name}, {context}"),
                "place": (order.get(code, len(order)), row["figure"]),
            }
        )
    made.sort(key=lambda r: r.pop("place"))
    return made


def _broken(name: str) -> str:
    """A long name in two lines, so that none is cut off."""
    return name if len(name) <= LONGEST else "\n".join(wrap(name, max(LONGEST, len(name) // 2 + 4)))


def _cycle(values: tuple[str, ...], groups: list[str]) -> list[str]:
    return [values[i % len(values)] for i in range(len(groups))]


DOTS = Chart("dots", ("D2", "D5"), dots)
