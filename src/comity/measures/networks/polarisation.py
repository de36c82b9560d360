"""How far a debate falls into two camps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.networks.ties import Counts
from comity.seeds import generator

EXACT = 16  # nodes up to which every division into two is tried
_STARTS = 20


@dataclass(frozen=True, slots=True)
class Camps:
    """The division into two that explains most.

    ``polarisation`` in [0, 1]; None: nobody is tied to anybody. ``camps``: the nodes of each, the first named first; one
    camp alone where no division explains anything. ``exact``: every division was tried; otherwise the best of 20 searches,
    and the value is a lower bound.
    """

    polarisation: float | None
    camps: tuple[tuple[str, ...], ...]
    exact: bool


def polarisation(labels: Sequence[str], congruence: Counts, conflict: Counts) -> Camps:
    """The share of the conflict that two camps explain and one does not.

    One camp expects congruence alone: what contradicts it is all conflict. Two camps expect conflict between and
    congruence within them. polarisation = greatest, over all divisions, (conflict between - congruence between) / all
    conflict: how much of the error of one camp is saved by two (Guttman's lambda, on the frustration of signed networks). 1:
    all conflict runs between two camps that share nothing; 0: no division explains more than none, or nobody disagrees.

    Takes: two symmetric arrays (nodes, nodes) with the same normalization. Undefined: without any tie.
    Source: method D4; Harary 1959; Aref and Wilson 2019.

    >>> against = np.array([[0, 2.0], [2, 0]])
    >>> polarisation(["eu", "au"], np.zeros((2, 2)), against)
    Camps(polarisation=1.0, camps=(('au',), ('eu',)), exact=True)
    """
    order = sorted(range(len(labels)), key=lambda number: labels[number])
    names = [labels[number] for number in order]
    place = np.ix_(order, order)
    conflicts, gain = np.triu(conflict[place], 1), (conflict - congruence)[place].astype(float)
    np.fill_diagonal(gain, 0)
    if not (congruence.any() or conflict.any()):
        return Camps(None, (), exact=True)
    tied = np.flatnonzero((congruence + conflict)[place].any(axis=1))
    exact = len(tied) <= EXACT
    own = gain[np.ix_(tied, tied)]
    side = _every(own) if exact else _searched(own, [names[n] for n in tied])
    apart = side[:, None] != side[None]
    total = conflicts.sum()
    value = float(np.triu(own, 1)[apart].sum() / total) if total else 0.0
    if value <= 0:
        return Camps(0.0, (tuple(names[n] for n in tied),), exact)
    first, second = (tuple(names[n] for n in tied[side == s]) for s in (side[0], ~side[0]))
    return Camps(min(value, 1.0), (first, second), exact)


def _every(gain: Counts) -> NDArray[np.bool_]:
    """The division that gains most, of all there are; the first node stands on the side False."""
    size = len(gain)
    masks = np.arange(2 ** max(size - 1, 0))
    sides = ((masks[:, None] >> np.arange(size)) & 1).astype(float)
    # Between the sides lies x'G(1 - x) for the 0/1 vector x of one of them.
    gained = ((sides @ gain) * (1 - sides)).sum(axis=1)
    return np.asarray(sides[int(np.argmax(gained))].astype(bool))


def _searched(gain: Counts, names: Sequence[str]) -> NDArray[np.bool_]:
    """The best division of several searches, each from a random start, moving one node at a time while that gains."""
    random = generator("polarisation", *names)
    best, most = np.zeros(len(gain), bool), 0.0
    _, vectors = np.linalg.eigh(gain)
    starts = [vectors[:, 0] > 0, *(random.random((_STARTS - 1, len(gain))) < 0.5)]
    for start in starts:
        side = np.where(start, 1.0, -1.0)
        while True:
            better = side * (gain @ side)  # what moving a node adds to the gain between the sides
            move = int(np.argmax(better))
            if better[move] <= 1e-12:
                break
            side[move] = -side[move]
        gained = float((gain.sum() - side @ gain @ side) / 4)
        if gained > most + 1e-12:
            best, most = side > 0, gained
    return best
