"""D2: how much is it said? In two quantities: one long text can carry a rate, but no share of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity.measures.counted import (
    Counted,
    Frame,
    codes_of,
    documents_in,
    figures_asked,
    ordered,
    passages_once,
)
from comity.measures.measure import Quantity, measure
from comity.measures.statistics import rate, share_of_documents

if TYPE_CHECKING:
    from comity.study.codebook import Codebook

OWN, ELSEWHERE, STATEMENT = "passage", "passage elsewhere", "statement"


@measure(
    "D2",
    question="How often are the codes affirmed?",
    quantities=(
        Quantity(
            "per_thousand",
            "affirming passages per 1,000 passages",
            (0, 1000),
            rate(OWN, per="passages", times=1000),
        ),
        Quantity(
            "documents",
            "share of documents",
            (0, 1),
            share_of_documents(OWN, ELSEWHERE, STATEMENT, of="documents"),
        ),
    ),
    by=("context", "actor", "side", "layer", "register", "period", "year"),
    source="method D2",
)
def prevalence(coded: Frame, read: Frame, codebook: Codebook, by: tuple[str, ...]) -> Counted:
    """How often a code is affirmed: per 1,000 passages, and in what share of the documents.

    *per_thousand* = 1,000 x affirming passages with the code / passages, both in held documents of the group.
    *documents* = documents of the group that affirm the code / documents of the group, held or cited.

    What belongs to a group: a document, where its own description puts it (its issuer's actor and side, its
    date), and where a coding in it stands (a statement of another year, a passage said by somebody else). A
    passage counts in *per_thousand* only where both agree, so that what is counted is part of what it is
    divided by: the words of another that a document quotes count for the other in *documents* alone.
    Statements are no passages and count in *documents* alone. A passage counts once per code, however many
    coders or child codes gave it; a coding stands in `coded` once for its own code and once for each
    ancestor.

    Takes: coded (table, row, document, code, stance, coder, grouping columns), read (document, passages,
    grouping columns).
    Gives: values in [0, 1000] and [0, 1], each with a bootstrap over documents, or Jeffreys' interval over
    documents (for *per_thousand* in its form for rates) where fewer than 8 are read or none or all say it.
    Undefined: where no passage was read, *per_thousand* is "no evidence".
    Source: method D2.

    Caveat: a register speaks in its own way: where contexts are known from different registers, compare within
    one.

    >>> from comity.measures.worked import worked
    >>> worked("D2",
    ... read=["document", "a", "b", "c", "d", "e"],
    ... coded=["document, code", "a, security", "a, security", "b, security"],
    ... )
    D2/case/security = 60  (n 3, 12 to 1.9e+02)
    D2.documents/case/security = 0.4  (n 3, 0.094 to 0.79)
    """
    documents = documents_in(coded, read, by)
    rows = passages_once(
        _placed(coded.filter(pl.col("stance") == "affirms"), read, by), [*ordered((*by, "code")), "part"]
    )
    passages = read.filter(pl.col("passages") > 0).select(
        *by, "document", amount=pl.col("passages").cast(pl.Int64)
    )
    return Counted(
        rows=rows,
        groups=figures_asked(documents, by, codes_of(codebook, coded)),
        background=pl.concat(
            [
                documents.select(
                    *by, "document", pl.lit("documents").alias("part"), pl.lit(1, pl.Int64).alias("amount")
                ),
                passages.select(*by, "document", pl.lit("passages").alias("part"), "amount"),
            ]
        ),
        judge=_explained,
    )


def _placed(coded: Frame, read: Frame, by: tuple[str, ...]) -> Frame:
    """Each coding with the part it is counted as: a passage of its group's own documents, or not."""
    home = read.select("document", "passages", *(pl.col(c).alias(f"{c}_of_document") for c in by))
    here = pl.all_horizontal(
        pl.col("passages").fill_null(0) > 0, *(pl.col(c).eq_missing(pl.col(f"{c}_of_document")) for c in by)
    )
    part = (
        pl.when(pl.col("table") == "statements")
        .then(pl.lit(STATEMENT))
        .when(here)
        .then(pl.lit(OWN))
        .otherwise(pl.lit(ELSEWHERE))
    )
    return coded.join(home, on="document", how="left").with_columns(part=part)


def _explained(figures: Frame) -> Frame:
    without = pl.col("status") == "no evidence"
    return figures.with_columns(
        note=pl.when(without).then(pl.lit("no passage of this group was read; statements are no passages"))
    )
