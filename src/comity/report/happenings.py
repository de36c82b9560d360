"""What the record tells of the years of a chart, and of the time in which frames change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity.charts.happenings import Happening
from comity.dates import year_of
from comity.measures.records import sentence
from comity.report.wording import counted

if TYPE_CHECKING:
    from comity.report.bundles import Bundles
    from comity.report.content import Content

NEAR = 1  # years before a break in which what happened is told with it
TOLD = 3  # events that are told in words; the rest is counted


def happened(content: Content, bundles: Bundles, place: str, years: tuple[int, int]) -> tuple[Happening, ...]:
    """The events of a context by the year of their own date; each year opens its rows."""
    rows = _dated(content, place).filter(pl.col("own").is_between(*years))
    made = []
    for (year,), own in rows.group_by("own", maintain_order=True):
        told = _told(content, own)
        title = f"{counted(own.height, 'event')} in {year}"
        href = bundles.open("Events", ("happened", place, str(year)), title, own["row"], place)
        made.append(Happening(int(str(year)), own.height, f"{year}: {told}", href))
    return tuple(made)


def about_breaks(content: Content, place: str, rows: pl.DataFrame) -> str:
    """Each break in words: what rises and falls, in how many replicates, and what happened in and just before it."""
    events = _dated(content, place)
    said = []
    for row in rows.filter(category="break").sort("year").iter_rows(named=True):
        near = events.filter(pl.col("own").is_between(row["year"] - NEAR, row["year"]))
        told = f"Break in {row['year']} (in {row['value']:.0%} of replicates): {row['note'] or 'the mix changes'}."
        then = (
            f" Then or the year before: {_told(content, near)}"
            if near.height
            else " The record tells of no event then."
        )
        said.append(told + (then if events.height else ""))
    return " ".join(said)


def _dated(content: Content, place: str) -> pl.DataFrame:
    """The events of a context that have a date, with the year of it (``own``), in order."""
    if "events" not in content.registry:
        return pl.DataFrame(schema={"own": pl.Int64, "row": pl.String})
    frame = content.rows("events").filter(pl.col("place") == place)
    own = pl.Series("own", [year_of(date) for date in frame["date"]], pl.Int64)
    return frame.with_columns(own).drop_nulls("own").sort("own", "date", "row")


def _told(content: Content, rows: pl.DataFrame) -> str:
    """The first events as sentences, and how many more there are."""
    first = [sentence("events", row, content.names) for row in rows.head(TOLD).iter_rows(named=True)]
    more = rows.height - len(first)
    return " ".join([*first, *([f"And {counted(more, 'more event')}."] if more else [])])
