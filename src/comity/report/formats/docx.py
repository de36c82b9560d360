"""The report as a Word document: headings, tables with repeated heads, pictures, the same bytes for the same report."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from comity.report.formats.pieces import Heading, Listing, Picture, Piece, Said, Table
from comity.report.formats.word import (
    bookmarked,
    captioned,
    clean,
    contents,
    grid_of,
    kept_together,
    picture,
    ruled,
    spanned,
)

if TYPE_CHECKING:
    from comity.report.formats.paper import Paper
    from comity.report.formats.pieces import Cell, Panel, Row, Runs

INK, MUTED, ACCENT, WARN, RULE = "1F1D1A", "5F5B53", "005A8C", "8A4B00", "DCD6CA"
SERIF, SANS = "Georgia", "Arial"
WIDTH, HEIGHT = 17.0, 23.5  # of the text, in cm
BROADSIDE, LOW = 25.7, 14.5  # of the text of a page that lies on its side
PIXEL = 2.54 / 96  # in cm
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # a document says when it was made; this one depends on no clock


def docx(paper: Paper) -> bytes:
    """The paper as .docx."""
    written = _Writer(paper)
    written.opening()
    written.findings()
    for piece in paper.pieces:
        written.piece(piece)
    written.appendix()
    return written.bytes()


class _Writer:
    """A Word document in the making."""

    def __init__(self, paper: Paper) -> None:
        from docx import Document
        from docx.shared import Cm, Pt

        self.paper, self.document, self.marks = paper, Document(), 0
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
        self._style("Normal", SERIF, Pt(10.5), INK)
        for level, size in ((1, 17), (2, 12.5), (3, 11)):
            self._style(f"Heading {level}", SERIF, Pt(size), INK)
        self._style("Title", SERIF, Pt(26), INK)
        self._style("Caption", SERIF, Pt(9.5), INK)
        self._room_for_two_digits()
        properties = self.document.core_properties
        properties.title, properties.author, properties.last_modified_by = (
            clean(paper.title),
            "comity",
            "comity",
        )
        properties.created = properties.modified = LONG_AGO
        properties.language = "en-GB"

    def _room_for_two_digits(self) -> None:
        from docx.oxml.ns import qn

        levels = self.document.part.numbering_part.element.iter(qn("w:lvl"))
        styled = ((level, level.find(qn("w:pStyle"))) for level in levels)
        for level in (
            one for one, style in styled if style is not None and style.get(qn("w:val")) == "ListNumber"
        ):
            for stop in level.iter(qn("w:tab")):
                stop.set(qn("w:pos"), "510")
            for indent in level.iter(qn("w:ind")):
                indent.set(qn("w:left"), "510")
                indent.set(qn("w:hanging"), "510")

    def _style(self, name: str, font: str, size: Any, colour: str) -> None:
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        style = self.document.styles[name]
        style.font.name, style.font.size = font, size
        style.font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:hAnsi"), font)
        fonts.set(qn("w:cs"), font)

    def _said(self, text: str, *, small: bool = False, style: str | None = None, colour: str = INK) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._run(paragraph, text, colour=MUTED if small else colour, size=9 if small else None)
        return paragraph

    def _run(self, paragraph: Any, text: str, *, colour: str = "", size: float | None = None) -> Any:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(clean(text))
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        if size is not None:
            run.font.size = Pt(size)
        return run

    def _runs(self, paragraph: Any, runs: Runs, *, size: float | None = None, colour: str = "") -> None:
        """Words by their looks; a small picture among them stands on their line."""
        from docx.shared import Cm

        for one in runs:
            if one.svg:
                picture(paragraph, one.svg, "sample", Cm(0.6))
                paragraph.add_run(" ")
                continue
            muted = MUTED if one.look == "quiet" else colour
            run = self._run(paragraph, one.text, colour=one.colour or muted, size=size)
            run.bold = True if one.look == "strong" else None
            run.italic = True if one.look == "told" else None
            if one.look == "mono":
                run.font.name = "Consolas"

    def heading(self, text: str, level: int) -> None:
        """A heading that the table of contents can lead to."""
        heading = self.document.add_heading(clean(text), level)
        self.marks += 1
        bookmarked(heading, f"part-{self.marks}", self.marks)

    def opening(self) -> None:
        """Title, description, who made the figures, what they rest on, and what follows."""
        self.document.add_paragraph(clean(self.paper.title), style="Title")
        if self.paper.description:
            self._said(self.paper.description, colour=MUTED)
        notice = self._said(self.paper.notice, colour=ACCENT if self.paper.checked else WARN)
        notice.runs[0].bold = True
        for value, what, more in self.paper.facts:
            paragraph = self._said("", style="List Bullet")
            paragraph.add_run(f"{value} ").bold = True
            paragraph.add_run(clean(f"{what}" + (f" ({more})" if more else "")))
        if self.paper.reference:
            self._said(f"Rests on: {self.paper.reference}", small=True)
        contents(self.document, [(clean(text), level) for text, level in self.paper.headings])

    def findings(self) -> None:
        """The executive summary, and what is said context by context."""
        if self.paper.findings:
            self.heading("What the comparison finds", 1)
            for grade, told in self.paper.findings:
                paragraph = self._said("", style="List Number")
                if grade:
                    paragraph.add_run(f"{grade.capitalize()}. ").bold = True
                paragraph.add_run(clean(told))
            self._said(
                "Clear: the whole interval lies on one side. Tentative: there is no interval, or it spans the middle. "
                "Strongest first.", small=True,
            )  # fmt: skip
        self.heading("What is said", 1)
        for place, sentences in self.paper.summary:
            if place:
                self.heading(place, 2)
            for sentence in sentences:
                self._said(sentence)

    def piece(self, piece: Piece) -> None:
        """One piece of the report."""
        if isinstance(piece, Heading):
            self.heading(piece.text, piece.level)
        elif isinstance(piece, Said):
            paragraph = self.document.add_paragraph()
            self._runs(
                paragraph, piece.runs, size=9.5 if piece.quiet else None, colour=MUTED if piece.quiet else ""
            )
        elif isinstance(piece, Listing):
            self._listing(piece)
        elif isinstance(piece, Table):
            self._table(piece)
        else:
            self._picture(piece)

    def _listing(self, listing: Listing) -> None:
        from docx.shared import Cm, Pt

        for depth, words in listing.items:
            paragraph = self.document.add_paragraph(style="List Bullet")
            paragraph.paragraph_format.left_indent = Cm(0.63 * (depth + 1))
            paragraph.paragraph_format.space_after = Pt(2)
            self._runs(paragraph, words)

    def _caption(self, label: str, title: str) -> Any:
        paragraph = self.document.add_paragraph(style="Caption")
        captioned(paragraph, label)
        self._run(paragraph, f" {title}", colour=INK).bold = False
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def _note(self, note: Runs) -> None:
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        if note:
            paragraph.paragraph_format.space_before = Pt(3)
            self._runs(paragraph, note, size=8.5, colour=MUTED)
        else:
            paragraph.paragraph_format.space_after = Pt(0)

    def _table(self, one: Table) -> None:
        from docx.shared import Cm

        self._caption(one.label, one.title)
        lines: list[tuple[Row | str, bool]] = [(row, True) for row in one.head]
        for heading, rows in one.groups:
            lines += [(heading, False)] if heading else []
            lines += [(row, False) for row in rows]
        widths = [Cm(WIDTH * w / sum(one.widths)) for w in one.widths]
        made = grid_of(self.document, len(lines), widths)
        cells = made._cells  # noqa: SLF001 (asking a table for its cells one by one takes squares of the time)
        columns = len(widths)
        size = 7.5 if one.small else 8.5
        for at, (line, head) in enumerate(lines):
            own = cells[at * columns : (at + 1) * columns]
            if isinstance(line, str):
                self._group(spanned(own, 0, columns), line, size)
            else:
                self._row(own, line, widths, size, head=head)
            kept_together(made.rows[at], head=head)
        self._note(one.note)

    def _group(self, cell: Any, heading: str, size: float) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.keep_with_next = True
        self._spaced(paragraph, 6)
        self._run(paragraph, heading, size=size).bold = True
        ruled(cell, MUTED)

    def _spaced(self, paragraph: Any, before: float) -> None:
        from docx.shared import Pt

        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(1)

    def _row(self, own: list[Any], row: Row, widths: list[Any], size: float, *, head: bool) -> None:
        at = 0
        for cell in row:
            place = spanned(own, at, cell.span)
            self._cell(place, cell, sum(widths[at : at + cell.span]), size, head=head)
            ruled(place, MUTED if head else RULE)
            at += cell.span

    def _cell(self, place: Any, cell: Cell, width: int, size: float, *, head: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm

        paragraph = place.paragraphs[0]
        self._spaced(paragraph, 2)
        paragraph.paragraph_format.keep_with_next = head or None
        if cell.svg:
            picture(paragraph, cell.svg, cell.said or "drawn", width - Cm(0.4))
            if cell.runs:
                paragraph = place.add_paragraph()
                self._spaced(paragraph, 0)
        if cell.right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if cell.depth:
            paragraph.paragraph_format.left_indent = Cm(0.35 * cell.depth)
        self._runs(paragraph, cell.runs, size=size, colour=MUTED if head else "")
        for run in paragraph.runs if head else ():
            run.bold = True

    def _picture(self, one: Picture) -> None:
        """The drawings one below the other or in rows, each with its label, on a page on its side where they are broad."""
        wide, high = (BROADSIDE, LOW) if one.turned else (WIDTH, HEIGHT)
        if one.turned:
            self._turned(over=True)
        self._caption(one.label, one.title)
        if one.columns == 1:
            for panel in one.panels:
                self._panel(self.document.add_paragraph(), panel, wide, high)
        else:
            self._side_by_side(one)
        self._note(one.note)
        if one.turned:
            self._turned(over=False)

    def _side_by_side(self, one: Picture) -> None:
        from docx.shared import Cm

        width = WIDTH / one.columns
        count = -(-len(one.panels) // one.columns)
        made = grid_of(self.document, count, [Cm(width)] * one.columns)
        cells = made._cells  # noqa: SLF001 (as above)
        for panel, cell in zip(one.panels, cells, strict=False):
            paragraph = cell.paragraphs[0]
            self._run(paragraph, panel.label, size=9).bold = True
            paragraph.paragraph_format.keep_with_next = True
            self._panel(cell.add_paragraph(), panel, width - 0.5, HEIGHT - 2)
        for row in made.rows:
            kept_together(row, head=False)

    def _panel(self, paragraph: Any, panel: Panel, wide: float, high: float) -> None:
        from docx.shared import Cm

        scale = min(1.0, wide / (panel.width * PIXEL), high / (panel.height * PIXEL))
        picture(paragraph, panel.svg, panel.said or "key of the drawing", Cm(panel.width * PIXEL * scale))
        paragraph.paragraph_format.keep_with_next = True

    def _turned(self, *, over: bool) -> None:
        """The pages from here lie on their side, or stand again."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Cm

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if over else WD_ORIENT.PORTRAIT
        long, short = Cm(29.7), Cm(21)
        section.page_width, section.page_height = (long, short) if over else (short, long)

    def appendix(self) -> None:
        """The strongest evidence behind the main figures, and how to read them."""
        if self.paper.appendix:
            self.heading("The strongest evidence", 1)
        for one in self.paper.appendix:
            title = self._said("")
            title.add_run(clean(one.title)).bold = True
            self._run(title, f"  {one.answer}", colour=MUTED)
            title.paragraph_format.keep_with_next = True
            for quotation in one.quotations:
                self._said(quotation.text, style="Quote").paragraph_format.keep_with_next = True
                self._said(quotation.source, small=True)
        self.heading("How to read the figures", 1)
        for told in self.paper.method:
            self._said(told)

    def bytes(self) -> bytes:
        """The file; its parts carry no time of writing."""
        raw, made = io.BytesIO(), io.BytesIO()
        self.document.save(raw)
        with (
            zipfile.ZipFile(raw) as read,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
        ):
            for part in read.infolist():
                plain = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
                plain.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(plain, read.read(part.filename))
        return made.getvalue()
