"""Dots with intervals, one row per code: how much, and how surely (D2, D5, and whatever has no chart of its own)."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity.charts.chart import Chart, Look, Spec
from comity.charts.theme import CONFIG, HIT, HUES, INK, MUTED, SHAPES, answer, is_share, link, number, said

LABELS = 158


def dots(frame: pl.DataFrame, look: Look) -> Spec:
    """One dot and interval per code, under the headings of the codebook, one column per context.

    A hollow dot rests on paraphrases; a figure without a value stands as its status in words, never as zero.
    """
    rows = _rows(frame, look)
    percent = any(is_share(r["unit"]) for r in rows)
    top = look.ceiling or max((r["high"] or r["value"] or 0 for r in rows), default=0) or 1
    contexts = list(dict.fromkeys(r["context"] for r in rows))
    facet: Spec = {
        "row": {
            "field": "group",
            "sort": list(dict.fromkeys(r["group"] for r in rows)),
            "header": {"labelOrient": "top", "labelAnchor": "start", "labelPadding": 4, "labelOffset": -LABELS},
            "spacing": 16,
        }
    }
    if len(contexts) > 1:
        facet["column"] = {"field": "context", "sort": contexts}
    return {
        "description": look.title,
        "config": CONFIG,
        "data": {"values": rows},
        "facet": facet,
        "spec": {"width": look.width, "height": {"step": 20}, "layer": _layers(rows, top * 1.14, percent)},
        "resolve": {"scale": {"y": "independent"}},
    }


def _layers(rows: list[dict[str, Any]], top: float, percent: bool) -> list[Spec]:
    groups = list(dict.fromkeys(r["group"] for r in rows))
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [r["label"] for r in rows],
        "title": None,
        "axis": {"labelLimit": LABELS - 8, "minExtent": LABELS, "maxExtent": LABELS, "labelColor": INK},
    }
    axis = {"format": "%" if percent else "~s", "tickCount": 4, "title": None}
    x = {"field": "value", "type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": axis}
    hue = {"field": "group", "type": "nominal", "scale": {"domain": groups, "range": _cycle(HUES, groups)}, "legend": None}
    shape = {"field": "group", "type": "nominal", "scale": {"domain": groups, "range": _cycle(SHAPES, groups)}, "legend": None}
    shown = {"filter": "datum.value !== null"}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "strokeCap": "round", "opacity": 0.45, "clip": True, "aria": False},
            "transform": [{"filter": "datum.low !== null && datum.high !== null"}],
            "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": hue},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1, "aria": False},
            "transform": [{"filter": "datum.value !== null && !datum.paraphrase"}],
            "encoding": {"y": y, "x": x, "color": hue, "shape": shape},
        },
        {
            "mark": {"type": "point", "filled": False, "size": 56, "strokeWidth": 2, "opacity": 1, "aria": False},
            "transform": [{"filter": "datum.value !== null && datum.paraphrase"}],
            "encoding": {"y": y, "x": x, "color": hue, "shape": shape},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 8, "aria": False, "fontSize": 10.5, "color": MUTED},
            "transform": [shown],
            "encoding": {"y": y, "x": {**x, "field": "reach"}, "text": {"field": "text"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 2, "fontStyle": "italic", "color": MUTED, "aria": False},
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
    for row in frame.sort("figure").iter_rows(named=True):
        code = row["code"] or row["measure"]
        name = look.label(code)
        context = look.label(row["context"]) if row["context"] else "All"
        paraphrase = (row["paraphrased"] or 0) > 0.5
        reach = max(row["value"] or 0, row["high"] or 0)
        made.append(
            {
                "figure": row["figure"],
                "label": name,
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


def _cycle(values: tuple[str, ...], groups: list[str]) -> list[str]:
    return [values[i % len(values)] for i in range(len(groups))]


DOTS = Chart("dots", ("D2", "D5"), dots)
