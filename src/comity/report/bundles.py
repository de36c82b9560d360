"""Rows of the registry that open together though no figure counts them: a cell, a bar, a symbol, a line.

Drawings ask for an address and get one; the page carries what was asked for, beside the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from comity.charts.theme import link

NOUNS = {
    "actors": "Actor", "arrangements": "Arrangement", "roles": "Role", "provisions": "Provision",
    "transfers": "Transfer", "events": "Event", "funding": "Funding", "links": "Link",
    "candidates": "Candidate", "attributes": "Attribute",
}  # fmt: skip
OF_REGISTRY = ("row of the registry", "rows of the registry")
_EMPTY = ("short", "interval", "period", "code", "group")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Rows that open together: identity (the address), what they are, a title, and the rows."""

    id: str
    kind: str
    title: str
    context: str
    rows: tuple[str, ...]
    nouns: tuple[str, str] = OF_REGISTRY

    @property
    def counted(self) -> str:
        """How many rows it holds, in words."""
        return f"{len(self.rows):,} {self.nouns[len(self.rows) != 1]}"


class Bundles:
    """The bundles that the drawings of one page ask for, in the order of asking."""

    def __init__(self) -> None:
        self._made: dict[str, Bundle] = {}

    def open(
        self,
        kind: str,
        parts: Sequence[str],
        title: str,
        rows: Iterable[str],
        context: str = "",
        *,
        nouns: tuple[str, str] = OF_REGISTRY,
    ) -> str:
        """The address at which these rows open; a single row opens under its own identity."""
        listed = tuple(dict.fromkeys(rows))
        identity = listed[0] if len(listed) == 1 else "/".join(["rows", *parts])
        self._made.setdefault(identity, Bundle(identity, kind, title, context, listed, nouns))
        return link(identity)

    def all(self) -> list[Bundle]:
        """What was asked for."""
        return list(self._made.values())

    def rows(self) -> list[str]:
        """Every row that a bundle holds, sorted."""
        return sorted({row for bundle in self._made.values() for row in bundle.rows})

    def listing(self) -> list[dict[str, Any]]:
        """The bundles as entries of the page's data (packing.FIGURE); they have no status, since they measure nothing."""
        return [
            {
                **dict.fromkeys(_EMPTY),
                "id": bundle.id,
                "measure": bundle.kind,
                "name": bundle.title,
                "answer": "",
                "lines": [],
                "status": "",
                "context": bundle.context or None,
                "counted": bundle.counted,
                "year": None,
                "total": len(bundle.rows),
                "n": len(bundle.rows),
                "documents": 0,
                "value": None,
            }
            for bundle in self._made.values()
        ]

    def chosen(self) -> pl.DataFrame:
        """What the bundles cite, as evidence.chosen gives it for figures."""
        told = [(b.id, place, row, "") for b in self._made.values() for place, row in enumerate(b.rows)]
        schema = {"figure": pl.String, "place": pl.Int64, "row": pl.String, "part": pl.String}
        return pl.DataFrame(told, schema=schema, orient="row")
