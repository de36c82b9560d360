"""The sections of the page as pieces for paper, read from the page itself.

So a section that comes to the page comes to the appendix too, in the same words, with the same figures: whatever is
written with the elements and classes of the page is understood. An element with ``data-paper="no"`` stays on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from comity.report.formats import strokes
from comity.report.formats.pieces import (
    Cell,
    Heading,
    Listing,
    Panel,
    Picture,
    Piece,
    Row,
    Run,
    Runs,
    Said,
    Table,
    plain,
)
from comity.report.formats.strokes import classes
from comity.report.formats.widths import shared
from comity.report.formats.words import runs, stop, tidied, unseen, words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

OWN = ("summary", "figures", "method", "appendix")  # sections that paper says in its own way
RECORD = ("warnings", "documents")  # what it all rests on
BLOCKS = {
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "figure",
    "div",
    "section",
    "details",
    "svg",
    "h3",
    "h4",
    "blockquote",
}
BROAD = 900  # pixels: a drawing as wide as this asks for the broad side of the page
MOST = 400  # rows of one table


def sections(html: str) -> list[Piece]:
    """The pieces of every section of a page, in its order."""
    main = LexborHTMLParser(html).css_first("main")
    nodes = [n for n in (main.iter() if main is not None else ()) if n.tag == "section" and not unseen(n)]
    made: list[Piece] = []
    for node in nodes:
        identity = node.attributes.get("id")
        if identity in OWN:
            continue
        if identity in RECORD and not (made and Heading("The record", 1) in made):
            made.append(Heading("The record", 1))
        pieces = list(_Section(node).pieces())
        if not made and not _is_part(pieces[0]):
            made.append(Heading("In detail", 1))
        made += pieces
    return made


def _is_part(piece: Piece) -> bool:
    return isinstance(piece, Heading) and piece.level == 1


class _Section:
    """One section of the page."""

    def __init__(self, node: LexborNode) -> None:
        self.node = node
        heading = node.css_first("h2")
        self.title = words(heading) if heading is not None else ""
        self.alone = sum(not unseen(t) for t in node.css("table")) == 1

    def pieces(self) -> Iterator[Piece]:
        """The section, with its part before it where it is the first of one."""
        part = self.node.css_first("p.part")
        if part is not None:
            yield Heading(words(part), 1)
        yield Heading(self.title, 2)
        yield from joined(list(self._inside(self.node, _Around())))

    def _inside(self, node: LexborNode, around: _Around) -> Iterator[Piece]:
        for child in node.iter():
            if not unseen(child):
                yield from self._piece(child, around)

    def _piece(self, node: LexborNode, around: _Around) -> Iterator[Piece]:  # noqa: C901 (a kind of element a line)
        kinds, tag = classes(node), node.tag
        if tag in ("h2", "figcaption", "summary") or "part" in kinds:
            return
        if tag in ("h3", "h4"):
            yield Heading(words(node), 3)
        elif tag == "p":
            yield Said(runs(node), quiet=bool(kinds & {"explain", "remark", "hint", "window"}))
        elif tag in ("ul", "ol"):
            yield Listing(tuple(_items(node)))
        elif tag == "table":
            yield from self._table(node, around)
        elif tag == "svg":
            yield self._picture([_panel(node)], around.label)
        elif "exchanges" in kinds:
            yield _pairs(node, self.title)
        elif "multiples" in kinds and node.css_first("figure svg") is not None:
            yield self._charts(node)
        elif tag == "figure":
            yield from self._figure(node)
        elif tag in BLOCKS:
            yield from self._block(node, around)

    def _block(self, node: LexborNode, around: _Around) -> Iterator[Piece]:
        summary = node.css_first("summary") if node.tag == "details" else None
        if summary is not None:
            around = _Around(words(summary), around.place)
        if "data-context" in node.attributes:
            around = _Around(around.label, node.attributes["data-context"] or "")
        if any(child.tag in BLOCKS for child in node.iter()):
            yield from self._inside(node, around)
        elif node.text().strip():
            yield Said(runs(node))

    def _figure(self, node: LexborNode) -> Iterator[Piece]:
        label, note = _captioned(node.css_first("figcaption"))
        drawings = [s for s in node.css("svg") if "legend" not in classes(s)]
        if not drawings:
            several = len(node.css("table")) > 1
            around = _Around(label, node.attributes.get("data-context") or "", note, several=several)
            yield from self._inside(node, around)
            return
        texts = [note, *(runs(p) for p in node.css("p") if not unseen(p))]
        told = [run for text in texts if text for run in (*text, Run(stop(text)))]
        panels = [_panel(s) for s in (*node.css("svg.legend"), *drawings)]
        yield self._picture(panels, label, note=tidied(told))
        for table in node.css("table"):
            yield from self._table(table, _Around(label))

    def _charts(self, node: LexborNode) -> Picture:
        """Small multiples as one picture."""
        panels, told = [], []
        for figure in node.css("figure"):
            if unseen(figure):
                continue
            label, note = _captioned(figure.css_first("figcaption"))
            wide, narrow = figure.css_first(".wide svg"), figure.css_first(".narrow svg")
            drawn = wide if wide is not None and "one" in classes(node) else narrow
            if drawn is not None:
                panels.append(_panel(drawn, label))
            told += [Run(f"{label}: ", "strong"), *note, Run(" ")] if note else []
        return self._picture(panels, "", columns=1 if len(panels) == 1 else 2, note=tidied(told))

    def _picture(self, panels: list[Panel], label: str, columns: int = 1, note: Runs = ()) -> Picture:
        turned = columns == 1 and max(p.width for p in panels) > BROAD
        return Picture(self._title(label), tuple(panels), columns, turned, note)

    def _title(self, label: str) -> str:
        """The title of a table or picture: the section's, and what tells it from others in it."""
        if not label or label.lower() in self.title.lower():
            return self.title
        return f"{self.title}: {label}" if self.title else label

    def _table(self, node: LexborNode, around: _Around) -> Iterator[Table]:
        caption = node.css_first("caption")
        own, note = words(caption) if caption is not None else "", around.note
        if caption is not None and "sr" in classes(caption):
            own = own if around.several or not (around.label or self.alone) else ""
        elif own.endswith("."):
            own, note = "", (*note, *plain(own))
        head = tuple(_row(tr, head=True) for tr in node.css("thead tr"))
        groups = _groups(node)
        rows = [row for _, of_group in groups for row in of_group]
        if not rows:
            return
        columns = max(sum(c.span for c in row) for row in (*head, *rows))
        kept, left = _first(groups, MOST)
        widths, small = shared([*head, *rows], columns)
        said = own.removesuffix(f", {around.label}") if around.several else own
        place = around.label or own if around.place else ""
        label = (
            said if around.several and place else ": ".join(filter(None, dict.fromkeys((around.label, own))))
        )
        if self.alone:
            label = ""
        more = plain(f" {left:,} more rows stand on the page.") if left else ()
        yield Table(
            self._title(label), head, kept, widths, place=place, note=tidied([*note, *more]), small=small
        )


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a piece: the label of its figure, its context, a remark, and whether it has others beside it."""

    label: str = ""
    place: str = ""
    note: Runs = ()
    several: bool = False


def joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Tables alike that follow one another, one per context, as one table with the contexts as its groups."""
    alike: dict[object, list[Table]] = {}
    for piece in pieces:
        if isinstance(piece, Table):
            plain_rows = len(piece.groups) == 1 and not piece.groups[0][0]
            key = (piece.head, bool(piece.place)) if plain_rows else object()
            alike.setdefault(key, []).append(piece)
            continue
        yield from (_one(tables) for tables in alike.values())
        alike = {}
        yield piece
    yield from (_one(tables) for tables in alike.values())


def _one(tables: list[Table]) -> Table:
    first = tables[0]
    if len(tables) == 1:
        return first
    title = first.title
    section, _, label = title.partition(": ")
    names = [t.place or t.title.partition(": ")[2] or t.title for t in tables]
    told = f"{section}: {'; '.join(names)}" if label else title
    told = title.removesuffix(f": {first.place}") if first.place else told
    groups = tuple((name, rows) for name, t in zip(names, tables, strict=True) for _, rows in t.groups)
    note: list[Run] = []
    for name, t in zip(names, tables, strict=True):
        note += [Run(f"{name}: ", "strong"), *t.note, Run(" ")] if t.note else []
    rows = [*first.head, *(row for _, of_group in groups for row in of_group)]
    widths, small = shared(rows, len(first.widths))
    return Table(told, first.head, groups, widths, place="", note=tidied(note), small=small)


def _groups(node: LexborNode) -> list[tuple[str, tuple[Row, ...]]]:
    """The rows of a table by the headings between them."""
    made: list[tuple[str, list[Row]]] = [("", [])]
    for tr in node.css("tbody tr"):
        if unseen(tr) or (tr.parent is not None and unseen(tr.parent)):
            continue
        if "group" in classes(tr):
            made.append((words(tr), []))
        else:
            made[-1][1].append(_row(tr))
    return [(heading, tuple(rows)) for heading, rows in made if rows]


def _first(
    groups: list[tuple[str, tuple[Row, ...]]], most: int
) -> tuple[tuple[tuple[str, tuple[Row, ...]], ...], int]:
    kept: list[tuple[str, tuple[Row, ...]]] = []
    left = 0
    for heading, rows in groups:
        room = max(0, most - sum(len(r) for _, r in kept))
        if rows[:room]:
            kept.append((heading, rows[:room]))
        left += len(rows[room:])
    return tuple(kept), left


def _row(tr: LexborNode, *, head: bool = False) -> Row:
    return tuple(_cell(c, head=head) for c in tr.iter() if c.tag in ("th", "td"))


def _cell(node: LexborNode, *, head: bool = False) -> Cell:
    kinds = classes(node)
    depth = 1 if "child" in kinds else next((int(k[6:]) for k in kinds if k.startswith("depth-")), 0)
    svg, said = _drawing(node)
    span = int(node.attributes.get("colspan") or 1)
    if head and svg:
        return Cell((), svg, "", span=span)
    below = node.tag == "th" or "worth" in kinds or bool(svg)
    text = runs(node, aside="line" if below else "brackets")
    return Cell(text, svg, said, "n" in kinds, span, depth)


def _drawing(node: LexborNode) -> tuple[str, str]:
    """What is drawn in a cell, and what its marks say."""
    for selector, draw in ((".lane", strokes.lane), (".stack", strokes.stack), (".gauge", strokes.gauge)):
        found = node.css_first(selector)
        if found is not None:
            return draw(found), strokes.told(found)
    return "", ""


def _captioned(caption: LexborNode | None) -> tuple[str, Runs]:
    """What a figure is called, and what is remarked under that."""
    if caption is None:
        return "", ()
    note = caption.css_first("small")
    label = "".join(
        n.text(deep=n.tag != "small") for n in caption.iter(include_text=True) if n.tag != "small"
    )
    return " ".join(label.split()), runs(note) if note is not None else ()


def _panel(node: LexborNode, label: str = "") -> Panel:
    svg, width, height = strokes.chart(node)
    return Panel(svg, strokes.told(node), label, width, height)


def _items(node: LexborNode, depth: int = 0) -> Iterator[tuple[int, Runs]]:
    for item in node.iter():
        if item.tag != "li" or unseen(item):
            continue
        yield depth, runs(item)
        for inner in item.iter():
            if inner.tag in ("ul", "ol"):
                yield from _items(inner, depth + 1)


def _pairs(node: LexborNode, title: str) -> Table:
    """What is given for what: the first half, the order, the second half, and where."""
    rows = tuple(
        tuple(Cell(runs(part, aside="lines")) for part in pair.css(".half, .order, .where"))
        for pair in node.css(".exchange")
    )
    head = ((*(Cell(plain(w)) for w in ("First", "Order", "In return", "Where")),),)
    widths, small = shared([*head, *rows], 4)
    return Table(title, head, (("", rows),), widths, small=small)
