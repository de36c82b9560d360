"""Duties across the passages of a document: lists, pronouns and what the text defines."""

from __future__ import annotations

from comity.coding.coded_texts import Input, code_documents
from comity.coding.duties.placed import placed
from comity.coding.duties.placement import of_lists
from comity.study.codebook import load_codebook
from comity.study.side_lists import Guess


def duties(text: str) -> list[tuple[str | None, str | None, str]]:
    """Bearer as written, side and act of each duty of a plain text."""
    book, _ = load_codebook("partnership")
    coded = code_documents([Input("d", None, text.encode(), "d.md", "en")], book, None)
    found = placed(coded.duties(), {}, lambda _: of_lists(Guess(("eu",), ("georgia",), ())))
    return [tuple(row) for row in found.select("bearer", "side", "act").iter_rows()]


def test_items_take_the_bearer_of_the_words_before_the_list():
    text = (
        "Georgia shall:\n\n(a) readmit its nationals;\n\n(b) issue travel documents.\n\nThe Union will pay.\n"
    )
    assert duties(text) == [
        ("Georgia", "partner", "readmit its nationals"),
        ("Georgia", "partner", "issue travel documents"),
        ("The Union", "lead", "pay"),
    ]


def test_a_pronoun_means_the_bearer_before_it():
    assert duties("Georgia shall reply within a month. It shall also send the documents.\n") == [
        ("Georgia", "partner", "reply within a month"),
        ("It", "partner", "send the documents"),
    ]


def test_a_defined_term_stands_on_the_side_of_what_it_means():
    text = (
        'The European Union, hereinafter referred to as "the Donor", and Georgia met.\n\n'
        "The Donor shall pay the costs.\n"
    )
    assert duties(text) == [("The Donor", "lead", "pay the costs")]


def test_headings_lay_no_duty_on_anybody():
    assert duties("# Parties shall cooperate\n\nNothing else is said.\n") == []
