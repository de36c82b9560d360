"""Who passed what on to whom: a tree from left to right, how and after how long on each line.

Drawn by hand, as who meets whom: every actor stands in a row of its own, so no name and no line covers another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from comity.charts.nodes import sign
from comity.charts.theme import HIT, INK, MUTED

ROW, TOP, SIZE, MARGIN = 46, 26, 6, 14
LETTER, SMALL = 7.0, 5.9  # pixels: what a letter of a name, and of the words on a line, takes at most
LONGEST, SHORTEST = 34, 96  # letters of a name before it is cut; pixels of a line at least


@dataclass(frozen=True, slots=True)
class Branch:
    """An actor to whom something was passed on, and those to whom it passed it on in turn.

    `how` it was passed on, `pace` how long after its giver had it; `href` opens the rows of the passing on,
    `own` those of the actor; `side` of the actor; an actor that nobody names is not `named`.
    """

    name: str
    how: str
    pace: str
    href: str
    own: str
    side: str
    below: tuple[Branch, ...]
    named: bool = True


@dataclass(frozen=True, slots=True)
class _Placed:
    branch: Branch
    depth: int
    row: float
    above: _Placed | None


def passing_svg(roots: Sequence[Branch], *, title: str, name: str) -> str:
    """The trees as one SVG; every actor and every line is a link, and says itself."""
    placed = _placed(roots)
    across, width = _across(placed)
    height = TOP + ROW * max(1, sum(1 for p in placed if not p.branch.below)) + MARGIN - ROW / 2
    drawn = [(_edge(p, across) if p.above else "") + _actor(p, across) for p in placed]
    return (
        f'<svg role="group" id="{name}" aria-label="{escape(title, quote=True)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" class="passing" font-size="13" '
        f'style="width:{width:.0f}px;max-width:none">{"".join(drawn)}</svg>'
    )


def _placed(roots: Sequence[Branch]) -> list[_Placed]:
    """Each actor in its row: a leaf in the next one that is free, a giver in that of its first receiver."""
    free = 0

    def walk(branch: Branch, depth: int, above: _Placed | None) -> Iterator[_Placed]:
        nonlocal free
        here = _Placed(branch, depth, free, above)
        yield here
        for each in branch.below:
            yield from walk(each, depth + 1, here)
        free += not branch.below

    return [p for root in roots for p in walk(root, 0, None)]


def _across(placed: Sequence[_Placed]) -> tuple[list[float], float]:
    """Where each generation stands, with room for the longest name and the longest words on a line."""
    deepest = max(p.depth for p in placed)
    at = [MARGIN + 8.0]
    for depth in range(deepest + 1):
        names = [len(_short(p.branch.name)) * LETTER for p in placed if p.depth == depth]
        words = [_room(p.branch) for p in placed if p.depth == depth + 1]
        at.append(at[-1] + max(names) + 2 * SIZE + 16 + max([SHORTEST, *words] if words else [0.0]))
    return at, at[-1] + MARGIN


def _room(branch: Branch) -> float:
    return max(len(branch.how), len(branch.pace)) * SMALL + 34


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def _left(p: _Placed, across: Sequence[float]) -> float:
    """Where the name of an actor ends, from which its lines go."""
    return across[p.depth] + SIZE + 6 + len(_short(p.branch.name)) * LETTER + 4


def _edge(p: _Placed, across: Sequence[float]) -> str:
    """The line to a receiver: level at its end, where its words stand above and below it."""
    assert p.above is not None
    branch, end, y = p.branch, across[p.depth] - SIZE - 5, TOP + ROW * p.row
    start, y1 = _left(p.above, across), TOP + ROW * p.above.row
    turn = end - _room(branch) + 12 if y != y1 else start
    bend = across[p.depth - 1] if y != y1 else start
    path = (
        f"M{bend:.0f} {y1 + SIZE + 3:.0f}V{y:.0f}H{end:.0f}" if y != y1 else f"M{start:.0f} {y:.0f}H{end:.0f}"
    )
    words = max(turn, start if y == y1 else bend + 12) + 4
    told = f"{p.above.branch.name} passed it on {'to ' if branch.named else ''}{branch.name}: {branch.how} {branch.pace}"
    return (
        f'<a href="{branch.href}" aria-label="{escape(told, quote=True)}">'
        f'<path class="edge" d="{path}" stroke="{MUTED}" stroke-width="1.4" fill="none"/>'
        f'<path d="M{end + 1:.0f} {y:.0f}l-7 -4v8Z" fill="{MUTED}"/>'
        f'<path class="edge wide" d="{path}" stroke="{HIT}" fill="none"/>'
        f'<g class="halo" aria-hidden="true" font-size="11" fill="{MUTED}">'
        f'<text x="{words:.0f}" y="{y - 5:.0f}">{escape(branch.how)}</text> '
        f'<text x="{words:.0f}" y="{y + 13:.0f}">{escape(branch.pace)}</text></g></a>'
    )


def _actor(p: _Placed, across: Sequence[float]) -> str:
    x, y, name = across[p.depth], TOP + ROW * p.row, _short(p.branch.name)
    long = len(name) * LETTER + 2 * SIZE + 10
    mark = (
        sign(p.branch.side, x, y, SIZE)
        if p.branch.named
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{SIZE}" fill="none" stroke="{MUTED}" stroke-dasharray="2 2"/>'
    )
    style = "" if p.branch.named else ' font-style="italic"'
    words = f'x="{x + SIZE + 6:.1f}" y="{y + 4.5:.1f}" fill="{INK}"{style}'
    return (
        f'<a href="{p.branch.own}" aria-label="{escape(p.branch.name, quote=True)}">{mark}'
        f'<text class="halo" aria-hidden="true" {words}>{escape(name)}</text>'
        f'<path d="M{x - SIZE - 3:.0f} {y - 13:.0f}h{long:.0f}v26h{-long:.0f}Z" fill="{HIT}" fill-opacity="0"/></a>'
    )
