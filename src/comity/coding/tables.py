"""The tables that coding gives."""

from __future__ import annotations

from comity.study.tables import STANCES
from comity.table import Column, Table

CODINGS = Table(
    "codings",
    "Passage x code x stance by one coder: programs, people and statements in one table.",
    (
        Column(
            "table",
            "where the row comes from: codings (a passage) or statements (a paraphrase)",
            kind="category",
            required=True,
            allowed=("codings", "statements"),
        ),
        Column("row", "identity: document#start-end/code/coder, or the statement's id", required=True),
        Column("document", "an id of documents.csv", required=True, refers=("documents",)),
        Column(
            "start", "first character of the passage; null for a statement", kind="integer", dtype="UInt32"
        ),
        Column("end", "character after its last; null for a statement", kind="integer", dtype="UInt32"),
        Column("code", "a code of the codebook", required=True),
        Column("stance", "affirms, rejects or reports", kind="category", required=True, allowed=STANCES),
        Column("coder", "lexicon …, a person's name, or statements", required=True),
        Column("confidence", "0 to 1", kind="number", required=True, dtype="Float32"),
        Column(
            "speaker",
            "whom the text names as speaking, as written there; null: the issuer",
            refers=("actors",),
        ),
        Column("addressee", "whom it is said to or of, where known", refers=("actors",)),
        Column("hit_start", "first character of the words that decided", kind="integer", dtype="UInt32"),
        Column("hit_end", "character after their last", kind="integer", dtype="UInt32"),
        Column("pattern", "the pattern that fired, as written in the codebook"),
        Column("hits", "how many places of the passage say it", kind="integer", dtype="UInt32"),
    ),
    key=("row",),
)
