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

DUTY_KINDS = ("duty", "prohibition", "permission", "commitment", "invitation")
FORCES = ("mandatory", "political", "voluntary")
DUTY_ROW = r"#\d+-\d+/[a-z]+/\d+\.\d+$"  # the end of the name of a row of duties
BEARING = ("lead", "partner", "both", "third")


def _place(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(name, what),
        Column(f"{name}_start", f"first character of {name}", kind="integer", dtype="UInt32"),
        Column(f"{name}_end", f"character after the last of {name}", kind="integer", dtype="UInt32"),
    )


DUTIES = Table(
    "duties",
    "Who has to do what: each duty, prohibition, permission, commitment and invitation that a passage lays on somebody.",
    (
        Column("table", "duties", kind="category", required=True, allowed=("duties",)),
        Column("row", "identity: document#start-end/kind/place of the modal.place of the act", required=True),
        Column("document", "an id of documents.csv", required=True, refers=("documents",)),
        Column("start", "first character of the passage", kind="integer", required=True, dtype="UInt32"),
        Column("end", "character after its last", kind="integer", required=True, dtype="UInt32"),
        Column("kind", "what is told", kind="category", required=True, allowed=DUTY_KINDS),
        Column("force", "how binding the words are", kind="category", required=True, allowed=FORCES),
        Column(
            "side",
            "the side that bears it; null where the text names nobody or somebody on no known side",
            kind="category",
            allowed=BEARING,
        ),
        *_place("bearer", "who bears it, as written; of an item in a list, in the words before the list"),
        Column(
            "bearer_names",
            "each bearer by name: pronouns resolved, terms followed by = and what the document says they mean",
            kind="list",
        ),
        Column(
            "agent",
            "how it is named: name, parties, noun, proper, own (we), back (they); unnamed: everybody, somebody",
        ),
        *_place("modal", "the words that lay it on"),
        *_place("act", "what is to be done"),
        *_place("matter", "to what it is to be done, in the passive"),
        *_place("target", "whom the bearer is to make act"),
        Column("target_side", "the side of the target", kind="category", allowed=BEARING),
        *_place("condition", "on what it depends"),
        Column(
            "condition_side", "the side whose doing the condition waits for", kind="category", allowed=BEARING
        ),
        *_place("beneficiary", "for whom"),
        Column("beneficiary_side", "the side of the beneficiary", kind="category", allowed=BEARING),
        *_place("speaker", "who lays it on, where somebody is named"),
        Column("speaker_side", "the side of the speaker, or of the issuer", kind="category", allowed=BEARING),
        Column("language", "language of the passage"),
        Column("coder", "deontic", required=True),
    ),
    key=("row",),
)
