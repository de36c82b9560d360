"""The lane below a chart of years: where the mix breaks, how surely, and what happened then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.charts.theme import HIT, HUES, INK, MUTED, RULE

HEIGHT, BREAKS, EVENTS = 44, 10, 32  # pixels: of the lane, and how far down its two rows are


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened in a year: how many events, in words, and where they open."""

    year: int
    number: int
    said: str
    href: str


def lane(
    breaks: Sequence[dict[str, Any]], happened: Sequence[Happening], x: dict[str, Any], width: int
) -> dict[str, Any]:
    """A Vega-Lite view: breaks named by year and stability above, years with events as dots below; each a link.

    `breaks` have ``year``, ``text``, ``said`` and ``href``; `x` is the axis of years that the lane shares.
    """
    x = {**x, "axis": None}
    rows: list[dict[str, Any]] = [{**b, "kind": "break", "at": BREAKS} for b in breaks]
    rows += [
        {"kind": "event", "year": h.year, "n": h.number, "said": h.said, "href": h.href, "at": EVENTS}
        for h in happened
    ]
    told = ["breaks (share of replicates that agree)"] * bool(breaks) + ["what happened"] * bool(happened)
    words = "; ".join(told)
    return {
        "data": {"values": rows},
        "width": width,
        "height": HEIGHT,
        "title": {
            "text": words[:1].upper() + words[1:],
            "fontSize": 11,
            "fontWeight": "normal",
            "color": MUTED,
        },
        "layer": [*_breaks(x), *_events(x)],
    }


def _breaks(x: dict[str, Any]) -> list[dict[str, Any]]:
    only = [{"filter": "datum.kind === 'break'"}]
    words = {"type": "text", "align": "left", "dx": 4, "fontSize": 10, "color": INK, "aria": False}
    return [
        {
            "mark": {"type": "rule", "strokeDash": [3, 3], "color": INK, "aria": False},
            "transform": only,
            "encoding": {"x": x},
        },
        {
            "mark": words,
            "transform": only,
            "encoding": {"x": x, "y": _at(), "text": {"field": "text"}},
        },
        _opening(only, x, (0, EVENTS - 12)),
    ]


def _events(x: dict[str, Any]) -> list[dict[str, Any]]:
    only = [{"filter": "datum.kind === 'event'"}]
    size = {
        "field": "n",
        "type": "quantitative",
        "legend": None,
        "scale": {"type": "linear", "domain": [1, 6], "range": [26, 170], "clamp": True},
    }
    return [
        {
            "mark": {"type": "rule", "color": RULE, "aria": False},
            "encoding": {"y": {"value": EVENTS}},
        },
        {
            "mark": {"type": "point", "filled": True, "color": HUES[2], "opacity": 1, "aria": False},
            "transform": only,
            "encoding": {"x": x, "y": _at(), "size": size},
        },
        _opening(only, x, (EVENTS - 12, HEIGHT)),
    ]


def _at() -> dict[str, Any]:
    scale = {"domain": [0, HEIGHT], "range": [0, HEIGHT], "nice": False}
    return {"field": "at", "type": "quantitative", "scale": scale, "axis": None}


def _opening(only: list[dict[str, Any]], x: dict[str, Any], between: tuple[int, int]) -> dict[str, Any]:
    """What can be clicked: the whole of a year."""
    return {
        "mark": {"type": "rect", "color": HIT, "fillOpacity": 0},
        "transform": [
            *only,
            {"calculate": "datum.year - 0.5", "as": "from"},
            {"calculate": "datum.year + 0.5", "as": "to"},
        ],
        "encoding": {
            "x": {**x, "field": "from"},
            "x2": {"field": "to"},
            "y": {"value": between[0]},
            "y2": {"value": between[1]},
            "href": {"field": "href"},
            "description": {"field": "said"},
        },
    }
