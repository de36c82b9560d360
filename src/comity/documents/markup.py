"""The blocks and the metadata of a web page: what a reader came for, without the furniture around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from comity.documents.dates import iso_date
from comity.documents.lines import classified, is_mark, without_bullet
from comity.documents.reader import Block, Metadata

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "form",
        "select",
        "button",
        "input",
        "textarea",
        "dialog",
        "del",
        "s",
        "strike",
        "menu",
        "datalist",
        "map",
        "rp",
        "rt",
    ]
)
_FURNITURE = frozenset(["nav", "header", "footer", "aside"])
_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "menu",
        "menubar",
        "toolbar",
        "dialog",
        "alert",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "nav",
        "aside",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
        "figcaption",
        "legend",
        "html",
    ]
)
_KINDS = {
    "li": "item",
    "dd": "item",
    "td": "cell",
    "th": "cell",
    "caption": "caption",
    "figcaption": "caption",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_CLASS = re.compile(r"\b(?:footnotes?|endnotes?|oj-note|doc-footnotes?)\b", re.IGNORECASE)
_NOTE_REFERENCE = re.compile(r"\b(?:footnote-?ref|noteref|oj-super-note)\b", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"[(\[]?(?:\d{1,3}|[*†‡]{1,3})[)\]]?")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)")
DEPTH = 120  # three calls each; what lies deeper is taken as running text
ENOUGH = 140  # letters that make a main part worth trusting
# the meta tags that name a thing, best first
_TITLE = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_DATE = (
    "citation_publication_date", "citation_date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.issued", "article:published_time", "date", "pubdate", "publish-date", "og:published_time",
)  # fmt: skip
_ISSUER = (
    "citation_author_institution", "dc.publisher", "dcterms.publisher", "dc.creator", "dcterms.creator",
    "author", "publisher", "citation_publisher", "og:site_name",
)  # fmt: skip
_LANGUAGE = ("dc.language", "dcterms.language", "language", "og:locale")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the first kilobytes of a page state."""
    match = _XML_ENCODING.search(data[:200]) or _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def page_content(source: str, *, whole: bool = False) -> tuple[list[Block], Metadata]:
    """The blocks and the metadata of HTML; `whole` keeps header, footer and asides (a book's, a mail's)."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    root = tree.body or tree.root
    if root is None:
        return [], Metadata()
    blocks: list[Block] = []
    if not whole:
        blocks = _main_blocks(tree)
    if not blocks:
        walk = _Walk(furniture=not whole)
        walk.into(root)
        blocks = walk.blocks
    if not whole and not any(b.text for b in blocks):  # a page that is all header
        walk = _Walk(furniture=False)
        walk.into(root)
        blocks = walk.blocks
    return blocks, _metadata(tree)


def _main_blocks(tree: Any) -> list[Block]:
    """What stands in the main part or the one article, if that is a good part of the page."""
    for selector in ("main", "[role=main]", "article"):
        nodes = tree.css(selector)
        if not nodes or (selector == "article" and len(nodes) > 1):
            continue
        walk = _Walk(furniture=True, inside=True)
        walk.into(nodes[0])
        if sum(len(b.text) for b in walk.blocks) >= ENOUGH:
            return walk.blocks
    return []


@dataclass(slots=True)
class _Walk:
    """Collects inline text until a block ends; then makes a block of the innermost kind."""

    furniture: bool
    inside: bool = False
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kind: str = "paragraph"
    level: int = 0
    lists: int = 0
    tables: int = 0
    cell: list[str] = field(default_factory=list)
    mark: str = ""

    def into(self, root: Any) -> None:
        """Walks everything below `root`."""
        self._children(root, 0)
        self.flush()

    def flush(self) -> None:
        """Ends the running block."""
        text = "".join(self.words)
        self.words.clear()
        if not text.strip():
            return
        if self.kind == "cell":
            self.cell.append(text)
        elif self.mark:
            self._append_item(text)
        else:
            self.blocks.append(self._block_of(text))

    def _block_of(self, text: str) -> Block:
        if self.kind == "paragraph":
            return classified(text)
        text = " ".join(text.split())
        return Block(self.kind, without_bullet(text) if self.kind == "item" else text, self.level)

    def _append_item(self, text: str) -> None:
        """An item whose letter or number stood in a cell of its own, as official journals set them."""
        words = f"{self.mark} {' '.join(text.split())}"
        self.mark = ""
        self.blocks.append(Block("item", without_bullet(words), max(1, self.tables)))

    def _close_cell(self) -> None:
        text = "\n".join(self.cell)
        self.cell.clear()
        if is_mark(text.strip()):
            self.mark = text.strip()
        elif self.mark and text.strip():
            self._append_item(text)
        elif text.strip():
            self.blocks.append(Block("cell", text))

    def _children(self, node: Any, depth: int) -> None:
        child = node.child
        while child is not None:
            self._node(child, depth)
            child = child.next

    def _node(self, node: Any, depth: int) -> None:
        tag = node.tag
        if tag == "-text":
            self.words.append(node.text_content or "")
        elif tag.startswith(("-", "!")) or tag in _DROPPED or self._is_left_out(node, tag):
            return
        elif depth > DEPTH:
            self.words.append(f" {node.text()} ")
        elif tag == "br":
            self.words.append("\n")
        elif tag not in _BLOCKS:
            self._children(node, depth + 1)
        else:
            self._block(node, tag, depth)

    def _block(self, node: Any, tag: str, depth: int) -> None:
        self.flush()
        before = self.kind, self.level, self.lists, self.tables
        is_cell = tag in {"td", "th"} and self.kind != "cell" and not _is_layout(node)
        self._open(node, tag, is_cell=is_cell)
        self._children(node, depth + 1)
        self.flush()
        if is_cell:
            self._close_cell()
        elif tag == "tr":
            self.mark = ""
        self.kind, self.level, self.lists, self.tables = before

    def _open(self, node: Any, tag: str, *, is_cell: bool) -> None:
        if tag in {"ul", "ol", "dl"}:
            self.lists += 1
        elif tag == "table":
            self.tables += 1
        elif is_cell:
            self.kind, self.level = "cell", 0
        elif self.kind == "cell":
            return
        elif self.kind == "note" or _is_note(node):
            self.kind, self.level = "note", 0
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.kind, self.level = "heading", int(tag[1])
        elif tag in {"li", "dd"}:
            self.kind, self.level = "item", max(1, self.lists)
        elif tag in {"caption", "figcaption"}:
            self.kind, self.level = "caption", 0

    def _is_left_out(self, node: Any, tag: str) -> bool:
        attributes = node.attributes
        if not attributes:
            return self._is_furniture(tag, None)
        if "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        if _HIDDEN.search(attributes.get("style") or ""):
            return True
        if tag in {"a", "sup"} and _is_note_reference(node, attributes):
            return True
        return self._is_furniture(tag, attributes.get("role"))

    def _is_furniture(self, tag: str, role: str | None) -> bool:
        if not self.furniture:
            return False
        if self.inside and tag == "header":  # the header of an article holds its title
            return False
        return tag in _FURNITURE or role in _ROLES


def _is_note_reference(node: Any, attributes: dict[str, Any]) -> bool:
    """Whether a link or raised text is but the number of a note (here, or before the note itself)."""
    if _NOTE_REFERENCE.search(attributes.get("class") or "") or attributes.get("role") == "doc-noteref":
        return True
    if attributes.get("epub:type") == "noteref":
        return True
    within = node.tag == "sup" or str(attributes.get("href") or "").startswith("#")
    return within and bool(_NUMBER_ALONE.fullmatch(node.text().strip()))


def _is_note(node: Any) -> bool:
    attributes = node.attributes
    return bool(attributes) and (
        bool(_NOTE_CLASS.search(attributes.get("class") or ""))
        or attributes.get("role") in {"doc-footnote", "doc-endnote", "doc-endnotes"}
        or attributes.get("epub:type") in {"footnote", "endnote", "footnotes", "rearnote", "rearnotes"}
    )


def _is_layout(cell: Any) -> bool:
    """Whether a cell holds whole sections: old pages (and EUR-Lex for its lists) lay out text in tables."""
    return cell.css_first("table, h1, h2, h3, p + p + p") is not None


def _metadata(tree: Any) -> Metadata:
    said: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        key = (
            attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or ""
        ).lower()
        if key and (content := attributes.get("content")):
            said.setdefault(key, content)
    title = tree.css_first("title")
    html = tree.css_first("html")
    time = tree.css_first("time[datetime]")
    language = (html.attributes.get("lang") or html.attributes.get("xml:lang")) if html is not None else None
    return Metadata(
        title=_first(said, _TITLE) or (title.text() if title is not None else None),
        date=iso_date(
            (_first(said, _DATE) or (time.attributes.get("datetime") if time is not None else "") or "")[:10]
        ),
        issuer=_first(said, _ISSUER),
        language=language or _first(said, _LANGUAGE),
    )


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if name in said), None)
