from __future__ import annotations

import pytest
from tiny import Tiny

from comity.diagnostics import UsageError
from comity.measures.measure import compute


def answers(study: Tiny, by: object = "context") -> dict[str, tuple[str, float | None]]:
    frame = compute("D1", study.tables(), by).frame
    return {f: (c, v) for f, c, v in frame.select("figure", "category", "value").iter_rows()}


def five() -> Tiny:
    return Tiny().documents("a", "b", "c", "d", "e")


def test_a_code_affirmed_in_two_documents_is_present():
    study = five().says("a", 0, "security").says("b", 0, "security")
    assert answers(study)["D1/eu/security"] == ("present", 2)


def test_a_code_affirmed_often_in_one_document_is_weak():
    study = five().says("a", 0, "security").says("a", 5, "security")
    assert answers(study)["D1/eu/security"] == ("weak", 1)


def test_two_statements_that_go_back_to_one_process_count_as_one_document():
    study = five().document("x", 0).states("s1", "x", "security").states("s2", "x", "security")
    assert answers(study)["D1/eu/security"] == ("weak", 1)


def test_a_code_that_five_documents_do_not_affirm_is_absent():
    study = five().says("a", 0, "security", "rejects").says("b", 0, "security", "reports")
    assert answers(study)["D1/eu/security"] == ("absent", 0)


def test_a_code_that_four_documents_do_not_affirm_is_unknown_and_has_no_value():
    figures = compute("D1", Tiny().documents("a", "b", "c", "d").tables(), "context").frame
    row = figures.row(0, named=True)
    assert (row["category"], row["status"], row["value"], row["read"]) == ("unknown", "unknown", None, 4)
    assert "4 documents were read" in row["note"]


def test_the_thresholds_are_the_studys():
    study = five().says("a", 0, "security").says("b", 0, "security")
    study.present, study.enough = 3, 6
    assert answers(study)["D1/eu/security"] == ("weak", 2)
    assert answers(study)["D1/eu/control"] == ("unknown", None)


def test_the_evidence_are_the_affirming_passages():
    study = five().says("a", 0, "security").says("b", 0, "security").says("c", 0, "security", "rejects")
    evidence = compute("D1", study.tables(), "context").evidence("D1/eu/security")
    assert evidence["document"].to_list() == ["a", "b"]
    assert evidence["part"].unique().to_list() == ["affirms"]


def test_by_context_and_period_each_period_has_its_own_answer():
    study = Tiny().document("a", period="early").document("b", period="late").says("a", 0, "security")
    found = answers(study, ("period", "context"))
    assert found["D1/eu/security/early"] == ("weak", 1)
    assert found["D1/eu/security/late"] == ("unknown", None)


def test_documents_without_a_context_belong_to_no_context():
    study = Tiny().document("a", context=None).says("a", 0, "security").document("b").says("b", 0, "security")
    assert [v for k, v in answers(study).items() if k.endswith("/security")] == [("weak", 1)]


def test_all_documents_together():
    study = Tiny().document("a").document("b", context="mx").says("a", 0, "security").says("b", 0, "security")
    assert answers(study, ())["D1/security"] == ("present", 2)


def test_a_mistyped_grouping_is_answered_with_the_right_one():
    with pytest.raises(
        UsageError, match=r"D1 \(presence\) has no grouping 'contxt'\. Did you mean 'context'"
    ):
        compute("D1", five().tables(), "contxt")


def test_a_study_without_documents_has_no_figures():
    assert len(compute("D1", Tiny().tables(), "context").frame) == 0
