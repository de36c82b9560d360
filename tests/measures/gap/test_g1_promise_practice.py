from types import SimpleNamespace

import polars as pl
import pytest

from comity.measures.gap.g1_promise_practice import promise_practice
from comity.measures.tables import EVIDENCE, FIGURES
from comity.study.codes import Codebook, Part, Principle
from comity.study.settings import Settings, Thresholds

STEERING = Part("I2", "asymmetry", size=True, invert=True)
SHARE = Part("D2", "documents", ("equality",))


def figure(name, quantity, value, low, high, *, context="eu", code=None, read=20):
    made = {"figure": f"{name}/{context}", "measure": name, "quantity": quantity, "unit": "", "status": "ok"}
    made |= {"context": context, "code": code, "value": value, "low": low, "high": high, "read": read}
    return made | {"n": 1, "documents": 1}


def affirmed(documents, read=20, low=0.0, high=1.0, context="eu"):
    return figure("D2", "documents", documents / read, low, high, context=context, code="equality", read=read)


UNEVEN = figure("I2", "asymmetry", -0.6, -0.7, -0.5)


def answered(promise, practice, rows, *, contexts=("eu",), present=2):
    """The answer of G1 on figures of D2 and I2, by context and quantity."""

    def figures(name, _by):
        own = [r for r in rows if r["measure"] == name]
        counted = [
            {
                "table": "t",
                "row": r["measure"],
                "document": "d",
                "part": "p",
                "amount": 1,
                "figure": r["figure"],
            }
            for r in own
            if r["value"]
        ]
        return SimpleNamespace(frame=FIGURES.frame(own), evidence_frame=EVIDENCE.frame(counted))

    answer = promise_practice(
        figures=figures,
        codebook=Codebook("b", principles=(Principle("equality", "Equality", promise, practice),)),
        arrangements=pl.DataFrame({"context": list(contexts)}),
        settings=Settings(thresholds=Thresholds(present=present, read=5)),
        by=("context",),
    )
    cells = {(r["context"], r["quantity"]): r for r in answer.frame.iter_rows(named=True)}
    return cells, answer.evidence


def ends(row):
    return row["value"], row["low"], row["high"]


def test_the_gap_is_promise_less_practice_with_a_conservative_interval():
    cells, evidence = answered(SHARE, STEERING, [affirmed(16, low=0.7, high=0.9), UNEVEN])
    assert ends(cells["eu", "promise"]) == pytest.approx((0.8, 0.7, 0.9))
    assert ends(cells["eu", "practice"]) == pytest.approx((0.4, 0.3, 0.5))  # 1 - |-0.6|
    assert ends(cells["eu", "gap"]) == pytest.approx((0.4, 0.2, 0.6))
    assert sorted(evidence.filter(figure=0)["row"]) == ["D2", "I2"]


@pytest.mark.parametrize(("documents", "promise"), [(0, 0), (1, 0.5), (2, 1), (12, 1)])
def test_by_presence_a_promise_is_whole_at_the_documents_that_make_a_code_present(documents, promise):
    part = Part("D2", "documents", ("equality",), scale="presence")
    cells, _ = answered(part, STEERING, [affirmed(documents), UNEVEN])
    assert cells["eu", "promise"]["value"] == pytest.approx(promise)
    assert cells["eu", "gap"]["value"] == pytest.approx(promise - 0.4)


def test_by_presence_the_study_says_how_many_documents_that_takes():
    part = Part("D2", "documents", ("equality",), scale="presence")
    cells, _ = answered(part, STEERING, [affirmed(2), UNEVEN], present=4)
    assert cells["eu", "promise"]["value"] == pytest.approx(0.5)
    assert "affirmed in 2 of 20 documents; whole at 4" in cells["eu", "gap"]["note"]


def test_by_presence_silence_in_too_few_documents_is_no_evidence_that_nothing_was_promised():
    part = Part("D2", "documents", ("equality",), scale="presence")
    cells, _ = answered(part, STEERING, [affirmed(0, read=4), UNEVEN])
    assert cells["eu", "gap"]["status"] == "no evidence"
    cells, _ = answered(part, STEERING, [affirmed(1, read=4), UNEVEN])
    assert cells["eu", "promise"]["value"] == pytest.approx(0.5)


def test_by_cases_the_least_and_the_greatest_case_are_the_anchors():
    part = Part("D2", "documents", ("equality",), scale="cases")
    said = [affirmed(n, context=c, low=None, high=None) for c, n in (("eu", 2), ("us", 5), ("asia", 6))]
    cells, _ = answered(part, STEERING, said, contexts=("asia", "eu", "us"))
    assert [cells[c, "promise"]["value"] for c in ("eu", "us", "asia")] == pytest.approx([0, 0.75, 1])


def test_where_all_cases_are_alike_they_give_no_anchors():
    part = Part("D2", "documents", ("equality",), scale="cases")
    cells, _ = answered(part, STEERING, [affirmed(3), UNEVEN])
    assert cells["eu", "gap"]["note"] == "D2.documents cannot be scaled by cases"


def test_a_part_with_too_little_for_an_interval_may_be_anything():
    thin = figure("I2", "asymmetry", -0.6, None, None)
    cells, _ = answered(SHARE, STEERING, [affirmed(16, low=0.7, high=0.9), thin])
    assert ends(cells["eu", "gap"]) == pytest.approx((0.4, -0.3, 0.9))


def test_a_part_that_nobody_measures_is_named_and_no_gap_is_given():
    cells, _ = answered(SHARE, Part("X9", "dominance"), [affirmed(16)])
    row = cells["eu", "gap"]
    assert (row["value"], row["status"], row["note"]) == (None, "no evidence", "X9.dominance is not measured")
