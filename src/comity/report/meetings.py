"""Who meets whom, drawn, with who stands between the sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.meetings import Node, meetings_svg
from comity.charts.theme import link, number
from comity.measures.meetings import contacts
from comity.report.bundles import Bundles

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Meetings:
    """Who meets whom in one context, who stands between the sides, and who holds the widest gate where nobody does."""

    place: str
    label: str
    svg: str
    gatekeepers: tuple[tuple[str, str], ...]
    widest: tuple[str, str, str] | None


def meetings(content: Content, bundles: Bundles) -> list[Meetings]:
    """The graph of I3: everybody who takes part, by side, with lines between those who meet."""
    figures = content.select("I3", "actor", quantity="betweenness")
    if figures.is_empty():
        return []
    made = []
    for at, (place, label) in enumerate(content.contexts.items()):
        own = {r["actor"]: r for r in figures.filter(pl.col("place") == place).iter_rows(named=True)}
        edges = _edges(content, place)
        if not edges:
            continue
        held = content.rows("roles").filter(pl.col("place") == place)
        sides = dict(
            held.select("actor", "side").drop_nulls().sort("actor", "side", descending=True).iter_rows()
        )
        nodes = [
            Node(
                actor, content.names.get(actor, actor), sides.get(actor, "third"), link(row["figure"]),
                row["value"] or 0.0, row["category"] == "gatekeeper",
            )
            for actor, row in sorted(own.items())
        ]  # fmt: skip
        lines = [
            (
                a,
                b,
                bundles.open(
                    "Meetings",
                    ("meet", place, a, b),
                    f"{content.name(a)} – {content.name(b)}",
                    rows,
                    place,
                ),
            )
            for (a, b), rows in sorted(edges.items())
        ]
        title = f"Who meets whom, {label}"
        keepers = tuple((n.name, n.href) for n in nodes if n.gatekeeper)
        made.append(
            Meetings(
                place, label, meetings_svg(nodes, lines, title=title, name=f"meetings-{at}"), keepers,
                _widest(content, place),
            )
        )  # fmt: skip
    return made


def _widest(content: Content, place: str) -> tuple[str, str, str] | None:
    """Who of one context holds the widest gate, how wide, and where that opens; nobody where none is held."""
    gates = content.select("I3", "actor", quantity="gate")
    held = gates.filter((pl.col("place") == place) & (pl.col("value") > 0))
    if held.is_empty():
        return None
    row = held.sort("value", "actor", descending=[True, False]).row(0, named=True)
    return content.name(row["actor"]), number(row["value"], "share"), link(row["figure"])


def _edges(content: Content, place: str) -> dict[tuple[str, str], list[str]]:
    """Pairs that meet, as I3 has it, with the rows in which they do."""
    roles, links, arrangements = (
        content.rows(table).filter(pl.col("place") == place) for table in ("roles", "links", "arrangements")
    )
    edges: dict[tuple[str, str], list[str]] = {}
    for one, other, row in (
        contacts(roles, links, arrangements, ())
        .drop_nulls("other")
        .select("actor", "other", "row")
        .iter_rows()
    ):
        first, second = sorted((one, other))
        rows = edges.setdefault((first, second), [])
        rows += [row] if row not in rows else []
    return edges
