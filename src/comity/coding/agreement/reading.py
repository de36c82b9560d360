"""What people say they read, at its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from comity.coding.together import place
from comity.diagnostics import Diagnostic

READ = {"document": pl.String(), "start": pl.UInt32(), "end": pl.UInt32(), "coder": pl.String()}


def readings(
    reading: pl.DataFrame, texts: Callable[[Sequence[str]], dict[str, str]]
) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Rows of READ (no start: the whole document), and the rows that lost their place, which count as not read.

    Takes: rows of PEOPLE_CODINGS without a code, with ``coder`` and ``line``.
    """
    rows: list[dict[str, object]] = []
    found: list[Diagnostic] = []
    marked = reading.filter(pl.col("quote").is_not_null())["document"].unique().sort().to_list()
    known = texts(marked) if marked else {}
    for row in reading.iter_rows(named=True):
        about = {"document": row["document"], "coder": row["coder"]}
        if row["quote"] is None:
            rows.append(about)
            continue
        start = place(known.get(row["document"], ""), row["quote"], row["start"] or 0)
        if start is None:
            found.append(_lost(row))
        else:
            rows.append({**about, "start": start, "end": start + len(row["quote"])})
    return pl.DataFrame(rows, schema=READ), found


def documents_coded(codings: pl.DataFrame, coders: Sequence[str]) -> pl.DataFrame:
    """Rows of READ that take each document in which one of the coders coded anything as read whole."""
    coded = codings.filter(pl.col("coder").is_in(list(coders)) & (pl.col("table") == "codings"))
    none = pl.lit(None, pl.UInt32)
    return (
        coded.select("document", none.alias("start"), none.alias("end"), "coder")
        .unique()
        .sort("document", "coder")
    )


def silent(people: pl.DataFrame, reading: pl.DataFrame) -> list[Diagnostic]:
    """A warning for each person who coded and does not say what they read."""
    coded = people.group_by("coder").agg(pl.len(), pl.col("document").n_unique()).sort("coder")
    return [
        Diagnostic(
            "nothing-read",
            f"codings/{coder}.csv",
            f"does not say what {coder} read: of {documents} documents only the passages that {coder} coded "
            f"({codings} codings) are compared, and what was passed over on purpose cannot be told from what was not "
            "read.",
            "Add a row with nothing but the id of each document that was read whole, or take --whole.",
            severity="warning",
        )
        for coder, codings, documents in coded.iter_rows()
        if coder not in set(reading["coder"])
    ]


def _lost(row: dict[str, object]) -> Diagnostic:
    return Diagnostic(
        "lost-reading",
        f"codings/{row['coder']}.csv",
        f"the words that were read no longer stand in {row['document']}; they count as not read.",
        "Was the document replaced? Give the new words.",
        line=int(str(row["line"])) if row.get("line") is not None else None,
        severity="warning",
    )
