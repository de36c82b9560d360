"""Treaties in the XML of the Texts of Trade Agreements project (ToTA): chapters, articles, paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.documents.dates import iso_date
from comity.documents.plain import plain_blocks
from comity.documents.reader import Block, Metadata, Reader, Reading
from comity.documents.zipped import damaged, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(data: bytes, _name: str) -> Reading:
    """The articles under their headings; title, date of signature and language from the head of the file."""
    root = parse_xml(data)
    if root is None:
        raise damaged()
    body = root.find("body")
    meta = root.find("meta")
    said = {str(e.tag): (e.text or "").strip() for e in (meta if meta is not None else ())}
    metadata = Metadata(
        title=said.get("name") or None,
        date=iso_date(said.get("date_signed")),
        language=said.get("language") or None,
    )
    return Reading(tuple(_blocks(body, 1)) if body is not None else (), metadata=metadata)


def _blocks(parent: _Element, level: int) -> Iterator[Block]:
    for element in parent:
        heading = " ".join(filter(None, (_said(element, "number"), _said(element, "name"))))
        if heading:
            yield Block("heading", heading, min(level, 6))
        if element.text and element.text.strip():
            yield from _paragraphs(element.text)
        yield from _blocks(element, level + 1)
        if element.tail and element.tail.strip():
            yield from _paragraphs(element.tail)


def _said(element: _Element, name: str) -> str:
    return (element.get(name) or "").strip()


def _paragraphs(text: str) -> Iterator[Block]:
    yield from plain_blocks(text)[0]


TREATY = Reader("treaty", (".xml",), read)
