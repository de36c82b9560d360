"""Whose words, ready to be counted: reuse and the fate of drafts, with what their documents are compared by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from comity.dates import bounds
from comity.measures.tables import REUSED, SURVIVED

NO_SIDE = "no side"
UNREAD = "unread"
_ABOUT = ("context", "actor", "side", "layer", "register", "period", "year")


def earlier_sides(documents: pl.DataFrame) -> list[list[str] | None]:
    """For each document the sides of those who issued surely earlier ones; null where its first day is not known.

    Takes: documents (``date``, ``side``, ``passages``). Earlier is what ended before the other began; a document
    without text lends no words.
    """
    days = [bounds(date) or (None, None) for date in documents["date"]]
    first: dict[str, dt.date] = {}
    for (_, last), side, passages in zip(days, documents["side"], documents["passages"], strict=True):
        if last and passages:
            first[side or NO_SIDE] = min(last, first.get(side or NO_SIDE, last))
    return [
        [side for side, end in sorted(first.items()) if end < begin] if begin and passages else None
        for (begin, _), passages in zip(days, documents["passages"], strict=True)
    ]


def reused(reuse: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """REUSED: the rows of REUSE with what their document is compared by, and the issuer of their source."""
    about = read.select("document", *_ABOUT)
    whose = read.select(lender="document", other="actor", from_side="side")
    told = (
        reuse.select("document", row="reused/" + pl.col("row"), lender="source", found="kind")
        .join(about, on="document", how="inner", maintain_order="left")
        .join(whose, on="lender", how="left", maintain_order="left")
    )
    return REUSED.conform(told.with_columns(table=pl.lit("reused"))).sort("row")


def survived(survival: pl.DataFrame, drafts: Mapping[str, str], read: pl.DataFrame) -> pl.DataFrame:
    """SURVIVED: the rows of SURVIVAL, and one for each draft of which nothing could be compared.

    `drafts` are the documents that the study calls drafts, each with its final text.
    """
    about = read.filter(pl.col("document").is_in(list(drafts))).select(
        "document",
        *_ABOUT,
        final=pl.col("document").replace_strict(drafts or {"": ""}, default=None, return_dtype=pl.String),
    )
    compared = survival.select("document", "fate", row="survived/" + pl.col("row"))
    told = about.join(compared, on="document", how="left").with_columns(pl.col("fate").fill_null(UNREAD))
    return SURVIVED.conform(told.with_columns(table=pl.lit("survived"))).sort("document", "row")
