"""Drift: the yearly share of each frame, one small plot below the other, with the breaks (D3)."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity.charts.chart import Chart, Look, Spec
from comity.charts.happenings import lane
from comity.charts.theme import CONFIG, HIT, HUES, INK, MUTED, RULE, link, number, said


def drift(frame: pl.DataFrame, look: Look) -> Spec:
    """Shares per year, a row per frame, on one axis of years; below them how many passages each year has.

    Years are joined by a line whatever lies between them; the dots say which years there is evidence for.
    A dashed line is a break: the change point that the measure found, named by its year in the lane at the foot,
    where the events of the record stand, too.
    """
    dated = frame.filter(pl.col("year").is_not_null() & pl.col("code").is_not_null())
    rows = _shares(dated, look)
    breaks = _breaks(frame)
    years = [*(look.years or ()), *(r["year"] for r in rows), *(b["year"] for b in breaks)]
    span = [min(years, default=2000) - 0.6, max(years, default=2001) + 0.6]
    frames = list(dict.fromkeys(r["label"] for r in rows))
    counts = _counts(dated)
    axis = _years(span, labelled=False)
    beside = [lane(breaks, look.happened, axis, look.width)] if breaks or look.happened else []
    return {
        "description": look.title,
        "config": {**CONFIG, "concat": {"spacing": 14}, "facet": {"spacing": 12}},
        "vconcat": [
            {
                "data": {"values": rows + [{**b, "label": f} for b in breaks for f in frames]},
                "facet": {
                    "row": {
                        "field": "label",
                        "sort": frames,
                        "header": {"labelOrient": "top", "labelAnchor": "start", "labelPadding": 3},
                    }
                },
                "spec": {"width": look.width, "height": 44, "layer": _layers(span, look.ceiling or 1)},
            },
            {
                "data": {"values": counts},
                "width": look.width,
                "height": 22,
                "title": {
                    "text": "Framed passages per year",
                    "fontSize": 11,
                    "fontWeight": "normal",
                    "color": MUTED,
                },
                "mark": {"type": "bar", "color": MUTED, "opacity": 0.5, "width": 4, "aria": False},
                "encoding": {
                    "x": _years(span, labelled=False),
                    "y": {
                        "field": "n",
                        "type": "quantitative",
                        "title": None,
                        "axis": {"values": [max((c["n"] for c in counts), default=1)], "grid": False},
                    },
                },
            },
            *beside,
        ],
        "resolve": {"scale": {"x": "shared"}},
    }


def _layers(span: list[float], top: float) -> list[Spec]:
    x = _years(span, labelled=True)
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top], "nice": False},
        "axis": {"format": "%", "values": [0, top / 2, top], "minExtent": 30},
    }
    share = {"filter": "datum.kind === 'share' && datum.value !== null"}
    rupture = {"filter": "datum.kind === 'break'"}
    return [
        {
            "mark": {"type": "area", "color": HUES[0], "opacity": 0.12, "aria": False},
            "transform": [share],
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "line", "color": HUES[0], "strokeWidth": 1.5, "aria": False},
            "transform": [share],
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {
                "type": "point",
                "filled": True,
                "color": HUES[0],
                "size": 26,
                "opacity": 1,
                "aria": False,
            },
            "transform": [share],
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "rule", "strokeDash": [3, 3], "color": INK, "aria": False},
            "transform": [rupture],
            "encoding": {"x": x},
        },
        {
            "mark": {"type": "rect", "color": HIT, "fillOpacity": 0},
            "transform": [
                {"filter": "datum.kind === 'share'"},
                {"calculate": "datum.year - 0.5", "as": "from"},
                {"calculate": "datum.year + 0.5", "as": "to"},
            ],
            "encoding": {
                "x": {**x, "field": "from"},
                "x2": {"field": "to"},
                "y": {"value": 0},
                "y2": {"value": 44},
                "href": {"field": "href"},
                "description": {"field": "said"},
            },
        },
    ]


def _years(span: list[float], *, labelled: bool) -> Spec:
    axis = {
        "format": "d",
        "tickMinStep": 1,
        "tickCount": 5,
        "grid": False,
        "title": None,
        "labels": labelled,
        "domain": True,
        "domainColor": RULE,
    }
    return {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": span, "nice": False, "zero": False},
        "axis": axis,
    }


def _shares(dated: pl.DataFrame, look: Look) -> list[dict[str, Any]]:
    order = {code: place for place, code in enumerate(look.groups)}
    rows = sorted(
        dated.iter_rows(named=True), key=lambda r: (order.get(r["code"], len(order)), r["code"], r["year"])
    )
    return [
        {
            "kind": "share",
            "label": look.label(r["code"]),
            "year": r["year"],
            "value": r["value"],
            "href": link(r["figure"]),
            "said": said(r, f"{look.label(r['code'])}, {r['year']}"),
        }
        for r in rows
    ]


def _breaks(frame: pl.DataFrame) -> list[dict[str, Any]]:
    found = frame.filter((pl.col("category") == "break") & pl.col("year").is_not_null()).sort("year")
    return [
        {
            "kind": "break",
            "year": r["year"],
            "value": None,
            "text": str(r["year"]) + ("" if r["value"] is None else f" ({number(r['value'], 'share')})"),
            "href": link(r["figure"]),
            "said": f"Break in {r['year']}" + _surely(r),
        }
        for r in found.iter_rows(named=True)
    ]


def _surely(row: dict[str, Any]) -> str:
    """How stable a break is, and what rises and falls."""
    stable = "" if row["value"] is None else f", found in {number(row['value'], 'share')} of replicates"
    return f"{stable}: {row['note']}" if row.get("note") else stable


def _counts(dated: pl.DataFrame) -> list[dict[str, Any]]:
    return dated.group_by("year").agg(pl.col("n").sum()).sort("year").to_dicts()


DRIFT = Chart("drift", ("D3",), drift)
