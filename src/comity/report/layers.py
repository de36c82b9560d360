"""The arrangements drawn: their time, their layers, and what is part of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.dates import bounds
from comity.report.bundles import Bundles
from comity.report.tracks import Block, Track
from comity.report.years import Years
from comity.study.tables import LAYERS

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layers:
    """The arrangements of one context on an axis of years, parts below what they are part of."""

    place: str
    label: str
    groups: tuple[Block, ...]
    years: tuple[tuple[float, str], ...]


def layers(content: Content, bundles: Bundles) -> list[Layers]:
    """Arrangements by layer, each with its time, its parts and its links."""
    frame = content.rows("arrangements")
    axis = Years.of([*frame["start"], *frame["end"]]) if frame.height else None
    ticks = axis.ticks() if axis else ()
    tied = _ties(content)
    made = []
    for place, label in content.contexts.items():
        own = {r["id"]: r for r in frame.filter(pl.col("place") == place).sort("id").iter_rows(named=True)}
        tree = _Tree(content, bundles, own, axis, tied)
        roots = [r for r in own.values() if r["part_of"] not in own]
        groups = []
        for layer in (*LAYERS, None):
            tracks = tuple(
                track
                for root in sorted((r for r in roots if r["layer"] == layer), key=_begun)
                for track in tree.branch(root)
            )
            if tracks:
                groups.append(Block(place, layer.capitalize() if layer else "Layer not given", tracks, ticks))
        if groups:
            made.append(Layers(place, label, tuple(groups), ticks))
    return made


def _begun(row: Row) -> tuple[str, str]:
    found = bounds(row["start"])
    return (str(found[0]) if found and found[0] else "9", row["name"])


@dataclass(frozen=True, slots=True)
class _Tree:
    """The arrangements of one context, from which its branches are drawn."""

    content: Content
    bundles: Bundles
    own: Mapping[str, Row]
    axis: Years | None
    tied: Mapping[str, Sequence[str]]

    def branch(self, row: Row, depth: int = 0) -> Iterator[Track]:
        """An arrangement and, below it, its parts."""
        rows = [row["row"], *self.content.belonging(row["id"])]
        href = self.bundles.open("Arrangement", ("arrangement", row["id"]), row["name"], rows, row["place"])
        ends = dict.fromkeys(d or "…" for d in (row["start"], row["end"]))
        when = "\u2009–\u2009".join(ends) if row["start"] or row["end"] else ""
        said = f"{row['name']}, {when}"
        spans = self.axis.bar(row["start"], row["end"], href, said) if self.axis else ()
        text = "" if spans else "dates unknown"
        yield Track(row["name"], (), spans, text, when, href, self._note(row, depth), depth)
        for child in sorted((r for r in self.own.values() if r["part_of"] == row["id"]), key=_begun):
            yield from self.branch(child, depth + 1)

    def _note(self, row: Row, depth: int) -> str:
        """Its layer, where that is not the layer of what it is part of; its legal form; what it is linked to."""
        above = self.own.get(row["part_of"]) if depth else None
        layer = row["layer"] if above is not None and above["layer"] != row["layer"] else ""
        form = row["legal_form"] if row["legal_form"] != "none" else ""
        return "; ".join(filter(None, [layer, form, *self.tied.get(row["id"], ())]))


def _ties(content: Content) -> dict[str, list[str]]:
    """What an arrangement is linked to, in words: ``model for Global Approach to Migration``."""
    made: dict[str, list[str]] = {}
    for row in content.registry["links"].sort("row").iter_rows(named=True):
        if row["kind"] in ("part of", "meets"):
            continue
        told = f"{row['kind']} {content.names.get(row['to'], row['to'])}"
        made.setdefault(row["from"], []).append(told)
    return made
