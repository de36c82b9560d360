"""Who says the same and who contradicts whom: a network that can be read, the same through all its windows.

Drawn by hand instead of through Vega-Lite, so that no name covers another and each tie says by itself in which windows it
holds. Agreement is a plain line, contradiction a dashed one: no reader needs the colours.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from comity.charts.placing import Place, placed
from comity.charts.theme import HIT, HUES, INK, MUTED

SIDES = {"lead": "lead side", "partner": "partner side"}
ALONE = "third or no side"
MARGIN, LINE, LETTER, SMALL, LONGEST = 16, 15, 6.6, 5.9, 20  # pixels; LONGEST: letters a line of a name
KINDS = {
    "congruence": ("agrees with", HUES[0], ""),
    "conflict": ("contradicts", HUES[1], ' stroke-dasharray="6 4"'),
}
BEND = 15  # by how much the line of a contradiction leaves the straight way, so that it does not cover an agreement


@dataclass(frozen=True, slots=True)
class Speaker:
    """A node: name, side, address of what it says, and how many positions it takes in each window (the first: in all)."""

    id: str
    name: str
    side: str
    href: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of two speakers: its kind, address, and its weight in each window (the first: in all)."""

    one: str
    other: str
    kind: str
    href: str
    weights: tuple[int, ...]


def debate_svg(speakers: Sequence[Speaker], ties: Sequence[Tie], *, title: str, name: str) -> str:
    """The drawing as SVG, of all windows together; ``data-w`` of each mark has its number in each window.

    Every node and every tie is a link, and says itself.
    """
    lines = {s.id: _lines(s.name) for s in speakers}
    sizes = {s.id: _size(s, lines[s.id]) for s in speakers}
    near = [(t.one, t.other, float(t.weights[0])) for t in ties if t.kind == "congruence"]
    middle = placed(sizes, near)
    place = {
        s.id: (middle[s.id][0], middle[s.id][1] - sizes[s.id][1] / 2 + radius(s.positions[0]))
        for s in speakers
    }
    width = max((middle[n][0] + sizes[n][0] / 2 for n in middle), default=0) + 2 * MARGIN
    height = max((middle[n][1] + sizes[n][1] / 2 for n in middle), default=0) + 2 * MARGIN
    known = {s.id: s for s in speakers}
    drawn = [
        _tie(t, known, place) for t in sorted(ties, key=lambda t: (t.kind == "congruence", -t.weights[0]))
    ]
    marks = [_speaker(s, lines[s.id], place[s.id]) for s in speakers]
    return (
        f'<svg role="group" id="{name}" aria-label="{escape(title, quote=True)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{-MARGIN} {-MARGIN} {width:.0f} {height:.0f}" class="debate" font-size="12.5" '
        f'style="width:{width:.0f}px">{"".join([*drawn, *marks])}</svg>'
    )


def legend_svg(most: Mapping[str, int], positions: int) -> str:
    """What the sizes and lines mean, as a strip.

    `most` is the heaviest tie of each kind that is drawn, `positions` the most that a node takes.
    """
    parts, x = [], 4.0
    for kind, word in (("congruence", "shared"), ("conflict", "contradicted")):
        for weight in sorted({1, most[kind]} - {0} if most.get(kind) else ()):
            said = f"{weight} {word}" if weight == 1 else f"{weight}"
            parts.append(
                f'<path class="edge" fill="none" d="M{x:.0f} 14h34" {_stroke(kind, weight)}/>{_word(x + 40, said)}'
            )
            x += 52 + len(said) * SMALL
    for number in sorted({1, positions}):
        size, said = radius(number), "takes 1 position" if number == 1 else f"{number}"
        parts.append(
            f'<circle cx="{x + size:.0f}" cy="14" r="{size:.1f}" fill="{MUTED}"/>{_word(x + 2 * size + 6, said)}'
        )
        x += 2 * size + 18 + len(said) * SMALL
    for side, word in (*SIDES.items(), ("", ALONE)):
        parts.append(f"{_sign(side, x + 7, 14, 7)}{_word(x + 19, word)}")
        x += 31 + len(word) * SMALL
    return (
        f'<svg class="legend" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x:.0f} 28" font-size="12" '
        f'style="width:{x:.0f}px">{"".join(parts)}</svg>'
    )


def radius(positions: int) -> float:
    """The size of a node: its area grows with the positions that it takes."""
    return 4 + 2.4 * math.sqrt(max(positions, 0))


def thickness(weight: int) -> float:
    """The width of a tie: it grows with the positions shared or contradicted."""
    return 0.8 + 0.9 * max(weight, 0)


def boxes(speakers: Sequence[Speaker], ties: Sequence[Tie]) -> dict[str, tuple[float, float, float, float]]:
    """The box of each node with its name: left, top, right, bottom."""
    sizes = {s.id: _size(s, _lines(s.name)) for s in speakers}
    middle = placed(sizes, [(t.one, t.other, float(t.weights[0])) for t in ties if t.kind == "congruence"])
    return {
        n: (x - sizes[n][0] / 2, y - sizes[n][1] / 2, x + sizes[n][0] / 2, y + sizes[n][1] / 2)
        for n, (x, y) in middle.items()
    }


def _lines(name: str) -> list[str]:
    return wrap(name, LONGEST) or [""]


def _size(speaker: Speaker, lines: Sequence[str]) -> tuple[float, float]:
    size = radius(speaker.positions[0])
    return max(2 * size, max(map(len, lines)) * LETTER), 2 * size + 3 + LINE * len(lines)


def _tie(tie: Tie, known: Mapping[str, Speaker], place: Mapping[str, Place]) -> str:
    (x1, y1), (x2, y2) = place[tie.one], place[tie.other]
    path = f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"
    if tie.kind == "conflict":
        far = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1
        x, y = (x1 + x2) / 2 - (y2 - y1) / far * 2 * BEND, (y1 + y2) / 2 + (x2 - x1) / far * 2 * BEND
        path = f"M{x1:.0f} {y1:.0f}Q{x:.0f} {y:.0f} {x2:.0f} {y2:.0f}"
    verb = KINDS[tie.kind][0]
    number = f"{tie.weights[0]} position{'' if tie.weights[0] == 1 else 's'}"
    said = escape(f"{known[tie.one].name} {verb} {known[tie.other].name}: {number}", quote=True)
    return (
        f'<a href="{tie.href}" aria-label="{said}" data-w="{_data(tie.weights)}">'
        f'<path class="edge" d="{path}" {_stroke(tie.kind, tie.weights[0])}/>'
        f'<path class="edge wide" d="{path}" stroke="{HIT}"/></a>'
    )


def _stroke(kind: str, weight: int) -> str:
    _, colour, dashes = KINDS[kind]
    return f'stroke="{colour}" stroke-width="{thickness(weight):.1f}" stroke-opacity=".6"{dashes}'


def _speaker(speaker: Speaker, lines: Sequence[str], at: Place) -> str:
    x, y = at
    size = radius(speaker.positions[0])
    number = speaker.positions[0]
    told = f"{speaker.name}, {SIDES.get(speaker.side, ALONE)}: takes {number} position{'' if number == 1 else 's'}"
    words = "".join(
        f'<tspan x="{x:.0f}" dy="{LINE if row else 0}">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    wide, high = _size(speaker, lines)
    text = f'x="{x:.0f}" y="{y + size + 13:.0f}" text-anchor="middle" fill="{INK}"'
    return (
        f'<a href="{speaker.href}" aria-label="{escape(told, quote=True)}" data-w="{_data(speaker.positions)}">'
        f'<g transform="translate({x:.0f} {y:.1f})">{_sign(speaker.side, 0, 0, size)}</g>'
        f'<text class="halo" aria-hidden="true" {text}>{words}'
        f'</text><path d="M{x - wide / 2:.0f} {y - size:.0f}h{wide:.0f}v{high:.0f}h{-wide:.0f}Z" fill="{HIT}" '
        'fill-opacity="0"/></a>'
    )


def _sign(side: str, x: float, y: float, size: float) -> str:
    """Lead: circle; partner: square; no side: triangle; all of about the same area."""
    if side == "lead":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{HUES[0]}"/>'
    if side == "partner":
        half = size * 0.89
        corner = f'x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}"'
        return f'<rect {corner} fill="{HUES[2]}"/>'
    points = f"{x:.1f},{y - size * 1.1:.1f} {x + size * 1.2:.1f},{y + size:.1f} {x - size * 1.2:.1f},{y + size:.1f}"
    return f'<polygon points="{points}" fill="{HUES[3]}"/>'


def _word(x: float, word: str) -> str:
    return f'<text x="{x:.0f}" y="18" fill="{MUTED}">{escape(word)}</text>'


def _data(numbers: Sequence[int]) -> str:
    return escape(json.dumps(list(numbers), separators=(",", ":")), quote=True)
