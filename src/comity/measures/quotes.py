"""The words behind a counted row: a passage in its paragraph, or a statement's paraphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl

from comity.measures import pairs, records
from comity.table import Column, Table

QUOTES = Table(
    "quotes",
    "The passage or paraphrase behind each counted row, in its paragraph.",
    (
        Column("row", "the counted row", required=True),
        Column("document", "the document it stands in", required=True),
        Column("page", "page, from 1; null where there is none", kind="integer"),
        Column(
            "kind",
            "paragraph, item, heading, cell, note …; statement for a paraphrase, record for a row of the registry",
            required=True,
        ),
        Column("before", "the paragraph before the passage", required=True),
        Column("quote", "the passage, or the paraphrase", required=True),
        Column("after", "the paragraph after the passage", required=True),
        Column("hit_from", "first character, inside the quote, of the words that decided", kind="integer"),
        Column("hit_to", "character after their last", kind="integer"),
        Column("locator", "where a statement or a row of the registry stands in its source"),
        Column("other_document", "of a passage that stands in another document: that document"),
        Column("other_page", "page there", kind="integer"),
        Column("other_before", "the paragraph there, before it"),
        Column("other_quote", "the passage there"),
        Column("other_after", "the paragraph there, after it"),
        Column("likeness", "how alike both are, 0 to 1", kind="number"),
    ),
    key=("row",),
)


def of(
    rows: Sequence[str],
    *,
    codings: pl.DataFrame,
    statements: pl.DataFrame,
    registry: Mapping[str, pl.DataFrame],
    beside: Mapping[str, Callable[[], pl.DataFrame]],
    texts: Callable[[Sequence[str]], dict[str, str]],
    blocks: Callable[[Sequence[str]], pl.DataFrame],
) -> pl.DataFrame:
    """QUOTES for the rows asked for, sorted by row; rows that do not exist are left out.

    `beside` gives the tables of passages that stand in other documents (pairs.py). `texts` and `blocks` give the
    texts (by id) and BLOCKS rows of the documents asked for, so that only cited documents are ever loaded.
    """
    wanted = codings.filter(pl.col("row").is_in(list(rows)))
    placed = wanted.filter(pl.col("table") == "codings")
    cited = placed["document"].unique().sort().to_list()
    known = texts(cited)
    paragraphs = (
        blocks(cited)
        .filter(pl.col("document").is_in(cited))
        .select(
            "document", "kind", "page", pl.col("start").alias("block_start"), pl.col("end").alias("block_end")
        )
        .sort("block_start")
    )
    found = placed.sort("start").join_asof(
        paragraphs,
        left_on="start",
        right_on="block_start",
        by="document",
        strategy="backward",
        check_sortedness=False,
    )
    made = [
        *_passages(found, known),
        *_paraphrases(wanted, statements),
        *records.of(rows, registry),
        *pairs.of(rows, beside=beside, texts=texts, blocks=blocks),
    ]
    return QUOTES.frame(made).sort("row")


def _passages(found: pl.DataFrame, known: dict[str, str]) -> Iterator[dict[str, object]]:
    for row in found.iter_rows(named=True):
        text, start, end = known[row["document"]], row["start"], row["end"]
        first, last = row["block_start"] or 0, max(row["block_end"] or end, end)
        yield {
            "row": row["row"],
            "document": row["document"],
            "page": row["page"],
            "kind": row["kind"] or "paragraph",
            "before": text[first:start],
            "quote": text[start:end],
            "after": text[end:last],
            "hit_from": None if row["hit_start"] is None else row["hit_start"] - start,
            "hit_to": None if row["hit_end"] is None else row["hit_end"] - start,
        }


def _paraphrases(wanted: pl.DataFrame, statements: pl.DataFrame) -> Iterator[dict[str, object]]:
    stated = wanted.filter(pl.col("table") == "statements").select("row")
    for row in statements.join(stated, left_on="id", right_on="row", how="semi").iter_rows(named=True):
        yield {
            "row": row["id"],
            "document": row["document"],
            "page": None,
            "kind": "statement",
            "before": "",
            "quote": row["text"],
            "after": "",
            "locator": row["locator"],
        }
