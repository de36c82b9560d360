"""Which nodes hold together more than with the rest: communities, by the Leiden algorithm.

``graspologic-native`` is MIT, a megabyte, imported in a millisecond and takes a seed; ``leidenalg`` is GPL, networkx hands
its Leiden on to programs for graphics cards, and Louvain may leave a community in pieces that nothing ties.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comity.measures.networks.ties import Counts
from comity.seeds import generator

_TRIALS = 10


def communities(labels: Sequence[str], matrix: Counts, *, resolution: float = 1.0) -> dict[str, int]:
    """The community of each node, numbered from 0 in the order of their first names; what is alone is in none (left out).

    Takes: a symmetric array of weights (nodes, nodes); weights below 0 (of *subtract*) tie nobody. Gives: the partition
    of greatest modularity among ten seeded runs, which is a lower bound of the greatest there is. Source: Traag, Waltman
    and van Eck 2019.

    >>> both = np.kron(np.eye(2), np.ones((2, 2)))
    >>> communities(["a", "b", "c", "d"], both)
    {'a': 0, 'b': 0, 'c': 1, 'd': 1}
    """
    import graspologic_native

    order = sorted(range(len(labels)), key=lambda number: labels[number])
    tied = np.triu(np.maximum(matrix, 0)[np.ix_(order, order)], 1)
    edges = [(str(i), str(j), float(tied[i, j])) for i, j in np.argwhere(tied > 0)]
    if not edges:
        return {}
    seed = int(generator("communities", *labels).integers(2**31))
    _, found = graspologic_native.leiden(edges, resolution=resolution, seed=seed, trials=_TRIALS)
    numbers: dict[int, int] = {}
    return {
        labels[order[i]]: numbers.setdefault(found[str(i)], len(numbers))
        for i in range(len(order))
        if str(i) in found
    }


def modularity(labels: Sequence[str], matrix: Counts, found: dict[str, int]) -> float | None:
    """How much more of the weight lies within communities than chance would put there; None: there is no weight."""
    weights = np.maximum(matrix, 0)
    degrees, total = weights.sum(axis=1), weights.sum()
    if not total:
        return None
    group = np.array([found.get(label, -1 - number) for number, label in enumerate(labels)])
    same = group[:, None] == group[None]
    return float((weights[same].sum() - (np.outer(degrees, degrees)[same]).sum() / total) / total)
