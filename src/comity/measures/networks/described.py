"""What is said of a network beside its ties: its nodes, its camps, its windows."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from comity.measures.networks.moving import Networks
from comity.measures.networks.network import Network
from comity.measures.networks.polarisation import Camps, polarisation
from comity.measures.networks.tables import NODES, WINDOWS
from comity.measures.networks.ties import one_mode

POLARISED = 400  # windows of which the polarisation is computed


def camps(network: Network) -> Camps | None:
    """The two camps of a network, from its congruence and its conflict, normalized as it is; None: it tells neither.

    A two-mode network has none, nor has one without a qualifier.
    """
    asked = network.asked
    if asked.two_mode or asked.qualifier is None:
        return None
    coded, how = network.coded, asked.normalization
    congruence, conflict = (
        one_mode(network.counts, coded.levels, coded.kind, aggregation=aggregation, normalization=how)
        for aggregation in ("congruence", "conflict")
    )
    return polarisation(network.rows, congruence, conflict)


def nodes(network: Network, communities: Mapping[str, int], found: Camps | None) -> pl.DataFrame:
    """NODES: each node with its statements, ties, community and camp."""
    said, tied = network.counts.sum(axis=2), network.matrix != 0
    named = found.camps if found is not None and len(found.camps) > 1 else ()
    sides = {name: number + 1 for number, camp in enumerate(named) for name in camp}
    rows: list[dict[str, object]] = [
        {
            "node": name,
            "mode": network.asked.variable1,
            "statements": int(said[i].sum()),
            "ties": int(tied[i].sum()),
            "community": communities.get(name),
            "camp": sides.get(name),
        }
        for i, name in enumerate(network.rows)
    ]
    if network.asked.two_mode:
        rows += [
            {
                "node": name,
                "mode": network.asked.variable2,
                "statements": int(said[:, j].sum()),
                "ties": int(tied[:, j].sum()),
            }
            for j, name in enumerate(network.columns)
        ]
    return NODES.frame(rows)


def windows(networks: Networks) -> pl.DataFrame:
    """WINDOWS: each window with its size and, in a series of 400 at most, its polarisation."""
    found = [camps(network) for network in networks] if len(networks) <= POLARISED else [None] * len(networks)
    values = [None if camp is None else camp.polarisation for camp in found]
    return WINDOWS.conform(networks.table.with_columns(pl.Series("polarisation", values, pl.Float64)))
