"""Kappas, AC1 and Brennan-Prediger: published values and intervals, and laws."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ratings_of import EXAMPLE_GWET, kinds, of_rows

from comity.coding.agreement import chance
from comity.coding.agreement.coefficient import linearised, value_of
from comity.coding.agreement.matrix_file import read_matrix
from comity.coding.agreement.ratings import Kinds, kinds_of

BY_NAME = {
    "gwet_ac1": chance.gwet_ac1,
    "fleiss_kappa": chance.fleiss_kappa,
    "conger_kappa": chance.cohen_kappa,
    "brennan_prediger": chance.brennan_prediger,
}
ALL = [*BY_NAME.values(), chance.percent_agreement]


@pytest.mark.parametrize(
    ("name", "value", "low"),
    [
        ("gwet_ac1", 0.77544, 0.46081),
        ("fleiss_kappa", 0.76117, 0.42438),
        ("conger_kappa", 0.76282, 0.4345),
        ("brennan_prediger", 0.77273, 0.45421),
    ],
)
def test_gwets_example_gives_the_values_and_intervals_of_irrcac(name, value, low):
    found = kinds(*EXAMPLE_GWET)
    estimate = linearised(BY_NAME[name](found), found)
    assert (round(estimate.value, 5), round(estimate.low, 5), estimate.high) == (value, low, 1)


@pytest.mark.shared
def test_every_expected_value_is_met(shared: Path):
    with (shared / "agreement" / "expected.csv").open() as file:
        expected = [r for r in csv.DictReader(file) if r["statistic"] in BY_NAME]
    assert expected
    for row in expected:
        matrix, _ = read_matrix(shared / "agreement" / row["file"], level="nominal", units_in_rows=True)
        assert matrix is not None
        found = kinds_of(matrix.ratings)
        estimate = linearised(BY_NAME[row["statistic"]](found), found)
        told = (estimate.value, estimate.low, estimate.high)
        assert told == pytest.approx(tuple(float(row[k]) for k in ("value", "lo", "hi")), abs=6e-6), row


def test_cohens_kappa_of_two_coders_by_hand():
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement .7, chance .5 * .6 + .5 * .4 = .5, kappa .4."""
    units = ["yy"] * 20 + ["yn"] * 5 + ["ny"] * 10 + ["nn"] * 15
    found = kinds(*units)
    assert value_of(chance.cohen_kappa(found), found) == pytest.approx(0.4)
    # Fleiss, Cohen & Everitt (1969): the large-sample error of this table is .1264; Gwet divides by n - 1.
    estimate = linearised(chance.cohen_kappa(found), found)
    assert (estimate.high - estimate.low) / 2 == pytest.approx(2.0096 * 0.1264 * math.sqrt(50 / 49), abs=2e-3)


def test_weighted_kappa_by_hand_takes_a_near_miss_for_less_than_a_far_one():
    """1-1 x 3, 1-2 x 2, 2-2 x 2, 2-3, 3-3, 1-3: observed 2 + 1 + 4 = 7; margins 6 3 1 and 3 4 3 give 130 / 10."""
    units = ["11"] * 3 + ["12"] * 2 + ["22"] * 2 + ["23", "33", "13"]
    found = kinds(*units)
    assert value_of(chance.weighted_kappa(found, "ordinal"), found) == pytest.approx(1 - 7 / 13)
    near, far = kinds("11", "12", "22", "33"), kinds("11", "13", "22", "33")
    one, other = (value_of(chance.weighted_kappa(k, "ordinal"), k) for k in (near, far))
    assert one > other
    one_value = kinds("11", "11")
    assert math.isnan(value_of(chance.weighted_kappa(one_value, "ordinal"), one_value))


def test_a_rare_code_lowers_kappa_and_leaves_ac1_near_the_share_of_agreement():
    units = ["00"] * 95 + ["11"] + ["01"] * 2 + ["10"] * 2
    found = kinds(*units)
    kappa, ac1, share = (
        value_of(make(found), found)
        for make in (chance.cohen_kappa, chance.gwet_ac1, chance.percent_agreement)
    )
    assert kappa < 0.4
    assert share == pytest.approx(0.96)
    assert ac1 == pytest.approx(0.96, abs=0.01)


def test_kappa_is_undefined_where_nothing_varies_and_ac1_is_not():
    rows = np.zeros((1, 2), np.int64)
    found = Kinds(rows, np.zeros(9, np.int64), ("absent", "present"))
    assert math.isnan(value_of(chance.cohen_kappa(found), found))
    assert math.isnan(value_of(chance.fleiss_kappa(found), found))
    assert value_of(chance.gwet_ac1(found), found) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=3, max_size=3), min_size=3, max_size=12
    ),
    st.permutations([0, 1, 2]),
)
def test_order_and_names_change_nothing(rows, order):
    turned = [
        [{None: None, "a": "z", "b": "y", "c": "x"}[row[place]] for place in order] for row in reversed(rows)
    ]
    one, two = kinds_of(of_rows(rows)), kinds_of(of_rows(turned))
    for make in ALL:
        assert value_of(make(one), one) == pytest.approx(value_of(make(two), two), nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=10), st.integers(2, 4))
def test_coders_who_always_agree_have_one(values, coders):
    found = kinds(*(value * coders for value in values))
    for make in ALL:
        value = value_of(make(found), found)
        assert value == pytest.approx(1) or (math.isnan(value) and len(set(values)) == 1)
