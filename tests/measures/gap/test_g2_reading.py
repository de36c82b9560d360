from types import SimpleNamespace

import polars as pl
import pytest

from comity.measures.gap.g2_reading import reading
from comity.measures.tables import EVIDENCE, FIGURES


def figure(name, quantity, value, *, code=None, low=None, high=None):
    identity = "/".join([f"{name}.{quantity}", "eu", *([code] if code else [])])
    made = {"figure": identity, "measure": name, "quantity": quantity, "unit": "", "status": "ok"}
    return made | {
        "context": "eu", "code": code, "value": value, "n": 1, "documents": 1,
        "low": value if low is None else low, "high": value if high is None else high,
    }  # fmt: skip


def pair(code, promise, practice):
    gap = figure("G1", "gap", promise - practice, code=code)
    return [gap, figure("G1", "promise", promise, code=code), figure("G1", "practice", practice, code=code)]


def read(*rows):
    """The memberships of one context, made from the figures given."""

    def figures(name, _by):
        own = [r for r in rows if r["measure"] == name]
        counted = [
            {
                "table": "t",
                "row": r["figure"],
                "document": "d",
                "part": "p",
                "amount": 1,
                "figure": r["figure"],
            }
            for r in own
        ]
        return SimpleNamespace(frame=FIGURES.frame(own), evidence_frame=EVIDENCE.frame(counted))

    made = reading(figures=figures, arrangements=pl.DataFrame({"context": ["eu"]}), by=("context",))
    return {r["quantity"]: r for r in made.frame.iter_rows(named=True)}, made.evidence


def memberships(*rows):
    return {name: row["value"] for name, row in read(*rows)[0].items()}


ROLES = figure("I2", "asymmetry", 0.7, low=0.6, high=0.8)
MADE = figure("P5", "production", 0.2, low=0.1, high=0.3)


def test_the_readings_of_a_gap_of_6_an_asymmetry_of_7_and_a_production_of_2_tenths():
    found = memberships(*pair("equality", 0.8, 0.2), ROLES, MADE)
    assert found == pytest.approx({"cooperative": 0.3, "rhetoric": 0.6, "productive": 0.2})


def test_much_promised_and_nothing_kept_or_produced_is_rhetoric():
    found = memberships(*pair("equality", 1.0, 0.0), ROLES, figure("P5", "production", 0.0))
    assert max(found, key=found.get) == "rhetoric"
    assert found["rhetoric"] == 1


def test_what_is_done_without_a_promise_makes_up_for_no_broken_one():
    broken = pair("equality", 1.0, 0.2)
    alone = memberships(*broken, ROLES, MADE)
    assert memberships(*broken, *pair("openness", 0.0, 1.0), ROLES, MADE) == pytest.approx(alone)


def test_a_promise_overfulfilled_counts_as_kept_and_no_more():
    found = memberships(*pair("equality", 1.0, 0.2), *pair("openness", 0.5, 1.0), ROLES, MADE)
    assert found["rhetoric"] == pytest.approx(0.4)  # the mean of 0.8 and 0


def test_an_asymmetry_in_favour_of_the_partner_side_counts_as_none():
    found = memberships(*pair("equality", 1.0, 1.0), figure("I2", "asymmetry", -0.5), MADE)
    assert found["cooperative"] == 1


def test_each_end_takes_what_is_worst_for_the_reading():
    row = read(*pair("equality", 0.8, 0.2), ROLES, MADE)[0]["cooperative"]
    assert (row["low"], row["high"]) == pytest.approx((0.2, 0.4))  # 1 - 0.8, 1 - 0.6


def test_the_value_is_made_of_values_even_where_an_interval_lies_beside_its_own():
    beside = figure("I2", "asymmetry", 0.7, low=0.1, high=0.3)
    assert memberships(*pair("equality", 0.8, 0.2), beside, MADE)["cooperative"] == pytest.approx(0.3)


def test_an_input_with_too_little_for_an_interval_may_be_anything():
    thin = {**figure("I2", "asymmetry", 0.7), "low": None, "high": None}
    row = read(*pair("equality", 0.8, 0.2), thin, MADE)[0]["cooperative"]
    assert (row["low"], row["high"]) == pytest.approx((0, 0.4))


def test_a_reading_without_one_of_its_inputs_has_no_membership_and_says_which():
    rows, _ = read(*pair("equality", 0.8, 0.2), ROLES)
    assert rows["cooperative"]["value"] == pytest.approx(0.3)
    assert (rows["rhetoric"]["status"], rows["rhetoric"]["value"]) == ("no evidence", None)
    assert "no evidence of P5" in rows["rhetoric"]["note"]


def test_where_nothing_is_promised_there_is_no_gap_to_read():
    rows, _ = read(*pair("equality", 0.0, 0.2), ROLES, MADE)
    assert {r["status"] for r in rows.values()} == {"no evidence"}


def test_the_evidence_of_a_reading_is_that_of_its_inputs():
    rows, evidence = read(*pair("equality", 0.8, 0.2), ROLES, MADE)
    assert set(evidence.filter(figure=1)["row"]) == {"G1.gap/eu/equality", "P5.production/eu"}
    assert rows["rhetoric"]["n"] == 2
