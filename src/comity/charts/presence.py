"""Presence: codes down, contexts across, a sign and a word in each cell (D1)."""

from __future__ import annotations

import polars as pl

from comity.charts.chart import Chart, Look, Spec
from comity.charts.theme import CONFIG, HIT, HUES, INK, RULE, link, said

SIGNS = {"present": "●", "weak": "◐", "absent": "○", "unknown": "?"}


def presence(frame: pl.DataFrame, look: Look) -> Spec:
    """A table as a chart: ● present, ◐ weak, ○ absent, ? unknown, with how many documents affirm."""
    order = {code: place for place, code in enumerate(look.groups)}
    plain = frame.filter(pl.col("code").is_not_null())
    rows = [
        {
            "label": look.label(r["code"]),
            "context": look.label(r["context"]) if r["context"] else "All",
            "category": r["category"] or "unknown",
            "text": f"{SIGNS.get(r['category'] or 'unknown', '?')} {r['documents']}",
            "href": link(r["figure"]),
            "said": said(r, look.label(r["code"])),
        }
        for r in sorted(
            plain.iter_rows(named=True), key=lambda r: (order.get(r["code"], len(order)), r["figure"])
        )
    ]
    labels, contexts = (list(dict.fromkeys(r[k] for r in rows)) for k in ("label", "context"))
    y = {
        "field": "label",
        "type": "nominal",
        "sort": labels,
        "title": None,
        "axis": {"labelColor": INK, "labelLimit": 220},
    }
    x = {
        "field": "context",
        "type": "nominal",
        "sort": contexts,
        "title": None,
        "axis": {"orient": "top", "labelAngle": 0, "labelLimit": 110},
    }
    strength = {"field": "category", "type": "nominal", "legend": None,
                "scale": {"domain": list(SIGNS), "range": [0.3, 0.12, 0, 0]}}  # fmt: skip
    return {
        "description": look.title,
        "title": look.title,
        "config": CONFIG,
        "data": {"values": rows},
        "width": {"step": 120},
        "height": {"step": 22},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "color": HUES[0], "stroke": RULE, "aria": False},
                "encoding": {"fillOpacity": strength},
            },
            {"mark": {"type": "text", "aria": False}, "encoding": {"text": {"field": "text"}}},
            {
                "mark": {"type": "rect", "color": HIT, "fillOpacity": 0},
                "encoding": {"href": {"field": "href"}, "description": {"field": "said"}},
            },
        ],
    }


PRESENCE = Chart("presence", ("D1",), presence)
