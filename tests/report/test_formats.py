"""The report on paper: what a PDF and a Word document hold, read back by other libraries."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx as word
import pypdfium2
import pytest
from made_up_record import with_record
from made_up_study import HOSTILE, study
from selectolax.lexbor import LexborHTMLParser

from comity.report.formats.docx import docx
from comity.report.formats.paper import Paper, paper
from comity.report.formats.pdf import pdf
from comity.report.formats.pieces import Heading, Picture, Table
from comity.report.formats.sections import OWN
from comity.report.formats.word import clean
from comity.report.page import render


@pytest.fixture(scope="module")
def made() -> Paper:
    """The paper of the made-up study with a registry."""
    return paper(render(with_record(study(title=HOSTILE))))


def tables(paper: Paper) -> dict[str, Table]:
    """The tables by their titles."""
    return {piece.title: piece for piece in paper.pieces if isinstance(piece, Table)}


def pictures(paper: Paper) -> list[Picture]:
    """The pictures in their order."""
    return [piece for piece in paper.pieces if isinstance(piece, Picture)]


def cells(table: Table) -> list[list[str]]:
    """The words of its rows."""
    return [[cell.text for cell in row] for row in table.rows]


def pdf_text(raw: bytes) -> str:
    document = pypdfium2.PdfDocument(raw)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).replace("\ufffe", "").split())


def test_the_pdf_says_who_checked_what_was_found_and_on_what_it_stands(made: Paper) -> None:
    said = pdf_text(pdf(made))
    for words in (
        "Migration partnerships",
        "No person has checked these codings",
        "What the comparison finds",
        "the lead side holds more of the steering roles (+1.00, from 2 rows, without an interval)",
        "Role asymmetry (I2)",
        "The lead side steers.",
        "The strongest evidence",
        "Commission: broker of Mobility Partnership. Holds the gate.",
        "registry, roles/r1; source: III, §3",
    ):
        assert words in said, words


def test_the_pdf_has_a_title_and_tags(made: Paper) -> None:
    raw = pdf(made)
    assert pypdfium2.PdfDocument(raw).get_metadata_dict()["Title"] == "Migration partnerships"
    assert b"StructTreeRoot" in raw


def test_words_are_never_read_as_markup(made: Paper) -> None:
    hostile = replace(made, title='#panic("x") *bold* $1$ <b> \\ " &', description="@ref [x](y) ``` #")
    assert '#panic("x") *bold* $1$ <b> \\ " &' in pdf_text(pdf(hostile))
    assert word.Document(io.BytesIO(docx(hostile))).paragraphs[0].text == '#panic("x") *bold* $1$ <b> \\ " &'


def test_the_word_document_reads_back(made: Paper) -> None:
    document = word.Document(io.BytesIO(docx(made)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "What the comparison finds", "What is said", "Discourse", "Institution", "Power", "Promise and practice",
        "Claims", "The record", "The figures, measure by measure", "The strongest evidence", "How to read the figures",
    ]  # fmt: skip
    heads = [[c.text for c in table.rows[0].cells] for table in document.tables]
    claims = document.tables[heads.index(["Verdict", "Claim", "Figure", "n", "Why", "Stands in"])]
    assert claims.rows[1].cells[0].text == "✓ supported"
    assert "w:tblHeader" in claims.rows[0]._tr.xml
    assert document.core_properties.title == "Migration partnerships"


def test_every_section_of_the_page_stands_on_paper_under_its_own_heading(
    made: Paper, record_html: str
) -> None:
    """Whatever the page has: no list of sections is kept for paper."""
    page = LexborHTMLParser(record_html)
    shown = [
        " ".join(node.text().split())
        for node in page.css("main > section > h2")
        if node.parent is not None and node.parent.attributes["id"] not in OWN
    ]
    assert len(shown) > 20
    headings = [piece.text for piece in made.pieces if isinstance(piece, Heading)]
    assert [h for h in headings if h in shown] == shown
    said = pdf_text(pdf(made))
    assert [h for h in shown if h not in said] == []


def test_a_new_section_of_the_page_comes_to_paper_by_itself(made: Paper) -> None:
    page = render(with_record(study()))
    section = (
        '<section id="new"><h2>A new matter</h2><p class="explain">What it asks.</p><table><caption>Counted</caption>'
        "<thead><tr><th>What</th><th class='n'>n</th></tr></thead><tbody><tr><th>Duties <small>of all</small></th>"
        "<td class='n'>12</td></tr></tbody></table><p data-paper='no'>On the screen alone.</p>"
        "<p class='screen'>Nor this.</p></section>"
    )
    wider = replace(page, html=page.html.replace("</main>", f"{section}</main>"))
    added = list(paper(wider).pieces)
    first = added.index(Heading("A new matter", 2))
    explained, table = added[first + 1 : first + 3]
    assert explained.runs[0].text == "What it asks."
    assert (table.title, cells(table)) == ("A new matter", [["Duties\nof all", "12"]])
    assert table.rows[0][1].right
    assert "On the screen" not in pdf_text(pdf(paper(wider)))


def test_figures_stand_on_paper_as_they_stand_on_the_page(made: Paper, record_html: str) -> None:
    """The values and intervals in the tables of the page, one by one."""
    page = LexborHTMLParser(record_html)
    found = [" ".join(a.text().split()) for a in page.css("main .worth a, .strip td a, #claims td a")]
    assert len(found) > 10
    told = " ".join(text for table in tables(made).values() for row in cells(table) for text in row)
    assert [value for value in found if value not in told] == []


def test_pictures_are_numbered_captioned_and_say_what_they_show(made: Paper) -> None:
    assert [p.label for p in pictures(made)] == [f"Figure {n}" for n in range(1, len(pictures(made)) + 1)]
    document = word.Document(io.BytesIO(docx(made)))
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert "Figure 1. How much of it" in captions
    assert any(c.startswith("Table 1. ") for c in captions)
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert any(said.startswith("Prevalence") for said in described)
    assert all(described)


def test_pictures_are_sharp(made: Paper) -> None:
    """Word gets 300 dots for each inch; the PDF draws with lines and letters, not dots."""
    document = word.Document(io.BytesIO(docx(made)))
    shape = max(document.inline_shapes, key=lambda s: s.width)
    part = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert part.image.px_width / (shape.width / 914400) >= 299
    kinds = {obj.type for page in pypdfium2.PdfDocument(pdf(made)) for obj in page.get_objects()}
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


def test_contexts_stand_side_by_side(made: Paper) -> None:
    table = tables(made)["Which side holds the steering roles?"]
    assert [c.text for c in table.head[0]] == [
        "", "International", "EU external policy", "Mexico and the United States",
    ]  # fmt: skip
    assert [r[0] for r in cells(table)] == ["Role asymmetry", "Drafter"]
    assert cells(table)[0][2] == "+1.00 (n\u00a02)"
    assert cells(table)[0][1] == ""


def test_a_figure_without_a_value_says_why(made: Paper) -> None:
    measured = [cells(t) for t in tables(made).values() if t.title.startswith("How far")]
    rows = [row for table in measured for row in table]
    assert ["Openness", "", "no evidence", ""] in rows
    assert ["Informality", "", "0.75 (0.60 to 0.90; n\u00a01)", ""] in rows


def test_no_word_is_wider_than_its_column(made: Paper) -> None:
    document = pypdfium2.PdfDocument(pdf(made))
    for page in document:
        text = page.get_textpage()
        width = page.get_width()
        for n in range(text.count_rects()):
            left, _, right, _ = text.get_rect(n)
            assert left >= 0
            assert right <= width


def test_the_same_report_gives_the_same_bytes(made: Paper) -> None:
    assert pdf(made) == pdf(made)
    assert docx(made) == docx(made)
    with zipfile.ZipFile(io.BytesIO(docx(made))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_study_of_next_to_nothing_has_a_paper() -> None:
    bare = paper(render(study(contexts=("eu",), documents=1, per_document=0)))
    assert "Claims" not in pdf_text(pdf(bare))
    assert "strongest evidence" not in pdf_text(pdf(bare))
    assert docx(bare).startswith(b"PK")


def test_characters_that_xml_refuses_are_left_out() -> None:
    assert clean("a\x00b\x0bc\td") == "abc\td"
