"""Word documents and OpenDocument texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from document_checks import blocks, check, read
from document_files import ODF, STRICT, W, docx, odt, paragraph, zipped

from comity.documents.reader import UnreadableDocument
from comity.documents.text import read_text

STYLES = (
    f"<w:styles {W}><w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='Mine'/><w:basedOn "
    "w:val='berschrift1'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='L'><w:name w:val='List'/><w:pPr><w:numPr><w:numId "
    "w:val='3'/></w:numPr></w:pPr>"
    "</w:style></w:styles>"
)


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_styles_make_headings_and_numbering_makes_items(namespace: str) -> None:
    body = (
        paragraph("Title", "<w:pStyle w:val='Mine'/>")
        + paragraph("first", "<w:pStyle w:val='L'/>")
        + paragraph("second", "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>")
        + paragraph("The end.")
    )
    text = read(docx(body, namespace=namespace, styles=STYLES), "a.docx")
    assert [(b.kind, b.level) for b in text.blocks] == [
        ("heading", 1),
        ("item", 1),
        ("item", 2),
        ("paragraph", 0),
    ]


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>They </w:t></w:r><w:ins><w:r><w:t>agree</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>refuse</w:delText></w:r></w:del></w:p>"
    )
    assert blocks(docx(body), "a.docx") == [("paragraph", "They agree")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>"
    assert blocks(docx(first + paragraph("sentence.")), "a.docx") == [("paragraph", "One sentence.")]


def test_a_note_follows_its_paragraph_and_does_not_interrupt_it() -> None:
    notes = f"<w:footnotes {W}><w:footnote w:id='2'>{paragraph('See the annex.')}</w:footnote></w:footnotes>"
    body = (
        "<w:p><w:r><w:t>Partners</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t "
        "xml:space='preserve'> agree."
        "</w:t></w:r></w:p>" + paragraph("Next.")
    )
    assert blocks(docx(body, footnotes=notes), "a.docx") == [
        ("paragraph", "Partners agree."), ("note", "See the annex."), ("paragraph", "Next."),
    ]  # fmt: skip


def test_tables_text_boxes_and_nested_controls_are_read() -> None:
    cell = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('boxed')}</w:txbxContent></w:pict></w:r></w:p>"
    control = "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    body = (
        cell.format(paragraph("a") + paragraph("b"), paragraph("c")) + box + control.format(paragraph("deep"))
    )
    assert blocks(docx(body), "a.docx") == [
        ("cell", "a\nb"), ("cell", "c"), ("paragraph", "boxed"), ("paragraph", "deep"),
    ]  # fmt: skip


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    document = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document {W}><w:body>'
        f"{paragraph('open &x; word')}</w:body></w:document>"
    )
    text = read(zipped({"word/document.xml": document, "[Content_Types].xml": "<Types/>"}), "a.docx")
    assert "secret" not in text.text


def test_a_zip_bomb_is_refused() -> None:
    data = zipped({"word/document.xml": b"<a>" + b" " * (40 << 20), "[Content_Types].xml": "<Types/>"})
    with pytest.raises(UnreadableDocument) as caught:
        read_text(data, "a.docx")
    assert caught.value.code == "too-large"


def test_odt_headings_lists_tables_notes_and_captions() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h text:outline-level='2'>Aims</text:h>"
        "<text:p>Partners<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>See below.</text:p>"
        "</text:note-body></text:note><text:s text:c='2'/>agree<office:annotation><text:p>hm</text:p>"
        "</office:annotation>.</text:p>"
        "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two"
        "</text:p></text:list-item>"
        "</text:list></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p><text:p>b</text:p>"
        "</table:table-cell>"
        "<table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p text:style-name='Table'>Table 1</text:p>"
    )
    meta = "<dc:title>Agreement</dc:title><dc:date>2015-05-13T10:00:00</dc:date><dc:creator>EU</dc:creator>"
    data = odt(body, meta=meta)
    assert blocks(data, "a.odt") == [
        ("heading", "Aims"), ("paragraph", "Partners agree."), ("note", "See below."), ("item", "one"),
        ("item", "two"),
        ("cell", "a\nb"), ("cell", "c"), ("caption", "Table 1"),
    ]  # fmt: skip
    metadata = read(data, "a.odt").metadata
    assert (metadata.title, metadata.date, metadata.issuer) == ("Agreement", "2015-05-13", "EU")


def test_hidden_text_of_odt_is_left_out() -> None:
    style = "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>"
    assert blocks(
        odt("<text:p text:style-name='H'>not</text:p><text:p>seen</text:p>", styles=style), "a.odt"
    ) == [("paragraph", "seen")]


def test_a_locked_odt_is_said_to_be_locked() -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": ODF,
            "META-INF/manifest.xml": manifest,
        }
    )
    with pytest.raises(UnreadableDocument) as caught:
        read_text(data, "a.odt")
    assert caught.value.code == "encrypted-file"


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_real_files_have_the_words_that_another_reader_finds(shared: Path, kind: str) -> None:
    """Pandoc's reading stands beside the files; comments are left out here, and there on demand only."""
    for native in sorted((shared / "docs" / kind).glob("*.native")):
        if "comments" in native.name:
            continue
        expected = re.findall(r'\bStr\s+"((?:[^"\\]|\\.)*)"', native.read_text("utf-8"))
        source = native.with_suffix(f".{kind}")
        text = read_text(source.read_bytes(), source.name)
        check(text)
        wanted = {w for word in expected for w in re.findall(r"[A-Za-z]{3,}", word)}
        assert wanted <= set(re.findall(r"[A-Za-z]{3,}", text.text)), source.name
