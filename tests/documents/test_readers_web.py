"""Web pages, e-books, e-mails, RTF."""

from __future__ import annotations

from document_checks import blocks, read
from document_files import epub

LONG = "The Parties agree that partnership rests on mutual trust. " * 4


def test_the_furniture_of_a_page_is_left_out() -> None:
    page = (
        "<!doctype html><html lang=fr><head><title>T</title><meta name='dcterms.issued' content='2011-05-25'>"
        "<meta name=author content='Commission'><script>var x</script><style>p{}</style></head><body>"
        "<nav>Home</nav>"
        f"<header>Logo</header><main><h2>Aims</h2><p>{LONG}<p hidden>no<p style='display: none'>no</main>"
        "<aside>More</aside><footer>Contact</footer></body></html>"
    )
    assert blocks(page.encode(), "a.html") == [("heading", "Aims"), ("paragraph", LONG.strip())]
    metadata = read(page.encode(), "a.html").metadata
    assert (metadata.title, metadata.date, metadata.issuer, metadata.language) == (
        "T",
        "2011-05-25",
        "Commission",
        "fr",
    )


def test_a_page_that_is_all_header_is_still_read() -> None:
    assert blocks(b"<html><body><header><p>Only here</p></header></body></html>", "a.html") == [
        ("paragraph", "Only here")
    ]


def test_lists_tables_and_inline_marks_of_a_page() -> None:
    page = (
        "<html><body><p>One <b>bold</b>er<br>line &amp; more<ul><li>a<ol><li>b</ol><li><p>c</p><p>d</p></ul>"
        "<table><caption>Table 1</caption><tr><th>x<td><p>y<p>z</table><p>end</body></html>"
    )
    assert blocks(page.encode(), "a.html") == [
        ("paragraph", "One bolder line & more"), ("item", "a"), ("item", "b"), ("item", "c"), ("item", "d"),
        ("caption", "Table 1"), ("cell", "x"), ("cell", "y\nz"), ("paragraph", "end"),
    ]  # fmt: skip


def test_lists_that_official_journals_set_as_tables_are_items() -> None:
    page = (
        "<html><body><table><tr><td><p>(1)</p></td><td><p>Whereas the Parties"
        "<a href='#n1'>(<span>1</span>)</a> agree;</p></td></tr></table><p>Article 1</p>"
        "<table><tr><td><p>(a)</p></td><td><p>they shall</p><table><tr><td>(i)</td><td>return;</td>"
        "</tr></table></td></tr>"
        "</table><p class='oj-note'><a id='n1' href='#r1'>(1)</a> OJ L 334.</p></body></html>"
    )
    assert blocks(page.encode(), "a.html") == [
        ("item", "(1) Whereas the Parties agree;"), ("heading", "Article 1"), ("item", "(a) they shall"),
        ("item", "(i) return;"), ("note", "OJ L 334."),
    ]  # fmt: skip


def test_the_encoding_that_a_page_states_is_used() -> None:
    page = "<html><head><meta charset='iso-8859-2'></head><body><p>Współpraca z Ukrainą</p></body></html>"
    assert read(page.encode("iso-8859-2"), "a.html").text == "Współpraca z Ukrainą"


def test_ten_thousand_open_tags_are_no_trap() -> None:
    page = b"<html><body>" + b"<div>" * 10_000 + b"deep" + b"</div>" * 10_000 + b"<p>The end"
    assert "The end" in read(page, "a.html").text


def test_chapters_of_a_book_come_in_the_order_of_the_spine() -> None:
    chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{}</h1><p>{}</p></body></html>"
    metadata = "<dc:title>Book</dc:title><dc:creator>UN</dc:creator><dc:date>2018-12-10</dc:date>"
    data = epub(
        {"z": chapter.format("One", "first"), "a": chapter.format("Two", "second")}, metadata=metadata
    )
    assert blocks(data, "a.epub") == [
        ("heading", "One"), ("paragraph", "first"), ("heading", "Two"), ("paragraph", "second"),
    ]  # fmt: skip
    assert read(data, "a.epub").metadata.issuer == "UN"


def test_a_mail_has_its_subject_as_title_and_quotes_nobody() -> None:
    mail = (
        "From: Desk <desk@example.org>\nTo: all@example.org\nSubject: =?utf-8?q?R=C3=A9union?=\n"
        "Date: Tue, 03 Mar 2015 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
        "boundary=x\n\n"
        "--x\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
        "Nous sommes d=E9j=E0 partenaires.\n\n> old words\n\n-- \nsigned\n--x\n"
        "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n"
        "\nxx\n--x--\n"
    )
    assert blocks(mail.encode(), "a.eml") == [
        ("heading", "Réunion"),
        ("paragraph", "Nous sommes déjà partenaires."),
    ]
    text = read(mail.encode(), "a.eml")
    assert (text.metadata.title, text.metadata.date, text.metadata.issuer) == (
        "Réunion",
        "2015-03-03",
        "Desk",
    )
    assert "a.pdf" in text.notes[0]


def test_a_mail_of_html_alone_is_read() -> None:
    mail = "From: a@b.org\nSubject: Hi\nContent-Type: text/html; charset=utf-8\n\n<p>We <b>agree</b>.</p>"
    assert blocks(mail.encode(), "a.eml") == [("heading", "Hi"), ("paragraph", "We agree.")]


RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial;}}"
    rb"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}{\info{\title Declaration}{\author EC}{\creatim"
    rb"\yr2011\mo5\dy13}}"
    rb"{\header Head\par}\pard\plain\s1 D\'e9claration\par\pard\plain Common {\b values}{\super {"
    rb"\footnote\pard A note.}}"
    rb" unite us\u8212?here. {\v hidden}{\deleted gone}\par{\listtext\pard\plain\'b7\tab}\pard\ls1 "
    rb"First item\par"
    rb"\pard\f1 \'cf\'f0\'e8\f0\par\trowd\pard\intbl A\cell B\cell\row\pard \u-10179?\u-8704?{\*\unknown x}"
    rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}.}"
)


def test_rtf_with_its_code_pages_notes_and_tables() -> None:
    assert blocks(RTF, "a.rtf") == [
        ("heading", "Déclaration"), ("paragraph", "Common values unite us—here."), ("note", "A note."),
        ("item", "First item"), ("paragraph", "При"), ("cell", "A"), ("cell", "B"), ("paragraph", "😀link."),
    ]  # fmt: skip
    metadata = read(RTF, "a.rtf").metadata
    assert (metadata.title, metadata.date, metadata.issuer) == ("Declaration", "2011-05-13", "EC")
