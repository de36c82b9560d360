"""Plain text in any encoding."""

from __future__ import annotations

from comity.documents.decoding import decode
from comity.documents.plain import plain_blocks
from comity.documents.reader import Reader, Reading


def read(data: bytes, _name: str) -> Reading:
    """The paragraphs of a text file."""
    text, note = decode(data)
    blocks, pages = plain_blocks(text)
    return Reading(tuple(blocks), pages, notes=(note,) if note else ())


TEXT = Reader("text", (".txt", ".text", ".asc", ".log"), read)
