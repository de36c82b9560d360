"""Plain text and Markdown."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from document_checks import blocks, check, read

from comity.documents.text import read_text

SENTENCE = (
    "Managing migration is a shared responsibility of all the countries that lie along the route to Europe."
)


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    paragraph = f"{SENTENCE} {SENTENCE}"
    wrapped = "\n\n".join([textwrap.fill(paragraph, 60)] * 3)
    assert blocks(wrapped.encode(), "a.txt") == [("paragraph", paragraph)] * 3


def test_lines_as_long_as_paragraphs_stay_apart() -> None:
    text = f"{SENTENCE}\nExcellencies:\n{SENTENCE}"
    assert [words for _, words in blocks(text.encode(), "a.txt")] == [SENTENCE, "Excellencies:", SENTENCE]


def test_a_short_last_line_ends_a_paragraph_where_no_blank_line_does() -> None:
    lines = textwrap.wrap(f"{SENTENCE} {SENTENCE} We thank Mr.", 58)
    text = "\n".join([*lines, "Annan.", *lines, "Annan.", *lines, "Annan.", *lines, "Annan."])
    assert len(blocks(text.encode(), "a.txt")) == 4


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the interna-\ntional community", "the international community"),
        ("a win-\nwin solution", "a win-win solution"),
        ("non-\nrefoulement is the rule", "non-refoulement is the rule"),
        ("co-operation and co-\noperation", "co-operation and co-operation"),
        ("the EU-\nTurkey statement", "the EU-Turkey statement"),
        ("2014-\n2020", "2014- 2020"),
    ],
)
def test_words_broken_at_a_line_end_are_made_whole(broken: str, whole: str) -> None:
    start = "and it went on and on,\nso that the lines were full,\n"
    assert blocks(f"{start}{broken}".encode(), "a.txt")[0][1].endswith(whole)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_letters_are_right_in_any_encoding(encoding: str) -> None:
    text = "La coopération entre l’Union européenne et le Maroc est déjà étroite; elle sera renforcée."
    assert read(text.encode(encoding), "a.txt").text == text


def test_a_guessed_encoding_is_said() -> None:
    text = read("La coopération est déjà étroite.".encode("cp1252"), "a.txt")
    assert "encoding" in text.notes[0]


def test_form_feeds_are_pages() -> None:
    text = read(f"{SENTENCE}\n\f{SENTENCE}\n\f".encode(), "a.txt")
    assert text.pages == 2
    assert [block.page for block in text.blocks] == [1, 2]


def test_heads_and_numbers_of_form_feed_pages_are_left_out_and_sentences_go_on() -> None:
    pages = [f"A/RES/60/{n}\n\nThe General Assembly notes again and\n\nPage {n}\n" for n in range(1, 6)]
    found = blocks("\f".join([*pages, "welcomes it.\n"]).encode(), "a.txt")
    assert [words for _, words in found] == [
        *["The General Assembly notes again and"] * 4, "The General Assembly notes again and welcomes it.",
    ]  # fmt: skip


def test_items_and_headings_are_known_as_such() -> None:
    text = (
        f"ARTICLE 5\n\n{SENTENCE}\n\n(a) to return;\n\n- to help.\n\n2.1 Return and readmission\n\n{SENTENCE}"
    )
    assert [kind for kind, _ in blocks(text.encode(), "a.txt")] == [
        "heading", "paragraph", "item", "item", "heading", "paragraph",
    ]  # fmt: skip


def test_invisible_letters_are_gone_and_joiners_stay() -> None:
    assert (
        read("co\xadop\u200beration\u202e fi\ufb01n می\u200cشود".encode(), "a.txt").text
        == "cooperation fifin می\u200cشود"
    )


def test_a_dash_in_mid_sentence_opens_no_item_and_a_decimal_is_no_number_of_one() -> None:
    lines = [
        "This is a campaign that every State",
        "– so it was decided in this Assembly –",
        "must join, since there are",
        "1.3 billion of us who have no part in it.",
    ]
    assert blocks("\n".join(lines).encode(), "a.txt") == [("paragraph", " ".join(lines))]


def test_a_long_line_cut_in_mid_sentence_is_put_together() -> None:
    text = f"{SENTENCE} {SENTENCE} {SENTENCE} and it\nshall go on.\n{SENTENCE}\n{SENTENCE}\n{SENTENCE}\n{SENTENCE}"
    assert blocks(text.encode(), "a.txt")[0][1].endswith("and it shall go on.")


def test_a_date_line_at_the_head_is_the_date() -> None:
    head = f"Joint Declaration\n\nBruxelles, le 16 mai 2007\n\n{SENTENCE}"
    assert read(head.encode(), "a.txt").metadata.date == "2007-05-16"
    inside = f"Joint Declaration\n\n{SENTENCE} {SENTENCE} It met on 16 May 2007 and went on."
    assert read(inside.encode(), "a.txt").metadata.date is None


def test_markdown_marks_are_not_text() -> None:
    source = (
        "---\ntitle: Joint statement\ndate: 2015-05-13\nauthor: [EU, Moldova]\nlang: en\n---\n\n# "
        "Part *one*\n\n"
        "The **Parties**[^1] [agree](http://x.org/a_b)\nto `return`.\n\n- one\n  - two\n\n1. first\n\n"
        "| Who | What |\n|---|---|\n| EU | pays |\n\nSetext\n===\n\n<!-- gone -->\n[^1]: Both of them.\n"
    )
    assert blocks(source.encode(), "a.md") == [
        ("heading", "Part one"), ("paragraph", "The Parties agree to return."), ("note", "Both of them."),
        ("item", "one"), ("item", "two"), ("item", "1. first"), ("cell", "Who"), ("cell", "What"),
        ("cell", "EU"),
        ("cell", "pays"), ("heading", "Setext"),
    ]  # fmt: skip
    metadata = read(source.encode(), "a.md").metadata
    assert (metadata.title, metadata.date, metadata.issuer, metadata.language) == (
        "Joint statement", "2015-05-13", "EU, Moldova", "en",
    )  # fmt: skip


@pytest.mark.shared
def test_a_treaty_has_its_articles_as_headings(shared: Path) -> None:
    text = read_text((shared / "treaties" / "pta_402_EU-Serbia_2008.xml").read_bytes(), "serbia.xml")
    check(text)
    headings = [text.text[b.start : b.end] for b in text.blocks if b.kind == "heading"]
    assert {"ARTICLE 1", "ARTICLE 99 Customs", "TITLE I General Principles"} <= set(headings)
    assert text.metadata.date == "2008-04-29"
