"""Ties over windows, told by their changes: a pair of statements ties its speakers as long as both stand in the window.

Two statements on one thing share a run of windows, which begins when the later one comes in and ends when the earlier one
goes out. So a tie's weight is a sum of runs, and is computed where it changes instead of in each window: what a series
costs grows with its pairs of statements, not with its windows times the size of the network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.networks.counts import Coded
from comity.measures.networks.ties import Counts, affinity, divided
from comity.measures.networks.windows import Windows

Numbers = NDArray[np.int64]
Runs = tuple[Numbers, Numbers, Numbers, Numbers]
"""Runs of windows: the two nodes, the first window, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties of a series: arrays (ties,) of the window, the two nodes (the first of them smaller) and the weight."""

    window: Numbers
    one: Numbers
    other: Numbers
    weight: Counts


def pairs_at_most(coded: Coded, windows: Windows) -> int:
    """How many pairs of statements :func:`ties` will hold at once."""
    return int(np.maximum(_partners(coded, *_runs(windows, len(coded.one)))[1], 0).sum())


def ties(coded: Coded, windows: Windows, *, aggregation: str, normalization: str) -> Ties:
    """The ties of every window of a one-mode network, as :func:`~comity.measures.networks.ties.one_mode` weighs them.

    Gives: those that weigh something, in the order of windows and nodes.
    """
    begin, end = _runs(windows, len(coded.one))
    early, late = _pairs(coded, begin, end)
    weights, divisor = affinity(coded.levels, coded.kind, aggregation)
    changes = _Changes(len(coded.nodes))
    one, other, first, last = coded.one[early], coded.one[late], begin[late], end[early]
    changes.add("weight", weights[coded.level[early], coded.level[late]], (one, other, first, last))
    if normalization == "jaccard":
        same = coded.level[early] == coded.level[late]
        changes.add("common", np.ones(int(same.sum())), (one[same], other[same], first[same], last[same]))
        met = _met(coded, early[same], late[same], begin, end)
        changes.add("met", np.ones(len(met[0])), met)
    window, one, other, weight, common, shared = changes.spells()
    if normalization == "no":
        made = divided(weight, divisor)
    else:
        said = [_said(coded, windows, node, window) for node in (one, other)]
        by = {
            "average": lambda: (said[0] + said[1]) / 2,
            "cosine": lambda: said[0] * said[1],
            "jaccard": lambda: said[0] + said[1] - shared + common,
        }[normalization]()
        made = divided(weight, by * divisor)
    order = np.lexsort((other, one, window))
    return Ties(window[order], one[order], other[order], made[order])


def _runs(windows: Windows, statements: int) -> tuple[Numbers, Numbers]:
    """The windows in which each statement stands: begin <= window < end; both rise with the statements."""
    number = np.arange(statements)
    begin = np.searchsorted(windows.last, number, side="right")
    return begin.astype(np.int64), np.searchsorted(windows.first, number, side="right").astype(np.int64)


def _partners(coded: Coded, begin: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """Statements in the order of what they speak of; and how many of those that follow share a window with each."""
    order = np.argsort(coded.other, kind="stable")
    width = int(end.max(initial=0)) + 2
    key = coded.other[order] * width + begin[order]
    reach = np.searchsorted(key, coded.other[order] * width + end[order], side="left")
    return order, reach - np.arange(1, len(order) + 1)


def _pairs(coded: Coded, begin: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """All pairs of statements on one thing, by two nodes, that share a window: the earlier and the later of each."""
    order, follow = _partners(coded, begin, end)
    follow = np.maximum(follow, 0)
    left = np.repeat(np.arange(len(order)), follow)
    within = np.arange(len(left)) - np.repeat(np.cumsum(follow) - follow, follow)
    early, late = order[left], order[left + 1 + within]
    apart = coded.one[early] != coded.one[late]
    return early[apart], late[apart]


def _met(coded: Coded, early: Numbers, late: Numbers, begin: Numbers, end: Numbers) -> Runs:
    """Runs in which a statement meets one of another node with the same level, once however many they are.

    Gives: the statement's node, the other node, and the windows of the run.
    """
    statement = np.concatenate([early, late])
    node = np.concatenate([coded.one[late], coded.one[early]])
    first, last = np.tile(begin[late], 2), np.tile(end[early], 2)
    order = np.lexsort((first, node, statement))
    statement, node, first, last = (a[order] for a in (statement, node, first, last))
    if not len(statement):
        return statement, node, first, last
    new = np.ones(len(statement), bool)
    new[1:] = (statement[1:] != statement[:-1]) | (node[1:] != node[:-1])
    group = np.cumsum(new) * (int(last.max()) + 2)
    reached = np.maximum.accumulate(group + last)
    starts = new.copy()
    starts[1:] |= group[1:] + first[1:] > reached[:-1]
    place = np.flatnonzero(starts)
    final = np.append(place[1:], len(starts)) - 1
    return coded.one[statement[place]], node[place], first[place], reached[final] - group[final]


def _said(coded: Coded, windows: Windows, node: Numbers, window: Numbers) -> Counts:
    """How many statements of a node stand in a window, for arrays of both."""
    size = len(coded.one) + 1
    key = np.sort(coded.one * size + np.arange(len(coded.one)))
    up_to, before = (
        np.searchsorted(key, node * size + edge[window]) for edge in (windows.last, windows.first)
    )
    return (up_to - before).astype(float)


class _Changes:
    """Runs of pairs of nodes, collected as what they add where they begin and take away where they end."""

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self._keys: list[Numbers] = []
        self._windows: list[Numbers] = []
        self._amounts: list[Counts] = []

    def add(self, to: str, amount: Counts, runs: Runs) -> None:
        """Add an amount to a quantity of each pair, from one window up to another."""
        one, other, begin, end = runs
        key = np.minimum(one, other) * self.nodes + np.maximum(one, other)
        made = np.zeros((2 * len(key), 3))
        made[:, ("weight", "common", "met").index(to)] = np.concatenate([amount, -amount])
        self._keys.append(np.tile(key, 2))
        self._windows.append(np.concatenate([begin, end]))
        self._amounts.append(made)

    def spells(self) -> tuple[Numbers, Numbers, Numbers, Counts, Counts, Counts]:
        """For each pair and window in which it weighs something: window, the nodes, weight, common, met."""
        keys, windows = np.concatenate(self._keys), np.concatenate(self._windows)
        amounts = np.concatenate(self._amounts)
        if not len(keys):
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, nothing, np.zeros(0), np.zeros(0), np.zeros(0)
        order = np.lexsort((windows, keys))
        keys, windows, amounts = keys[order], windows[order], amounts[order]
        new = np.ones(len(keys), bool)
        new[1:] = (keys[1:] != keys[:-1]) | (windows[1:] != windows[:-1])
        place = np.flatnonzero(new)
        # Each pair's changes add up to nothing, so that the running sum begins anew by itself.
        held = np.cumsum(np.add.reduceat(amounts, place, axis=0), axis=0)
        keys, windows = keys[place], windows[place]
        tied = np.flatnonzero(held[:, 0])
        lasting = windows[tied + 1] - windows[tied]
        row = np.repeat(tied, lasting)
        within = np.arange(len(row)) - np.repeat(np.cumsum(lasting) - lasting, lasting)
        key = keys[row]
        return windows[row] + within, key // self.nodes, key % self.nodes, *held[row].T
