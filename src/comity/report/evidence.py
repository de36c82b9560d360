"""Which passages a report cites behind each figure.

A figure may count a hundred thousand rows; a page that is sent by mail holds some thousand passages. So each
figure gets its strongest passages, spread over documents first, and says how many more there are and how to
see them. All figures rank by the same strength, so that they share passages and the page stays small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from comity.coding.tables import DUTY_ROW
from comity.measures.tables import WORDS
from comity.report.tables import CITED

if TYPE_CHECKING:
    from comity.report.content import Source

MOST = (40, 30, 20, 14, 10, 7, 5, 3, 2, 1)  # passages per figure, tried from left to right
CHARACTERS = 4_200_000  # what the passages of one page take at most, with their paragraphs and sources
YEARLY = 4  # a figure of one year gets this part of the rest's: there are so many of them
PARAGRAPH = 420  # characters of the paragraph kept on either side of the passage
RECORD = 160  # characters of a row of the registry, told as a sentence
PAIR = 1_200  # of a passage and the one that it stands in, with the words that were changed
_PAIRED = tuple(table.name for table in WORDS)
AROUND = 600  # what a passage takes beside its own words: mostly less than two full sides


def chosen(evidence: pl.DataFrame, codings: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """What is cited behind each figure, best first: ``figure``, ``place`` (from 0), ``row``, ``part``.

    First one row of every document, strongest first (hits, confidence, brevity), then a second one of each;
    parts (affirms, rejects …) take turns. The number per figure is the largest of MOST that keeps the
    passages within CHARACTERS, as far as that can be told before they are read.
    """
    strength = codings.select(
        "row",
        pl.col("hits").fill_null(1),
        "confidence",
        (pl.col("end") - pl.col("start")).fill_null(0).clip(lower_bound=60).alias("length"),
    ).unique("row", keep="first", maintain_order=True)
    # a row of the registry is as strong as any other: its source stands beside it
    length = pl.when(pl.col("table").is_in(_PAIRED)).then(PAIR).otherwise(RECORD)
    known = evidence.join(strength, on="row", how="left", maintain_order="left").with_columns(
        pl.col("hits").fill_null(1), pl.col("confidence").fill_null(1.0), pl.col("length").fill_null(length)
    )
    best: list[str] = ["hits", "confidence", "length", "document", "row"]
    falling = [True, True, False, False, False]
    ranked = (
        known.sort(best, descending=falling)
        .with_columns(pl.int_range(pl.len()).over("figure", "part", "document").alias("turn"))
        .sort(["turn", *best], descending=[False, *falling])
        .with_columns(pl.int_range(pl.len()).over("figure", "part").alias("turn"))
        .sort("turn", "part", "row")
        .with_columns(pl.int_range(pl.len()).over("figure").alias("place"))
    )
    yearly = figures.filter(pl.col("year").is_not_null()).select("figure", pl.lit(YEARLY).alias("part_of"))
    limited = ranked.join(yearly, on="figure", how="left", maintain_order="left")
    for most in MOST:
        kept = limited.filter(
            pl.col("place") < pl.max_horizontal(pl.lit(1), most // pl.col("part_of").fill_null(1))
        )
        if int(kept.unique("row")["length"].sum()) + AROUND * kept["row"].n_unique() <= CHARACTERS:
            break
    return kept.select("figure", "place", "row", "part").sort("figure", "place")


def cited(source: Source, rows: Sequence[str]) -> pl.DataFrame:
    """CITED for the rows asked for, sorted by row; rows of the registry have neither code nor stance nor coder."""
    quotes = source.quotes(sorted(set(rows)))
    about = source.table("codings").select(
        "row", "table", "code", "stance", "coder", pl.col("confidence").cast(pl.Float64).round(3), "pattern"
    )
    if quotes["row"].str.contains(DUTY_ROW).any():
        found = source.table("duties").select("row", "table", "coder", code="kind")
        about = pl.concat([about, found.filter(pl.col("row").is_in(list(rows)))], how="diagonal_relaxed")
    titles = source.table("documents").select(pl.col("id").alias("document"), "title", "date")
    joined = quotes.join(about.unique("row", keep="first"), on="row", how="left").join(
        titles, on="document", how="left"
    )
    told = joined.with_columns(
        pl.coalesce("table", pl.col("row").str.split("/").list.first()).alias("table"),
        pl.col("confidence").fill_null(1.0),
    )
    return CITED.conform(told).sort("row")


def shortened(text: str, *, keep_end: bool) -> str:
    """At most PARAGRAPH characters of the text, from whole words, with … where it goes on."""
    if len(text) <= PARAGRAPH:
        return text
    if keep_end:
        return "… " + text[-PARAGRAPH:].split(" ", 1)[-1]
    return text[:PARAGRAPH].rsplit(" ", 1)[0] + " …"
