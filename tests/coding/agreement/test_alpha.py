"""Krippendorff's alpha: published values, laws, and what it says where there is nothing to say."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ratings_of import EXAMPLE_C, kinds, of_rows, rated

from comity.coding.agreement.alpha import LEVELS, krippendorff_alpha
from comity.coding.agreement.coefficient import Drawing, bootstrapped, value_of
from comity.coding.agreement.matrix_file import read_matrix
from comity.coding.agreement.ratings import Ratings, kinds_of

TABLES = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([None, 1.0, 2.0, 3.0, 5.0]), min_size=coders, max_size=coders),
        min_size=2,
        max_size=12,
    )
)


def alpha(rows, level="nominal"):
    ratings = of_rows(rows)
    found = kinds_of(ratings, by_coder=False)
    return value_of(krippendorff_alpha(found, level), found)


def alike(a, b):
    return (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, abs=1e-9)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_example_of_2011_gives_the_published_values(level, published):
    found = kinds(*EXAMPLE_C, by_coder=False)
    assert round(value_of(krippendorff_alpha(found, level), found), 3) == published


def test_two_coders_with_two_values_give_the_published_value():
    units = ["01", "11", "01", "00", "00", "01", "00", "00", "10", "00"]
    found = kinds(*units, by_coder=False)
    assert value_of(krippendorff_alpha(found), found) == pytest.approx(2 / 21)  # .095


@pytest.mark.shared
def test_alpha_is_what_the_published_implementations_give(shared: Path):
    with (shared / "agreement" / "expected.csv").open() as file:
        expected = [r for r in csv.DictReader(file) if r["statistic"] == "krippendorff_alpha"]
    for row in expected:
        matrix, _ = read_matrix(shared / "agreement" / row["file"], level=row["level"], units_in_rows=True)
        assert matrix is not None
        found = kinds_of(matrix.ratings, by_coder=False)
        value = value_of(krippendorff_alpha(found, row["level"]), found)
        assert value == pytest.approx(float(row["value"]), abs=5e-6), row


def test_ordinal_differences_are_the_sums_over_the_values_between():
    """Krippendorff's own formula, written out: (sum of n_g from c to k - (n_c + n_k) / 2) squared."""
    rows = [[1, 2, 2], [3, 3, 5], [1, 5, None], [2, 2, 2], [5, 3, 3]]
    counted = {v: sum(row.count(v) for row in rows) for v in (1, 2, 3, 5)}

    def d(c, k):
        low, high = sorted((c, k))
        between = sum(n for v, n in counted.items() if low <= v <= high)
        return (between - (counted[c] + counted[k]) / 2) ** 2

    n = sum(counted.values())
    observed = 0.0
    for row in rows:
        values = [v for v in row if v is not None]
        observed += sum(d(a, b) for a in values for b in values) / (len(values) - 1)
    expected = sum(counted[a] * counted[b] * d(a, b) for a in counted for b in counted)
    assert alpha(rows, "ordinal") == pytest.approx(1 - (n - 1) * observed / expected)


def test_without_variation_alpha_is_undefined():
    assert math.isnan(alpha([[1, 1], [1, 1]]))
    assert math.isnan(alpha([[0.1, 0.1], [0.1, 0.1]], "interval"))


def test_units_that_one_coder_rated_alone_change_neither_the_value_nor_the_interval():
    few, more = rated("11", "12", "22", "11").compared(), rated("11", "1.", "12", "22", ".2", "11").compared()
    one, two = kinds_of(few, by_coder=False), kinds_of(more, by_coder=False)
    drawing = Drawing(200)
    assert bootstrapped(krippendorff_alpha(one), one, drawing) == bootstrapped(
        krippendorff_alpha(two), two, drawing
    )


@pytest.mark.parametrize("level", LEVELS)
@settings(max_examples=40, deadline=None)
@given(rows=TABLES)
def test_order_of_coders_and_units_changes_nothing(level, rows):
    turned = [list(reversed(row)) for row in reversed(rows)]
    assert alike(alpha(rows, level), alpha(turned, level))


@settings(max_examples=60, deadline=None)
@given(rows=TABLES)
def test_names_of_nominal_values_change_nothing(rows):
    renamed = [[{None: None, 1.0: "z", 2.0: "a", 3.0: "m", 5.0: "b"}[v] for v in row] for row in rows]
    assert alike(alpha(rows), alpha(renamed))


@pytest.mark.parametrize("level", LEVELS)
@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.sampled_from([1.0, 2.0, 7.0]), min_size=2, max_size=10), coders=st.integers(2, 4))
def test_coders_who_always_agree_have_an_alpha_of_one(level, values, coders):
    found = alpha([[v] * coders for v in values], level)
    assert math.isnan(found) if len(set(values)) == 1 else found == pytest.approx(1)


@pytest.mark.parametrize("level", LEVELS)
@settings(max_examples=40, deadline=None)
@given(rows=TABLES)
def test_units_with_less_than_two_values_change_nothing(level, rows):
    alone = [*rows, [3.0, *[None] * (len(rows[0]) - 1)], [None] * len(rows[0])]
    assert alike(alpha(rows, level), alpha(alone, level))


def test_drawing_kinds_of_units_is_drawing_units():
    """Forty units of two kinds, drawn as kinds, and as forty kinds that differ in a value nobody compares."""
    units = ["11"] * 30 + ["12"] * 10
    grouped = kinds(*units, by_coder=False)
    coefficient = krippendorff_alpha(grouped)
    wide = bootstrapped(coefficient, grouped, Drawing(4000))
    apart = Ratings(rated(*units).codes, (1.0, 2.0), np.arange(40), 40)
    single = kinds_of(apart, by_coder=False)
    by_unit = bootstrapped(krippendorff_alpha(single), single, Drawing(4000))
    assert by_unit.interval == "bootstrap over documents"
    assert wide.low == pytest.approx(by_unit.low, abs=0.03)
    assert wide.high == pytest.approx(by_unit.high, abs=0.03)


def test_passages_of_one_document_are_drawn_together():
    """Ten documents, each all agreement or all disagreement: far less is known than from 200 units alike."""
    units = (["11"] * 10 + ["22"] * 10) * 5 + ["12"] * 100
    free = rated(*units)
    tied = Ratings(free.codes, free.values, np.repeat(np.arange(10), 20), 10)
    one, two = (kinds_of(r, by_coder=False) for r in (free, tied))
    alone = bootstrapped(krippendorff_alpha(one), one, Drawing(1000))
    together = bootstrapped(krippendorff_alpha(two), two, Drawing(1000))
    assert alone.value == together.value
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_the_same_ratings_give_the_same_interval():
    found = kinds(*EXAMPLE_C, by_coder=False)
    coefficient = krippendorff_alpha(found, "ordinal")
    assert bootstrapped(coefficient, found, Drawing(300)) == bootstrapped(coefficient, found, Drawing(300))


def test_many_values_are_compared_without_a_table_of_all_pairs():
    generator = np.random.default_rng(5)
    truth = generator.normal(size=3000)
    rows = (truth[:, None] + 0.5 * generator.normal(size=(3000, 3))).tolist()
    by_level = {level: alpha(rows, level) for level in ("ordinal", "interval")}
    # Two readings of one truth with error variance 1/4: alpha estimates 1 / (1 + 1/4).
    assert by_level["interval"] == pytest.approx(0.8, abs=0.02)
    assert by_level["ordinal"] == pytest.approx(0.79, abs=0.03)
