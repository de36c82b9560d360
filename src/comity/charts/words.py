"""Who writes in whose words: arrows from those whose passages were taken over to those who took them.

A node is as large as the passages that others took from it, an arrow as wide as those that it stands for. Nodes keep
their place through all windows of years, and no name covers another.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from comity.charts.nodes import ALONE, SIDES, box, lines, node, numbers, sign, word
from comity.charts.placing import Place, placed
from comity.charts.theme import HIT, HUES, MUTED

MARGIN, SMALL = 18, 5.6  # pixels
MOST_WAY = 0.85  # part of the way to where an arrow bends that may be left free for a sign and its name
HEAD = 10  # length of an arrow's head
BEND = 0.12  # part of its length by which an arrow leaves the straight way: one back does not cover it
LEAST_LINE, MOST_LINE, LEAST_NODE, MOST_NODE = 1.0, 7.0, 5.0, 19.0


@dataclass(frozen=True, slots=True)
class Writer:
    """A node: name, side, address, and how many of its passages others took over in each window (the first: in all)."""

    id: str
    name: str
    side: str
    href: str
    lent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Borrowed:
    """An arrow from `lender` to `writer`: its address, and how many passages it stands for in each window."""

    writer: str
    lender: str
    href: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a number is drawn: `least` for none, `most` for the greatest, by the square root between them."""

    least: float
    most: float
    greatest: int

    def __call__(self, number: int) -> float:
        """The size of a number."""
        return self.least + (self.most - self.least) * math.sqrt(max(number, 0) / max(self.greatest, 1))

    @property
    def data(self) -> str:
        """Least size, and what the square root of a number is multiplied by, for the page's slider."""
        return json.dumps([self.least, round((self.most - self.least) / math.sqrt(max(self.greatest, 1)), 5)])


def scales(writers: Sequence[Writer], ties: Sequence[Borrowed]) -> tuple[Scale, Scale]:
    """The scales of arrows and of nodes."""
    widest = max((tie.passages[0] for tie in ties), default=1)
    largest = max((writer.lent[0] for writer in writers), default=1)
    return Scale(LEAST_LINE, MOST_LINE, widest), Scale(LEAST_NODE, MOST_NODE, largest)


def words_svg(writers: Sequence[Writer], ties: Sequence[Borrowed], *, title: str, name: str) -> str:
    """The drawing as SVG, of all windows together; ``data-w`` of each mark has its number in each window.

    Every node and every arrow is a link, and says itself.
    """
    line, size = scales(writers, ties)
    places = _places(writers, ties, size)
    stands = {w.id: _stand(w, places[w.id], size(w.lent[0])) for w in writers}
    frame = boxes(writers, ties).values()
    width = max((right for _, _, right, _ in frame), default=0) + 2 * MARGIN
    height = max((bottom for *_, bottom in frame), default=0) + 2 * MARGIN
    head = f"{name}-head"
    heaviest = sorted(ties, key=lambda t: (-t.passages[0], t.writer, t.lender))
    drawn = [_arrow(t, stands[t.lender], stands[t.writer], line, head) for t in heaviest]
    marks = [_writer(w, stands[w.id]) for w in writers]
    return (
        f'<svg role="group" id="{name}" aria-label="{escape(title, quote=True)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{-MARGIN} {-MARGIN} {width:.0f} {height:.0f}" class="debate" font-size="12.5" '
        f'data-line="{line.data}" data-node="{size.data}" style="width:{width:.0f}px">'
        f'<defs><marker id="{head}" viewBox="0 0 10 10" refX="0" refY="5" markerWidth="{HEAD}" markerHeight="{HEAD}" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10Z" fill="{HUES[1]}"/></marker></defs>'
        f"{''.join([*drawn, *marks])}</svg>"
    )


def boxes(
    writers: Sequence[Writer], ties: Sequence[Borrowed]
) -> dict[str, tuple[float, float, float, float]]:
    """The box of each node with its name: left, top, right, bottom."""
    _, size = scales(writers, ties)
    sizes = _sizes(writers, size)
    return {
        n: (x - sizes[n][0] / 2, y - sizes[n][1] / 2, x + sizes[n][0] / 2, y + sizes[n][1] / 2)
        for n, (x, y) in _places(writers, ties, size).items()
    }


def legend_svg(writers: Sequence[Writer], ties: Sequence[Borrowed]) -> str:
    """What arrows, their width and the size of the signs mean, as a strip."""
    line, size = scales(writers, ties)
    parts = [_example(4, 1, line), word(54, "1 passage taken over", 24)]
    x = 70 + 20 * SMALL
    if line.greatest > 1:
        parts += [_example(x, line.greatest, line), word(x + 50, f"{line.greatest:,}", 24)]
        x += 74 + len(f"{line.greatest:,}") * SMALL
    for number, said in (
        (0, "others took over none of its passages"),
        (size.greatest, f"{size.greatest:,} of them"),
    ):
        radius = size(number)
        parts.append(f'<circle cx="{x + radius:.0f}" cy="20" r="{radius:.1f}" fill="{MUTED}"/>')
        parts.append(word(x + 2 * radius + 6, said, 24))
        x += 2 * radius + 22 + len(said) * SMALL
    for side in sorted(
        {w.side if w.side in SIDES else "" for w in writers}, key=["lead", "partner", ""].index
    ):
        told = SIDES.get(side, ALONE)
        parts.append(f"{sign(side, x + 7, 20, 7)}{word(x + 19, told, 24)}")
        x += 31 + len(told) * SMALL
    return (
        f'<svg class="legend" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x:.0f} 40" font-size="12" '
        f'style="width:{x:.0f}px">{"".join(parts)}</svg>'
    )


def _stand(writer: Writer, middle: Place, size: float) -> _Stand:
    """The sign stands in the upper part of its box, whose middle is given."""
    _, high = box(size, lines(writer.name))
    return _Stand(writer.name, (middle[0], middle[1] - high / 2 + size), size)


def _example(x: float, number: int, line: Scale) -> str:
    return (
        f'<path class="edge" fill="none" d="M{x:.0f} 20h34" {_stroke(number, line)}/>'
        f'<path d="M{x + 34:.0f} 15l10 5l-10 5Z" fill="{HUES[1]}"/>'
    )


def _sizes(writers: Sequence[Writer], size: Scale) -> dict[str, tuple[float, float]]:
    return {w.id: box(size(w.lent[0]), lines(w.name)) for w in writers}


def _places(writers: Sequence[Writer], ties: Sequence[Borrowed], size: Scale) -> dict[str, Place]:
    between: dict[tuple[str, str], int] = {}  # there and back together
    for tie in sorted(ties, key=lambda t: (t.writer, t.lender)):
        ends = min(tie.writer, tie.lender), max(tie.writer, tie.lender)
        between[ends] = between.get(ends, 0) + tie.passages[0]
    return placed(_sizes(writers, size), [(*ends, math.sqrt(n)) for ends, n in between.items()])


def _arrow(tie: Borrowed, lender: _Stand, writer: _Stand, line: Scale, head: str) -> str:
    number = tie.passages[0]
    told = f"{writer.name} writes in the words of {lender.name}: {number} passage{'' if number == 1 else 's'}"
    path = _path(lender, writer)
    return (
        f'<a href="{tie.href}" aria-label="{escape(told, quote=True)}" data-w="{numbers(tie.passages)}">'
        f'<path class="edge" d="{path}" {_stroke(number, line)} marker-end="url(#{head})"/>'
        f'<path class="edge wide" d="{path}" stroke="{HIT}"/></a>'
    )


def _path(start: _Stand, end: _Stand) -> str:
    """A bent line from the edge of one sign to short of the edge of the other, where the head begins."""
    (x1, y1), (x2, y2) = start.at, end.at
    middle = (x1 + x2) / 2 - (y2 - y1) * BEND, (y1 + y2) / 2 + (x2 - x1) * BEND
    fx, fy = start.left_towards(middle, 2)
    tx, ty = end.left_towards(middle, HEAD + 3)
    return f"M{fx:.1f} {fy:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {tx:.1f} {ty:.1f}"


def _stroke(number: int, line: Scale) -> str:
    return f'stroke="{HUES[1]}" stroke-width="{line(number):.1f}" stroke-opacity=".6"'


def _writer(writer: Writer, stand: _Stand) -> str:
    number = writer.lent[0]
    side = SIDES.get(writer.side, ALONE)
    told = f"{writer.name}, {side}: others take over {number} passage{'' if number == 1 else 's'}"
    data = numbers(writer.lent)
    return node(stand.at, stand.size, writer.side, lines(writer.name), href=writer.href, told=told, data=data)


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a sign stands, how large it is, and the name below it."""

    name: str
    at: Place
    size: float

    def left_towards(self, other: Place, gap: float) -> Place:
        """Where a line to the other place leaves the sign, or the name where it crosses that, and some pixels more."""
        (x, y), way = self.at, math.dist(self.at, other) or 1
        across, down = (other[0] - x) / way, (other[1] - y) / way
        wide, high = box(self.size, lines(self.name))
        below = range(math.ceil(self.size), math.ceil(way * MOST_WAY))
        named = [
            far for far in below if abs(across * far) < wide / 2 and self.size < down * far < high - self.size
        ]
        far = min(max(self.size, *named[-1:], 0) + gap, way * MOST_WAY)
        return x + across * far, y + down * far
