"""Where the nodes of a network stand: near those they are tied to, and apart enough that every name can be read.

Drawn from a fixed start without chance, and rounded to whole pixels: the same network stands in the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Place = tuple[float, float]
Size = tuple[float, float]

ROOM = 20_000  # square pixels for a node with its name, on the average
WIDEST = 880  # what a page holds, less the names at the edges
GAP = 6
_ROUNDS = 400
_WIDER = 1.04


def placed(
    sizes: Mapping[str, Size], ties: Sequence[tuple[str, str, float]], *, shape: float = 1.9
) -> dict[str, Place]:
    """The middle of each node's box, so that no two boxes overlap; the frame begins at (0, 0).

    `sizes` are widths and heights of the boxes (sign and name), `ties` two nodes and a weight: the heavier, the nearer.
    `shape` is about how much wider than high the drawing is.

    >>> placed({"a": (10, 10), "b": (10, 10)}, [("a", "b", 1)])["a"] != placed({"a": (10, 10), "b": (10, 10)}, [])["b"]
    True
    """
    if not sizes:
        return {}
    width = min((ROOM * len(sizes) * shape) ** 0.5, WIDEST)
    height = ROOM * len(sizes) / width
    start = _drawn(sorted(sizes), ties)
    points = {n: [x * width, y * height] for n, (x, y) in start.items()}
    _apart(points, sizes)
    left = min(points[n][0] - sizes[n][0] / 2 for n in points)
    top = min(points[n][1] - sizes[n][1] / 2 for n in points)
    return {n: (round(x - left), round(y - top)) for n, (x, y) in points.items()}


def _drawn(nodes: Sequence[str], ties: Sequence[tuple[str, str, float]]) -> dict[str, Place]:
    """The nodes in a unit square, after Kamada and Kawai (1989): as far apart as the ways between them are long."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    heaviest = max((weight for *_, weight in ties), default=1) or 1
    for one, other, weight in ties:
        graph.add_edge(one, other, length=1 / (0.35 + 0.65 * weight / heaviest) ** 0.5)
    if len(nodes) == 1:
        return {nodes[0]: (0.5, 0.5)}
    ways = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    longest = max((w for own in ways.values() for w in own.values()), default=0) or 1
    far = {a: {b: ways[a].get(b, longest * 0.9) for b in nodes} for a in nodes}
    made = nx.kamada_kawai_layout(graph, dist=far, pos=nx.circular_layout(graph))
    across, down = (_unit([float(p[axis]) for p in made.values()]) for axis in (0, 1))
    return dict(zip(made, zip(across, down, strict=True), strict=True))


def _unit(values: Sequence[float]) -> list[float]:
    """The values moved and stretched to lie between 0 and 1."""
    least, room = min(values), (max(values) - min(values)) or 1
    return [(value - least) / room for value in values]


def _apart(points: dict[str, list[float]], sizes: Mapping[str, Size]) -> None:
    """Boxes that overlap are pushed apart, the shorter way; where that does not end, all move outward a little."""
    names = sorted(points)
    for turn in range(_ROUNDS):
        moved = False
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                moved |= _pushed(points[one], points[other], sizes[one], sizes[other])
        if not moved:
            return
        if turn % 10 == 9:
            for place in points.values():
                place[0] *= _WIDER
                place[1] *= _WIDER


def _pushed(one: list[float], other: list[float], size: Size, other_size: Size) -> bool:
    over = [(size[k] + other_size[k]) / 2 + GAP - abs(one[k] - other[k]) for k in (0, 1)]
    if min(over) <= 0:
        return False
    axis = 0 if over[0] < over[1] else 1
    step = over[axis] / 2 + 0.5
    sign = 1 if one[axis] >= other[axis] else -1
    one[axis] += sign * step
    other[axis] -= sign * step
    return True
