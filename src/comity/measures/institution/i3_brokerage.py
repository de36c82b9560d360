"""I3: who stands between whom in the graph of who meets whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.meetings import contacts
from comity.measures.recorded import by_group
from comity.measures.tables import EVIDENCE, FIGURES

_ROLES = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")
_QUANTITIES = (
    Quantity("betweenness", "share of shortest paths", (0, 1)),
    Quantity("gate", "share of pairs across the sides", (0, 1), label="gate between the sides"),
    Quantity("constraint", "Burt's constraint", (0, None)),
    *(Quantity(role, "pairs brokered", (0, None)) for role in _ROLES),
)
_SIDES = ("lead", "partner", "third")
MANY = 500  # actors from which on betweenness is counted on all processors at once
_MISSING = {
    "betweenness": "two actors have nobody between them",
    "gate": "no two actors of the two sides reach each other",
    "constraint": "meets nobody",
    **dict.fromkeys(_ROLES, "stands on no side"),
}
_TWO_SIDES = "stands on two sides in what is counted together here, so on none"


@measure(
    "I3",
    question="Who stands between the sides?",
    quantities=_QUANTITIES,
    by=("context", "arrangement", "layer", "period", "year"),
    always=("actor",),
    shown=(("context",),),
    source="method I3",
)
def brokerage(roles: Frame, links: Frame, arrangements: Frame, by: tuple[str, ...]) -> Figured:
    """Betweenness, gate, constraint and brokerage roles of each actor in the graph of who meets whom.

    Who takes part in one arrangement meets the others in it, or its broker alone where it has one; an arrangement that
    names nobody has those of the one that it is part of; links of the kind ``meets`` are meetings, too
    (:mod:`comity.measures.meetings`). *betweenness*: the share of the shortest paths between two others that
    lead through the actor. *gate*: of the pairs of a lead and a partner actor, itself left out, that reach each
    other, the share that would not without it; where it is 1 the category is `gatekeeper`. *constraint* is
    Burt's: sum over those it meets of (p_ij + sum of p_iq p_qj) squared, p_ij = 1 / how many i meets.

    Brokerage counts, per actor b, the ordered pairs (a, c) that both meet b and not each other, by their sides:
    coordinator bbb, gatekeeper abb, representative bba, itinerant aba, liaison abc. An actor that stands on two
    sides in what is counted together is on none, and pairs with it are left out of these counts and the gate.

    Takes: roles (role, side), links (from, to, kind), arrangements (part_of). Gives: betweenness and gate in [0, 1]
    (betweenness to nine decimals from 500 actors on), constraint, counts; no intervals. Evidence of an actor: the
    rows of those that it meets, each as *with* that actor, and its own as *itself*; that of all actors of a group
    together is the graph, from which every value can be counted anew. Undefined: "no evidence" of the constraint
    of an actor who meets nobody, betweenness among two, a gate where the sides do not reach each other, roles
    of an actor on no side. Source: method I3; Gould and Fernandez 1989; Burt 1992; Freeman 1977.

    Caveat: the graph holds the meetings that the sources mention; who is not mentioned meets nobody.

    >>> from comity.measures.worked import worked
    >>> worked("I3", "betweenness", "itinerant",
    ... links=["from, to, kind", "north, agency, meets", "agency, south, meets"],
    ... )
    I3/case/agency = 1, gatekeeper  (n 2)
    I3.itinerant/case/agency = 0, gatekeeper  (n 2)
    I3/case/north = 0  (n 1)
    I3.itinerant/case/north = 0  (n 1)
    I3/case/south = 0  (n 1)
    I3.itinerant/case/south = 0  (n 1)
    """
    met = contacts(roles, links, arrangements, by)
    frames, rows, size = [FIGURES.empty().drop("figure")], [], 0
    for place, own in by_group(met, by) if met.height else ():
        figures = _figures(own).with_columns(
            pl.lit(value, met.schema[c]).alias(c) for c, value in place.items()
        )
        frames.append(FIGURES.conform(figures.with_columns(figure=pl.lit(""))).drop("figure"))
        rows.append(_listed(own, figures["actor"], size))
        size += figures.height
    nothing = EVIDENCE.empty().with_columns(pl.col("figure").cast(pl.UInt32))
    return Figured(pl.concat(frames), pl.concat([nothing, *rows]))


def _figures(met: Frame) -> Frame:
    """The figures of one group, actor by actor, in the order of the quantities."""
    graph = _Graph(met)
    values = {
        "betweenness": graph.betweenness(),
        "gate": graph.gates(),
        "constraint": graph.constraints(),
        **graph.brokered(),
    }
    listed = met.group_by("actor").agg(
        n=pl.struct("table", "row").n_unique().cast(pl.Int64),
        documents=pl.col("document").n_unique().cast(pl.Int64),
        _sides=pl.col("side").drop_nulls().n_unique(),
    )
    made = [
        pl.DataFrame({"actor": graph.actors, "value": values[q.name], "_gate": values["gate"]})
        .with_row_index("_at")
        .with_columns(
            quantity=pl.lit(q.name),
            unit=pl.lit(q.unit),
            _number=pl.lit(number),
            _missing=pl.lit(_MISSING[q.name]),
        )
        for number, q in enumerate(_QUANTITIES)
    ]
    split = pl.col("_sides") > 1
    frame = pl.concat(made).sort("_at", "_number").join(listed, on="actor", how="left", maintain_order="left")
    missing = pl.col("value").is_nan()
    note = pl.when(missing & ~(split & pl.col("quantity").is_in(_ROLES))).then("_missing")
    return frame.with_columns(
        measure=pl.lit("I3"),
        coders=pl.lit([], pl.List(pl.String)),
        paraphrased=pl.lit(0.0),
        category=pl.when(pl.col("_gate") == 1).then(pl.lit("gatekeeper")),
        status=pl.when(missing).then(pl.lit("no evidence")).otherwise(pl.lit("ok")),
        note=pl.coalesce(note, pl.when(split).then(pl.lit(_TWO_SIDES))),
        value=pl.col("value").fill_nan(None),
    ).select(
        "measure", "quantity", "unit", "actor", "value", "status", "category", "note", "n", "documents",
        "coders", "paraphrased",
    )  # fmt: skip


def _listed(met: Frame, actors: pl.Series, first: int) -> Frame:
    """The rows of one group's meetings, once per figure of the actor that they are listed for."""
    numbers = pl.DataFrame({"actor": actors}).with_row_index("figure", offset=first)
    part = pl.when(pl.col("other").is_null()).then(pl.lit("itself")).otherwise(pl.format("with {}", "other"))
    rows = met.select("actor", "table", "row", "document", part=part).unique()
    joined = numbers.join(rows, on="actor").with_columns(amount=pl.lit(1, pl.Int64))
    return joined.select(pl.col("figure").cast(pl.UInt32), "table", "row", "document", "part", "amount").sort(
        "figure", "table", "row", "part"
    )


class _Graph:
    """Who meets whom in one group: actors in order, their sides, and a symmetric matrix of ones and zeros."""

    def __init__(self, met: Frame) -> None:
        from scipy import sparse

        self.actors: list[str] = sorted({*met["actor"], *met["other"].drop_nulls()})
        place = {actor: number for number, actor in enumerate(self.actors)}
        pairs = met.drop_nulls("other").select("actor", "other").unique().sort("actor", "other").rows()
        one, other = (np.array([place[pair[end]] for pair in pairs], np.int64) for end in (0, 1))
        size = len(self.actors)
        self.met = sparse.csr_array((np.ones(len(pairs), np.int64), (one, other)), shape=(size, size))
        self.pairs = [(a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a < b]
        stands = met.drop_nulls("side").group_by("actor").agg(pl.col("side").unique())
        only = {actor: sides[0] for actor, sides in stands.iter_rows() if len(sides) == 1}
        self.sides = np.array([only.get(actor, "") for actor in self.actors])

    def _drawn(self) -> Any:
        import rustworkx

        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(self.actors)))
        graph.add_edges_from_no_data(self.pairs)
        return graph

    def betweenness(self) -> np.ndarray:
        """The share of the shortest paths between two others; shape (actors,), nan among two."""
        import rustworkx

        size = len(self.actors)
        if size < 3:
            return np.full(size, np.nan)
        found = rustworkx.graph_betweenness_centrality(
            self._drawn(), normalized=True, parallel_threshold=MANY
        )
        values = np.array([found[number] for number in range(size)])
        # Processors add up in any order; the last digits must not show it.
        return values if size < MANY else np.round(values, 9)

    def constraints(self) -> np.ndarray:
        """Burt's constraint; shape (actors,), nan for who meets nobody."""
        degree = np.asarray(self.met.sum(axis=1)).ravel()
        share = self.met.multiply(
            np.divide(1.0, degree, where=degree > 0, out=np.zeros(len(degree)))[:, None]
        )
        invested = (share + share @ share).multiply(self.met).tocsr()
        sums = np.asarray(invested.power(2).sum(axis=1)).ravel()
        constraint: np.ndarray = np.where(degree > 0, sums, np.nan)
        return constraint

    def brokered(self) -> dict[str, np.ndarray]:
        """The ordered pairs brokered in each role; shape (actors,), nan for who stands on no side."""
        own = {side: (self.sides == side).astype(np.int64) for side in _SIDES}
        many = {side: np.asarray(self.met @ is_there).ravel() for side, is_there in own.items()}
        counts = {role: np.zeros(len(self.actors)) for role in _ROLES}
        for first in _SIDES:
            # How many of the first side both actors of each pair meet: ends of triangles.
            shared = ((self.met * own[first][None, :]) @ self.met).multiply(self.met)
            for last in _SIDES:
                closed = np.asarray(shared @ own[last]).ravel()
                same = many[first] if first == last else 0
                for side in _SIDES:
                    pairs = (many[first] * many[last] - same - closed) * own[side]
                    counts[_role(first, side, last)] += pairs
        return {role: np.where(self.sides == "", np.nan, count) for role, count in counts.items()}

    def gates(self) -> np.ndarray:
        """Of the pairs across the sides that reach each other, the share that would not without the actor."""
        import rustworkx

        graph = self._drawn()
        lead, partner = ((self.sides == side).astype(np.int64) for side in ("lead", "partner"))
        joined = [np.array(sorted(part)) for part in rustworkx.connected_components(graph)]
        every = sum(int(lead[part].sum() * partner[part].sum()) for part in joined)
        others, cut = np.zeros(len(self.actors)), np.zeros(len(self.actors))
        for part in joined:
            leads, partners = int(lead[part].sum()), int(partner[part].sum())
            left = (leads - lead[part]) * (partners - partner[part])
            others[part] = every - leads * partners + left
        for actor in rustworkx.articulation_points(graph):
            part = next(part for part in joined if actor in part)
            left = (lead[part].sum() - lead[actor]) * (partner[part].sum() - partner[actor])
            if left:
                rest = graph.subgraph([number for number in part.tolist() if number != actor])
                pieces = (
                    [rest[number] for number in piece] for piece in rustworkx.connected_components(rest)
                )
                cut[actor] = left - sum(int(lead[p].sum() * partner[p].sum()) for p in pieces)
        gates: np.ndarray = np.divide(cut, others, where=others > 0, out=np.full(len(others), np.nan))
        return gates


def _role(a: str, b: str, c: str) -> str:
    """The role of b between a and c, by their sides."""
    if a == c:
        return "coordinator" if a == b else "itinerant"
    if a == b:
        return "representative"
    return "gatekeeper" if b == c else "liaison"
