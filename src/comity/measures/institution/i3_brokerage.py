"""I3: who stands between whom in the graph of who meets whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import polars as pl

from comity.measures.counted import Figured, Frame, ordered
from comity.measures.measure import Quantity, measure

_ROLES = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")
_QUANTITIES = (
    Quantity("betweenness", "share of shortest paths", (0, 1)),
    Quantity("constraint", "Burt's constraint", (0, None)),
    *(Quantity(role, "pairs brokered", (0, None)) for role in _ROLES),
)
_MEETING = ("member", "signatory", "broker", "host", "chair")


@measure(
    "I3",
    question="Who stands between the sides?",
    quantities=_QUANTITIES,
    by=("context", "arrangement", "layer", "period", "year"),
    always=("actor",),
    shown=(("context",),),
    source="method I3",
)
def brokerage(roles: Frame, links: Frame, by: tuple[str, ...]) -> Figured:
    """Betweenness, constraint and brokerage roles of each actor in the graph of who meets whom.

    Those who take part in one arrangement (member, signatory, host, chair) meet, through its broker where it has one
    and directly where it has none; links of the kind ``meets`` are meetings, too. Brokerage counts, per actor b,
    the ordered pairs (a, c) that both meet b and not each other, by their sides: coordinator aaa, gatekeeper
    abb, representative aab, itinerant aba, liaison abc; pairs with an actor of no side are left out. The
    category `gatekeeper` marks an actor on every path between the lead and the partner side.

    Takes: roles (role, side), links. Gives: betweenness in [0, 1], constraint, counts; no intervals.
    Undefined: the constraint of an actor who meets nobody, and betweenness among two, are "no evidence".
    Source: method I3; Gould and Fernandez 1989; Burt 1992.

    Caveat: the graph holds the meetings that the sources mention; who is not mentioned meets nobody.

    >>> from comity.measures.worked import worked
    >>> worked("I3", "betweenness", "itinerant",
    ... links=["from, to, kind", "north, agency, meets", "agency, south, meets"],
    ... )
    I3/case/agency = 1  (n 2)
    I3.itinerant/case/agency = 0  (n 2)
    I3/case/north = 0  (n 1)
    I3.itinerant/case/north = 0  (n 1)
    I3/case/south = 0  (n 1)
    I3.itinerant/case/south = 0  (n 1)
    """
    columns = ordered(by)
    taking = roles.filter(pl.col("role").is_in(_MEETING))
    met = links.filter(kind="meets")
    keys = (
        pl.concat([taking.select(columns), met.select(columns)]).unique().sort(columns).rows()
        if columns
        else [()]
    )
    figures: list[dict[str, object]] = []
    evidence: list[tuple[object, ...]] = []
    for key in keys:
        where = dict(zip(columns, key, strict=True))
        held, linked = (f.filter(**where) if where else f for f in (taking, met))
        for actor, values, gatekeeper, rows in _positions(held, linked):
            for quantity in _QUANTITIES:
                value = values.get(quantity.name)
                number = len(figures)
                evidence += [(number, *row, "meeting", 1) for row in rows]
                figures.append(
                    where
                    | {
                        "actor": actor, "measure": "I3", "quantity": quantity.name, "unit": quantity.unit,
                        "value": value, "status": "no evidence" if value is None else "ok",
                        "category": "gatekeeper" if gatekeeper else None, "n": len(rows),
                        "documents": len({row[2] for row in rows}), "paraphrased": 0.0,
                    }
                )  # fmt: skip
    return _figured(figures, evidence, columns)


def _figured(
    figures: list[dict[str, object]], evidence: list[tuple[object, ...]], columns: list[str]
) -> Figured:
    texts = ("actor", "measure", "quantity", "unit", "status", "category", "interval", "note")
    schema: dict[str, Any] = {c: pl.Int64 if c == "year" else pl.String for c in columns}
    schema |= dict.fromkeys(texts, pl.String) | dict.fromkeys(
        ("value", "low", "high", "paraphrased"), pl.Float64
    )
    schema |= dict.fromkeys(("n", "documents", "read"), pl.Int64) | {"coders": pl.List(pl.String)}
    listed: dict[str, Any] = {
        "figure": pl.UInt32,
        "table": pl.String,
        "row": pl.String,
        "document": pl.String,
    }
    listed |= {"part": pl.String, "amount": pl.Int64}
    frame = pl.DataFrame(figures, schema=schema).with_columns(
        pl.col("coders").fill_null(pl.lit([], pl.List(pl.String)))
    )
    return Figured(frame, pl.DataFrame(evidence, schema=listed, orient="row"))


def _positions(
    held: Frame, linked: Frame
) -> Iterator[tuple[str, dict[str, float | None], bool, list[tuple[str, str, str]]]]:
    """Each actor with its values, whether it is a gatekeeper, and the rows of its meetings."""
    import networkx as nx

    graph: Any = nx.Graph()
    actors = held.select("actor", "side").sort("actor", "side", nulls_last=True)
    sides = dict(reversed(actors.rows()))
    rows: dict[str, set[tuple[str, str, str]]] = {}
    graph.add_nodes_from(actors["actor"].unique().sort())
    for _, meeting in held.group_by("arrangement", maintain_order=True):
        graph.add_edges_from(_meetings(meeting))
        for actor in meeting["actor"].unique():
            rows.setdefault(actor, set()).update(meeting.select("table", "row", "document").rows())
    for one, other, *row in linked.select("from", "to", "table", "row", "document").iter_rows():
        graph.add_edge(one, other)
        for actor in (one, other):
            rows.setdefault(actor, set()).add((row[0], row[1], row[2]))
    between = nx.betweenness_centrality(graph) if len(graph) > 2 else {}
    constraint = nx.constraint(graph)
    for actor in sorted(graph):
        values: dict[str, float | None] = dict(_brokered(graph, actor, sides))
        values["betweenness"] = between.get(actor)
        values["constraint"] = constraint[actor] if graph.degree(actor) else None
        yield actor, values, _is_gatekeeper(graph, actor, sides), sorted(rows[actor])


def _meetings(meeting: Frame) -> list[tuple[str, str]]:
    """Who meets whom in one arrangement: each with the broker where there is one, else each with each."""
    everybody = sorted(meeting["actor"].unique())
    brokers = set(meeting.filter(role="broker")["actor"])
    return [p for p in combinations(everybody, 2) if not brokers or brokers & set(p)]


def _brokered(graph: Any, actor: str, sides: dict[str, str | None]) -> dict[str, float]:
    counts = dict.fromkeys(_ROLES, 0.0)
    own = sides.get(actor)
    for one, other in combinations(sorted(graph[actor]), 2):
        if graph.has_edge(one, other):
            continue
        for a, c in ((sides.get(one), sides.get(other)), (sides.get(other), sides.get(one))):
            if own and a and c:
                counts[_role(a, own, c)] += 1
    return counts


def _role(a: str, b: str, c: str) -> str:
    if a == c:
        return "coordinator" if a == b else "itinerant"
    if a == b:
        return "representative"
    return "gatekeeper" if b == c else "liaison"


def _is_gatekeeper(graph: Any, actor: str, sides: dict[str, str | None]) -> bool:
    """Whether the sides reach each other, and no longer when the actor is taken away."""
    import networkx as nx

    def joined(g: Any) -> bool:
        return any({"lead", "partner"} <= {sides.get(a) for a in part} for part in nx.connected_components(g))

    rest = graph.copy()
    rest.remove_node(actor)
    return {"lead", "partner"} <= {sides.get(a) for a in rest} and joined(graph) and not joined(rest)
