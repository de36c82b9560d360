"""The canonical text, the recognition of formats, and what is said of files that cannot be read."""

from __future__ import annotations

import pickle

import pytest
from document_checks import read
from document_files import docx, paragraph, zipped

from comity.documents.dates import first_date, iso_date
from comity.documents.reader import READERS, Block, Metadata, Reading, UnreadableDocument
from comity.documents.text import canonical, read_text, tidy


def test_blocks_are_joined_by_one_empty_line_and_empty_ones_vanish() -> None:
    reading = Reading(
        (Block("heading", " A\u00a0 b ", 2, 1), Block("note", "\u200b"), Block("cell", "x\n\n y ", page=2)), 2
    )
    text = canonical(reading)
    assert text.text == "A b\n\nx\ny"
    assert [(b.kind, b.level, b.start, b.end, b.page) for b in text.blocks] == [
        ("heading", 2, 0, 3, 1),
        ("cell", 0, 5, 8, 2),
    ]


def test_letters_and_their_accents_are_one() -> None:
    assert tidy("cooperacio\u0301n") == "cooperación"
    assert tidy("e\u200b\u0301\ufb03cient") == "éfficient"


def test_offsets_count_code_points() -> None:
    text = canonical(Reading((Block("paragraph", "🤝 partners"), Block("paragraph", "agree"))))
    assert text.text[text.blocks[1].start : text.blocks[1].end] == "agree"
    assert text.blocks[1].start == len("🤝 partners") + 2


def test_a_stated_date_goes_before_the_files_own() -> None:
    body = (Block("heading", "Joint Declaration", 1), Block("paragraph", "Bruxelles, le 5 juin 2008"))
    assert canonical(Reading(body, metadata=Metadata(date="2019-01-01"))).metadata.date == "2008-06-05"
    assert canonical(Reading(body[:1], metadata=Metadata(date="2019-01-01"))).metadata.date == "2019-01-01"


@pytest.mark.parametrize("title", ["Microsoft Word - final_v2.doc", "10811.exe", "Untitled-1", "document1"])
def test_a_file_name_is_no_title_and_the_start_of_a_clock_no_date(title: str) -> None:
    reading = Reading((Block("paragraph", "We agree."),), metadata=Metadata(title=title, date="1980-01-01"))
    assert canonical(reading).metadata == Metadata()


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Brussels, 16 May 2007", "2007-05-16"),
        ("Rabat, le 1er juillet 2013", "2013-07-01"),
        ("Berlin, den 3. März 2015", "2015-03-03"),
        ("Madrid, 12 de noviembre de 2015", "2015-11-12"),
        ("Roma, 2 febbraio 2017", "2017-02-02"),
        ("May 16th, 2007", "2007-05-16"),
        ("31 February 2007", None),
        ("in the year 2007", None),
    ],
)
def test_dates_in_five_languages(line: str, date: str | None) -> None:
    assert first_date([line]) == date


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2007", "2007"),
        ("2007-05-16T10:00", "2007-05-16"),
        ("20070516", "2007-05-16"),
        ("2007-13", None),
        ("", None),
    ],
)
def test_iso_dates_are_as_exact_as_they_are_known(said: str, date: str | None) -> None:
    assert iso_date(said) == date


@pytest.mark.parametrize(
    ("data", "name", "code", "says"),
    [
        (b"", "a.txt", "empty-file", "empty"),
        (b" \n\0", "a.docx", "empty-file", "empty"),
        (b"PK\x03\x04 cut off", "a.docx", "corrupt-file", "damaged"),
        (
            zipped({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
            "a.docx",
            "wrong-format",
            "spreadsheet",
        ),
        (zipped({"ppt/presentation.xml": "<a/>"}), "a.pptx", "wrong-format", "slide show"),
        (zipped({"a.txt": "hello"}), "a.zip", "wrong-format", "archive"),
        (b"\xff\xd8\xff\xe0 JFIF", "scan.pdf", "wrong-format", "picture"),
        (b"<?xml version='1.0'?><akomaNtoso/>", "a.xml", "wrong-format", "XML"),
        (bytes(range(32)) * 20, "a.bin", "unknown-format", "format"),
        (docx(paragraph("")), "a.docx", "no-text", "no words"),
        (docx("")[:300], "a.docx", "corrupt-file", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong_and_what_to_do(
    data: bytes, name: str, code: str, says: str
) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_text(data, name)
    assert caught.value.code == code
    assert says in caught.value.problem
    assert str(caught.value) == f"{caught.value.problem} {caught.value.fix}"


def test_what_cannot_be_read_comes_back_whole_from_a_worker() -> None:
    error = UnreadableDocument("empty-file", "The file is empty.", "Fetch it again.")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (back.code, back.problem, back.fix) == (error.code, error.problem, error.fix)


def test_an_error_of_a_library_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_data: bytes, _name: str) -> Reading:
        raise KeyError("deep inside")

    reader = READERS.get("text")
    monkeypatch.setattr(type(READERS), "get", lambda _self, _name: type(reader)("text", (".txt",), broken))
    with pytest.raises(UnreadableDocument) as caught:
        read_text(b"hello", "a.txt")
    assert caught.value.code == "corrupt-file"


def test_every_extension_belongs_to_one_reader() -> None:
    extensions = [extension for reader in READERS.all().values() for extension in reader.extensions]
    assert len(extensions) == len(set(extensions))
    assert {".pdf", ".docx", ".odt", ".rtf", ".html", ".epub", ".eml", ".md", ".txt"} <= set(extensions)


def test_a_name_without_extension_is_read_by_its_content() -> None:
    assert read(b"<html><body><p>We agree", "statement").text == "We agree"
    assert read(b"We agree", "README").notes == ()
