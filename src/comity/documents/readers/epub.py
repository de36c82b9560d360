"""E-books (EPUB 2 and 3): the chapters in the order of the spine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from comity.documents.dates import iso_date
from comity.documents.decoding import decode
from comity.documents.markup import declared_encoding, page_content
from comity.documents.reader import Block, Metadata, Reader, Reading, UnreadableDocument
from comity.documents.zipped import Package, damaged

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(data: bytes, _name: str) -> Reading:
    """The blocks of all chapters that belong to the text; the table of contents is left out."""
    package = Package(data)
    if (
        b"EncryptedData" in package.bytes("META-INF/encryption.xml")
        and "META-INF/rights.xml" in package.names
    ):
        raise UnreadableDocument(
            "encrypted-file",
            "The e-book is protected against copying (DRM).",
            "Add a copy without that protection.",
        )
    where = _root_file(package)
    opf = package.xml(where)
    if opf is None:
        raise damaged()
    blocks: list[Block] = []
    missing = 0
    for part in _spine(opf, posixpath.dirname(where)):
        content = package.bytes(part)
        if not content:
            missing += 1
            continue
        source, _ = decode(content, declared_encoding(content))
        blocks += page_content(source, whole=True)[0]
    notes = (f"{missing} of the chapters that the e-book lists are not in it.",) if missing else ()
    return Reading(tuple(blocks), metadata=_metadata(opf), notes=notes)


def _tag(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _root_file(package: Package) -> str:
    container = package.xml("META-INF/container.xml")
    for element in container.iter() if container is not None else ():
        if _tag(element) == "rootfile" and (path := element.get("full-path")):
            return path
    return next((name for name in package.names if name.endswith(".opf")), "")


def _spine(opf: _Element, folder: str) -> Iterator[str]:
    items = {e.get("id"): e for e in opf.iter() if _tag(e) == "item"}
    for reference in opf.iter():
        item = items.get(reference.get("idref")) if _tag(reference) == "itemref" else None
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in (item.get("media-type") or "html"):
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _metadata(opf: _Element) -> Metadata:
    said: dict[str, str] = {}
    for element in opf.iter():
        if element.text and _tag(element) in {"title", "date", "creator", "publisher", "language"}:
            said.setdefault(_tag(element), element.text.strip())
    return Metadata(
        title=said.get("title"),
        date=iso_date((said.get("date") or "")[:10]),
        issuer=said.get("creator") or said.get("publisher"),
        language=said.get("language"),
    )


EPUB = Reader("epub", (".epub",), read)
