"""Documents on the desk beside earlier ones: what they take over, and what became of the earlier passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from comity.coding.reuse.table import Rules, Step, borrowed, changed, marked, survival
from comity.diagnostics import Diagnostic

if TYPE_CHECKING:
    from comity.coding.coded_texts import Coded

Texts = tuple[pl.DataFrame, Callable[[Sequence[str]], dict[str, str]]]


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A passage that stands in an earlier document, with both wordings."""

    document: str
    page: int | None
    source: str
    source_page: int | None
    likeness: float
    kind: str
    text: str
    source_text: str

    def steps(self) -> list[Step]:
        """What was changed, word by word."""
        return changed(self.text, self.source_text)

    def marked(self) -> str:
        """The passage with ``[-gone-]`` and ``{+come+}``."""
        return marked(self.text, self.source_text)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier document: how many passages were borrowed from it, and what became of its own."""

    document: str
    borrowed: int
    retained: int
    altered: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Beside:
    """The comparison: REUSE of the documents in the earlier ones, SURVIVAL of these, and both in words."""

    borrowed: pl.DataFrame
    survival: pl.DataFrame
    passages: int
    documents: tuple[Earlier, ...]
    quotes: tuple[TakenOver, ...]
    rules: Rules
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """How much is borrowed, in a sentence."""
        own = self.borrowed.filter(pl.col("kind") == "borrowed").height
        common = self.borrowed.height - own
        told = f"{own:,} of {self.passages:,} passages stand, nearly word for word, in an earlier document"
        told += f"; {common:,} more are boilerplate, found in most of them" if common else ""
        return (
            f"{told} (likeness {self.rules['least']:g} or more; {self.rules['words']:.0f} words or more; retained from "
            f"{self.rules['retained']:g})."
        )


def compared(later: Coded, earlier: Coded, rules: Rules) -> Beside:
    """The later documents beside the earlier ones; their dates do not matter, save to choose among sources."""
    ours, theirs = later.worded(earlier)
    dates = dict(earlier.metadata.select("document", "date").iter_rows())
    found = borrowed(ours, theirs, dates, rules)
    fates = survival(theirs, ours, rules)
    return Beside(
        found,
        fates,
        ours[0].height,
        _documents(found, fates),
        _quotes(found, (ours[0], later.texts_of), (theirs[0], earlier.texts_of)),
        rules,
        earlier.diagnostics,
    )


def _documents(found: pl.DataFrame, fates: pl.DataFrame) -> tuple[Earlier, ...]:
    taken = dict(found.filter(pl.col("kind") == "borrowed")["source"].value_counts().iter_rows())
    counts: dict[str, dict[str, int]] = {}
    for name, fate, number in fates.group_by("document", "fate").len().iter_rows():
        counts.setdefault(name, {})[fate] = number
    made = [
        Earlier(
            name,
            taken.get(name, 0),
            told.get("retained", 0),
            told.get("altered", 0),
            told.get("dropped", 0),
        )
        for name, told in counts.items()
    ]
    return tuple(sorted(made, key=lambda e: (-e.borrowed, -e.retained, -e.altered, e.document)))


def _quotes(found: pl.DataFrame, ours: Texts, theirs: Texts) -> tuple[TakenOver, ...]:
    here, there = _pages(ours[0]), _pages(theirs[0])
    texts = ours[1](found["document"].unique().to_list())
    sources = theirs[1](found["source"].unique().to_list())
    return tuple(
        TakenOver(
            r["document"], here[r["document"], r["start"]],
            r["source"], there[r["source"], r["source_start"]],
            r["likeness"], r["kind"],
            texts[r["document"]][r["start"] : r["end"]],
            sources[r["source"]][r["source_start"] : r["source_end"]],
        )
        for r in found.iter_rows(named=True)
    )  # fmt: skip


def _pages(passages: pl.DataFrame) -> dict[tuple[str, int], int | None]:
    return {(d, s): page for d, s, page in passages.select("document", "start", "page").iter_rows()}
