"""Who says the same and who contradicts whom: a network that can be read, the same through all its windows.

Drawn by hand instead of through Vega-Lite, so that no name covers another and each tie says by itself in which windows it
holds. Agreement is a plain line, contradiction a dashed one: no reader needs the colours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from comity.charts.nodes import ALONE, SIDES, box, lines, node, numbers, sign, word
from comity.charts.placing import Place, placed
from comity.charts.theme import HIT, HUES, MUTED

MARGIN, SMALL = 16, 5.9  # pixels
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
    names = {s.id: lines(s.name) for s in speakers}
    sizes = {s.id: _size(s, names[s.id]) for s in speakers}
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
    marks = [_speaker(s, names[s.id], place[s.id]) for s in speakers]
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
    for kind, verb in (("congruence", "shared"), ("conflict", "contradicted")):
        for weight in sorted({1, most[kind]} - {0} if most.get(kind) else ()):
            said = f"{weight} {verb}" if weight == 1 else f"{weight}"
            parts.append(
                f'<path class="edge" fill="none" d="M{x:.0f} 14h34" {_stroke(kind, weight)}/>{word(x + 40, said)}'
            )
            x += 52 + len(said) * SMALL
    for number in sorted({1, positions}):
        size, said = radius(number), "takes 1 position" if number == 1 else f"{number}"
        parts.append(
            f'<circle cx="{x + size:.0f}" cy="14" r="{size:.1f}" fill="{MUTED}"/>{word(x + 2 * size + 6, said)}'
        )
        x += 2 * size + 18 + len(said) * SMALL
    for side, name in (*SIDES.items(), ("", ALONE)):
        parts.append(f"{sign(side, x + 7, 14, 7)}{word(x + 19, name)}")
        x += 31 + len(name) * SMALL
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
    sizes = {s.id: _size(s, lines(s.name)) for s in speakers}
    middle = placed(sizes, [(t.one, t.other, float(t.weights[0])) for t in ties if t.kind == "congruence"])
    return {
        n: (x - sizes[n][0] / 2, y - sizes[n][1] / 2, x + sizes[n][0] / 2, y + sizes[n][1] / 2)
        for n, (x, y) in middle.items()
    }


def _size(speaker: Speaker, name: Sequence[str]) -> tuple[float, float]:
    return box(radius(speaker.positions[0]), name)


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
        f'<a href="{tie.href}" aria-label="{said}" data-w="{numbers(tie.weights)}">'
        f'<path class="edge" d="{path}" {_stroke(tie.kind, tie.weights[0])}/>'
        f'<path class="edge wide" d="{path}" stroke="{HIT}"/></a>'
    )


def _stroke(kind: str, weight: int) -> str:
    _, colour, dashes = KINDS[kind]
    return f'stroke="{colour}" stroke-width="{thickness(weight):.1f}" stroke-opacity=".6"{dashes}'


def _speaker(speaker: Speaker, name: Sequence[str], at: Place) -> str:
    number = speaker.positions[0]
    told = f"{speaker.name}, {SIDES.get(speaker.side, ALONE)}: takes {number} position{'' if number == 1 else 's'}"
    data = numbers(speaker.positions)
    return node(at, radius(number), speaker.side, name, href=speaker.href, told=told, data=data)
