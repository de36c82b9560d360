from types import SimpleNamespace

import polars as pl
import pytest

from comity.measures.gap.g1_promise_practice import promise_practice
from comity.measures.tables import EVIDENCE, FIGURES
from comity.study.codes import Codebook, Part, Principle


def figure(measure, quantity, value, code=None):
    made = {
        "figure": f"{measure}/eu",
        "measure": measure,
        "quantity": quantity,
        "context": "eu",
        "code": code,
    }
    return made | {
        "value": value,
        "low": value - 0.1,
        "high": value + 0.1,
        "n": 1,
        "documents": 1,
        "unit": "",
        "status": "ok",
    }


def of(name, by):
    row = figure("D2", "documents", 0.8, "equality") if name == "D2" else figure("I2", "asymmetry", -0.6)
    counted = {"table": "t", "row": name, "document": "d", "part": "p", "amount": 1, "figure": row["figure"]}
    return SimpleNamespace(frame=FIGURES.frame([row]), evidence_frame=EVIDENCE.frame([counted]))


def gap(practice):
    pair = Principle("equality", "Equality", Part("D2", "documents", ("equality",)), practice)
    answer = promise_practice(
        figures=of,
        codebook=Codebook("b", principles=(pair,)),
        arrangements=pl.DataFrame({"context": ["eu"]}),
        by=("context",),
    )
    return answer.frame.row(0, named=True), answer.evidence


def test_the_gap_is_promise_less_practice_with_a_conservative_interval():
    row, evidence = gap(Part("I2", "asymmetry", size=True, invert=True))
    # promise 0.8 [0.7, 0.9]; practice 1 - 0.6 = 0.4 [0.3, 0.5]
    assert (row["value"], row["low"], row["high"]) == pytest.approx((0.4, 0.2, 0.6))
    assert sorted(evidence["row"]) == ["D2", "I2"]


def test_a_part_that_nobody_measures_is_named_and_no_gap_is_given():
    row, _ = gap(Part("X9", "dominance"))
    assert (row["value"], row["status"], row["note"]) == (None, "no evidence", "X9.dominance is not measured")
