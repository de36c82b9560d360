"""Who meets whom: one column of names for each side, lines between those who meet, the gatekeeper marked.

Drawn by hand instead of through Vega-Lite, since a column per side keeps every label free, on every machine in
the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from comity.charts.theme import HIT, HUES, INK, MUTED

COLUMNS = ("lead", "third", "partner")
TITLES = {"lead": "Lead side", "third": "Third parties", "partner": "Partner side"}
TOP, STEP, MARGIN, APART = 46, 34, 14, 170
LONGEST, LINE = (
    28,
    14.5,
)  # letters a line of a name, and its height: long names take two lines instead of the page
CHARACTER = 6.9  # of a label, in pixels: what a name takes at most


@dataclass(frozen=True, slots=True)
class Node:
    """An actor: side, address, how much goes through it (0 to 1), whether the sides meet only through it."""

    id: str
    name: str
    side: str
    href: str
    between: float
    gatekeeper: bool


Line = tuple[str, str, str]
"""Two actors and the address of the rows in which they meet."""


def meetings_svg(nodes: Sequence[Node], lines: Sequence[Line], *, title: str, name: str) -> str:
    """The drawing as SVG; every actor and every line is a link, and says itself."""
    columns = _columns(nodes, lines)
    across, width = _across(columns)
    place = _places(columns, across)
    height = TOP + STEP * max(len(c) for c in columns.values()) + MARGIN
    known = {n.id: n for n in nodes}
    drawn = [_line(known[a], known[b], href, place) for a, b, href in lines if a in known and b in known]
    heads = [
        f'<text x="{across[side]:.0f}" y="16" text-anchor="middle" font-size="12" fill="{MUTED}">{TITLES[side]}</text>'
        for side in columns
    ]
    labels = [_node(node, *place[node.id]) for side in columns for node in columns[side]]
    return (
        f'<svg role="group" id="{name}" aria-label="{escape(title, quote=True)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width:.0f} {height}" class="meetings" font-size="13" style="max-width:{width:.0f}px">'
        f"{''.join([*heads, *drawn, *labels])}</svg>"
    )


def _columns(nodes: Sequence[Node], lines: Sequence[Line]) -> dict[str, list[Node]]:
    """Actors by side; those who meet the same people stand at the same height, as far as that goes."""
    columns = {s: [n for n in nodes if (n.side if n.side in COLUMNS else "third") == s] for s in COLUMNS}
    columns = {
        s: sorted(c, key=lambda n: (not n.gatekeeper, -n.between, n.name)) for s, c in columns.items() if c
    }
    met: dict[str, list[str]] = {}
    for a, b, _ in lines:
        met.setdefault(a, []).append(b)
        met.setdefault(b, []).append(a)
    for _ in range(4):
        for side, column in columns.items():
            height = {n.id: at / max(1, len(c) - 1) for c in columns.values() for at, n in enumerate(c)}
            own = {n.id for n in column}

            def middle(node: Node, height: Mapping[str, float] = height, own: set[str] = own) -> float:
                others = [height[o] for o in met.get(node.id, ()) if o not in own and o in height]
                return sum(others) / len(others) if others else 1.0

            columns[side] = sorted(column, key=lambda n: (middle(n), n.name))
    return columns


def _length(node: Node) -> float:
    longest = max(map(len, _lines(node.name)))
    return longest * (7.7 if node.gatekeeper else CHARACTER) + (104 if node.gatekeeper else 24)


def _lines(name: str) -> list[str]:
    """A name in one line or two, cut where a word ends."""
    if len(name) <= LONGEST:
        return [name]
    return wrap(name, max(LONGEST, len(name) // 2 + 6), max_lines=2, placeholder=" …")


def _across(columns: Mapping[str, Sequence[Node]]) -> tuple[dict[str, float], float]:
    """Where each column stands, so that no name is cut or runs into the next column; and the width of all."""
    room = {side: max(map(_length, column)) for side, column in columns.items()}
    at, made = room.get("lead", 40.0), {}
    for side in columns:
        made[side] = at
        at += max(APART, room[side] + 40) if side == "third" else APART
    last = list(columns)[-1]
    return made, made[last] + (room[last] if last != "lead" else 60) + MARGIN


def _places(
    columns: Mapping[str, Sequence[Node]], across: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    longest = max(len(c) for c in columns.values())
    return {
        node.id: (across[side], TOP + STEP * (at + (longest - len(column)) / 2))
        for side, column in columns.items()
        for at, node in enumerate(column)
    }


def _line(one: Node, other: Node, href: str, place: Mapping[str, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = place[one.id], place[other.id]
    if x1 == x2:
        bend = (16 + abs(y2 - y1) * 0.42) * (1 if one.side == "lead" else -1)
        path = f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 + bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    else:
        path = f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"
    strong = one.gatekeeper or other.gatekeeper
    colour, look = (HUES[1], "1.6") if strong else (MUTED, '1" stroke-opacity=".55')
    said = escape(f"{one.name} meets {other.name}", quote=True)
    return (
        f'<a href="{href}" aria-label="{said}"><path class="edge" d="{path}" stroke="{colour}" stroke-width="{look}"/>'
        f'<path class="edge wide" d="{path}" stroke="{HIT}"/></a>'
    )


def _node(node: Node, x: float, y: float) -> str:
    size = 5 + 7 * min(1.0, node.between)
    hue = HUES[1] if node.gatekeeper else {"lead": HUES[0], "partner": HUES[2]}.get(node.side, HUES[3])
    anchor, dx = ("end", -size - 6) if node.side == "lead" else ("start", size + 6)
    length = _length(node) - 18
    left = x - size - 8 - length if anchor == "end" else x - size - 4
    seen = f"gatekeeper {node.name}" if node.gatekeeper and anchor == "end" else node.name
    seen += " gatekeeper" if node.gatekeeper and anchor == "start" else ""
    told = f"{seen}, {TITLES.get(node.side, 'no side').lower()}, betweenness {node.between:.2f}"
    told += ": the sides meet only through it" if node.gatekeeper else ""
    extra = (
        f' <tspan fill="{HUES[1]}" font-weight="400" font-size="11.5">gatekeeper</tspan>'
        if node.gatekeeper
        else ""
    )
    weight = ' font-weight="600"' if node.gatekeeper else ""
    lines = [escape(line) for line in _lines(node.name)]
    lines[-1] = f"{extra} {lines[-1]}".strip() if anchor == "end" else f"{lines[-1]}{extra}"
    first = y + 4.5 - LINE * (len(lines) - 1) / 2
    label = lines[0] + "".join(f'<tspan x="{x + dx:.1f}" dy="{LINE}">{line}</tspan>' for line in lines[1:])
    return (
        f'<a href="{node.href}" aria-label="{escape(told, quote=True)}">{_shape(node, x, y, size, hue)}'
        f'<text class="halo" aria-hidden="true" x="{x + dx:.1f}" y="{first:.1f}" text-anchor="{anchor}"'
        f' fill="{INK}"{weight}>{label}</text>'
        f'<path d="M{left:.0f} {y - 15:.0f}h{length + 2 * size + 12:.0f}v30H{left:.0f}Z" fill="{HIT}" fill-opacity="0"/></a>'
    )


def _shape(node: Node, x: float, y: float, size: float, hue: str) -> str:
    """Lead: circle; partner: square; third: triangle; a gatekeeper: diamond."""
    if node.gatekeeper:
        points = f"{x},{y - size - 3} {x + size + 3},{y} {x},{y + size + 3} {x - size - 3},{y}"
        return f'<polygon points="{points}" fill="{hue}"/>'
    if node.side == "lead":
        return f'<circle cx="{x}" cy="{y}" r="{size:.1f}" fill="{hue}"/>'
    if node.side == "partner":
        return f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size:.1f}" height="{2 * size:.1f}" fill="{hue}"/>'
    return f'<polygon points="{x},{y - size} {x + size},{y + size} {x - size},{y + size}" fill="{hue}"/>'
