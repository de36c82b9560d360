"""What the deontic coder finds in single sentences, and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_duties import found_in, told_in


def duties(text: str, language: str = "en") -> list[tuple[str, str, str, str]]:
    """Kind, side, force and condition of what is found in one sentence."""
    return told_in(found_in([("d", language, text)])).get("d", [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Parties shall exchange officers.", ("duty", "both", "mandatory", "")),
        ("Georgia must readmit its nationals.", ("duty", "partner", "mandatory", "")),
        ("The Member States should open legal channels.", ("duty", "lead", "political", "")),
        ("The EU and Georgia undertake to meet once a year.", ("commitment", "both", "mandatory", "")),
        ("The European Union will fund the centres.", ("commitment", "lead", "political", "")),
        ("Morocco may request an extension.", ("permission", "partner", "voluntary", "")),
        ("Third countries are invited to join.", ("invitation", "partner", "voluntary", "")),
        ("Tunisia is called upon to sign.", ("duty", "partner", "political", "")),
        ("The Council calls on Senegal to sign.", ("duty", "partner", "political", "")),
        ("It is for the country of origin to prove it.", ("duty", "partner", "mandatory", "")),
        ("The Parties shall endeavour to meet.", ("duty", "both", "political", "")),
    ],
)
def test_each_construction_has_its_kind_bearer_and_force(text, told):
    assert duties(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia shall not detain children.",
        "Neither Party shall detain children.",
        "The Parties may not detain children.",
        "The Member States shall refrain from detaining children.",
        "Georgia shall be prohibited from detaining children.",
    ],
)
def test_what_is_not_to_be_done_is_a_prohibition(text):
    [(kind, _, force, _)] = duties(text)
    assert (kind, force) == ("prohibition", "mandatory")


@pytest.mark.parametrize(
    "text",
    [
        "Georgia is not obliged to accept persons in transit.",
        "Georgia need not reply.",
        "Georgia does not have to reply.",
        "Must Georgia do more?",
        'For the purposes of this Agreement, "Party" shall mean Georgia or the Union.',
        "The Committee shall be composed of experts.",
        "This Agreement shall enter into force on 1 May.",
        "The programme will run for five years.",
        "Georgia must have known of it.",
        "Political will is needed.",
        "The meeting took place in May 2010.",
        "Nothing in this text shall affect the rights of refugees.",
    ],
)
def test_what_only_looks_like_a_duty_is_none(text):
    assert duties(text) == []


def test_a_passive_binds_whom_it_names_as_doer():
    assert duties("Documents shall be issued by Albania within ten days.") == [
        ("duty", "partner", "mandatory", "")
    ]


def test_a_passive_without_a_doer_has_no_bearer_and_keeps_what_is_to_be_done():
    found = found_in([("d", "en", "Documents shall be issued within ten days.")])
    row = found.row(0, named=True)
    assert (row["bearer"], row["side"], row["matter"]) == (None, None, "Documents")


def test_what_will_happen_to_nobodys_account_is_kept_only_with_a_condition():
    kept = found_in([("d", "en", "Loans will be paid out only if the tender law is changed.")])
    assert kept.select("matter", "condition").rows() == [("Loans", "only if the tender law is changed")]
    assert not found_in([("d", "en", "Loans will be paid out in spring.")]).height


def test_reported_speech_keeps_the_duty_and_a_request_its_speaker():
    assert duties("The minister said that Libya must do more.") == [("duty", "partner", "mandatory", "")]
    row = found_in([("d", "en", "The European Union urges Libya to sign.")]).row(0, named=True)
    assert (row["side"], row["speaker"], row["speaker_side"]) == ("partner", "The European Union", "lead")


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("If Mali signs, the Union will pay.", "If Mali signs"),
        ("The Union will pay if Mali signs.", "if Mali signs"),
        ("The Union shall pay, provided that Mali signs.", "provided that Mali signs"),
        (
            "Georgia shall readmit its nationals upon request by a Member State.",
            "upon request by a Member State",
        ),
        (
            "The Union shall, subject to the availability of funds, pay.",
            "subject to the availability of funds",
        ),
    ],
)
def test_a_condition_before_or_after_is_found_with_its_words(text, condition):
    assert found_in([("d", "en", text)])["condition"].to_list() == [condition]


@pytest.mark.parametrize(
    "text",
    [
        "The Parties shall cooperate where appropriate.",
        "The Parties shall, if necessary, meet.",
        "The Parties shall meet once again.",
    ],
)
def test_a_hedge_is_no_condition(text):
    assert found_in([("d", "en", text)])["condition"].to_list() == [None]


def test_a_duty_to_make_somebody_act_has_a_target():
    row = found_in([("d", "en", "The Union will press countries of origin to sign.")]).row(0, named=True)
    assert (row["side"], row["target"], row["target_side"]) == ("lead", "countries of origin", "partner")


def test_a_list_with_a_common_stem_gives_one_duty_for_each_item():
    found = found_in([("d", "en", "The Parties shall: (a) exchange data; (b) train officers; (c) meet.")])
    assert found["act"].to_list() == ["exchange data", "train officers", "meet"]
    assert found["bearer"].to_list() == ["The Parties"] * 3


def test_two_verbs_share_a_subject_and_two_subjects_do_not():
    shared = duties("Albania agrees to conclude agreements and undertakes to apply them.")
    assert [side for _, side, _, _ in shared] == ["partner", "partner"]
    apart = duties("The Gambia has agreed to accept flights, and Germany will in return build schools.")
    assert [side for _, side, _, _ in apart] == ["partner", "lead"]


_SOUP = """the Parties Georgia shall may not will , ; : . and if where provided that (a) by to undertake invited is be
countries of origin which it they ensure “ ” calls on Member States deben doivent müssen devem conditions should"""
_WORDS = st.sampled_from(_SOUP.split())


@settings(deadline=None)
@given(st.lists(_WORDS, max_size=40).map(" ".join), st.sampled_from(["en", "es", "fr", "de", "pt"]))
def test_every_span_lies_in_the_passage_and_is_what_it_says(text, language):
    for row in found_in([("d", language, text)]).iter_rows(named=True):
        for name in ("bearer", "modal", "act", "matter", "target", "condition", "beneficiary", "speaker"):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            assert (row[name] is None) == (start is None)
            if start is not None:
                assert 0 <= start <= end <= len(text)
                assert text[start:end] == row[name]
