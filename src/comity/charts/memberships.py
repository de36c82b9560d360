"""Cases by their memberships in a set and in the outcome, named: which are typical, which deviate (XY plot).

A set is sufficient where the cases lie above the diagonal; the two lines at 0.5 part members from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.charts.chart import Spec
from comity.charts.theme import CONFIG, HIT, HUES, INK, MUTED, RULE, SHAPES

SIZE = 380  # pixels, both ways
LINE, LETTER = 12.0, 6.2  # height and width of a label's letters
KINDS = ("typical", "deviant: member without the outcome", "not covered: outcome without the set", "neither")


@dataclass(frozen=True, slots=True)
class Member:
    """A case with its memberships in the set (`x`) and the outcome (`y`), the address of its row, and what it is called."""

    name: str
    x: float
    y: float
    href: str
    label: str = ""

    @property
    def kind(self) -> str:
        """What the case says of the set: one of KINDS."""
        if self.x > 0.5:
            return KINDS[0] if self.y > 0.5 else KINDS[1]
        return KINDS[2] if self.y > 0.5 else KINDS[3]


def memberships_plot(members: Sequence[Member], *, x: str, y: str, title: str) -> Spec:
    """The XY plot as a Vega-Lite specification; each mark links to its case and says itself."""
    rows = [
        {
            "x": m.x,
            "y": m.y,
            "kind": m.kind,
            "href": m.href,
            "said": f"{m.label or m.name}: {x} {m.x:.2f}, {y} {m.y:.2f}, {m.kind}",
        }
        for m in members
    ]
    lines: list[list[tuple[float, float]]] = [[(0, 0), (1, 1)], [(0.5, 0), (0.5, 1)], [(0, 0.5), (1, 0.5)]]
    places = {
        "x": {"field": "x", **_axis(f"membership in {x}")},
        "y": {"field": "y", **_axis(f"membership in {y}")},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": title,
        "config": CONFIG,
        "width": SIZE,
        "height": SIZE,
        "layer": [
            *(_line(ends, places, dashed=n > 0) for n, ends in enumerate(lines)),
            _marks(rows, places),
            _labels(members, places),
            _targets(rows, places),
        ],
    }


def _axis(title: str) -> Spec:
    scale = {"domain": [0, 1], "nice": False}
    return {
        "type": "quantitative",
        "scale": scale,
        "title": title,
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2f"},
    }


def _line(ends: Sequence[tuple[float, float]], places: Spec, *, dashed: bool) -> Spec:
    return {
        "data": {"values": [{"x": a, "y": b} for a, b in ends]},
        "mark": {
            "type": "line",
            "color": RULE if dashed else MUTED,
            "strokeDash": [4, 3] if dashed else [],
            "aria": False,
        },
        "encoding": places,
    }


def _marks(rows: Sequence[dict[str, object]], places: Spec) -> Spec:
    scale = {"domain": list(KINDS)}
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 64, "opacity": 0.85, "aria": False},
        "encoding": {
            **places,
            "color": {
                "field": "kind",
                "type": "nominal",
                "scale": {**scale, "range": list(HUES)},
                "legend": {
                    "title": None,
                    "orient": "bottom",
                    "columns": 2,
                    "labelLimit": 300,
                    "labelColor": INK,
                },
            },
            "shape": {"field": "kind", "type": "nominal", "scale": {**scale, "range": list(SHAPES)}},
        },
    }


def _labels(members: Sequence[Member], places: Spec) -> Spec:
    placed = _placed(members)
    return {
        "data": {"values": placed},
        "mark": {
            "type": "text",
            "fontSize": 10,
            "color": MUTED,
            "align": "left",
            "baseline": "middle",
            "aria": False,
        },
        "encoding": {**places, "text": {"field": "text"}},
    }


def _targets(rows: Sequence[dict[str, object]], places: Spec) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "circle", "size": 260, "color": HIT, "fillOpacity": 0},
        "encoding": {**places, "href": {"field": "href"}, "description": {"field": "said"}},
    }


def _placed(members: Sequence[Member]) -> list[dict[str, object]]:
    """The names beside their points, cases at one point together; a name without room is left to the table."""
    together: dict[tuple[float, float], list[str]] = {}
    for m in sorted(members, key=lambda m: (KINDS.index(m.kind) not in (1, 2), m.name)):
        together.setdefault((round(m.x, 3), round(m.y, 3)), []).append(m.name)
    taken = [(_px(x) - 5, _py(y) - 5, _px(x) + 5, _py(y) + 5) for x, y in together]
    made: list[dict[str, object]] = []
    for (x, y), names in together.items():
        text = ", ".join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "")
        for left, top in _places(_px(x), _py(y), LETTER * len(text)):
            box = (left, top - LINE / 2, left + LETTER * len(text), top + LINE / 2)
            if (
                box[0] >= 0
                and box[1] >= 0
                and box[3] <= SIZE
                and not any(_meet(box, other) for other in taken)
            ):
                taken.append(box)
                made.append({"x": left / SIZE, "y": 1 - top / SIZE, "text": text})
                break
    return made


def _px(x: float) -> float:
    """The place of a membership on the horizontal axis, in pixels from the left."""
    return x * SIZE


def _py(y: float) -> float:
    """The place of a membership on the vertical axis, in pixels from the top."""
    return (1 - y) * SIZE


def _places(x: float, y: float, width: float) -> list[tuple[float, float]]:
    """Where a label may begin: right, left, above, below, and a little further."""
    beside = [(x + 7, y), (x - 7 - width, y), (x - width / 2, y - 12), (x - width / 2, y + 12)]
    corners = [(x + s - (width if s < 0 else 0), y + t) for t in (-14, 14, -26, 26) for s in (6, -6)]
    return [p for p in beside + corners if p[0] + width <= SIZE + 4]


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
