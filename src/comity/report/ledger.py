"""The ledger as a page shows it: how much each side takes on, and what, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.coding.duties.grammar import grammars
from comity.coding.duties.ledger import Line, columns_of, entry, overview
from comity.report.bundles import Bundles
from comity.report.content import ALL
from comity.report.wording import listed

if TYPE_CHECKING:
    from comity.report.content import Content

SHOWN = 12  # duties listed of each side
OPENED = 40  # passages that open behind a count
HEADINGS = {
    "lead": "Lead", "partner": "Partner", "both": "Both alike", "third": "Third parties",
    "other": "On no known side", "nobody": "Nobody named",
}  # fmt: skip
_DUTY = "Duty"
_IN_TEXT = ("duty in the text", "duties in the text")
_ASIDE = ("third", "other", "nobody")
_WORDS = 320  # characters of an act


@dataclass(frozen=True, slots=True)
class Entry:
    """One duty: its force, what is to be done, on what condition, where it stands and the address of its passage."""

    force: str
    text: str
    condition: str
    target: str
    place: str
    href: str


@dataclass(frozen=True, slots=True)
class Side:
    """A column of the ledger: who it is, its duties and how many are not listed."""

    id: str
    label: str
    names: str
    entries: tuple[Entry, ...]
    total: int
    href: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a context (or of all documents): an overview in lines, and the sides with what they take on."""

    context: str
    label: str
    columns: tuple[Side, ...]
    lines: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]

    @property
    def facing(self) -> tuple[Side, ...]:
        """The columns that are listed side by side: the two sides, and what both take on alike."""
        return tuple(side for side in self.columns if side.id not in _ASIDE)


def unlooked(content: Content) -> tuple[str, ...]:
    """Languages of documents in which no duties are looked for, since there are no rules for them."""
    spoken = set(content.documents["language"].drop_nulls())
    return tuple(sorted(spoken - set(grammars()))) if content.ledger is not None else ()


def ledgers(content: Content, bundles: Bundles) -> list[Ledger]:
    """The ledger of each context that has duties in its documents."""
    if content.ledger is None:
        return []
    places = content.documents.select(document="id", context="context")
    rows = content.ledger.join(places, on="document", how="left", maintain_order="left")
    if ALL in content.contexts:
        return [_ledger(content, bundles, ALL, "", rows)]
    made = ((c, label, rows.filter(pl.col("context") == c)) for c, label in content.contexts.items())
    return [_ledger(content, bundles, c, label, own) for c, label, own in made if own.height]


def _ledger(content: Content, bundles: Bundles, context: str, label: str, rows: pl.DataFrame) -> Ledger:
    columns = columns_of(rows)
    lines = tuple(
        (line.label, tuple((line.counts[c], _opened(bundles, context, line, c, rows)) for c in columns))
        for line in overview(rows)
    )
    names = _names(content)
    sides = (_side(bundles, context, c, names.get(c, ""), rows.filter(pl.col("side") == c)) for c in columns)
    return Ledger(context, label, tuple(sides), lines)


def _names(content: Content) -> dict[str, str]:
    if content.sides is None:
        return {}
    told = content.sides.group_by("side", maintain_order=True).agg(pl.col("actor").head(2))
    return {side: listed(actors) for side, actors in told.iter_rows()}


def _opened(bundles: Bundles, context: str, line: Line, column: str, rows: pl.DataFrame) -> str:
    """The address at which the counted duties open; none for a count of zero."""
    if not line.counts[column]:
        return ""
    own = rows.filter((pl.col("side") == column) & line.chosen)
    title = f"{HEADINGS[column]}: {line.label}"
    parts = ("ledger", context or "all", column, line.id)
    return bundles.open(_DUTY, parts, title, own["row"].head(OPENED), context, nouns=_IN_TEXT)


def _side(bundles: Bundles, context: str, column: str, names: str, own: pl.DataFrame) -> Side:
    listed_here = own.head(SHOWN) if column not in _ASIDE else own.head(0)
    entries = tuple(_entry(bundles, context, row) for row in listed_here.iter_rows(named=True))
    href = ""
    if own.height > SHOWN and column not in _ASIDE:
        parts = ("ledger", context or "all", column, "all")
        href = bundles.open(_DUTY, parts, HEADINGS[column], own["row"].head(OPENED), context, nouns=_IN_TEXT)
    return Side(column, HEADINGS[column], names, entries, own.height, href)


def _entry(bundles: Bundles, context: str, row: Mapping[str, Any]) -> Entry:
    text = entry(row)
    shown = text if len(text) <= _WORDS else text[: _WORDS - 1].rsplit(" ", 1)[0] + " …"
    target = f"{row['target']} ({row['target_side']})" if row["target"] and row["target_side"] else ""
    return Entry(
        row["force"],
        shown,
        row["condition"] or "",
        target,
        "" if row["page"] is None else f"p. {row['page']}",
        bundles.open(_DUTY, ("ledger", row["row"]), shown, [row["row"]], context, nouns=_IN_TEXT),
    )
