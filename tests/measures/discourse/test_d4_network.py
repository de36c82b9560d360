from __future__ import annotations

import pytest
from tiny import Tiny

from comity.measures.measure import compute


def debate() -> Tiny:
    """The EU and Mali share security; they contradict each other on control; Chad takes the EU's side on that."""
    study = Tiny().document("a", actor="eu", year=2001).document("b", actor="mali", year=2002)
    study.document("c", actor="chad", year=2003)
    study.says("a", 0, "security").says("a", 1, "security").says("a", 2, "control")
    study.says("b", 0, "security").says("b", 1, "control", "rejects").says("b", 2, "mobility", "reports")
    return study.says("c", 0, "control")


def values(study: Tiny, by: object = None) -> dict[str, float]:
    return dict(compute("D4", study.tables(), by).frame.select("figure", "value").iter_rows())


def test_a_position_counts_once_however_often_it_is_said():
    assert values(debate()) == {
        "D4/eu/chad/eu": 1,
        "D4/eu/eu/mali": 1,
        "D4.conflict/eu/chad/mali": 1,
        "D4.conflict/eu/eu/mali": 1,
        # two camps, Chad and the EU against Mali, have all the conflict between them and cut one shared position
        "D4.polarisation/eu/-/-": 1 / 2,
    }


def test_a_tie_opens_onto_what_each_of_the_two_said_first():
    made = compute("D4", debate().tables(), "context")
    shared = made.evidence("D4/eu/eu/mali")
    assert shared.select("row", "part").rows() == [
        ("a#0-1/security/lexicon", "eu: affirms security"), ("b#0-1/security/lexicon", "mali: affirms security"),
    ]  # fmt: skip
    against = made.evidence("D4.conflict/eu/eu/mali")
    assert against["part"].to_list() == ["eu: affirms control", "mali: rejects control"]


@pytest.mark.parametrize("quantity", ["congruence", "conflict"])
def test_a_count_is_half_of_its_evidence_a_passage_of_each(quantity: str):
    made = compute("D4", debate().tables(), "context")
    for figure, value, n in made.frame.filter(quantity=quantity).select("figure", "value", "n").iter_rows():
        assert 2 * value == n == len(made.evidence(figure))


def test_the_camps_are_named():
    row = compute("D4", debate().tables()).frame.filter(quantity="polarisation").row(0, named=True)
    assert (row["category"], row["note"], row["n"]) == ("two camps", "chad, eu | mali", 5)


def test_where_nobody_meets_another_there_is_no_evidence_and_never_a_nought():
    alone = compute("D4", Tiny().document("a", actor="eu").says("a", 0, "security").tables())
    row = alone.frame.row(0, named=True)
    assert (len(alone), row["value"], row["status"]) == (1, None, "no evidence")
    assert row["note"] == "nobody takes a position that another takes or contradicts"


def test_who_is_not_known_to_speak_takes_no_position():
    study = debate().says("c", 5, "security", actor=None)
    assert values(study) == values(debate())


def test_a_code_does_not_stand_for_the_one_above_it_too():
    from comity.study.codes import Code, Codebook

    book = Codebook(
        "nested", codes={"control": Code("control", "C"), "border": Code("border", "B", parent="control")}
    )
    study = Tiny().document("a", actor="eu").document("b", actor="mali")
    for name in "ab":  # a coding stands in the table once under its code and once under the one above
        study.says(name, 0, "border").says(name, 0, "control", of="border")
    figures = compute("D4", study.tables() | {"codebook": book}).frame
    assert figures.filter(quantity="congruence")["value"].to_list() == [1]


def test_periods_are_told_apart():
    study = Tiny().document("a", actor="eu", period="early").document("b", actor="mali", period="late")
    study.says("a", 0, "security").says("b", 0, "security")
    assert [f for f in values(study, ("context", "period")) if "polarisation" not in f] == []
