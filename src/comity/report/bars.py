"""Provisions, proposals and transfers as bars in parts, each part a set of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.report.bundles import Bundles
from comity.report.power import SIDE_NAMES
from comity.study.vocabularies import shipped_vocabularies

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
FORCES = ("mandatory", "conditional", "voluntary", "unclear")
FATES = ("taken up", "not taken up", "unknown")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: what it is, how many rows, how much of the bar, and where it opens."""

    kind: str
    count: int
    width: float
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in parts."""

    label: str
    segments: tuple[Segment, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one context."""

    place: str
    label: str
    bars: tuple[Bar, ...]


def force(content: Content, bundles: Bundles) -> list[Bars]:
    """Provisions by pillar, in parts by force; all bars on one scale."""
    frame = content.rows("provisions").with_columns(kind=pl.col("force").fill_null("unclear"))
    return _bars(
        content,
        bundles,
        frame,
        column="pillar",
        labels=_ordered(frame, "pillar"),
        kinds=_ordered_words(frame, "kind", FORCES),
        noun="Provisions",
    )


def uptake(content: Content, bundles: Bundles) -> list[Bars]:
    """Proposals by the side that made them, in parts by what became of them."""
    taken = pl.col("taken")
    kind = (
        pl.when(taken == 1)
        .then(pl.lit(FATES[0]))
        .when(taken == 0)
        .then(pl.lit(FATES[1]))
        .otherwise(pl.lit(FATES[2]))
    )
    frame = content.rows("provisions").drop_nulls("proposing").with_columns(kind=kind)
    sides = ("lead", "partner", "third")
    return _bars(content, bundles, frame, column="proposing", labels=sides, kinds=FATES, noun="Proposals")


def transfers(content: Content, bundles: Bundles) -> list[Bars]:
    """Transfers by kind, in parts by direction."""
    frame = content.rows("transfers")
    known = {"lead", "partner"}
    direction = [
        "from lead to partner" if (a, b) == ("lead", "partner") else "from partner to lead" if (a, b) == ("partner", "lead")
        else "within a side" if a == b and a in known else "from or to third parties"
        for a, b in frame.select("giving", "receiving").iter_rows()
    ]  # fmt: skip
    frame = frame.rename({"kind": "what"}).with_columns(pl.Series("kind", direction, pl.String))
    order = ("from lead to partner", "from partner to lead", "within a side", "from or to third parties")
    words = _ordered(frame, "what", "transfer")
    return _bars(content, bundles, frame, column="what", labels=words, kinds=order, noun="Transfers")


def _ordered(frame: pl.DataFrame, column: str, vocabulary: str = "") -> tuple[str, ...]:
    return _ordered_words(frame, column, tuple(shipped_vocabularies()[vocabulary or column]))


def _ordered_words(frame: pl.DataFrame, column: str, words: Sequence[str]) -> tuple[str, ...]:
    found = set(frame[column].drop_nulls())
    return (*(w for w in words if w in found), *sorted(found - set(words)))


def _bars(
    content: Content, bundles: Bundles, frame: pl.DataFrame, *,
    column: str, labels: Sequence[str], kinds: Sequence[str], noun: str,
) -> list[Bars]:  # fmt: skip
    counts = frame.drop_nulls(column).group_by("place", column).len()
    most = int(str(counts["len"].max() or 1))
    made = []
    for place, label in content.contexts.items():
        own = frame.filter(pl.col("place") == place)
        bars = []
        for word in labels:
            rows = own.filter(pl.col(column) == word)
            if rows.is_empty():
                continue
            name = SIDE_NAMES.get(word, word.capitalize())
            segments = tuple(
                _segment(
                    bundles,
                    part,
                    kind,
                    place=place,
                    parts=(noun.lower(), place, word, kind),
                    title=f"{name}: {kind}",
                    noun=noun,
                    most=most,
                )
                for kind in kinds
                if (part := rows.filter(pl.col("kind") == kind)).height
            )
            told = ", ".join(f"{s.count} {s.kind}" for s in segments)
            bars.append(Bar(name, segments, told))
        if bars:
            made.append(Bars(place, label, tuple(bars)))
    return made


def _segment(
    bundles: Bundles, rows: pl.DataFrame, kind: str, *, place: str, parts: Sequence[str], title: str, noun: str, most: int
) -> Segment:  # fmt: skip
    href = bundles.open(noun, parts, title, rows.sort("row")["row"], place)
    return Segment(
        kind, rows.height, 100 * rows.height / most, href, f"{title}, {rows.height} {noun.lower()}"
    )
