"""From counts of statements to the weights of ties: the formulas of discourse networks, on plain arrays.

An array of counts a has the shape (nodes, others, levels): how often node i said of k with the qualifier level l. All sums
are of integers, and what is divided is divided last, so that a weight is the same whatever the order of statements.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.diagnostics import UsageError
from comity.measures.networks.statements import Kind

Counts = NDArray[np.float64]
Level = int | str
_MOST_COMBINED = 20  # levels of a qualifier whose combinations are numbered


def affinity(levels: Sequence[Level], kind: Kind, aggregation: str) -> tuple[Counts, float]:
    """How much two statements on one thing tie their speakers, by their levels: an array (levels, levels), and its divisor.

    *congruence*: 1 for the same level, for an integer qualifier 1 - |l - m| / (greatest - least level). *conflict*: 1 -
    congruence. *subtract*: congruence - conflict. *ignore*: 1. The array holds integers; the affinity is array / divisor.

    >>> affinity([0, 1], "boolean", "subtract")
    (array([[ 1., -1.],
           [-1.,  1.]]), 1.0)
    """
    size, span = len(levels), 1
    if kind == "integer" and size > 1:
        values = np.array(levels, float)
        span = int(values.max() - values.min())
        conflict = np.abs(values[:, None] - values[None])
    else:
        conflict = 1 - np.eye(size)
    congruence = span - conflict
    made = {
        "congruence": congruence,
        "conflict": conflict,
        "subtract": congruence - conflict,
        "ignore": np.full((size, size), float(span)),
    }
    return made[aggregation], float(span)


def projected(counts: Counts, weights: Counts) -> Counts:
    """For each pair of nodes the sum over what both speak of: sum over k, l, m of weights[l, m] a[i, k, l] a[j, k, m]."""
    return _flat(counts @ weights) @ _flat(counts).T


def one_sided(counts: Counts) -> Counts:
    """How many statements of i stand where j has none, for each pair: an array (nodes, nodes)."""
    flat = _flat(counts)
    return np.asarray(flat @ (flat == 0).T)


def _flat(counts: Counts) -> Counts:
    nodes, others, levels = counts.shape
    return counts.reshape(nodes, others * levels)


def divisors(counts: Counts, normalization: str) -> Counts | float:
    """What the weights of a one-mode network are divided by: an array (nodes, nodes).

    With n(i) the statements of i: *average* (n(i) + n(j)) / 2. *cosine* n(i) n(j), which is what Discourse Network
    Analyzer computes under that name. *jaccard* m10 + m01 + m11: the statements of i where j has none (on the same thing
    with the same level), those of j where i has none, and the pairs where both have some.
    """
    if normalization == "no":
        return 1.0
    said = counts.sum(axis=(1, 2))
    if normalization == "average":
        return np.asarray((said[:, None] + said[None]) / 2)
    if normalization == "cosine":
        return np.asarray(said[:, None] * said[None])
    alone = one_sided(counts)
    return alone + alone.T + projected(counts, np.eye(counts.shape[2]))


def divided(weights: Counts, by: Counts | float) -> Counts:
    """Quotients weights / by; 0 where nothing is divided by nothing (two nodes that said nothing)."""
    by = np.broadcast_to(np.asarray(by, float), weights.shape)
    return np.divide(weights, by, out=np.zeros_like(weights), where=by != 0)


def one_mode(
    counts: Counts, levels: Sequence[Level], kind: Kind, *, aggregation: str, normalization: str
) -> Counts:
    """The one-mode network: an array (nodes, nodes), symmetric, 0 in its diagonal.

    >>> said = np.zeros((2, 1, 2))
    >>> said[:, 0, 1] = 1  # both are for it
    >>> one_mode(said, [0, 1], "boolean", aggregation="congruence", normalization="no")
    array([[0., 1.],
           [1., 0.]])
    """
    weights, divisor = affinity(levels, kind, aggregation)
    made = divided(projected(counts, weights), divisors(counts, normalization) * divisor)
    np.fill_diagonal(made, 0)
    return made


def two_mode(
    counts: Counts, levels: Sequence[Level], kind: Kind, *, aggregation: str, normalization: str
) -> Counts:
    """The two-mode network: an array (nodes, others).

    *ignore*: statements. *subtract*: statements for it less those against it (an integer qualifier counts with its value,
    a qualifier in words is never against). *combine*: a number for the levels that occur, 1 for the last, 2 for the one
    before, 4 and so on, added up: 1 for, 2 against, 3 both. *activity* divides a row by its statements, *prominence* a
    column; *combine* is divided by how many cells of the row (column) are not empty.

    Raises: UsageError for combinations of more levels than can be told apart.
    """
    said = counts.sum(axis=2)
    if aggregation == "combine":
        if len(levels) > _MOST_COMBINED:
            raise UsageError(
                f"combine numbers combinations of {_MOST_COMBINED} levels at most, not {len(levels)}."
            )
        made = (counts > 0) @ (2.0 ** np.arange(len(levels))[::-1])
        said = (made > 0).astype(float)
    elif aggregation == "subtract":
        made = counts @ _signs(levels, kind)
    else:
        made = said
    if normalization == "activity":
        return divided(made, said.sum(axis=1)[:, None])
    if normalization == "prominence":
        return divided(made, said.sum(axis=0)[None])
    return made.copy()


def _signs(levels: Sequence[Level], kind: Kind) -> Counts:
    if kind == "text":
        return np.ones(len(levels))
    values = np.array(levels, float)
    return np.where(values == 0, -1.0, np.sign(values)) if kind == "boolean" else values
