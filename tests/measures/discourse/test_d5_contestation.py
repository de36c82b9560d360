from __future__ import annotations

from tiny import Tiny

from comity.measures.measure import compute


def row(study: Tiny, figure: str, by: object = None) -> dict:
    frame = compute("D5", study.tables(), by).frame
    return next(r for r in frame.iter_rows(named=True) if r["figure"] == figure)


def test_one_rejection_among_four_stances_is_a_quarter_and_reports_are_left_out():
    study = Tiny().document("a", side="lead").says("a", 9, "security", "rejects")
    for place in range(3):
        study.says("a", place, "security")
    study.says("a", 7, "security", "reports")
    found = row(study, "D5/eu/lead/security")
    assert (found["value"], found["n"]) == (0.25, 4)


def test_each_side_answers_for_what_it_says_itself():
    study = Tiny().document("a", side="lead").says("a", 0, "security")
    study.says("a", 1, "security", "rejects", side="partner")
    assert row(study, "D5/eu/lead/security")["value"] == 0
    assert row(study, "D5/eu/partner/security")["value"] == 1


def test_where_nobody_takes_a_stance_there_is_no_evidence_and_the_note_says_so():
    found = row(Tiny().document("a", side="lead"), "D5/eu/lead/security")
    assert (found["value"], found["status"]) == (None, "no evidence")
    assert found["note"] == "nobody affirms or rejects it here"


def test_the_evidence_tells_rejections_from_affirmations():
    study = Tiny().document("a").says("a", 0, "security").says("a", 1, "security", "rejects")
    evidence = compute("D5", study.tables(), "context").evidence("D5/eu/security")
    assert evidence["part"].to_list() == ["affirms", "rejects"]
