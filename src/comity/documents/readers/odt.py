"""OpenDocument texts, read from their own XML.

Tracked changes: what was deleted stands apart in the file and is left out; annotations too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.documents.dates import iso_date
from comity.documents.lines import classified
from comity.documents.reader import Block, Metadata, Reader, Reading
from comity.documents.zipped import Package, damaged, encrypted, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(
    [
        "tracked-changes",
        "annotation",
        "annotation-end",
        "forms",
        "sequence-decls",
        "user-field-decls",
        "variable-decls",
        "desc",
        "title",
        "hidden-text",
        "hidden-paragraph",
        "ruby-text",
        "object",
        "object-ole",
        "math",
    ]
)
_CONTAINERS = frozenset(
    [
        "section",
        "index-body",
        "index-title",
        "table-of-content",
        "alphabetical-index",
        "illustration-index",
        "table-index",
        "bibliography",
        "user-index",
        "object-index",
        "frame",
        "text-box",
        "group",
        "a",
        "text",
    ]
)
_CAPTION_STYLES = ("Illustration", "Table", "Caption", "Figure", "Drawing", "Text")


@dataclass(slots=True)
class _Styles:
    parents: dict[str, str] = field(default_factory=dict)
    outline: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Inline:
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)


def read(data: bytes, _name: str) -> Reading:
    """The blocks of an OpenDocument text, packed or as one flat XML file."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        root = parse_xml(data)
        return _reading(root, [root], root)
    package = Package(data)
    manifest = package.bytes("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise encrypted()
    root = package.xml("content.xml")
    return _reading(root, [root, package.xml("styles.xml")], package.xml("meta.xml"))


def _reading(root: _Element | None, styled: list[_Element | None], meta: _Element | None) -> Reading:
    if root is None:
        raise damaged()
    styles = _styles(styled)
    body = next((e for e in root.iter() if _tag(e) == "text" and e.getparent() is not None
                 and _tag(e.getparent()) == "body"), None)  # fmt: skip
    if body is None:
        raise damaged()
    return Reading(tuple(_blocks(body, styles, depth=0)), metadata=_metadata(meta))


def _tag(element: _Element | None) -> str:
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: _Element, name: str) -> str:
    return next((str(v) for k, v in element.items() if str(k).rpartition("}")[2] == name), "")


def _styles(roots: list[_Element | None]) -> _Styles:
    styles = _Styles()
    for root in roots:
        for element in root.iter() if root is not None else ():
            if _tag(element) != "style":
                continue
            name = _attribute(element, "name")
            styles.parents[name] = _attribute(element, "parent-style-name")
            if (level := _attribute(element, "default-outline-level")).isdigit():
                styles.outline[name] = int(level)
            if any(_tag(e) == "text-properties" and _attribute(e, "display") == "none" for e in element):
                styles.hidden.add(name)
    return styles


def _lineage(name: str, styles: _Styles) -> Iterator[str]:
    seen: set[str] = set()
    while name and name not in seen:
        seen.add(name)
        yield name
        name = styles.parents.get(name, "")


def _blocks(parent: _Element, styles: _Styles, *, depth: int, kind: str = "paragraph") -> Iterator[Block]:
    for element in parent:
        tag = _tag(element)
        if tag in _SKIPPED or _attribute(element, "display") == "none":
            continue
        if tag in {"p", "h", "numbered-paragraph"}:
            yield from _paragraph(element, styles, depth, kind)
        elif tag == "list":
            yield from _blocks(element, styles, depth=depth + 1, kind=kind if kind == "cell" else "item")
        elif tag in {"list-item", "list-header"}:
            yield from _blocks(element, styles, depth=depth, kind=kind)
        elif tag == "table":
            yield from _table(element, styles)
        elif tag in _CONTAINERS:
            yield from _blocks(element, styles, depth=depth, kind=kind)


def _paragraph(element: _Element, styles: _Styles, depth: int, kind: str) -> Iterator[Block]:
    lineage = list(_lineage(_attribute(element, "style-name"), styles))
    if styles.hidden.intersection(lineage):
        return
    inline = _Inline()
    _gather(element, inline, styles)
    text = "".join(inline.parts)
    outline = _attribute(element, "outline-level")
    if kind == "cell":
        yield Block("cell", text)
    elif _tag(element) == "h":
        yield Block("heading", text, int(outline) if outline.isdigit() else 1)
    elif kind == "item":
        yield Block("item", text, depth)
    elif any(name in _CAPTION_STYLES for name in lineage):
        yield Block("caption", text)
    elif "Title" in lineage:
        yield Block("heading", text, 1)
    else:
        yield classified(text)
    yield from (Block("note", note) for note in inline.notes)
    for box in inline.boxes:
        yield from _blocks(box, styles, depth=0, kind="cell" if kind == "cell" else "paragraph")


def _table(element: _Element, styles: _Styles) -> Iterator[Block]:
    for cell in element.iter():
        if (
            _tag(cell) != "table-cell"
            or next(e for e in cell.iterancestors() if _tag(e) == "table") is not element
        ):
            continue
        parts = list(_blocks(cell, styles, depth=0, kind="cell"))
        yield Block("cell", "\n".join(part.text for part in parts if part.kind != "note"))
        yield from (part for part in parts if part.kind == "note")


def _gather(element: _Element, inline: _Inline, styles: _Styles) -> None:
    inline.parts.append(element.text or "")
    for child in element:
        _inline(child, inline, styles)
        inline.parts.append(child.tail or "")


def _inline(child: _Element, inline: _Inline, styles: _Styles) -> None:
    match _tag(child):
        case "s":
            count = _attribute(child, "c")
            inline.parts.append(" " * min(int(count), 80) if count.isdigit() else " ")
        case "tab":
            inline.parts.append("\t")
        case "line-break":
            inline.parts.append("\n")
        case "note":
            body = next((e for e in child if _tag(e) == "note-body"), None)
            if body is not None:
                inline.notes.append(" ".join(b.text for b in _blocks(body, styles, depth=0)))
        case "frame" | "text-box" | "custom-shape" | "rect":
            inline.boxes.append(child)
        case "span" if styles.hidden.intersection(_lineage(_attribute(child, "style-name"), styles)):
            pass
        case tag if tag in _SKIPPED or not tag:
            pass
        case _:
            _gather(child, inline, styles)


def _metadata(meta: _Element | None) -> Metadata:
    said: dict[str, str] = {}
    for element in meta.iter() if meta is not None else ():
        if element.text and _tag(element) in {
            "title",
            "creation-date",
            "date",
            "initial-creator",
            "creator",
            "language",
        }:
            said.setdefault(_tag(element), element.text.strip())
    return Metadata(
        title=said.get("title"),
        date=iso_date((said.get("creation-date") or said.get("date") or "")[:10]),
        issuer=said.get("initial-creator") or said.get("creator"),
        language=said.get("language"),
    )


ODT = Reader("odt", (".odt", ".ott", ".fodt"), read)
