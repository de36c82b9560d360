from __future__ import annotations

import pytest
from tiny import Tiny

from comity.measures.measure import compute


def row(study: Tiny, figure: str, by: object = "context") -> dict:
    frame = compute("D2", study.tables(), by).frame
    return next(r for r in frame.iter_rows(named=True) if r["figure"] == figure)


def test_two_of_forty_passages_are_fifty_per_thousand():
    study = Tiny().document("a", 10).document("b", 30).says("a", 0, "security").says("a", 4, "security")
    found = row(study, "D2/eu/security")
    assert (found["value"], found["n"], found["documents"], found["read"]) == (50, 2, 1, 2)


def test_one_of_two_documents_is_a_half():
    study = Tiny().document("a", 10).document("b", 30).says("a", 0, "security").says("a", 4, "security")
    assert row(study, "D2.documents/eu/security")["value"] == 0.5


def test_a_passage_coded_twice_under_the_children_of_a_code_counts_once_for_the_parent():
    study = Tiny().document("a", 10)
    study.says("a", 0, "control", of="control_return").says("a", 0, "control", of="control_border")
    assert row(study, "D2/eu/control")["value"] == 100


def test_a_passage_that_two_coders_code_alike_counts_once_and_names_both():
    study = Tiny().document("a", 10).says("a", 0, "security").says("a", 0, "security", coder="maria")
    found = row(study, "D2/eu/security")
    assert (found["value"], found["coders"]) == (100, ["lexicon", "maria"])


def test_two_passages_of_which_one_begins_where_the_other_ends_stay_two():
    study = Tiny().document("a", 10).says("a", 1, "security").says("a", 11, "security")
    assert row(study, "D2/eu/security")["n"] == 2


def test_rejections_and_reports_are_not_prevalence():
    study = Tiny().document("a").says("a", 0, "security", "rejects").says("a", 1, "security", "reports")
    assert row(study, "D2/eu/security")["value"] == 0


def test_where_only_statements_are_known_there_is_no_rate_and_the_note_says_why():
    study = Tiny().document("a", 0).states("s", "a", "security")
    found = row(study, "D2/eu/security")
    assert (found["value"], found["status"], found["n"]) == (None, "no evidence", 0)
    assert "statements are no passages" in found["note"]


def test_statements_count_in_the_share_of_documents_and_are_marked_as_paraphrase():
    study = Tiny().document("a", 0).document("b").states("s", "a", "security")
    found = row(study, "D2.documents/eu/security")
    assert (found["value"], found["paraphrased"], found["coders"]) == (0.5, 1.0, ["statements"])


def test_the_words_of_a_partner_in_a_document_of_the_lead_are_no_part_of_either_rate():
    study = Tiny().document("a", 10, side="lead").says("a", 0, "security", side="partner")
    assert row(study, "D2/lead/security", "side")["value"] == 0
    assert row(study, "D2/partner/security", "side")["status"] == "no evidence"
    assert row(study, "D2.documents/partner/security", "side")["value"] == 1


def test_a_statement_of_another_year_brings_its_document_into_that_year():
    study = Tiny().document("a", 0, year=2003).states("s", "a", "security", year=2001)
    assert row(study, "D2.documents/security/2001", "year")["value"] == 1
    assert row(study, "D2.documents/security/2003", "year")["value"] == 0


def test_seven_documents_are_too_few_to_draw_from_and_eight_are_not():
    study = Tiny().documents(*"abcdefg").says("a", 0, "security")
    assert row(study, "D2.documents/eu/security")["interval"] == "jeffreys"
    assert row(study.document("h"), "D2.documents/eu/security")["interval"] == "bootstrap"


def test_what_no_document_says_still_has_an_interval_that_is_not_a_point():
    found = row(Tiny().documents(*"abcdefghij"), "D2.documents/eu/security")
    assert (found["low"], found["interval"]) == (0, "jeffreys")
    assert found["high"] == pytest.approx(0.217, abs=5e-4)


def test_the_share_of_documents_of_few_has_the_jeffreys_interval():
    study = Tiny().documents(*"abcdefg").says("a", 0, "security").says("b", 0, "security")
    found = row(study, "D2.documents/eu/security")
    assert (found["low"], found["high"]) == (pytest.approx(0.065, abs=5e-4), pytest.approx(0.648, abs=5e-4))


def test_a_rate_of_nought_in_few_passages_has_an_interval_of_some_passages():
    found = row(Tiny().document("a", 500), "D2/eu/security")
    assert (found["low"], found["interval"]) == (0, "jeffreys")
    assert found["high"] == pytest.approx(5.02, abs=0.01)


def test_the_words_a_person_marks_within_a_passage_are_of_that_passage():
    study = Tiny().document("a", 10).says("a", 0, "security", end=80).says("a", 90, "security", end=120)
    study.says("a", 12, "security", end=30, coder="maria").says("a", 40, "security", end=55, coder="maria")
    found = row(study, "D2/eu/security")
    assert (found["n"], found["value"], found["coders"]) == (2, 200, ["lexicon", "maria"])


def test_overlapping_places_are_one_passage_only_within_a_code():
    study = Tiny().document("a", 10).says("a", 0, "security", end=80)
    study.says("a", 12, "control", end=30, coder="maria")
    assert row(study, "D2/eu/security")["n"] == row(study, "D2/eu/control")["n"] == 1


def test_who_marks_more_words_than_there_are_passages_has_marked_them_all():
    study = Tiny().document("a", 2)
    for place in range(5):
        study.says("a", 10 * place, "security", coder="maria")
    assert row(study, "D2/eu/security")["value"] == 1000
