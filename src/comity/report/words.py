"""Whose words, in a report: who writes in whose, as a drawing through the years and as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity.charts.theme import link, number
from comity.charts.words import Borrowed, Writer, legend_svg, words_svg
from comity.report.content import ALL
from comity.report.tracks import between
from comity.report.wording import counted, listed

if TYPE_CHECKING:
    from comity.report.content import Content

SPAN = 5  # years of a window
MOST_NODES, MOST_TIES = 30, 90  # that a drawing holds and can still be read
FEWEST = 3  # issuers who are tied, below which the table says it better
SOURCES = 3  # issuers named from whom somebody mostly takes over


@dataclass(frozen=True, slots=True)
class Source:
    """From whom passages were taken over, how many, and where they open."""

    name: str
    passages: int
    href: str


@dataclass(frozen=True, slots=True)
class Taker:
    """An issuer and how much of what it writes stands in earlier documents: of anybody, of others, mostly of whom."""

    name: str
    href: str
    share: str
    ends: str
    passages: int
    others: str
    sources: tuple[Source, ...]
    more: int


@dataclass(frozen=True, slots=True)
class WhoseWords:
    """One context: its table, and a drawing where there is something to draw.

    ``labels`` and ``told`` are what the slider says, window by window, as JSON.
    """

    place: str
    label: str
    takers: tuple[Taker, ...]
    silent: str
    svg: str
    legend: str
    labels: str
    told: str
    windows: int
    remark: str


def whose_words(content: Content) -> list[WhoseWords]:
    """D8 by context; contexts in which nobody takes over anything are left out."""
    made = [_place(content, n, place) for n, place in enumerate(content.contexts)]
    return [words for words in made if words is not None]


def _place(content: Content, place_number: int, place: str) -> WhoseWords | None:
    figures = content.at_place("D8", place).filter(pl.col("actor").is_not_null(), pl.col("period").is_null())
    pairs = figures.drop_nulls("other").sort("n", "figure", descending=[True, False])
    takers = _takers(content, figures.filter(pl.col("other").is_null()), pairs)
    if not takers:
        return None
    label = content.contexts[place]
    silent = figures.filter(pl.col("other").is_null(), quantity="share").filter(
        pl.col("value").fill_null(0) == 0
    )
    drawn = _drawn(pairs.filter(pl.col("actor") != pl.col("other")))
    writers, ties, windows = _marks(content, place, drawn)
    many = len(writers) >= FEWEST
    hidden = pairs.filter(pl.col("actor") != pl.col("other")).height - len(ties)
    return WhoseWords(
        place,
        label,
        takers,
        listed(sorted(content.name(a) for a in silent["actor"])),
        words_svg(writers, ties, title=f"Whose words, {label}", name=f"words-{place_number}") if many else "",
        legend_svg(writers, ties) if many else "",
        json.dumps([name for name, _ in windows], ensure_ascii=False),
        json.dumps([_told(ties, at) for at in range(len(windows))], ensure_ascii=False),
        len(windows),
        f"{counted(hidden, 'weaker tie')} not drawn; the table of figures lists them." if hidden else "",
    )


def _takers(content: Content, own: pl.DataFrame, pairs: pl.DataFrame) -> tuple[Taker, ...]:
    """Those who take over anything, the greatest share first."""
    others = {r["actor"]: r for r in own.filter(quantity="others").iter_rows(named=True)}
    taking = own.filter(pl.col("value") > 0, quantity="share").sort(
        "value", "figure", descending=[True, False]
    )
    made = []
    for row in taking.iter_rows(named=True):
        mine = pairs.filter(actor=row["actor"])
        sources = [
            Source(
                "itself" if p["other"] == p["actor"] else content.name(p["other"]), p["n"], link(p["figure"])
            )
            for p in mine.head(SOURCES).iter_rows(named=True)
        ]
        theirs = others[row["actor"]]["value"]
        made.append(
            Taker(
                content.name(row["actor"]), link(row["figure"]), number(row["value"], row["unit"]), between(row),
                row["n"], number(theirs, row["unit"]), tuple(sources), max(0, mine.height - SOURCES),
            )
        )  # fmt: skip
    return tuple(made)


def _drawn(pairs: pl.DataFrame) -> pl.DataFrame:
    """The ties that are drawn, so that they are not too many: the heaviest, of those who are tied most."""
    ends = pl.concat([pairs.select("n", who="actor"), pairs.select("n", who="other")])
    most = ends.group_by("who").agg(pl.col("n").sum()).sort("n", "who", descending=[True, False])
    kept = most.head(MOST_NODES)["who"].implode()
    return pairs.filter(pl.col("actor").is_in(kept) & pl.col("other").is_in(kept)).head(MOST_TIES)


def _marks(
    content: Content, place: str, drawn: pl.DataFrame
) -> tuple[list[Writer], list[Borrowed], list[tuple[str, tuple[int, int] | None]]]:
    assert content.borrowed is not None
    rows = content.borrowed if place == ALL else content.borrowed.filter(context=place)
    rows = rows.filter(pl.col("actor") != pl.col("other"))
    names = sorted({*drawn["actor"], *drawn["other"]})
    windows = _windows(rows.filter(pl.col("actor").is_in(names))["year"])
    counts = [_counts(rows, years) for _, years in windows]
    ties = [
        Borrowed(
            r["actor"],
            r["other"],
            link(r["figure"]),
            tuple(c.get((r["actor"], r["other"]), 0) for c in counts),
        )
        for r in drawn.iter_rows(named=True)
    ]
    sides = _sides(rows)
    shares = {
        r["actor"]: link(r["figure"])
        for r in content.at_place("D8", place)
        .filter(pl.col("other").is_null(), pl.col("actor").is_not_null(), quantity="share")
        .iter_rows(named=True)
    }
    writers = [
        Writer(
            name, content.name(name), sides.get(name, ""), shares.get(name, link("words")),
            tuple(sum(n for (_, lender), n in c.items() if lender == name) for c in counts),
        )
        for name in names
    ]  # fmt: skip
    return writers, ties, windows


def _counts(rows: pl.DataFrame, years: tuple[int, int] | None) -> dict[tuple[str, str], int]:
    own = rows if years is None else rows.filter(pl.col("year").is_between(*years))
    return {
        (a, b): n
        for a, b, n in own.drop_nulls(["actor", "other"]).group_by("actor", "other").len().iter_rows()
    }


def _sides(rows: pl.DataFrame) -> dict[str, str]:
    writing = rows.select(who="actor", side="side")
    lending = rows.select(who="other", side="from_side")
    return dict(pl.concat([writing, lending]).drop_nulls().unique().sort("who", "side").iter_rows())


def _windows(years: pl.Series) -> list[tuple[str, tuple[int, int] | None]]:
    """All years together, then each run of some years in which something was taken over."""
    made: list[tuple[str, tuple[int, int] | None]] = [("All years", None)]
    known = sorted(int(year) for year in years.drop_nulls().unique())
    if len(known) < 2:
        return made
    for start in range(known[0], max(known[0], known[-1] - SPAN + 1) + 1):
        stop = min(start + SPAN - 1, known[-1])
        made.append((f"{start}–{stop}", (start, stop)))
    return made


def _told(ties: Sequence[Borrowed], at: int) -> str:
    """What the slider says of a window: how many passages were taken over, between how many issuers."""
    own = [t for t in ties if t.passages[at]]
    if not own:
        return "nobody takes over a passage of others"
    passages = sum(t.passages[at] for t in own)
    writers = len({t.writer for t in own})
    verb = "takes" if writers == 1 else "take"
    return f"{counted(writers, 'issuer')} {verb} over {counted(passages, 'passage')} of others"
