"""Which of the things spoken of the network needs, and which repeat what the others say already."""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.measures.networks.network import Network
from comity.measures.networks.ties import Counts, affinity


def backbone(network: Network) -> pl.DataFrame:
    """The things spoken of (concepts) in the order in which the network can do without them, those it needs last.

    In turn the concept is taken away without which the network stays most alike: least distance between the plain network
    of all concepts and that of those left, sum over pairs of (w - w')^2. Gives a row a concept, the most redundant first:
    ``concept``, ``statements``, ``kept`` = 1 - distance / sum over pairs of w^2 with all up to this one taken away, in [0,
    1] (congruence, conflict and ignore never fall below 0; subtract may). Undefined: no row without any tie.

    Discourse Network Analyzer compares the spectra of the networks and anneals; this compares their weights, pair by pair,
    and gives the same order every time.
    """
    counts, coded = network.counts, network.coded
    weights, _ = affinity(coded.levels, coded.kind, network.asked.aggregation)
    ties = np.stack([_of_concept(counts[:, k], weights) for k in range(counts.shape[1])], axis=0)
    alike = ties @ ties.T  # (concepts, concepts): how much the networks of two concepts overlap
    whole = float(alike.sum())
    if not whole:
        return pl.DataFrame(schema={"concept": pl.String, "statements": pl.Int64, "kept": pl.Float64})
    left, gone = list(range(len(alike))), np.zeros(len(alike))
    rows, lost = [], 0.0
    while left:
        distances = lost + 2 * (alike @ gone)[left] + np.diag(alike)[left]
        number = left.pop(int(np.argmin(distances)))
        lost = float(distances.min())
        gone[number] = 1
        rows.append((coded.others[number], int(counts[:, number].sum()), 1 - lost / whole))
    return pl.DataFrame(
        rows, schema={"concept": pl.String, "statements": pl.Int64, "kept": pl.Float64}, orient="row"
    )


def _of_concept(counts: Counts, weights: Counts) -> Counts:
    """The ties that one concept makes, each pair once: an array (pairs,)."""
    made = counts @ weights @ counts.T
    return np.asarray(made[np.triu_indices(len(made), 1)])
