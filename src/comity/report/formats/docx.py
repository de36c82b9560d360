"""The report as a Word document: headings, tables with repeated heads, the same bytes for the same report."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.report.formats.paper import Paper, Table

INK, MUTED, ACCENT, WARN, RULE = "1F1D1A", "5F5B53", "005A8C", "8A4B00", "DCD6CA"
SERIF, SANS = "Georgia", "Arial"
WIDTH = 17.0  # of the text, in cm
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # a document says when it was made; this one depends on no clock


def docx(paper: Paper) -> bytes:
    """The paper as .docx."""
    written = _Writer(paper)
    written.opening()
    written.findings()
    written.figures()
    written.appendix()
    return written.bytes()


class _Writer:
    """A Word document in the making."""

    def __init__(self, paper: Paper) -> None:
        from docx import Document
        from docx.shared import Cm, Pt

        self.paper, self.document = paper, Document()
        self._colours()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
        self._style("Normal", SERIF, Pt(10.5), INK)
        for level, size in ((1, 17), (2, 12.5), (3, 11)):
            self._style(f"Heading {level}", SERIF, Pt(size), INK)
        self._style("Title", SERIF, Pt(26), INK)
        self._room_for_two_digits()
        properties = self.document.core_properties
        properties.title, properties.author, properties.last_modified_by = paper.title, "comity", "comity"
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

    def _colours(self) -> None:
        from docx.shared import RGBColor

        self.colour = RGBColor.from_string

    def _style(self, name: str, font: str, size: Any, colour: str) -> None:
        from docx.oxml.ns import qn

        style = self.document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = font, size, self.colour(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:hAnsi"), font)
        fonts.set(qn("w:cs"), font)

    def _said(self, text: str, *, small: bool = False, style: str | None = None, colour: str = INK) -> Any:
        from docx.shared import Pt

        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(clean(text))
        run.font.color.rgb = self.colour(MUTED if small else colour)
        if small:
            run.font.size = Pt(9)
        return paragraph

    def opening(self) -> None:
        """Title, description, who made the figures, and what they rest on."""
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

    def findings(self) -> None:
        """The executive summary, and what is said context by context."""
        if self.paper.findings:
            self.document.add_heading("What the comparison finds", 1)
            for grade, told in self.paper.findings:
                paragraph = self._said("", style="List Number")
                if grade:
                    paragraph.add_run(f"{grade.capitalize()}. ").bold = True
                paragraph.add_run(clean(told))
            self._said(
                "Clear: the whole interval lies on one side. Tentative: there is no interval, or it spans the middle. "
                "Strongest first.", small=True,
            )  # fmt: skip
        self.document.add_heading("What is said", 1)
        for place, sentences in self.paper.summary:
            if place:
                self.document.add_heading(clean(place), 2)
            for sentence in sentences:
                self._said(sentence)

    def figures(self) -> None:
        """A table for each measure, and the claims."""
        if self.paper.tables:
            self.document.add_heading("The figures", 1)
        for one in self.paper.tables:
            self.document.add_heading(clean(one.title), 2)
            if one.intro:
                intro = self._said(one.intro)
                intro.runs[0].italic, intro.paragraph_format.keep_with_next = True, True
            self._table(one)
            if one.remark:
                self._said(one.remark, small=True)
        if self.paper.claims is not None:
            self.document.add_heading("Claims", 1)
            self._said(f"{self.paper.tally}.")
            self._table(self.paper.claims)

    def _table(self, one: Table) -> None:
        from docx.shared import Cm

        made = self.document.add_table(rows=0, cols=len(one.head))
        made.autofit = False
        widths = [Cm(WIDTH * w / sum(one.widths)) for w in one.widths]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width  # Word follows the cells, LibreOffice the columns
        self._row(made, one.head, widths, one.head, head=True)
        for row in one.rows:
            self._row(made, row, widths, one.head)
        self.document.add_paragraph().paragraph_format.space_after = Cm(0)

    def _row(
        self, table: Any, cells: tuple[str, ...], widths: list[Any], head_row: tuple[str, ...], *, head: bool = False
    ) -> None:  # fmt: skip
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        row = table.add_row()
        for cell, text, width, name in zip(row.cells, cells, widths, head_row, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(2), Pt(1)
            paragraph.paragraph_format.keep_with_next = head
            if name == "n":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(clean(text))
            run.font.size, run.bold = Pt(8.5), head
            run.font.color.rgb = self.colour(MUTED if head else INK)
            _ruled(cell, MUTED if head else RULE)
        _kept_together(row, head=head)

    def appendix(self) -> None:
        """The strongest evidence behind the main figures, and how to read them."""
        if self.paper.appendix:
            self._said("").paragraph_format.page_break_before = True
            self.document.add_heading("Appendix: the strongest evidence", 1)
        for one in self.paper.appendix:
            title = self._said("")
            title.add_run(clean(one.title)).bold = True
            title.add_run(f"  {clean(one.answer)}").font.color.rgb = self.colour(MUTED)
            title.paragraph_format.keep_with_next = True
            for quotation in one.quotations:
                self._said(quotation.text, style="Quote").paragraph_format.keep_with_next = True
                self._said(quotation.source, small=True)
        self.document.add_heading("How to read the figures", 1)
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


def clean(text: str) -> str:
    """The text without the control characters that XML refuses."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _ruled(cell: Any, colour: str) -> None:
    """A line below the cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, bottom = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 (python-docx has no border of its own)


def _kept_together(row: Any, *, head: bool) -> None:
    """A row is not cut by the end of a page; a head stands again on the next."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (nor these)
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
