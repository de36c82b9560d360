"""Codings of people, of programs and the study's statements in one table.

A coding made by a person is kept as offsets and quotation. Where the text behind the offsets is no longer the
quotation (a file was replaced, a reader got better), the coding finds its place again by its words; one that
does not becomes a diagnostic and never a silent shift.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from comity.coding.tables import CODINGS
from comity.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Together:
    """All codings (CODINGS, sorted by document, place, code, coder) and those that lost their place."""

    frame: pl.DataFrame
    diagnostics: Sequence[Diagnostic]


def codings(
    programs: pl.DataFrame,
    people: pl.DataFrame,
    statements: pl.DataFrame,
    *,
    texts: Callable[[Sequence[str]], dict[str, str]],
) -> Together:
    """One CODINGS frame from what programs found, what people coded and what the study states.

    `people` follows PEOPLE_CODINGS plus ``coder`` and ``line``; `texts` gives the canonical text of the
    documents asked for, by id.
    """
    placed, diagnostics = _placed(people, texts)
    stated = statements.select(
        pl.lit("statements").alias("table"),
        pl.col("id").alias("row"),
        "document",
        "code",
        "stance",
        pl.lit("statements").alias("coder"),
        pl.lit(1.0, pl.Float32).alias("confidence"),
        "speaker",
        "addressee",
        pl.lit(1, pl.UInt32).alias("hits"),
    )
    parts = [CODINGS.conform(part) for part in (programs, placed, stated)]
    frame = pl.concat(parts).sort("document", "start", "code", "coder", "row", nulls_last=True)
    return Together(frame, diagnostics)


def _placed(
    people: pl.DataFrame, texts: Callable[[Sequence[str]], dict[str, str]]
) -> tuple[pl.DataFrame, list[Diagnostic]]:
    if people.is_empty():
        return CODINGS.empty(), []
    found: list[Diagnostic] = []
    rows: list[dict[str, object]] = []
    known = texts(people["document"].unique().sort().to_list())
    for row in people.iter_rows(named=True):
        start = place(known.get(row["document"], ""), row["quote"], row["start"])
        if start is None:
            found.append(_lost(row))
            continue
        end = start + len(row["quote"])
        rows.append(
            {
                "table": "codings",
                "row": f"{row['document']}#{start}-{end}/{row['code']}/{row['coder']}",
                "document": row["document"],
                "start": start,
                "end": end,
                "code": row["code"],
                "stance": row["stance"],
                "coder": row["coder"],
                "confidence": 1.0 if row["confidence"] is None else row["confidence"],
                "speaker": row["speaker"],
                "addressee": row["addressee"],
                "hit_start": start,
                "hit_end": end,
                "hits": 1,
            }
        )
    return CODINGS.frame(rows).unique("row", keep="first", maintain_order=True), found


def place(text: str, quote: str, start: int) -> int | None:
    """Where the quotation stands in the text: at `start`, else its occurrence nearest to it, else nowhere."""
    if text.startswith(quote, start):
        return start
    before = text.rfind(quote, 0, start + len(quote))
    after = text.find(quote, start)
    places = [p for p in (before, after) if p >= 0]
    return min(places, key=lambda p: (abs(p - start), p)) if places else None


def _lost(row: dict[str, object]) -> Diagnostic:
    quote = str(row["quote"])
    return Diagnostic(
        "lost-coding",
        f"codings/{row['coder']}.csv",
        f"the quotation no longer stands in {row['document']}; the coding {row['code']!r} is left out.",
        "Was the document replaced? Look the sentence up and give its new words.",
        line=int(str(row["line"])) if row.get("line") is not None else None,
        column="quote",
        value=quote if len(quote) <= 80 else quote[:79] + "…",
        severity="warning",
    )
