"""Who is told to do what and on which condition, what is made a technical matter, what things are called: drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import link, number, said
from comity.measures.names import uses
from comity.measures.records import sentence
from comity.report.bundles import Bundles
from comity.report.tracks import Block, Mark, Track, between, figure_track
from comity.report.years import Years, stacked

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
SPEAKERS = {"lead": "Lead side", "partner": "Partner side", "third": "Third parties"}
BEARERS = ("lead", "partner")
LEVELS = {
    "share_lead": "Laid on the lead side",
    "share_partner": "Laid on the partner side",
    "share_both": "Laid on both at once",
}
CONDITIONS = (
    ("D6", "conditionality", "Commitments that are conditional"),
    ("D6", "on_partner", "Of these, the condition is on the partner"),
    ("P7", "partner_first", "Exchanges in which the partner is first"),
    ("P7", "conditions_on_partner", "Conditions in texts laid on the partner"),
)
PERCENT = ((0.0, "0%"), (50.0, "50%"), (100.0, "100%"))


@dataclass(frozen=True, slots=True)
class Told:
    """How much of what is told in a context one side tells another: value, interval or n, where it opens."""

    figure: str
    share: float
    text: str
    more: str
    said: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells whom in one context: a row per speaking side, a cell per side that is to act; and on whom it falls."""

    place: str
    label: str
    rows: tuple[tuple[str, tuple[Told | None, ...]], ...]
    levels: Block


def tellings(content: Content) -> list[Telling]:
    """D7 per context: the side that speaks by the side that is to act, and the shares of the duties."""
    matrix, levels = content.select("D7", "kind"), content.select("D7")
    made = []
    for place, label in content.contexts.items():
        cells = {r["kind"]: r for r in matrix.filter(pl.col("place") == place).iter_rows(named=True)}
        rows = tuple(
            (name, tuple(_told(cells.get(f"{speaker} to {bearer}"), name, bearer) for bearer in BEARERS))
            for speaker, name in SPEAKERS.items()
            if any(f"{speaker} to {bearer}" in cells for bearer in BEARERS)
        )
        own = {r["quantity"]: r for r in levels.filter(pl.col("place") == place).iter_rows(named=True)}
        tracks = tuple(figure_track(own[name], words) for name, words in LEVELS.items() if name in own)
        block = Block(place, label, tracks, PERCENT)
        if rows or any(t.marks for t in tracks):
            made.append(Telling(place, label, rows, block))
    return made


def _told(row: Row | None, speaker: str, bearer: str) -> Told | None:
    if row is None or row["value"] is None:
        return None
    words = said(dict(row), f"{speaker} on the {bearer} side")
    return Told(row["figure"], row["value"], number(row["value"], row["unit"]), between(row), words)


def conditions(content: Content) -> list[Block]:
    """How much hangs on a condition in each context, and on whom the condition falls."""
    blocks = []
    for place, label in content.contexts.items():
        tracks = tuple(
            figure_track(row, words)
            for measure, quantity, words in CONDITIONS
            for row in content.select(measure, quantity=quantity)
            .filter(pl.col("place") == place)
            .iter_rows(named=True)
        )
        if any(t.marks for t in tracks):
            blocks.append(Block(place, label, tracks, PERCENT))
    return blocks


def technical(content: Content) -> list[Block]:
    """D9 per context, period by period: before and after."""
    whole, parts = (content.select("D9", *by, quantity="technicalisation") for by in ((), ("period",)))
    agreed = content.select("D9", quantity="figures_agreed").filter(pl.col("value") > 0)
    blocks = []
    for place, label in content.contexts.items():
        here = pl.col("place") == place
        dated = {r["period"]: r for r in parts.filter(here).iter_rows(named=True)}
        rows = [(r, "All years") for r in whole.filter(here).iter_rows(named=True)]
        rows += [(dated[period], period) for period in content.periods if period in dated]
        tracks = tuple(figure_track(r, words, depth=int(words != "All years")) for r, words in rows)
        if not any(t.marks for t in tracks):
            continue
        events = agreed.filter(here).rows(named=True)
        times = f"{events[0]['value']:.0f} time{'' if events[0]['value'] == 1 else 's'}" if events else ""
        remark = f"Contested figures became agreed ones: {times}." if events else ""
        blocks.append(
            Block(
                place, label, tracks, PERCENT, remark=remark, href=link(events[0]["figure"]) if events else ""
            )
        )
    return blocks


@dataclass(frozen=True, slots=True)
class Names:
    """The arrangements of one context that have borne more than one name, one at least dated, on an axis of years."""

    place: str
    label: str
    tracks: tuple[Track, ...]


def names(content: Content, bundles: Bundles) -> tuple[list[Names], tuple[tuple[float, str], ...]]:
    """What the arrangements have been called: a sign where a name is first used, and the names in words."""
    events, arrangements = content.rows("events"), content.rows("arrangements")
    axis = Years.of(events.filter(pl.col("what") == "named")["date"].to_list())
    by_arrangement = content.select("D10", "arrangement").select("place", "arrangement", "figure")
    figures = {(place, arrangement): figure for place, arrangement, figure in by_arrangement.iter_rows()}
    known = {row["row"]: row for row in events.iter_rows(named=True)}
    made = []
    for place, label in content.contexts.items():
        tracks = []
        for row in arrangements.filter(pl.col("place") == place).sort("name").iter_rows(named=True):
            found = uses(row, events)
            figure = figures.get((place, row["id"]))
            if len(found) < 2 or figure is None:
                continue
            marks = []
            for use in found:
                at = axis.ends(use.date) if axis and use.date else None
                if use.row and at and at[0] is not None:
                    href = bundles.open("Event", ("event", use.row), use.name, [use.row], place)
                    marks.append(
                        Mark(at[0], "step-0", href, sentence("events", known[use.row], content.names), "●")
                    )
            words = "; ".join(f"{use.name} ({use.date})" if use.date else use.name for use in found)
            if marks:
                told, levels = stacked([(mark, None) for mark in marks])
                signs = tuple(mark for mark, _ in told)
                tracks.append(Track(row["name"], signs, text=words, href=link(figure), levels=levels))
        if tracks:
            made.append(Names(place, label, tuple(tracks)))
    return made, axis.ticks() if axis else ()
