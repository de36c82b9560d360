"""PDF: pages, running heads, columns, notes, hyphens; and the files that cannot be read."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from document_checks import blocks, check, read
from document_files import PdfLine, column, pdf

from comity.documents.reader import UnreadableDocument
from comity.documents.text import read_text

PARAGRAPH = (
    "The Parties reaffirm that the management of migration is a shared responsibility of the "
    "countries of origin, "
    "transit and destination, and that cooperation shall rest on mutual trust, solidarity and full "
    "respect for the "
    "dignity of those who move."
)
LINES = textwrap.wrap(PARAGRAPH, 80)


def page_with(number: int, lines: list[PdfLine]) -> list[PdfLine]:
    side = 72.0 if number % 2 else 400.0
    return [(side, 810, 9, f"Joint Declaration - {number}"), *lines, (297, 30, 9, f"- {number} -")]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    places = ["Rabat", "Tripoli", "Chisinau", "Dakar", "Tirana", "Kyiv"]
    bodies = [f"In {place}, {PARAGRAPH[0].lower()}{PARAGRAPH[1:]}" for place in places]
    pages = [page_with(n, column(textwrap.wrap(body, 80), top=720)) for n, body in enumerate(bodies, 1)]
    text = read(pdf(pages), "a.pdf")
    assert text.pages == 6
    assert [b.page for b in text.blocks] == [1, 2, 3, 4, 5, 6]
    assert text.text == "\n\n".join(bodies)


def test_a_sentence_goes_on_over_the_page() -> None:
    half = len(LINES) // 2
    pages = [column(LINES[:half]), column(LINES[half:])]
    assert blocks(pdf(pages), "a.pdf") == [("paragraph", PARAGRAPH)]


def test_words_broken_at_a_line_end_are_made_whole() -> None:
    lines = [
        "The Parties stress the importance of interna-",
        "tional cooperation on a non-",
        "binding basis.",
    ]
    assert blocks(pdf([column(lines)]), "a.pdf")[0][1] == (
        "The Parties stress the importance of international cooperation on a non-binding basis."
    )


def test_notes_stand_after_the_text_that_they_interrupt() -> None:
    marked = [LINES[0], LINES[1] + ",1", *LINES[2:]]
    first = [
        *column(marked),
        *column(["1 See the annex to the declaration,", "second part."], top=90, size=8, leading=10),
    ]
    second = column(["It was signed by all of them."], top=760)
    found = blocks(pdf([first, second]), "a.pdf")
    assert [kind for kind, _ in found] == ["paragraph", "note", "paragraph"]
    assert found[1][1] == "See the annex to the declaration, second part."
    assert ",1" not in found[0][1]


def test_headings_are_told_by_size_boldness_and_number() -> None:
    lines = [
        (72.0, 780.0, 18.0, "Joint Declaration"), (72.0, 740.0, 11.0, "*Common aims"),
        *column(LINES, top=715),
        (72.0, 600.0, 11.0, "ARTICLE 2"), *column(LINES, top=575),
    ]  # fmt: skip
    text = read(pdf([lines]), "a.pdf")
    assert [b.kind for b in text.blocks] == ["heading", "heading", "paragraph", "heading", "paragraph"]
    assert [b.level for b in text.blocks if b.kind == "heading"][:2] == [1, 2]


def test_two_columns_are_read_one_after_the_other() -> None:
    narrow = textwrap.wrap(PARAGRAPH, 38)
    half = len(narrow) // 2
    lines = [*column(narrow[:half], x=50), *column(narrow[half:], x=320)]
    assert blocks(pdf([lines]), "a.pdf") == [("paragraph", PARAGRAPH)]


def test_a_raised_number_does_not_part_its_line() -> None:
    line = "Partners agree on this"
    raised = [
        (72.0, 700.0, 11.0, line),
        (72 + 5.3 * len(line), 704.0, 6.0, "1"),
        (200.0, 700.0, 11.0, "and on more."),
    ]
    note = [(72.0, 84.0, 6.0, "1"), (76.0, 80.0, 8.0, "See the annex.")]
    pieces = [(x, y, size, words) for x, y, size, words in raised]
    found = blocks(pdf([[*column(LINES), *pieces, *note]]), "a.pdf")
    assert ("note", "See the annex.") in found
    assert not any("1" in words for _, words in found)


def test_rows_with_wide_gaps_are_cells() -> None:
    rows = [
        ("Country", "Year", "Instrument"),
        ("Moldova", "2008", "Declaration"),
        ("Cabo Verde", "2008", "Declaration"),
    ]
    lines = [
        (x, 600 - 14 * n, 11, words)
        for n, row in enumerate(rows)
        for x, words in zip((72, 250, 400), row, strict=True)
    ]
    found = blocks(pdf([[*column(LINES), *lines]]), "a.pdf")
    assert found == [("paragraph", PARAGRAPH), *(("cell", words) for row in rows for words in row)]


def test_the_numbers_beside_the_lines_of_a_transcript_are_left_out() -> None:
    numbers = [(50.0, 720.0 - 14 * n, 11.0, str(n + 1)) for n in range(len(LINES) + 3)]
    assert blocks(pdf([[*numbers, *column(LINES, top=720)]]), "a.pdf") == [("paragraph", PARAGRAPH)]


def test_small_print_that_nothing_refers_to_is_no_note() -> None:
    small = column(["Costs of the measure", "1 work-hour at 85 euros"], top=90, size=8, leading=10)
    assert not any(kind == "note" for kind, _ in blocks(pdf([[*column(LINES), *small]]), "a.pdf"))


def test_two_thousand_pages_are_no_trouble() -> None:
    text = read(
        pdf([column([f"Page {'x' * (n % 7)} has this one sentence."], top=700) for n in range(2000)]), "a.pdf"
    )
    assert text.pages == 2000
    assert text.blocks[-1].page == 2000


def test_the_files_own_account_is_the_metadata() -> None:
    info = "/Title (Declaration) /Author (Council) /CreationDate (D:20080605120000Z)"
    metadata = read(pdf([column(LINES)], info=info), "a.pdf").metadata
    assert (metadata.title, metadata.issuer, metadata.date) == ("Declaration", "Council", "2008-06-05")
    dated = read(pdf([[(72, 800, 11, "Brussels, 16 May 2007"), *column(LINES)]], info=info), "a.pdf").metadata
    assert dated.date == "2007-05-16"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (pdf([[]]), "no-text"),
        (b"%PDF-1.4\nnothing of the kind", "corrupt-file"),
        (pdf([column(LINES)])[:200], "corrupt-file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "wrong-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "wrong-format"),
        (b"\x01\x02\x03\x04\x05\x06" * 50, "corrupt-file"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_text(data, "a.pdf")
    assert caught.value.code == code
    assert caught.value.problem.endswith(".")
    assert caught.value.fix.endswith(".")


def test_a_wrong_extension_is_read_with_a_warning() -> None:
    text = read(pdf([column(LINES)]), "a.docx")
    assert text.text == PARAGRAPH
    assert text.notes == ("The file is called .docx but is a PDF; it was read as that.",)


@pytest.mark.shared
def test_a_locked_pdf_is_said_to_be_locked(shared: Path) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_text((shared / "docs/pdf/pypdfium2_encrypted.pdf").read_bytes(), "a.pdf")
    assert caught.value.code == "encrypted-file"


@pytest.mark.shared
def test_every_real_pdf_ends_in_text_or_in_a_sentence(shared: Path) -> None:
    codes = []
    for path in sorted((shared / "docs/pdf").glob("*.pdf")):
        try:
            check(read_text(path.read_bytes(), path.name))
        except UnreadableDocument as unreadable:
            codes.append(unreadable.code)
    assert sorted(codes) == ["empty-file", "encrypted-file", "scanned-pdf"]


@pytest.mark.shared
def test_the_notes_of_a_printed_journal_stay_out_of_its_sentences(shared: Path) -> None:
    text = read_text((shared / "docs/pdf/pdfplumber_federal-register-2020-17221.pdf").read_bytes(), "a.pdf")
    notes = [text.text[b.start : b.end] for b in text.blocks if b.kind == "note"]
    assert any(note.startswith("An airplane’s nose-up or nose-down attitude is known as") for note in notes)
    assert "Federal Register / Vol. 85" not in text.text
    assert (
        "determined that final corrective action is necessary to address the unsafe condition." in text.text
    )
