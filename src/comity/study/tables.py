"""The tables that people keep in a study folder."""

from __future__ import annotations

from comity.table import Column, Table

STANCES = ("affirms", "rejects", "reports")
SIDES = ("lead", "partner", "third")
LAYERS = ("multilateral", "regional", "trans-regional", "bilateral", "unilateral")
REGISTERS = ("head of state", "ministerial", "operational", "promotional", "expert")
STATUSES = ("held", "cited")
LANGUAGES = ("en", "es", "fr", "de", "pt")

DOCUMENTS = Table(
    "documents",
    "The documents of the study, one row each: those whose file is in documents/ and those known only from citation.",
    (
        Column("id", "short name by which everything else points at the document", required=True),
        Column("file", "file name inside documents/; empty for a document that is cited only"),
        Column("title", "title as the document itself gives it"),
        Column("issuer", "who speaks: an actor's id, name or alias", refers=("actors",)),
        Column("date", "date as far as it is known: YYYY, YYYY-MM, YYYY-MM-DD", kind="date"),
        Column("context", "the setting in which it is compared; a context of study.toml"),
        Column("layer", "level of cooperation", kind="category", allowed=LAYERS),
        Column("register", "who it speaks as", kind="category", allowed=REGISTERS),
        Column("kind", "declaration, speech, communication, report, agreement …"),
        Column("language", "language code; empty: found from the text"),
        Column(
            "status",
            "held (its file is here) or cited (known from statements alone)",
            kind="category",
            allowed=STATUSES,
        ),
        Column(
            "draft_of",
            "of a draft, proposal or non-paper: the document that the negotiations ended with",
            refers=("documents",),
        ),
        Column("source", "where it is from: address or reference", refers=("sources",), cites=True),
        Column("note", "anything else"),
    ),
    key=("id",),
)

STATEMENTS = Table(
    "statements",
    "Coded statements without full text: the researcher's paraphrase, with a locator into an outside document.",
    (
        Column("id", "short name of the statement", required=True),
        Column(
            "document",
            "the document (or process) it goes back to; an id of documents.csv",
            required=True,
            refers=("documents",),
        ),
        Column(
            "locator",
            "where it stands: section, page, paragraph",
            required=True,
            refers=("sources",),
            cites=True,
        ),
        Column("date", "when it was said, where that is not the document's date", kind="date"),
        Column(
            "speaker",
            "who says it: an actor's id, name or alias; empty: the document's issuer",
            refers=("actors",),
        ),
        Column(
            "addressee", "of whom or to whom it is said: an actor's id, name or alias", refers=("actors",)
        ),
        Column("code", "a code of the codebook", required=True),
        Column("stance", "affirms, rejects or reports", kind="category", required=True, allowed=STANCES),
        Column("text", "what is said, in the researcher's own words", required=True),
        Column(
            "inference",
            "yes where it is the researcher's inference and not the source's own finding",
            kind="boolean",
        ),
        Column("note", "anything else"),
    ),
    key=("id",),
)

ACTORS = Table(
    "actors",
    "Who acts and speaks, with the other names they go by.",
    (
        Column("id", "short name of the actor", required=True),
        Column("name", "full name", required=True),
        Column("aliases", "other names and abbreviations, separated by semicolons", kind="list"),
        Column(
            "kind",
            "state, subnational, supranational, international organisation, NGO, business, research, person, group",
        ),
        Column("sector", "home affairs, foreign, development, finance, justice …"),
        Column("level", "head of state, minister, official, expert, local"),
        Column("member_of", "the actor it belongs to or speaks for: an actor's id", refers=("actors",)),
        Column(
            "collective",
            "yes where several are meant together and told of as one (origin countries)",
            kind="boolean",
        ),
        Column("start", "when it came to be; empty: it was there all the time", kind="date"),
        Column("end", "when it ceased to be", kind="date"),
        Column(
            "source",
            "where it stands: section of the paper, document, reference",
            refers=("sources", "documents"),
            cites=True,
        ),
        Column("note", "anything else"),
    ),
    key=("id",),
)

PEOPLE_CODINGS = Table(
    "people_codings",
    "What a person (or another program) coded and what they read: codings/NAME.csv, one file per coder. A row with a "
    "code is a coding. A row without one says that the coder read the passage between start and end, or, without "
    "those, the whole document: what is read and not coded is nothing of the codebook, in the coder's eyes.",
    (
        Column("document", "an id of documents.csv", required=True, refers=("documents",)),
        Column(
            "start",
            "first character of the passage in the canonical text, from 0; empty: the whole document was read",
            kind="integer",
        ),
        Column("end", "character after the last", kind="integer"),
        Column("quote", "the words themselves, by which the coding finds its place again"),
        Column("code", "a code of the codebook; empty: read, and no more said"),
        Column(
            "stance", "affirms, rejects or reports; each coding has one", kind="category", allowed=STANCES
        ),
        Column("confidence", "0 to 1; empty: 1", kind="number"),
        Column("speaker", "who says it, where it is not the issuer", refers=("actors",)),
        Column("addressee", "to whom or of whom it is said", refers=("actors",)),
        Column("note", "anything else"),
    ),
)
