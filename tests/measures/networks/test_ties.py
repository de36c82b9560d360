"""Two actors, three concepts: small enough to add up on paper."""

from __future__ import annotations

import numpy as np
import pytest
from said import KINDS, said, tied, weights

from comity.diagnostics import UsageError
from comity.measures.networks.settings import Asked

# a is for return (twice) and against aid; b for return and for aid; c alone speaks of visas.
DEBATE = said("a return + d1", "a return + d2", "a aid - d1", "b return + d3", "b aid + d3", "c visa + d3")


def test_congruence_counts_the_pairs_of_statements_that_say_the_same():
    assert weights(tied(DEBATE)) == {("a", "b"): 2}


def test_conflict_counts_the_pairs_that_contradict_each_other():
    assert weights(tied(DEBATE, aggregation="conflict")) == {("a", "b"): 1}


def test_subtract_takes_conflict_from_congruence_and_ignore_adds_them_up():
    assert weights(tied(DEBATE, aggregation="subtract")) == {("a", "b"): 1}
    assert weights(tied(DEBATE, aggregation="ignore")) == {("a", "b"): 3}


@pytest.mark.parametrize(
    ("normalization", "weight"),
    [
        ("average", 2 / 2.5),  # three statements and two: half of five
        ("cosine", 2 / (3 * 2)),
        ("jaccard", 2 / (1 + 1 + 2)),  # a's aid against, b's aid for, and two pairs on return
    ],
)
def test_a_normalized_weight_is_the_plain_one_divided_once(normalization: str, weight: float):
    assert weights(tied(DEBATE, normalization=normalization)) == {("a", "b"): weight}


def test_in_two_modes_the_cells_are_statements_or_those_for_less_those_against():
    ignored = tied(DEBATE, two_mode=True, aggregation="ignore")
    assert (ignored.rows, ignored.columns) == (("a", "b", "c"), ("aid", "return", "visa"))
    assert ignored.matrix.tolist() == [[1, 2, 0], [1, 1, 0], [0, 0, 1]]
    assert tied(DEBATE, two_mode=True, aggregation="subtract").matrix.tolist() == [
        [-1, 2, 0],
        [1, 1, 0],
        [0, 0, 1],
    ]


def test_combine_tells_for_against_and_both_apart():
    both = said("a return +", "b return -", "c return +", "c return -")
    assert tied(both, two_mode=True, aggregation="combine").matrix.tolist() == [[1], [2], [3]]


def test_activity_divides_by_what_an_actor_says_and_prominence_by_what_is_said_of_a_concept():
    active = tied(DEBATE, two_mode=True, aggregation="ignore", normalization="activity")
    assert active.matrix.tolist() == [[1 / 3, 2 / 3, 0], [1 / 2, 1 / 2, 0], [0, 0, 1]]
    prominent = tied(DEBATE, two_mode=True, aggregation="ignore", normalization="prominence")
    assert prominent.matrix.tolist() == [[1 / 2, 2 / 3, 0], [1 / 2, 1 / 3, 0], [0, 0, 1]]


def test_an_integer_qualifier_ties_by_nearness_on_its_scale():
    scale = {**KINDS, "agreement": "integer"}
    debate = said("a return -2", "b return 1", "c return 2", kinds=scale)
    assert weights(tied(debate)) == {("a", "b"): 1 / 4, ("b", "c"): 3 / 4}
    assert weights(tied(debate, aggregation="conflict")) == {
        ("a", "b"): 3 / 4,
        ("a", "c"): 1,
        ("b", "c"): 1 / 4,
    }
    assert tied(debate, two_mode=True, aggregation="subtract").matrix.tolist() == [[-2], [1], [2]]


def test_the_scale_does_not_shrink_where_its_ends_are_filtered_out():
    scale = {**KINDS, "agreement": "integer"}
    debate = said("a return -2", "b return 1", "c return 2", kinds=scale)
    assert weights(tied(debate, exclude={"organization": ("a",)})) == {("b", "c"): 3 / 4}


def test_a_qualifier_in_words_ties_what_has_the_same_word():
    debate = said("a return a", "b return b", "c return b", kinds={**KINDS, "agreement": "text"})
    assert weights(tied(debate)) == {("b", "c"): 1}


def test_concepts_are_tied_by_those_who_speak_of_both():
    assert weights(tied(DEBATE, variable1="concept", variable2="organization")) == {("aid", "return"): 1}


def test_without_a_qualifier_whatever_is_spoken_of_by_both_ties():
    assert weights(tied(DEBATE, qualifier=None, aggregation="ignore")) == {("a", "b"): 3}


def test_who_says_nothing_that_others_speak_of_is_an_isolate():
    made = tied(DEBATE, normalization="jaccard")
    assert made.isolates == ("c",)
    assert not np.isnan(made.matrix).any()


def test_those_who_are_filtered_out_stay_as_isolates_where_asked():
    kept = tied(DEBATE, isolates=True, exclude={"organization": ("b",)}, normalization="average")
    assert kept.rows == ("a", "b", "c")
    assert kept.matrix.tolist() == [[0, 0, 0]] * 3


def test_a_tie_opens_onto_the_pairs_of_statements_behind_it():
    pairs = tied(DEBATE, aggregation="subtract").evidence("a", "b")
    assert pairs.select("about", "row_1", "row_2", "amount").rows() == [
        ("aid", "2", "4", -1), ("return", "0", "3", 1), ("return", "1", "3", 1),
    ]  # fmt: skip
    assert pairs["quote_1"].to_list() == ["words of 2", "words of 0", "words of 1"]


def test_a_cell_of_two_modes_opens_onto_its_statements():
    rows = tied(DEBATE, two_mode=True, aggregation="ignore").evidence("a", "return")
    assert rows["row"].to_list() == ["0", "1"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"aggregation": "combine"}, "aggregation 'combine' is none of a one-mode network"),
        ({"two_mode": True, "aggregation": "congruence"}, "is none of a two-mode network"),
        ({"normalization": "activity"}, "normalization 'activity' is none of a one-mode network"),
        ({"duplicates": "weekly"}, "Did you mean 'week'"),
        ({"variable2": "organization"}, "a network takes two"),
        ({"qualifier": None}, "needs a qualifier"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_can(asked: dict, sentence: str):
    with pytest.raises(UsageError, match=sentence):
        Asked(**asked)


def test_an_unknown_variable_node_or_value_is_answered_with_those_there_are():
    with pytest.raises(UsageError, match=r"no variable 'organisation'\. Did you mean 'organization'"):
        tied(DEBATE, variable1="organisation")
    with pytest.raises(UsageError, match="no node 'd'"):
        tied(DEBATE).evidence("a", "d")
    with pytest.raises(UsageError, match=r"No statement has the concept 'Visa'\. Did you mean 'visa'"):
        tied(DEBATE, exclude={"concept": ("Visa",)})
