"""The tables that reading documents gives."""

from __future__ import annotations

from comity.table import Column, Table

BLOCK_KINDS = ("heading", "paragraph", "item", "cell", "note", "caption")

TEXTS = Table(
    "texts",
    "The canonical text of each document that is held; all offsets count its Unicode code points.",
    (
        Column("document", "an id of documents.csv", required=True),
        Column("text", "the canonical text, blocks separated by an empty line", required=True),
        Column("characters", "its length in code points", kind="integer", required=True, dtype="UInt32"),
        Column(
            "pages",
            "how many pages the file has; null where the format has none",
            kind="integer",
            dtype="UInt32",
        ),
        Column("language", "the language most of its passages are in; null where it cannot be told"),
    ),
    key=("document",),
)

BLOCKS = Table(
    "blocks",
    "The paragraphs, headings, list items, table cells and notes of each text, in reading order.",
    (
        Column("document", "an id of documents.csv", required=True),
        Column(
            "block",
            "number of the block in its document, from 0",
            kind="integer",
            required=True,
            dtype="UInt32",
        ),
        Column("kind", "what it is", kind="category", required=True, allowed=BLOCK_KINDS),
        Column(
            "level", "depth of a heading or list item, from 1; 0 elsewhere", kind="integer", dtype="UInt8"
        ),
        Column("start", "first character", kind="integer", required=True, dtype="UInt32"),
        Column("end", "character after the last", kind="integer", required=True, dtype="UInt32"),
        Column(
            "page",
            "page on which it starts, from 1; null where the format has no pages",
            kind="integer",
            dtype="UInt32",
        ),
    ),
    key=("document", "block"),
)

PASSAGES = Table(
    "passages",
    "The units of coding: sentences, list items, headings, cells and notes, with their place in the text.",
    (
        Column("document", "an id of documents.csv", required=True, refers=("documents",)),
        Column(
            "passage",
            "number of the passage in its document, from 0",
            kind="integer",
            required=True,
            dtype="UInt32",
        ),
        Column(
            "start", "first character in the canonical text", kind="integer", required=True, dtype="UInt32"
        ),
        Column("end", "character after the last", kind="integer", required=True, dtype="UInt32"),
        Column("block", "the block it stands in", kind="integer", required=True, dtype="UInt32"),
        Column("kind", "the kind of that block", kind="category", required=True, allowed=BLOCK_KINDS),
        Column("page", "page, from 1; null where the format has none", kind="integer", dtype="UInt32"),
        Column("language", "language of the passage; null where it cannot be told"),
        Column("hash", "hash of the quoted words, so that a shift is noticed", kind="hash", required=True),
    ),
    key=("document", "passage"),
)
