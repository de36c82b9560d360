"""Word documents (OOXML, transitional and strict), read from their own XML.

Inserted text of tracked changes counts, deleted text does not: the document as its last author has it.
Comments, headers and footers are left out; notes follow the paragraph that refers to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.documents.dates import iso_date
from comity.documents.lines import classified
from comity.documents.reader import Block, Metadata, Reader, Reading
from comity.documents.zipped import Package, damaged

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING_NAME = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|rubrik|kop|nagłówek|nadpis|заголовок|cabeçalho|encabezado)\s*([1-9])$",
    re.IGNORECASE,
)
_SKIPPED = frozenset(
    [
        "del",
        "moveFrom",
        "rPr",
        "pPr",
        "sectPr",
        "instrText",
        "delText",
        "delInstrText",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "fldChar",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "Fallback",
        "object",
        "rt",
    ]
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(slots=True)
class _Style:
    level: int = 0
    numbered: bool = False
    caption: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Document:
    styles: Mapping[str, _Style]
    notes: Mapping[tuple[str, str], str]
    pending: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    held: str = ""


def read(data: bytes, _name: str) -> Reading:
    """The blocks of the main part of a Word document."""
    package = Package(data)
    main = _main_part(package)
    root = package.xml(main)
    if root is None:
        raise damaged()
    folder = main.rpartition("/")[0]
    styles = _styles(package.xml(f"{folder}/styles.xml"))
    notes = {
        (kind, number): words
        for kind in ("footnote", "endnote")
        for number, words in _notes(package.xml(f"{folder}/{kind}s.xml"), kind)
    }
    document = _Document(styles, notes)
    body = next((e for e in root if _tag(e) == "body"), root)
    blocks = [*_blocks(body, document, cell=False), Block("paragraph", document.held)]
    return Reading(tuple(blocks), metadata=_metadata(package.xml("docProps/core.xml")))


def _tag(element: _Element) -> str:
    """The name without its namespace, which is another one in strict files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: _Element, name: str) -> str:
    return next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] == name), "")


def _child(element: _Element | None, *path: str) -> _Element | None:
    for name in path:
        element = next((e for e in element if _tag(e) == name), None) if element is not None else None
    return element


def _main_part(package: Package) -> str:
    relations = package.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if _attribute(relation, "Type").endswith("/officeDocument"):
            return _attribute(relation, "Target").lstrip("/")
    return "word/document.xml"


def _styles(root: _Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    based: dict[str, str] = {}
    for element in root if root is not None else ():
        if _tag(element) != "style" or _attribute(element, "type") not in {"paragraph", ""}:
            continue
        identity = _attribute(element, "styleId")
        name = _value(_child(element, "name")) or identity
        style = found[identity] = _Style(caption=name.lower() == "caption")
        based[identity] = _value(_child(element, "basedOn"))
        if (level := _value(_child(element, "pPr", "outlineLvl"))).isdigit():
            style.level = int(level) + 1 if int(level) < 9 else 0
        elif match := _HEADING_NAME.match(name):
            style.level = int(match[1])
        elif name.lower() == "title":
            style.level = 1
        style.numbered = _is_numbered(_child(element, "pPr"))
        style.hidden = _is_on(_child(element, "rPr", "vanish"))
    for identity, style in found.items():
        parent, seen = based[identity], {identity}
        while parent in found and parent not in seen:
            style.level = style.level or found[parent].level
            style.numbered = style.numbered or found[parent].numbered
            seen.add(parent)
            parent = based[parent]
    return found


def _value(element: _Element | None) -> str:
    return _attribute(element, "val") if element is not None else ""


def _is_on(element: _Element | None) -> bool:
    return element is not None and _value(element) not in {"0", "false", "off"}


def _is_numbered(properties: _Element | None) -> bool:
    number = _child(properties, "numPr", "numId")
    return number is not None and _value(number) != "0"


def _notes(root: _Element | None, kind: str) -> Iterator[tuple[str, str]]:
    for element in root if root is not None else ():
        if _tag(element) == kind and _attribute(element, "type") in {"", "normal"}:
            empty = _Document({}, {})
            yield (
                _attribute(element, "id"),
                " ".join(_text(p, empty) for p in element.iter() if _tag(p) == "p"),
            )


def _blocks(parent: _Element, document: _Document, *, cell: bool) -> Iterator[Block]:
    """The blocks under `parent`; content controls, custom XML and insertions are looked through."""
    for element in parent:
        match _tag(element):
            case "p":
                yield from _paragraph(element, document, cell=cell)
            case "tbl":
                yield from _table(element, document)
            case "sdt":
                content = _child(element, "sdtContent")
                yield from _blocks(content, document, cell=cell) if content is not None else ()
            case "ins" | "moveTo" | "customXml" | "smartTag" | "AlternateContent" | "Choice":
                yield from _blocks(element, document, cell=cell)


def _paragraph(element: _Element, document: _Document, *, cell: bool) -> Iterator[Block]:
    words, document.held = document.held + _text(element, document), ""
    properties = _child(element, "pPr")
    if (
        _child(properties, "rPr", "del") is not None
    ):  # the mark at its end is deleted: it is one with the next
        document.held = words
        return
    style = document.styles.get(_value(_child(properties, "pStyle")), _Style())
    outline = _value(_child(properties, "outlineLvl"))
    level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else style.level
    number = _child(properties, "numPr")
    if cell:
        yield Block("cell", words)
    elif level:
        yield Block("heading", words, level)
    elif style.caption:
        yield Block("caption", words)
    elif _is_numbered(properties) or (style.numbered and number is None):
        depth = _value(_child(number, "ilvl")) if number is not None else ""
        yield Block("item", words, int(depth) + 1 if depth.isdigit() else 1)
    else:
        yield classified(words)
    notes, document.pending = document.pending, []
    yield from (Block("note", note) for note in notes)
    boxes, document.boxes = document.boxes, []
    for box in boxes:
        yield from _blocks(box, document, cell=cell)


def _table(element: _Element, document: _Document) -> Iterator[Block]:
    """One block a cell, row by row, notes of the cell after it; tables inside cells are opened up."""
    for row in _through(element, "tr"):
        if _child(row, "trPr", "del") is not None:
            continue
        for cell in _through(row, "tc"):
            parts = list(_blocks(cell, document, cell=True))
            lines: list[str] = []
            notes: list[Block] = []
            for part in parts:
                (notes if part.kind == "note" else lines).append(part if part.kind == "note" else part.text)  # type: ignore[arg-type]
            yield Block("cell", "\n".join(lines))
            yield from notes


def _through(parent: _Element, name: str) -> Iterator[_Element]:
    for element in parent:
        if _tag(element) == name:
            yield element
        elif _tag(element) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _through(element, name)


def _text(paragraph: _Element, document: _Document) -> str:
    parts: list[str] = []
    _gather(paragraph, parts, document)
    return "".join(parts)


def _gather(element: _Element, parts: list[str], document: _Document) -> None:
    for child in element:
        tag = _tag(child)
        if tag == "t":
            parts.append(child.text or "")
        elif tag in _SKIPPED:
            continue
        elif tag in _BREAKS:
            parts.append(_BREAKS[tag])
        elif tag == "sym":
            parts.append(_symbol(_attribute(child, "char")))
        elif tag in {"footnoteReference", "endnoteReference"}:
            key = (tag.removesuffix("Reference"), _attribute(child, "id"))
            if note := document.notes.get(key):
                document.pending.append(note)
        elif tag == "txbxContent":
            document.boxes.append(child)
        elif tag == "r" and _is_on(_child(child, "rPr", "vanish")):
            continue
        else:
            _gather(child, parts, document)


def _symbol(code: str) -> str:
    try:
        letter = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= letter <= "\uf8ff" else letter


def _metadata(core: _Element | None) -> Metadata:
    if core is None:
        return Metadata()
    said = {_tag(e): (e.text or "").strip() for e in core}
    return Metadata(
        title=said.get("title") or None,
        date=iso_date((said.get("created") or said.get("modified") or "")[:10]),
        issuer=said.get("creator") or None,
        language=said.get("language") or None,
    )


DOCX = Reader("docx", (".docx", ".docm", ".dotx"), read)
