"""The statements of a study, from its codings and paraphrases."""

from __future__ import annotations

import datetime as dt

import polars as pl

from comity.dates import bounds
from comity.measures.networks.statements import PLACE, Statements, counted
from comity.study.codebook import Codebook

VARIABLES = ("actor", "code", "side", "context", "layer", "register", "period", "document")
WORDS = {
    "organization": "actor",
    "person": "actor",
    "speaker": "actor",
    "concept": "code",
    "stance": "agreement",
}
"""What users of other programs call them."""
_SIDES = {"affirms": 1, "rejects": 0}  # a reported voice takes no side


def as_coded(coded: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """CODED without the rows under which a coding counts for the ancestors of its code: each coding once."""
    above = pl.DataFrame(
        [{"code": c, "above": a} for c in codebook.codes for a in codebook.ancestors(c)],
        schema={"code": pl.String, "above": pl.String},
    )
    held = (
        coded.select("row", "code").join(above, on="code", how="inner").select("row", code="above").unique()
    )
    return coded.join(held, on=["row", "code"], how="anti", maintain_order="left")


def spoken(
    coded: pl.DataFrame, codebook: Codebook, *, documents: pl.DataFrame, statements: pl.DataFrame
) -> Statements:
    """Who says what in a study: the codings of CODED under the code that they were given.

    ``agreement`` is 1 where a passage affirms, 0 where it rejects; where it reports another voice there is none. A
    paraphrase has its own date, a passage that of its document; of a date known to the year or the month the first day
    counts, and a note says how many there are.
    """
    said = statements.select(pl.col("id").alias("row"), pl.col("date").alias("said"))
    issued = documents.select(pl.col("id").alias("document"), pl.col("date").alias("issued"))
    rows = as_coded(coded, codebook)
    rows = rows.join(issued, on="document", how="left", maintain_order="left")
    rows = rows.join(said, on="row", how="left", maintain_order="left")
    dates = rows.select(pl.coalesce("said", "issued")).to_series().to_list()
    spans = {date: bounds(date) for date in set(dates)}
    firsts = [_first(spans[date]) for date in dates]
    rough = sum(1 for date in dates if (s := spans[date]) and s[0] is not None and s[0] != s[1])
    ends = rows["row"].str.extract_groups(r"#(?<start>\d+)-(?<end>\d+)/").struct.unnest()
    frame = rows.with_columns(
        pl.Series("time", firsts, PLACE["time"]),
        *(ends[name].cast(pl.Int64).alias(name) for name in ("start", "end")),
        pl.lit(None, pl.String).alias("quote"),
        pl.col("stance").replace_strict(_SIDES, default=None, return_dtype=pl.Int64).alias("agreement"),
    )
    reported = int((frame["stance"] == "reports").sum())
    told = (
        (rough, "Dated by the year or month alone, so that its first day counts"),
        (reported, "Reporting another voice and taking no side, so counted where the qualifier is ignored"),
    )
    notes = [f"{what}: {counted(number)}." for number, what in told if number]
    columns = [*PLACE, *(name for name in VARIABLES if name not in PLACE), "agreement"]
    kinds = {**dict.fromkeys(VARIABLES, "text"), "agreement": "boolean"}
    return Statements(frame.select(columns), kinds, WORDS, tuple(notes))  # type: ignore[arg-type]


def _first(span: tuple[dt.date | None, dt.date | None] | None) -> dt.datetime | None:
    day = None if span is None else span[0] or span[1]
    return None if day is None else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 (days have no zone)
