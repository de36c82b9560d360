"""D1: is it said at all? The first finding of a comparison is a table of codes by contexts."""

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
from comity.measures.statistics import count_of_documents

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import Settings


@measure(
    "D1",
    question="Which codes are present in which context?",
    quantities=(Quantity("presence", "documents affirming", (0, None), count_of_documents("affirms")),),
    by=("context", "actor", "side", "layer", "register", "period", "year"),
    source="method D1",
)
def presence(
    coded: Frame, read: Frame, settings: Settings, codebook: Codebook, by: tuple[str, ...]
) -> Counted:
    """In how many documents a code is affirmed, and whether that makes it present.

    *Present*: affirmed in as many documents as the study asks for (``thresholds.present``, 2 unless it says
    otherwise); *weak*: in fewer, but at least one; *absent*: in none, though at least ``thresholds.read``
    documents (5) of the group were read; *unknown*: in none, and fewer were read. Absence is a finding only
    where one has looked.

    Takes: coded (row, document, code, stance, coder and the grouping columns; a coding stands there once for
    its own code and once for each ancestor), read (document, grouping columns).
    Gives: value = documents affirming, category, read = documents read; the evidence are the affirming
    passages and statements. A document in which somebody of a group is coded as speaking was read for that
    group too.
    Undefined: unknown has no value and the status "unknown". No interval: it is a count.
    Source: method D1.

    Caveat: a code said once in passing is as present as one that fills the text; D2 tells them apart.

    >>> from comity.measures.worked import worked
    >>> worked("D1",
    ... read=["document", "a", "b", "c", "d", "e"],
    ... coded=["document, code", "a, security", "b, security", "c, mobility"],
    ... )
    D1/case/security = 2, present  (n 2)
    D1/case/mobility = 1, weak  (n 1)
    """
    columns = ordered((*by, "code"))
    documents = documents_in(coded, read, by)
    rows = passages_once(coded.filter(pl.col("stance") == "affirms"), columns)
    present, enough = settings.thresholds.present, settings.thresholds.read
    return Counted(
        rows=rows.with_columns(part=pl.lit("affirms")),
        groups=figures_asked(documents, by, codes_of(codebook, coded)),
        background=documents.with_columns(part=pl.lit("read"), amount=pl.lit(1, pl.Int64)),
        judge=lambda figures: judged(figures, present=present, enough=enough),
    )


def judged(figures: Frame, *, present: int, enough: int) -> Frame:
    """The answer in a word, from the documents affirming (value) and the documents read."""
    category = (
        pl.when(pl.col("value") >= present)
        .then(pl.lit("present"))
        .when(pl.col("value") >= 1)
        .then(pl.lit("weak"))
        .when(pl.col("read") >= enough)
        .then(pl.lit("absent"))
        .otherwise(pl.lit("unknown"))
    )
    unknown = pl.col("category") == "unknown"
    note = pl.format("{} documents were read; absence takes {}", pl.col("read"), pl.lit(enough))
    return figures.with_columns(category=category).with_columns(
        value=pl.when(~unknown).then(pl.col("value")),
        status=pl.when(unknown).then(pl.lit("unknown")).otherwise(pl.lit("ok")),
        note=pl.when(unknown).then(note),
    )
