"""Who stands in a drawn network: a sign by side, a name in short lines, numbers by window."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from textwrap import wrap

from comity.charts.theme import HIT, HUES, INK, MUTED

SIDES = {"lead": "lead side", "partner": "partner side"}
ALONE = "third or no side"
LINE, LETTER, LONGEST = 15, 6.6, 20  # pixels; LONGEST: letters a line of a name


def lines(name: str) -> list[str]:
    """The name in lines of a readable length."""
    return wrap(name, LONGEST) or [""]


def box(size: float, name: Sequence[str]) -> tuple[float, float]:
    """Width and height of a sign of that size with its name below it."""
    return max(2 * size, max(map(len, name)) * LETTER), 2 * size + 3 + LINE * len(name)


def node(
    at: tuple[float, float], size: float, side: str, name: Sequence[str], *, href: str, told: str, data: str
) -> str:
    """The sign with its name as a link that says itself; all of the box can be clicked."""
    x, y = at
    words = "".join(
        f'<tspan x="{x:.0f}" dy="{LINE if row else 0}">{escape(line)}</tspan>'
        for row, line in enumerate(name)
    )
    wide, high = box(size, name)
    text = f'x="{x:.0f}" y="{y + size + 13:.0f}" text-anchor="middle" fill="{INK}"'
    return (
        f'<a href="{href}" aria-label="{escape(told, quote=True)}" data-w="{data}">'
        f'<g transform="translate({x:.0f} {y:.1f})">{sign(side, 0, 0, size)}</g>'
        f'<text class="halo" aria-hidden="true" {text}>{words}'
        f'</text><path d="M{x - wide / 2:.0f} {y - size:.0f}h{wide:.0f}v{high:.0f}h{-wide:.0f}Z" fill="{HIT}" '
        'fill-opacity="0"/></a>'
    )


def sign(side: str, x: float, y: float, size: float) -> str:
    """Lead: circle; partner: square; no side: triangle; all of about the same area."""
    if side == "lead":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{HUES[0]}"/>'
    if side == "partner":
        half = size * 0.89
        corner = f'x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}"'
        return f'<rect {corner} fill="{HUES[2]}"/>'
    points = f"{x:.1f},{y - size * 1.1:.1f} {x + size * 1.2:.1f},{y + size:.1f} {x - size * 1.2:.1f},{y + size:.1f}"
    return f'<polygon points="{points}" fill="{HUES[3]}"/>'


def word(x: float, said: str, y: int = 18) -> str:
    """A word of a legend."""
    return f'<text x="{x:.0f}" y="{y}" fill="{MUTED}">{escape(said)}</text>'


def numbers(of: Sequence[int]) -> str:
    """Numbers by window, as an attribute holds them."""
    return escape(json.dumps(list(of), separators=(",", ":")), quote=True)
