"""Laws that hold for any debate."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from said import said, tied

from comity.measures.networks.chosen import choose
from comity.measures.networks.moving import Networks
from comity.measures.networks.settings import Asked
from comity.measures.networks.statements import Statements
from comity.measures.networks.windows import length, windows

LINE = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from("xyz"),
    st.sampled_from("+-"),
    st.integers(1, 4),
    st.integers(1, 28),
).map(lambda t: f"{t[0]} {t[1]} {t[2]} d{t[3]} 2020-01-{t[4]:02}")
DEBATES = st.lists(LINE, min_size=1, max_size=25)
NORMALIZATIONS = st.sampled_from(["no", "average", "jaccard", "cosine"])
DUPLICATES = st.sampled_from(["include", "document", "week", "month", "year", "range"])


@settings(deadline=None)
@given(DEBATES, st.randoms(use_true_random=False), NORMALIZATIONS, DUPLICATES)
def test_the_order_of_statements_changes_nothing(lines, random, normalization, duplicates):
    whole = said(*lines)
    shuffled = whole.frame.sample(fraction=1, shuffle=True, seed=random.randint(0, 999))
    other = Statements(shuffled, whole.kinds)
    asked = {"normalization": normalization, "duplicates": duplicates}
    assert tied(other, **asked).matrix.tolist() == tied(whole, **asked).matrix.tolist()


@settings(deadline=None)
@given(DEBATES, NORMALIZATIONS, st.sampled_from(["congruence", "conflict", "subtract", "ignore"]))
def test_a_one_mode_network_is_symmetric_without_loops_and_never_without_a_number(
    lines, normalization, aggregation
):
    matrix = tied(said(*lines), normalization=normalization, aggregation=aggregation).matrix
    assert (matrix == matrix.T).all()
    assert not np.diag(matrix).any()
    assert np.isfinite(matrix).all()


@settings(deadline=None)
@given(DEBATES, DUPLICATES)
def test_subtract_is_congruence_less_conflict_and_both_together_are_what_the_qualifier_is_ignored_in(
    lines, duplicates
):
    debate = said(*lines)
    made = {
        a: tied(debate, aggregation=a, duplicates=duplicates).matrix
        for a in ("congruence", "conflict", "subtract")
    }
    assert (made["subtract"] == made["congruence"] - made["conflict"]).all()
    if duplicates == "include":
        assert (tied(debate, aggregation="ignore").matrix == made["congruence"] + made["conflict"]).all()


@settings(deadline=None)
@given(DEBATES, st.sampled_from(["jaccard", "cosine"]))
def test_normalized_congruence_lies_between_nothing_and_one(lines, normalization):
    matrix = tied(said(*lines), normalization=normalization).matrix
    assert matrix.min() >= 0
    assert matrix.max() <= 1


@settings(deadline=None)
@given(DEBATES, NORMALIZATIONS)
def test_other_names_of_the_nodes_permute_the_matrix(lines, normalization):
    whole, renamed = said(*lines), said(*(line.translate(str.maketrans("abcd", "qpon")) for line in lines))
    before = tied(whole, normalization=normalization)
    after = tied(renamed, normalization=normalization)
    place = [after.rows.index(name.translate(str.maketrans("abcd", "qpon"))) for name in before.rows]
    assert after.matrix[np.ix_(place, place)].tolist() == before.matrix.tolist()


@settings(deadline=None)
@given(DEBATES, st.sampled_from(["congruence", "conflict", "subtract", "ignore"]))
def test_a_plain_weight_is_the_sum_of_the_pairs_behind_it(lines, aggregation):
    made = tied(said(*lines), aggregation=aggregation)
    for one, other, weight in made.edges.iter_rows():
        assert made.evidence(one, other)["amount"].sum() == weight


@settings(deadline=None)
@given(DEBATES, st.sampled_from(["3d", "10d", "week", "month"]))
def test_over_the_windows_each_statement_counts_as_often_as_it_stands_in_one(lines, size):
    ends = ("a x + d0 2020-01-01", "a x + d0 2020-01-28")  # so that no window is longer than the series
    debate, asked = said(*ends, *lines), Asked(two_mode=True, aggregation="ignore")
    chosen = choose(debate, asked, dated=True)
    times = chosen.frame["time"].to_numpy()
    moved = windows(times, length(size))
    number = np.arange(len(times))
    stands = [int(((moved.first <= n) & (n < moved.last)).sum()) for n in number]
    assert Networks(asked, moved, chosen).edges["weight"].sum() == sum(stands)
    if size in ("week", "month"):
        assert stands == [1] * len(times)
