"""What the report says on paper, before any file format: headings, sentences, tables, pictures, quotations.

It is meant for an appendix: the findings, every section of the page, the figures of each measure, and the strongest
evidence. Figures of single years, arrangements and actors stay on the page and in figures.csv; the paper says how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import answer, number
from comity.measures.measure import CATALOGUE
from comity.report.basis import basis, notice
from comity.report.content import ALL
from comity.report.findings import findings
from comity.report.formats.pieces import Cell, Heading, Piece, Table, numbered, plain
from comity.report.formats.sections import sections
from comity.report.formats.widths import shared
from comity.report.sentences import paragraphs
from comity.report.wording import measured, named

if TYPE_CHECKING:
    from comity.report.content import Content
    from comity.report.page import Page

Row = Mapping[str, Any]
DETAIL = ("year", "arrangement", "actor", "period", "layer", "register", "case")
ROWS = 90  # lines of one table
STRONGEST = 2  # pieces of evidence per figure in the appendix


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage, a paraphrase or a row of the registry, with where it stands."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure in the appendix, with its strongest evidence."""

    title: str
    answer: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The report, ready to be written."""

    title: str
    description: str
    reference: str
    notice: str
    checked: bool
    facts: tuple[tuple[str, str, str], ...]
    findings: tuple[tuple[str, str], ...]
    summary: tuple[tuple[str, tuple[str, ...]], ...]
    pieces: tuple[Piece, ...]
    appendix: tuple[Cited, ...]
    method: tuple[str, ...] = field(default=())

    @property
    def headings(self) -> list[tuple[str, int]]:
        """Every heading in order, with its level; 0 where the contents leave it out."""
        said = [(place, 0) for place, _ in self.summary if place]
        return [
            *([("What the comparison finds", 1)] if self.findings else []),
            ("What is said", 1),
            *said,
            *((p.text, p.level if p.listed else 0) for p in self.pieces if isinstance(p, Heading)),
            *([("The strongest evidence", 1)] if self.appendix else []),
            ("How to read the figures", 1),
        ]


def paper(page: Page) -> Paper:
    """The report of a study as a paper: what stands on its page, for reading without one."""
    content = page.content
    noted = notice(content)
    return Paper(
        title=content.settings.name,
        description=content.settings.description or "",
        reference=content.settings.reference or "",
        notice=f"{noted.heading}. {noted.text}",
        checked=noted.checked,
        facts=tuple((f.value, f.what, f.more) for f in basis(content)),
        findings=tuple((f.grade if f.strength else "", str(f)) for f in findings(content)),
        summary=tuple((place, tuple(_plain(s) for s in told)) for place, told in paragraphs(content)),
        pieces=numbered([*sections(page.html), *_measured(content)]),
        appendix=tuple(_appendix(content)),
        method=_method(content),
    )


def _plain(sentence: Any) -> str:
    return "".join(part.text for part in sentence.parts)


def _measured(content: Content) -> Iterator[Piece]:
    """A table for each measure that has figures: contexts side by side, in the order of the catalogue."""
    heading: tuple[Piece, ...] = (Heading("The figures, measure by measure", 1),)
    for measure in _measures(content):
        card = CATALOGUE.all().get(measure)
        every = content.figures.filter(pl.col("measure") == measure)
        lines = _lines(content, _kept(content, measure, every))[:ROWS]
        if not lines:
            continue
        yield from heading
        heading = ()
        yield Heading(f"{card.name.capitalize()} ({measure})" if card else measure, 2, listed=False)
        shown = sum(bool(cell) for _, *cells in lines for cell in cells)
        left = every.height - shown
        note = f"{left:,} more figures of this measure stand on the page and in figures.csv." if left else ""
        yield _table(card.question if card else measure, ("", *content.contexts.values()), lines, note)


def _kept(content: Content, measure: str, figures: pl.DataFrame) -> pl.DataFrame:
    kept = figures.filter(pl.all_horizontal(pl.col(d).is_null() for d in DETAIL))
    if measure == "D2":
        kept = kept.filter(pl.col("quantity") == content.rate)
    return kept.filter(pl.col("side").is_null()) if kept["code"].is_not_null().any() else kept


def _table(title: str, head: tuple[str, ...], lines: Sequence[tuple[str, ...]], note: str) -> Table:
    top = (tuple(Cell(plain(word)) for word in head),)
    rows = tuple(tuple(Cell(plain(text)) for text in line) for line in lines)
    widths, small = shared([*top, *rows], len(head))
    return Table(title, top, (("", rows),), widths, note=plain(note), small=small)


def _lines(content: Content, figures: pl.DataFrame) -> list[tuple[str, ...]]:
    """A line per quantity and grouping, with a cell per context."""
    place = pl.col("context").fill_null(ALL) if ALL in content.contexts else pl.col("context")
    made: dict[tuple[object, ...], dict[str, Row]] = {}
    for row in figures.with_columns(place.alias("place")).drop_nulls("place").iter_rows(named=True):
        key = (row["quantity"], *(row[name] for name in ("code", "pillar", "role", "side")))
        made.setdefault(key, {})[row["place"]] = row
    return [
        (_label(content, next(iter(cells.values()))), *(_said(cells.get(p)) for p in content.contexts))
        for cells in made.values()
    ]


def _label(content: Content, row: Row) -> str:
    title = measured(row)
    quantity = title.split(", ", 1)[1] if ", " in title and row["measure"] != "D2" else ""
    name = named({**row, "context": None}, content)
    bare = all(row[n] is None for n in ("code", "pillar", "role", "side"))
    said = quantity or title if bare else f"{name}: {quantity}" if quantity else name
    return said[:1].upper() + said[1:]


def _said(row: Row | None) -> str:
    """Value, interval and n of one figure: ``25% (5% to 45%; n 5)``, which breaks before n."""
    if row is None:
        return ""
    told = answer(dict(row))
    if row["measure"] == "D1" and row["category"]:
        return f"{told}, {row['documents']:,} of {row['read'] or 0:,}"
    if row["value"] is None:
        return told
    if row["category"]:
        told = f"{told}, {number(row['value'], row['unit'])}"
    known = row["low"] is not None and row["high"] is not None
    ends = f"{number(row['low'], row['unit'])} to {number(row['high'], row['unit'])}; " if known else ""
    return f"{told} ({ends}n\u00a0{row['n']:,})"


def _measures(content: Content) -> Sequence[str]:
    """Discourse, institution, power, gap; within them by number."""
    order = {letter: place for place, letter in enumerate("DIPGC")}
    found = content.figures["measure"].unique().to_list()
    return sorted(
        found, key=lambda m: (order.get(m[:1], len(order)), int(m[1:]) if m[1:].isdigit() else 0, m)
    )


def _appendix(content: Content) -> Iterator[Cited]:
    """The main figures by context with their strongest evidence, in the order of the tables."""
    passages = {p["row"]: p for p in content.passages.iter_rows(named=True)}
    chosen: dict[str, list[str]] = {}
    strongest = content.chosen.filter(pl.col("place") < STRONGEST).sort("figure", "place")
    for figure, row in strongest.select("figure", "row").iter_rows():
        chosen.setdefault(figure, []).append(row)
    for measure in _measures(content):
        if measure in ("D2", "D3"):  # they count the passages of D1 once more
            continue
        card = CATALOGUE.all().get(measure)
        main = card.quantities[0].name if card else None
        kept = content.figures.filter(
            (pl.col("measure") == measure)
            & pl.all_horizontal(pl.col(d).is_null() for d in (*DETAIL, "side", "role", "pillar"))
            & (pl.col("n") > 0)
            & (
                (pl.col("measure") != "D5") | (pl.col("value") > 0)
            )  # nothing is rejected: D1 has its passages
        )
        for r in kept.iter_rows(named=True):
            told = [_quotation(passages[row]) for row in chosen.get(r["figure"], ()) if row in passages]
            if told and (main is None or r["quantity"] == main):
                yield Cited(f"{measured(r)}: {named(r, content)}", answer(dict(r)), tuple(told))


def _quotation(row: Row) -> Quotation:
    text = " ".join(str(row["quote"]).split())
    if row["kind"] == "record":
        doubt = " ".join(str(row["after"]).split())
        source = f"registry, {row['row']}" + (
            f"; source: {row['locator']}" if row["locator"] else "; no source given"
        )
        return Quotation(f"{text} {doubt}".strip(), source)
    page = f"p. {row['page']}" if row["page"] is not None else row["locator"]
    parts = [
        row["title"] or row["document"],
        row["date"],
        page,
        row["stance"] if row["stance"] != "affirms" else None,
    ]
    parts.append("paraphrase" if row["kind"] == "statement" else None)
    return Quotation(text, ", ".join(str(p) for p in parts if p))


def _method(content: Content) -> tuple[str, ...]:
    level = f"{content.settings.intervals.level * 100:.0f}%"
    times = f"{content.settings.intervals.replicates:,}"
    return (
        (
            f"Intervals are {level} intervals. Passages of one document, and rows of one arrangement, are not "
            f"independent, so whole documents and arrangements are drawn again ({times} times, from a fixed seed)."
        ),
        (
            "No evidence: there is nothing to divide by, so there is no value, not even zero. Unknown: too little "
            "was read to say. Undecided: too little to tell either way."
        ),
        (
            "A paraphrase is what the researcher says, in words of their own, that a document holds. It counts, "
            "and is marked."
        ),
    )
