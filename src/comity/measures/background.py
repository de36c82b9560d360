"""What measures stand on: the documents that were read (READ) and the codings with what they are compared by (CODED)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import polars as pl

from comity.dates import year_of
from comity.measures.borrowing import earlier_sides
from comity.measures.tables import CODED, READ
from comity.study.tables import DOCUMENTS

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import Settings


class Sides(Protocol):
    """Who stands where."""

    def actor(self, name: str) -> str | None:
        """The id of the actor who goes by that name or alias; null for a name nobody has."""
        ...

    def side(self, name: str, context: str) -> str | None:
        """The side on which an actor (id, name, alias or generic phrase) stands in a context."""
        ...


def documents(declared: pl.DataFrame, metadata: pl.DataFrame) -> pl.DataFrame:
    """DOCUMENTS with empty cells filled from what the files say of themselves; what people wrote stands.

    `metadata` has ``document`` and any of title, date, issuer, language.
    """
    said = metadata.rename({"document": "id"})
    names = [n for n in said.columns if n != "id" and n in DOCUMENTS.names]
    joined = declared.join(
        said.select("id", *names), on="id", how="left", suffix="_said", maintain_order="left"
    )
    filled = joined.with_columns(pl.coalesce(n, f"{n}_said").alias(n) for n in names if n in declared.columns)
    return DOCUMENTS.conform(filled).sort("id")


def read(documents: pl.DataFrame, passages: pl.DataFrame, sides: Sides, settings: Settings) -> pl.DataFrame:
    """READ: one row per document that was read, held ones with how many passages they have.

    A held document whose file could not be read has no row in `passages` (``document``, ``passages``) and was
    not read: it is no background for anything.
    """
    counted = documents.join(passages, left_on="id", right_on="document", how="left", maintain_order="left")
    seen = counted.filter((pl.col("status") == "cited") | pl.col("passages").is_not_null())
    years = [year_of(date) for date in seen["date"]]
    actors = [_actor(name, sides) for name in seen["issuer"]]
    placed = [_side(name, context, sides) for name, context in seen.select("issuer", "context").iter_rows()]
    told = seen.with_columns(
        pl.col("id").alias("document"),
        pl.Series("actor", actors, pl.String),
        pl.Series("side", placed, pl.String),
        pl.Series("year", years, pl.Int64),
        pl.Series("period", [period_of(y, settings.periods) for y in years], pl.String),
        pl.col("passages").fill_null(0),
    )
    earlier = pl.Series("earlier", earlier_sides(told), pl.List(pl.String))
    return READ.conform(told.with_columns(earlier)).sort("document")


def coded(
    codings: pl.DataFrame,
    read: pl.DataFrame,
    *,
    statements: pl.DataFrame,
    sides: Sides,
    codebook: Codebook,
    settings: Settings,
) -> pl.DataFrame:
    """CODED: each coding once under its own code and once under each ancestor, with what it is compared by.

    Where a person and a program coded one passage with one code, the person's coding counts and the program's
    does not. A statement brings its own year and speaker, where it has them.
    """
    single = _once(codings, settings.programs)
    dated = statements.select(pl.col("id").alias("row"), pl.col("date").alias("said"))
    about = read.select("document", "context", "actor", "side", "layer", "register", "period", "year")
    joined = single.join(about, on="document", how="inner", maintain_order="left").join(
        dated, on="row", how="left", maintain_order="left"
    )
    speakers = joined.select("speaker", "context").unique(maintain_order=True).drop_nulls("speaker")
    who = pl.DataFrame(
        [
            {"speaker": s, "context": c, "speaking": _actor(s, sides), "standing": _side(s, c, sides)}
            for s, c in speakers.iter_rows()
        ],
        schema={"speaker": pl.String, "context": pl.String, "speaking": pl.String, "standing": pl.String},
    )
    said = [year_of(date) for date in joined["said"]]
    told = joined.with_columns(pl.Series("said_year", said, pl.Int64)).join(
        who, on=["speaker", "context"], how="left", nulls_equal=True, maintain_order="left"
    )
    spoken = pl.col("speaker").is_not_null()
    rows = told.with_columns(
        actor=pl.when(spoken).then("speaking").otherwise("actor"),
        side=pl.when(spoken).then("standing").otherwise("side"),
        year=pl.coalesce("said_year", "year"),
    ).with_columns(
        pl.col("year").map_elements(lambda y: period_of(y, settings.periods), pl.String).alias("period")
        if settings.periods
        else pl.col("period")
    )
    return CODED.conform(_with_ancestors(rows, codebook)).sort("document", "row", "code")


def period_of(year: int | None, periods: Mapping[str, tuple[int, int]]) -> str | None:
    """The study's period in which the year lies."""
    if year is None:
        return None
    return next((name for name, (first, last) in periods.items() if first <= year <= last), None)


def _once(codings: pl.DataFrame, programs: Sequence[str]) -> pl.DataFrame:
    """One row per place and code: people before programs, then by coder's name."""
    # Programs that know patterns are told by them, also where a study does not name them; others by their names.
    person = pl.col("pattern").is_null() & ~pl.col("coder").is_in(list(programs))
    passages = codings.filter(pl.col("table") == "codings").with_columns(person.alias("by_person"))
    kept = (
        passages.sort(["by_person", "coder", "row"], descending=[True, False, False])
        .unique(["document", "start", "end", "code"], keep="first", maintain_order=True)
        .drop("by_person")
    )
    return pl.concat([kept, codings.filter(pl.col("table") == "statements")])


def _with_ancestors(rows: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    parts = [rows]
    for code in codebook.codes:
        above = codebook.ancestors(code)
        parts += [rows.filter(pl.col("code") == code).with_columns(pl.lit(a).alias("code")) for a in above]
    return pl.concat(parts).unique(["row", "code"], keep="first", maintain_order=True)


def _actor(name: str | None, sides: Sides) -> str | None:
    return None if name is None else sides.actor(name) or name


def _side(name: str | None, context: str | None, sides: Sides) -> str | None:
    return None if name is None or context is None else sides.side(name, context)
