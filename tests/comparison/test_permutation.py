import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.comparison.permutation import holm, permuted


def share(sums: np.ndarray) -> np.ndarray:
    return np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0)


def test_two_cases_of_three_documents_worked_by_hand():
    """Of ten passages each: 5, 4, 3 against 2, 1, 0. Of 20 ways to give three documents to the first case only the
    one as counted and its mirror part them by 9 passages: p = 2 / 20."""
    one, other = np.array([[5, 10], [4, 10], [3, 10]]), np.array([[2, 10], [1, 10], [0, 10]])
    made = permuted(one, other, share)
    assert (made.difference, made.p, made.permutations, made.exact) == (pytest.approx(0.3), 0.1, 20, True)


def test_a_smaller_difference_is_reached_by_more_shuffles():
    """5, 4, 1 against 3, 2, 0: 10 - 5. The first case may sum to 0..15; |2s - 15| >= 5 where s <= 5 or s >= 10,
    which are the triples 0+1+2, 0+1+3, 0+1+4, 0+2+3 (and their mirrors): 8 of 20 together."""
    one, other = np.array([[5, 10], [4, 10], [1, 10]]), np.array([[3, 10], [2, 10], [0, 10]])
    sums = [sum(c) for c in combinations((5, 4, 1, 3, 2, 0), 3)]
    assert sum(s <= 5 or s >= 10 for s in sums) == 8
    assert permuted(one, other, share).p == pytest.approx(8 / 20)


def test_many_documents_are_shuffled_at_random_and_come_near_the_exact_p():
    one, other = (
        np.array([[k, 10] for k in (9, 7, 6, 3, 5, 6)]),
        np.array([[k, 10] for k in (4, 2, 5, 6, 1, 3)]),
    )
    exact, drawn = permuted(one, other, share), permuted(one, other, share, "a", most=900)
    assert (exact.exact, exact.permutations) == (True, math.comb(12, 6))
    assert (drawn.exact, drawn.permutations) == (False, 900)
    assert drawn.p == pytest.approx(exact.p, abs=0.03)
    assert drawn == permuted(one, other, share, "a", most=900)


def test_where_one_case_has_no_value_there_is_no_difference():
    assert permuted(np.array([[0, 0]]), np.array([[1, 2]]), share) is None


sums = st.lists(st.tuples(st.integers(0, 5), st.integers(5, 9)), min_size=2, max_size=4).map(np.array)


@settings(deadline=None)
@given(one=sums, other=sums)
def test_swapping_turns_the_sign_keeps_p_and_the_order_of_documents_is_nothing(one, other):
    made, turned = permuted(one, other, share), permuted(other[::-1], one[::-1], share)
    assert made.difference == -turned.difference
    assert made.p == turned.p
    assert 0 < made.p <= 1


@given(ps=st.lists(st.floats(0.0001, 1), min_size=1, max_size=8))
def test_holm_never_lowers_a_p_and_keeps_their_order(ps):
    adjusted = holm(ps)
    assert all(a >= p - 1e-12 for a, p in zip(adjusted, ps, strict=True))
    assert sorted(ps) == [p for _, p in sorted(zip(adjusted, ps, strict=True))]
