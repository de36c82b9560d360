"""The tables in which every measure answers."""

from __future__ import annotations

from comity.table import Column, Table

GROUPINGS = (
    "context", "case", "arrangement", "layer", "actor", "other", "side", "code", "pillar", "role", "kind", "register",
    "period", "year",
)  # fmt: skip
_NAMED = {"arrangement": ("arrangements",), "actor": ("actors",), "other": ("actors",)}
_MEANT = {"other": "the other actor of a pair"}
STATUSES = ("ok", "no evidence", "unknown", "undecided", "cannot be computed")

FIGURES = Table(
    "figures",
    "Every figure: value, interval, n and status at some grouping; the grouping columns that do not apply are null.",
    (
        Column(
            "figure",
            "identity, and the deep link into the report: D2/eu/shared_responsibility",
            required=True,
        ),
        Column("measure", "id of the measure: D1, D2 …", required=True),
        Column(
            "quantity",
            "which of the measure's quantities this is: presence, per_thousand, documents_share …",
            required=True,
        ),
        *(
            Column(
                name,
                f"grouping: {_MEANT.get(name, name)}",
                kind="integer" if name == "year" else "text",
                refers=_NAMED.get(name, ()),
            )
            for name in GROUPINGS
        ),
        Column("value", "the figure; null where it cannot be computed", kind="number"),
        Column("low", "lower end of the interval", kind="number"),
        Column("high", "upper end of the interval", kind="number"),
        Column(
            "category",
            "the answer in a word, where the measure gives one: present, weak, absent, unknown; break, no break",
        ),
        Column("n", "rows counted", kind="integer", required=True),
        Column("documents", "documents (clusters) that they stand in", kind="integer", required=True),
        Column("read", "documents that were read at all for this figure", kind="integer"),
        Column(
            "status",
            "ok, no evidence, unknown (not yet read), undecided, cannot be computed (a part of it has no value)",
            kind="category",
            required=True,
            allowed=STATUSES,
        ),
        Column("interval", "how the interval was made: bootstrap, jeffreys; null where there is none"),
        Column("unit", "unit of the value", required=True),
        Column("coders", "who made the codings that it counts", kind="list"),
        Column(
            "paraphrased",
            "share of the counted rows that are statements (paraphrases), 0 to 1",
            kind="number",
        ),
        Column("note", "what a reader has to know"),
    ),
    key=("figure",),
)

EVIDENCE = Table(
    "evidence",
    "What each figure counted: one row per figure and counted row.",
    (
        Column("figure", "the figure", required=True, refers=("figures",)),
        Column("table", "the table of the counted row: codings, statements …", required=True),
        Column("row", "its identity there", required=True),
        Column(
            "document",
            "the document it stands in; of a row of the registry its arrangement",
            required=True,
            refers=("documents", "arrangements"),
        ),
        Column("part", "what it was counted as: with, without, affirms, rejects, a frame …", required=True),
        Column("amount", "how much it counts (1, unless money)", kind="integer", required=True),
    ),
    key=("figure", "table", "row", "part"),
)

READ = Table(
    "read",
    "The documents that were read, with what they are compared by; the background of every text measure.",
    (
        Column("document", "an id of documents.csv", required=True),
        Column("context", "context; null where documents.csv gives none"),
        Column("actor", "the issuer's actor id, or the name as written"),
        Column("side", "the side on which the issuer stands in the context"),
        Column("layer", "level of cooperation"),
        Column("register", "who it speaks as"),
        Column("period", "the study's period in which its year lies"),
        Column("year", "year of its date", kind="integer"),
        Column(
            "passages",
            "passages read; 0 for a document known from statements alone",
            kind="integer",
            required=True,
        ),
        Column("status", "held or cited", required=True),
        Column(
            "earlier",
            "of a dated document with text: the sides of those who issued surely earlier ones (no side: on none of them); "
            "empty where there is no text or no date",
            kind="list",
        ),
    ),
    key=("document",),
)

CODED = Table(
    "coded",
    "The codings, each with what it is compared by: the document's context, layer, register and year, the speaker's actor "
    "and side.",
    (
        Column("table", "codings or statements", required=True),
        Column("row", "identity of the coding", required=True),
        Column("document", "an id of documents.csv", required=True),
        Column("code", "the code, or a parent for which it counts", required=True),
        Column("stance", "affirms, rejects, reports", required=True),
        Column("coder", "who coded", required=True),
        Column("context", "context"),
        Column("actor", "who speaks: actor id, or the name as written"),
        Column("side", "the side on which the speaker stands in the context"),
        Column("layer", "level of cooperation"),
        Column("register", "register"),
        Column("period", "period"),
        Column("year", "year of the statement, or of its document", kind="integer"),
    ),
)

_ABOUT = (
    Column("context", "context"),
    Column("actor", "its issuer: actor id, or the name as written"),
    Column("side", "the side on which the issuer stands in the context"),
    Column("layer", "level of cooperation"),
    Column("register", "register"),
    Column("period", "period"),
    Column("year", "year", kind="integer"),
)

REUSED = Table(
    "reused",
    "The passages that stand in another document (reuse), with what it is compared by, and whose words they are.",
    (
        Column("table", "reused", required=True),
        Column("row", "reused/document#start-end", required=True),
        Column("document", "an id of documents.csv", required=True),
        Column("found", "borrowed, boilerplate or undirected", required=True),
        Column("lender", "the document it is borrowed from", required=True),
        Column("other", "the issuer of that document: actor id, or the name as written"),
        Column("from_side", "the side on which that issuer stands"),
        *_ABOUT,
    ),
    key=("row",),
)

SURVIVED = Table(
    "survived",
    "The passages of drafts, with what became of them in the final text, and what the draft is compared by.",
    (
        Column("table", "survived", required=True),
        Column("row", "survived/document#start-end; null of a draft that cannot be compared"),
        Column("document", "the draft: an id of documents.csv", required=True),
        Column("final", "the text that came of it", required=True),
        Column(
            "fate",
            "retained, altered, dropped; unread: the draft or its final text is not held",
            required=True,
        ),
        *_ABOUT,
    ),
)

WORDS = (REUSED, SURVIVED)
