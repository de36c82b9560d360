"""Which statements count: duplicates, filters, and what is missing."""

from __future__ import annotations

import pytest
from said import KINDS, said, tied, weights

from comity.diagnostics import UsageError

TWICE = said(
    "a return + d1 2019-12-31",
    "a return + d1 2019-12-31",
    "a return + d2 2020-01-01",
    "a return + d3 2020-01-31",
    "b return + d4 2020-06-01",
)


@pytest.mark.parametrize(
    ("unit", "weight"),
    [("include", 4), ("document", 3), ("week", 2), ("month", 2), ("year", 2), ("range", 1)],
)
def test_a_statement_counts_once_within_the_unit(unit: str, weight: int):
    # 31 December 2019 and 1 January 2020 lie in one week of ISO 8601, in two months and in two years.
    assert weights(tied(TWICE, duplicates=unit)) == {("a", "b"): weight}


def test_a_contradiction_is_no_duplicate_unless_the_qualifier_is_ignored():
    both = said("a return + d1", "a return - d1", "b return + d1")
    assert tied(both, duplicates="document").statements == 3
    assert tied(both, duplicates="document", aggregation="ignore").statements == 2


def test_what_is_left_out_is_told():
    holes = said(
        "a return + d1 2020-01-01", ". return + d1 2020-01-01", "b . +", "b return .", "b return + d2 ."
    )
    made = tied(holes)
    assert weights(made) == {("a", "b"): 1}
    assert made.notes == (
        "1 statement left out: they have no organization.",
        "1 statement left out: they have no concept.",
        "1 statement left out: they have no agreement.",
    )


def test_a_missing_qualifier_does_no_harm_where_it_is_ignored():
    assert weights(tied(said("a return +", "b return ."), aggregation="ignore")) == {("a", "b"): 1}


def test_undated_statements_are_left_out_where_time_decides_and_there_alone():
    debate = said("a return + d1 2020-01-01", "b return + d2 .")
    assert tied(debate).statements == 2
    monthly = tied(debate, duplicates="month")
    assert monthly.statements == 1
    assert "1 statement left out: they have no date." in monthly.notes


def test_filters_leave_out_or_keep_alone():
    assert tied(TWICE, exclude={"document": ("d1",)}).statements == 3
    assert tied(TWICE, only={"document": ("d1",)}).statements == 2


def test_two_coders_of_one_passage_are_told_and_one_can_be_chosen():
    twice = said(
        "a return + d1 2020-01-01 ann", "a return + d1 2020-01-01 ben", "b return + d2 2020-01-01 ann"
    )
    made = tied(twice)
    assert weights(made) == {("a", "b"): 2}
    assert any("coded alike by several coders" in note for note in made.notes)
    one = tied(twice, coders=("ann",))
    assert weights(one) == {("a", "b"): 1}
    assert not any("several coders" in note for note in one.notes)
    with pytest.raises(UsageError, match=r"No statement has the coder 'anne'\. Did you mean 'ann'"):
        tied(twice, coders=("anne",))


def test_nobody_and_somebody_alone_make_an_empty_network():
    alone = tied(said("a return +", "a aid -"), normalization="jaccard")
    assert (alone.rows, alone.matrix.tolist(), alone.edges.height) == (("a",), [[0]], 0)
    nobody = tied(said(". return +"), normalization="cosine")
    assert (nobody.rows, nobody.matrix.shape) == ((), (0, 0))


def test_an_integer_qualifier_without_a_statement_is_an_empty_network():
    nobody = tied(said(". return 1", kinds={**KINDS, "agreement": "integer"}))
    assert nobody.edges.height == 0
