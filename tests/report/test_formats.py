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

from comity.report.content import gather
from comity.report.formats.docx import clean, docx
from comity.report.formats.paper import Paper, paper
from comity.report.formats.pdf import pdf


@pytest.fixture(scope="module")
def made() -> Paper:
    """The paper of the made-up study with a registry."""
    return paper(gather(with_record(study(title=HOSTILE))))


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
        "Appendix: the strongest evidence",
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
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading 1")]
    assert headings == [
        "What the comparison finds", "What is said", "The figures", "Claims", "Appendix: the strongest evidence",
        "How to read the figures",
    ]  # fmt: skip
    assert len(document.tables) == len(made.tables) + 1
    claims = document.tables[-1]
    assert [c.text for c in claims.rows[0].cells] == ["Verdict", "Claim", "Figure", "n", "Why"]
    assert claims.rows[1].cells[0].text == "✓ supported"
    assert "w:tblHeader" in claims.rows[0]._tr.xml
    assert document.core_properties.title == "Migration partnerships"


def test_contexts_stand_side_by_side(made: Paper) -> None:
    table = next(t for t in made.tables if t.title == "Role asymmetry (I2)")
    assert table.head == ("", "International", "EU external policy", "Mexico and the United States")
    assert [r[0] for r in table.rows] == ["Role asymmetry", "Drafter"]
    assert table.rows[0][2] == "+1.00 (n\u00a02)"
    assert table.rows[0][1] == ""


def test_a_figure_without_a_value_says_why(made: Paper) -> None:
    table = next(t for t in made.tables if t.title == "Governance mode (I1)")
    assert ("Openness", "", "no evidence", "") in table.rows
    assert ("Informality", "", "0.75 (0.60 to 0.90; n\u00a01)", "") in table.rows


def test_the_same_report_gives_the_same_bytes(made: Paper) -> None:
    assert pdf(made) == pdf(made)
    assert docx(made) == docx(made)
    with zipfile.ZipFile(io.BytesIO(docx(made))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_study_of_next_to_nothing_has_a_paper() -> None:
    bare = paper(gather(study(contexts=("eu",), documents=1, per_document=0)))
    assert bare.claims is None
    assert "Appendix" not in pdf_text(pdf(bare))
    assert docx(bare).startswith(b"PK")


def test_characters_that_xml_refuses_are_left_out() -> None:
    assert clean("a\x00b\x0bc\td") == "abc\td"
