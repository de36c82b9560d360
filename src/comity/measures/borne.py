"""Duties found in texts in the form in which measures count them beside the rows of the registry (BORNE)."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Frame

TOLD = ("duty", "commitment", "permission")
BINDING = ("duty", "commitment", "prohibition")

_COLUMNS: dict[str, pl.DataType] = {
    "table": pl.String(),
    "row": pl.String(),
    "document": pl.String(),
    "coders": pl.List(pl.String()),
    "context": pl.String(),
    "arrangement": pl.String(),
    "layer": pl.String(),
    "pillar": pl.String(),
    "period": pl.String(),
    "year": pl.Int64(),
    "what": pl.String(),
    "side": pl.String(),
    "target_side": pl.String(),
    "speaker_side": pl.String(),
    "condition": pl.String(),
    "condition_side": pl.String(),
}

NONE = pl.DataFrame(schema=_COLUMNS)
"""No duties: what measures count where no text was read for them."""


def borne(duties: Frame, read: Frame) -> Frame:
    """BORNE from DUTIES and READ: one row for each duty that somebody bears, with what it is compared by.

    Columns: table, row, document, coders; context, layer, period and year of the document (arrangement and pillar
    are null: a text does not say them); ``what`` (the kind of duty), ``side`` of the bearer, ``target_side``,
    ``speaker_side``, ``condition`` and ``condition_side`` (whose doing it waits for).
    """
    about = read.select("document", "context", "layer", "period", "year")
    told = duties.drop_nulls("bearer").join(about, on="document", how="inner", maintain_order="left")
    return told.select(
        "table",
        "row",
        "document",
        pl.concat_list("coder").alias("coders"),
        "context",
        pl.lit(None, pl.String).alias("arrangement"),
        "layer",
        pl.lit(None, pl.String).alias("pillar"),
        "period",
        pl.col("year").cast(pl.Int64),
        pl.col("kind").alias("what"),
        "side",
        "target_side",
        "speaker_side",
        "condition",
        "condition_side",
    ).cast(pl.Schema(_COLUMNS))
