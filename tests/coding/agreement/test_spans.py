"""Alpha for unitising: the published example, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity.coding.agreement.spans import Continuum, alpha_u, disagreement
from made_study import coded, read, study

SPANS = st.lists(st.integers(0, 60), min_size=0, max_size=6, unique=True).map(
    lambda edges: [(a, b) for a, b in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)]
)


def alpha(length, *coders):
    return float(alpha_u([disagreement([Continuum(length, coders)])], len(coders))[0])


def test_the_example_of_2004_gives_the_published_values():
    """Krippendorff (2004), p. 254: a continuum from 150 to 450, categories c and k, two observers."""
    c = disagreement([Continuum(300, [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]])])
    k = disagreement([Continuum(300, [[(30, 90), (150, 200)], [(30, 90), (150, 200)]])])
    assert c.observed[0] / (2 * 300**2) == pytest.approx(0.0144, abs=5e-5)
    assert alpha_u([c], 2)[0] == pytest.approx(0.7286, abs=5e-5)
    assert alpha_u([k], 2)[0] == 1
    # Published .8591 from disagreements rounded to four digits; exactly .8587.
    assert alpha_u([c, k], 2)[0] == pytest.approx(0.8591, abs=5e-4)


@settings(max_examples=60, deadline=None)
@given(one=SPANS, other=SPANS, third=SPANS)
def test_order_of_coders_changes_nothing(one, other, third):
    assert alpha(70, one, other, third) == pytest.approx(alpha(70, third, one, other), nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(spans=SPANS, coders=st.integers(2, 4))
def test_coders_who_mark_the_same_agree_fully(spans, coders):
    found = alpha(70, *[spans] * coders)
    assert math.isnan(found) if not spans else found == pytest.approx(1)


@settings(max_examples=60, deadline=None)
@given(one=SPANS, other=SPANS)
def test_cutting_a_span_in_two_that_touch_changes_nothing(one, other):
    halves = [part for a, b in one for m in [(a + b) // 2] for part in ((a, m), (m, b)) if part[0] < part[1]]
    assert alpha(70, halves, other) == pytest.approx(alpha(70, one, other), nan_ok=True)


def test_a_span_that_is_nearly_right_agrees_better_than_one_far_off():
    assert alpha(1000, [(100, 200)], [(105, 205)]) > 0.9 > alpha(1000, [(100, 200)], [(180, 280)]) > 0


def test_spans_that_never_meet_agree_no_better_than_chance():
    assert alpha(1000, [(100, 200)], [(800, 900)]) < 0


def test_two_texts_weighted_are_the_texts_repeated():
    texts = [Continuum(300, [[(10, 40)], [(12, 44)]]), Continuum(200, [[(50, 90)], [(120, 150)]])]
    weighted = alpha_u([disagreement(texts)], 2, np.array([[2.0, 1.0]]))
    repeated = alpha_u([disagreement([texts[0], texts[0], texts[1]])], 2)
    assert weighted[0] == pytest.approx(repeated[0])


def test_a_study_compares_the_words_that_people_marked(tmp_path):
    anna = [read("a"), coded("a", "win-win", "win_win")]
    same = comity.agree(study(tmp_path / "1", {"anna": anna, "ben": anna}), coder=["anna", "ben"])
    longer = [read("a"), coded("a", "This is a win-win.", "win_win")]
    other = comity.agree(study(tmp_path / "2", {"anna": anna, "ben": longer}), coder=["anna", "ben"])

    def told(outcome):
        rows = outcome.tables["agreement"].filter(outcome.tables["agreement"]["quantity"] == "alpha_u")
        return dict(rows.select("code", "value").iter_rows())

    assert told(same) == {None: 1, "win_win": 1}
    assert 0 < told(other)["win_win"] < 1  # the same passage, other words


def test_programs_are_not_compared_by_spans(tmp_path):
    outcome = comity.agree(study(tmp_path, {"anna": [read("a"), coded("a", "win-win", "win_win")]}))
    assert "alpha_u" not in set(outcome.tables["agreement"]["quantity"])
