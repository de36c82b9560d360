import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.diagnostics import StudyError, errors_in
from comity.measures.calibration import direct

CHAIRS = {f"eu{i}-{1990 + i}": "eu" for i in range(8)} | {f"us{i}-{2000 + i}": "mexico" for i in range(8)}
STEERED = """\
[types.steered]
label = "Steered by one side"
{}
[[types.steered.conditions]]
measure = "I2"
anchors = [-0.5, 0.0, 0.5]
{}
"""


def calibrated(value: float, anchors: tuple[float, float, float]) -> float:
    """The membership as a condition takes it, to twelve digits."""
    return round(float(direct(value, *anchors)), 12)


def steered(of_type: str = "", of_condition: str = "") -> str:
    return STEERED.format(of_type, of_condition)


# R QCA 3.25, calibrate(DEV, thresholds = "e=400, c=550, i=900"): log odds, idm 0.95.
R_DEVELOPMENT = {
    720: 0.806925632987392, 1098: 0.990147709556608, 586: 0.57514068276979, 468: 0.166640455883686,
    350: 0.0193424976998351, 320: 0.0108272119639475,
}  # fmt: skip
# calibrate(STB, thresholds = "e=15, c=10, i=5"): falling anchors are rising ones, inverted.
R_STABILITY = {10: 0.5, 4: 0.971621286745118, 6: 0.913374454911908, 21: 0.00153488193648876, 5: 0.95}


@pytest.mark.parametrize(("value", "membership"), R_DEVELOPMENT.items())
def test_calibration_gives_what_r_gives(value, membership):
    assert calibrated(value, (400, 550, 900)) == pytest.approx(membership, abs=1e-12)


@pytest.mark.parametrize(("value", "membership"), R_STABILITY.items())
def test_falling_anchors_in_r_are_rising_ones_inverted(value, membership):
    assert 1 - calibrated(value, (5, 10, 15)) == pytest.approx(membership, abs=1e-12)


anchors = st.tuples(st.floats(-9, -1), st.floats(-0.5, 0.5), st.floats(1, 9))


@given(value=st.floats(-1e6, 1e6), more=st.floats(0, 10), anchors=anchors)
def test_a_membership_lies_between_0_and_1_and_rises_with_the_value(value, more, anchors):
    assert 0 <= calibrated(value, anchors) <= calibrated(value + more, anchors) <= 1


@given(anchors=anchors)
def test_the_anchors_are_out_neither_and_in(anchors):
    assert [calibrated(a, anchors) for a in anchors] == pytest.approx([0.05, 0.5, 0.95])


def membership(analysis, case: str, period: str | None = None) -> dict[str, object]:
    frame = analysis.table("memberships").filter(case=case)
    frame = frame.filter(pl.col("period").eq_missing(pl.lit(period, pl.String)))
    assert frame.height == 1
    return frame.row(0, named=True)


def test_a_case_is_of_a_type_as_far_as_its_least_condition(study):
    """The EU holds all chairs: I2 = 1, twice the way from crossover to full in: odds 19 squared. Of its declarations
    (bindingness .25) informality is .75; 1 - calibrated(.75; .25, .5, .75) is 0.05, the least."""
    more = "[[types.steered.conditions]]\nmeasure='I1'\nquantity='informality'\nanchors=[0.25, 0.5, 0.75]\ninvert=true\n"
    analysis = study(steered() + more, chairs=CHAIRS)
    row = membership(analysis, "eu")
    assert row["membership"] == pytest.approx(0.05)
    assert row["decided_by"] == "not I1.informality"
    conditions = analysis.table("conditions").filter(membership_of="C2/eu/steered")
    assert conditions["membership"].to_list() == pytest.approx([361 / 362, 0.05])
    assert conditions.select("full_out", "crossover", "full_in").row(0) == (-0.5, 0.0, 0.5)


def test_inverted_is_one_less_the_membership(study):
    plain = {c: membership(study(steered(), chairs=CHAIRS), c)["membership"] for c in ("eu", "us")}
    turned = study(steered(of_condition="invert = true"), chairs=CHAIRS)
    assert (plain["eu"] > 0.9, plain["us"] < 0.1) == (True, True)
    for case, value in plain.items():
        assert membership(turned, case)["membership"] == pytest.approx(1 - value)


def test_the_interval_is_that_of_the_figure_put_through_the_anchors(study):
    mixed = {f"eu{i}": "eu" if i % 3 else "moldova" for i in range(9)}
    analysis = study(steered(), chairs=mixed | {"us1": "usa"})
    figure = analysis.measure("I2", ("context",)).frame.row(0, named=True)
    row = membership(analysis, "eu")
    assert (row["low"], row["high"]) == tuple(
        calibrated(figure[e], (-0.5, 0.0, 0.5)) for e in ("low", "high")
    )
    assert row["low"] < row["membership"] < row["high"]


def test_a_condition_without_an_interval_may_be_anything_at_both_ends(study):
    """Eight arrangements have an interval, seven have none."""
    few = {name: held for name, held in CHAIRS.items() if name != "eu7-1997"}
    whole, open_ = (membership(study(steered(), chairs=chairs), "eu") for chairs in (CHAIRS, few))
    assert whole["low"] > 0.9
    assert (open_["low"], open_["high"]) == (0.0, 1.0)
    assert "no interval" in open_["note"]


def test_a_membership_stands_on_the_rows_of_its_conditions(study):
    analysis = study(steered(), chairs=CHAIRS)
    rows = analysis.table("evidence").filter(figure="C2/eu/steered")
    assert set(rows["row"]) == set(analysis.table("evidence").filter(figure="I2/eu")["row"])
    assert rows["part"].str.starts_with("I2: ").all()


def test_a_condition_without_a_figure_leaves_the_membership_open_and_is_named(study):
    more = "[[types.steered.conditions]]\nmeasure='P2'\nquantity='conditional'\n"
    more += "anchors=[0.1, 0.3, 0.6]\nwhere={side='partner'}\n"
    row = membership(study(steered() + more, chairs=CHAIRS), "us")
    assert (row["membership"], row["status"]) == (None, "cannot be computed")
    assert "P2.conditional (side partner): no evidence" in row["note"]
    assert "the other conditions alone give 0.00" in row["note"]


def test_by_period_a_type_is_asked_of_each_period_in_which_there_is_anything(study):
    analysis = study(
        steered("by_period = true"), chairs={"eu1-1995": "eu", "eu2-2005": "moldova", "us1-2005": "usa"}
    )
    assert analysis.table("memberships").filter(case="eu")["period"].to_list() == [None, "early", "late"]
    assert membership(analysis, "eu", "early")["membership"] > 0.9
    assert membership(analysis, "eu", "late")["membership"] < 0.1
    assert analysis.measure("C2", ("context", "period")).frame["figure"].to_list() == [
        "C2/eu/steered/early", "C2/eu/steered/late", "C2/us/steered/late",
    ]  # fmt: skip


def test_a_type_is_asked_of_cases_that_are_no_contexts(study):
    toml = "[cases.first]\narrangements = ['eu0-1990']\n[cases.whole]\ncontexts = ['eu', 'us']\n"
    analysis = study(toml + steered(), chairs=CHAIRS)
    assert membership(analysis, "first")["membership"] > 0.9
    assert membership(analysis, "whole")["membership"] == 0.5


@pytest.mark.parametrize(
    ("toml", "codes"),
    [
        ("[types.a]\n", ["cannot-fail"]),
        ("[types.a]\nconditions = 1\n", ["bad-type"]),
        ("[types.a]\ncondition = []\n", ["cannot-fail", "unknown-key"]),
        (steered().replace("I2", "I22"), ["unknown-measure"]),
        (steered().replace("I2", "C2"), ["circular-type"]),
        (steered(of_condition="quantity = 'balance'"), ["unknown-quantity"]),
        (steered(of_condition="where = { side = 'lead' }"), ["unknown-grouping"]),
        (steered(of_condition="where = { context = 'eu' }"), ["unknown-grouping"]),
        (steered(of_condition="where = { period = '1990s' }"), ["unknown-period"]),
        (steered().replace("I2", "D2").replace("0.0,", "0.1,"), ["missing-value"]),
        (steered(of_condition="where = { code = 'securty' }").replace("I2", "D2"), ["cannot-fail", "unknown-code"]),
        (steered().replace("[-0.5, 0.0, 0.5]", "[0.5, 0.0, -0.5]"), ["bad-anchors"]),
        (steered().replace("[-0.5, 0.0, 0.5]", "[0.0, 0.5]"), ["bad-anchors"]),
        (steered().replace("[-0.5, 0.0, 0.5]", "[-3, -1, 0]"), ["cannot-fail"]),
        (steered().replace("[-0.5, 0.0, 0.5]", "[0, 1, 2]"), ["cannot-fail"]),
        (steered(of_condition="invert = 'yes'"), ["bad-type"]),
        (steered().replace('measure = "I2"', ""), ["missing-value"]),
    ],
)  # fmt: skip
def test_a_type_that_says_nothing_or_names_what_is_not_there_is_refused(study, toml, codes):
    with pytest.raises(StudyError) as error:
        study(toml, chairs=CHAIRS)
    told = errors_in(error.value.diagnostics)
    assert sorted(d.code for d in told) == codes
    assert all(d.file == "study.toml" and d.line and d.line > 13 for d in told)


def test_two_conditions_that_no_value_meets_are_refused(study):
    more = "[[types.steered.conditions]]\nmeasure = 'I2'\nanchors = [-0.9, -0.5, 0]\ninvert = true\n"
    with pytest.raises(StudyError, match="leaves no value"):
        study(steered() + more, chairs=CHAIRS)


def test_everything_wrong_with_the_types_is_told_at_once(study):
    toml = steered().replace("I2", "I22") + steered().replace("steered", "other").replace(
        "[-0.5, 0.0, 0.5]", "[0, 1, 2]"
    )
    with pytest.raises(StudyError) as error:
        study(toml, chairs=CHAIRS)
    told = errors_in(error.value.diagnostics)
    assert [(d.code, d.line) for d in told] == [("unknown-measure", 18), ("cannot-fail", 26)]


def test_a_claim_may_be_made_of_a_membership(study):
    claims = (
        "claims:\n- id: a\n  text: The EU steers.\n  measure: C2\n  where: {context: eu, code: steered}\n"
        "  expect: {value: {above: 0.5}}\n"
    )
    analysis = study(steered(), chairs=CHAIRS, claims=claims)
    assert analysis.claim_diagnostics() == []
    assert analysis.table("verdicts")["verdict"].to_list() == ["supported"]


def test_the_distance_is_taken_as_log_odds_by_hand():
    """A third of the way from crossover to full in: ln(odds) = ln(19) / 3."""
    odds = math.exp(math.log(19) / 3)
    assert calibrated(0.4, (0.0, 0.3, 0.6)) == pytest.approx(odds / (1 + odds))
