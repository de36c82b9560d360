import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.measures.calibration import direct, indirect, levels, linear, suggested_thresholds


def test_the_anchors_themselves_get_the_degrees_they_stand_for():
    assert direct([5, 10, 20], 5, 10, 20) == pytest.approx([0.05, 0.5, 0.95])


def test_falling_anchors_make_a_set_of_low_values():
    assert direct([15, 10, 5], 15, 10, 5) == pytest.approx([0.05, 0.5, 0.95])
    assert linear([20, 12.5, 5], 15, 10, 5) == pytest.approx([0, 0.25, 1])


def test_a_value_far_outside_the_anchors_is_a_member_or_not_and_no_overflow():
    assert direct([1e9, -1e9], 0, 1, 2) == pytest.approx([1, 0])


@pytest.mark.parametrize("anchors", [(1, 1, 2), (1, 3, 2), (3, 1, 2)])
def test_a_crossover_that_is_not_between_the_others_is_refused(anchors):
    with pytest.raises(ValueError, match="is not between"):
        direct([1, 2], *anchors)


def test_a_degree_of_membership_below_half_is_refused_for_the_inclusion():
    with pytest.raises(ValueError, match="idm"):
        direct([1, 2], 0, 1, 2, idm=0.4)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_memberships_rise_with_the_values_and_lie_between_0_and_1(values):
    made = direct(sorted(values), -10, 3, 50)
    assert ((made >= 0) & (made <= 1)).all()
    assert (np.diff(made) >= 0).all()


def test_thresholds_part_values_into_levels_and_a_value_on_one_has_reached_it():
    assert levels([1, 5, 7, 10], [5, 10]).tolist() == [0, 1, 1, 2]


def test_the_indirect_way_keeps_the_order_of_groups_and_tells_cases_of_one_group_apart():
    made = indirect([1, 2, 11, 12, 21, 22], [10, 20])
    assert (np.diff(made) > 0).all()
    assert made[[0, 2, 4]] == pytest.approx([0, 0.5, 1], abs=0.1)


@settings(deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20),
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5),
)
def test_the_indirect_way_always_gives_memberships(values, thresholds):
    made = indirect(values, thresholds)
    assert ((made >= 0) & (made <= 1)).all()


def test_the_widest_parting_is_suggested_with_what_lies_beside_it():
    (gap,) = suggested_thresholds([1, 2, 3, 10, 11, 12])
    assert (gap.threshold, gap.below, gap.above, gap.cases_below, gap.cases_above) == (6.5, 3, 10, 3, 3)


def test_the_threshold_of_the_wealth_of_nations_is_that_of_the_textbook():
    """Eighteen states by their product per head (Lipset's data): R's findTh() gives 626."""
    wealth = [720, 1098, 586, 468, 590, 983, 795, 390, 424, 662, 517, 1008, 350, 320, 331, 367, 897, 1038]
    (gap,) = suggested_thresholds(wealth)
    assert (gap.threshold, gap.below, gap.above, gap.cases_below) == (626, 590, 662, 10)


def test_values_that_do_not_differ_suggest_nothing():
    assert suggested_thresholds([4, 4, 4], 2) == []


@pytest.mark.shared
def test_calibration_equals_that_of_the_reference_program(shared):
    with (shared / "qca" / "calibrate_direct.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def column(name):
        return np.array([float(row[name]) for row in rows])

    assert direct(column("DEV"), 400, 550, 900) == pytest.approx(column("DEV_400_550_900_log"), abs=1e-12)
    assert linear(column("DEV"), 400, 550, 900) == pytest.approx(column("DEV_400_550_900_lin"), abs=1e-12)
    assert direct(column("LIT"), 50, 75, 90) == pytest.approx(column("LIT_50_75_90_log"), abs=1e-12)
    assert direct(column("STB"), 15, 10, 5) == pytest.approx(column("STB_dec_5_10_15_log"), abs=1e-12)
    assert direct(column("DEV"), 400, 550, 900, idm=0.99) == pytest.approx(column("DEV_idm99"), abs=1e-12)
    assert levels(column("DEV"), [550]) == pytest.approx(column("DEV_crisp550"))
