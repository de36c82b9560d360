"""Web pages: HTML and XHTML."""

from __future__ import annotations

from comity.documents.decoding import decode
from comity.documents.markup import declared_encoding, page_content
from comity.documents.reader import Reader, Reading


def read(data: bytes, _name: str) -> Reading:
    """The main text of a web page."""
    source, note = decode(data, declared_encoding(data))
    blocks, metadata = page_content(source)
    return Reading(tuple(blocks), metadata=metadata, notes=(note,) if note else ())


HTML = Reader("html", (".html", ".htm", ".xhtml", ".xht"), read)
