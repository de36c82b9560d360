"""Networks as GraphML, which Gephi, visone, igraph and networkx read.

Lost on the way: the statements behind a tie (their number is kept), and what was left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.measures.networks.network import Network


def graph(network: Network, groups: Mapping[str, int] | None = None) -> Any:
    """The network as a networkx graph: nodes with their mode and number of statements, ties with their weight.

    A node of a two-mode network is told apart by its mode: its name, and ``other: `` before it where both modes have it.
    """
    import networkx as nx

    made = nx.Graph(variable1=network.asked.variable1, variable2=network.asked.variable2)
    said = network.counts.sum(axis=2)
    groups = groups or {}
    for name, number in zip(network.rows, said.sum(axis=1), strict=True):
        more = {"community": groups[name]} if name in groups else {}
        made.add_node(name, mode=network.asked.variable1, statements=int(number), **more)
    names = dict(zip(network.columns, network.columns, strict=True))
    if network.asked.two_mode:
        names = {name: f"other: {name}" if name in network.rows else name for name in network.columns}
        for name, number in zip(network.columns, said.sum(axis=0), strict=True):
            made.add_node(names[name], mode=network.asked.variable2, statements=int(number))
    for one, other, weight in network.edges.iter_rows():
        made.add_edge(one, names[other], weight=float(weight))
    return made


def text(network: Network, groups: Mapping[str, int] | None = None) -> str:
    """The network in GraphML."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(graph(network, groups), named_key_ids=True)) + "\n"
