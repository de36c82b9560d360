"""The table that a report adds: the passages it cites."""

from __future__ import annotations

from comity.measures.tables import WORDS
from comity.study.registry_tables import REGISTRY
from comity.study.tables import STANCES
from comity.table import Column, Table

CITED = Table(
    "passages",
    "The passages, paraphrases and rows of the registry that a report cites, passages in their paragraph.",
    (
        Column(
            "row",
            "the counted row: a coding, a statement, a duty, or TABLE/ID in the registry",
            required=True,
        ),
        Column(
            "table",
            "codings, statements, duties, reused, survived, or a table of the registry",
            kind="category",
            required=True,
            allowed=(
                "codings",
                "statements",
                "duties",
                *(table.name for table in WORDS),
                *(table.name for table in REGISTRY),
            ),
        ),
        Column(
            "document", "an id of documents.csv, or the arrangement of a row of the registry", required=True
        ),
        Column("title", "title of the document"),
        Column("date", "its date, as far as it is known", kind="date"),
        Column("page", "page, from 1; null where the format has none", kind="integer"),
        Column("locator", "where a statement or a row of the registry stands in its source"),
        Column(
            "kind",
            "paragraph, item, heading, cell, note …; statement for a paraphrase, record for a row of the registry",
            required=True,
        ),
        Column("code", "the code; of a duty, its kind; null for a row of the registry"),
        Column("stance", "affirms, rejects or reports", kind="category", allowed=STANCES),
        Column("coder", "who coded it; null for a row of the registry"),
        Column("confidence", "0 to 1", kind="number", required=True),
        Column("before", "the paragraph before the passage", required=True),
        Column("quote", "the passage, or the paraphrase", required=True),
        Column("after", "the paragraph after the passage", required=True),
        Column("hit_from", "first character, inside the quote, of the words that decided", kind="integer"),
        Column("hit_to", "character after their last", kind="integer"),
        Column("pattern", "the pattern that fired, as written in the codebook"),
        Column("other_document", "of a passage that stands in another document: that document"),
        Column("other_page", "page there", kind="integer"),
        Column("other_before", "the paragraph there, before it"),
        Column("other_quote", "the passage there"),
        Column("other_after", "the paragraph there, after it"),
        Column("likeness", "how alike both are, 0 to 1", kind="number"),
    ),
    key=("row",),
)
