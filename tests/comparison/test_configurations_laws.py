"""Laws of minimisation, held against trying everything on small truth tables."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.comparison.configurations import covers
from comity.comparison.configurations.covers import smallest_covers
from comity.comparison.configurations.fit import necessity, sufficiency
from comity.comparison.configurations.implicants import covered, primes_within, primes_without
from comity.comparison.configurations.minimise import INTERMEDIATE, Minimisation, solutions
from comity.comparison.configurations.sets import FREE, Cases, Condition, configurations
from comity.comparison.configurations.truth_table import Cuts, truth_table


@st.composite
def spaces(draw):
    """A shape of two to four conditions, and the rows that are positive, negative, remainders."""
    shape = draw(st.sampled_from([(2, 2), (2, 2, 2), (2, 3), (3, 2, 2), (2, 2, 2, 2)]))
    outs = draw(st.lists(st.sampled_from("10?"), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    if "1" not in outs:
        outs[0] = "1"
    rows = {out: np.array([n for n, o in enumerate(outs) if o == out], dtype=np.int64) for out in "10?"}
    return shape, rows


def all_primes(shape, positive, forbidden):
    """By trying every term: those that cover a positive row, no forbidden one, and are inside no other such term."""
    rows = configurations(np.arange(int(np.prod(shape))), shape)
    good = []
    for term in product(*(range(FREE, levels) for levels in shape)):
        inside = set(np.flatnonzero(covered(np.array([term]), rows)[0]))
        if inside & set(positive) and not inside & set(forbidden):
            good.append(term)
    return {t for t in good if not any(t != o and _demands_less(o, t) for o in good)}


def _demands_less(one, other):
    return all(a in (FREE, b) for a, b in zip(one, other, strict=True))


@settings(deadline=None)
@given(spaces())
def test_prime_implicants_are_those_found_by_trying_every_term(space):
    shape, rows = space
    wanted = all_primes(shape, rows["1"], rows["0"])
    assert {tuple(t) for t in primes_without(rows["1"], rows["0"], shape).terms} == wanted
    assert {tuple(t) for t in primes_within(rows["1"], rows["?"], shape).terms} == wanted


@settings(deadline=None)
@given(st.integers(1, 7), st.integers(1, 6), st.data())
def test_smallest_covers_are_those_found_by_trying_every_choice(terms, rows, data):
    chart = np.array(
        data.draw(
            st.lists(st.lists(st.booleans(), min_size=rows, max_size=rows), min_size=terms, max_size=terms)
        )
    )
    chart[0] |= ~chart.any(axis=0)
    size = next(
        n
        for n in range(1, terms + 1)
        if any(chart[list(c)].any(axis=0).all() for c in combinations(range(terms), n))
    )
    wanted = [c for c in combinations(range(terms), size) if chart[list(c)].any(axis=0).all()]
    found = smallest_covers(chart, limit=1000)
    assert (found.size, found.count, found.exact) == (size, len(wanted), True)
    assert list(found.shown) == wanted


@pytest.mark.parametrize("seed", range(6))
def test_large_charts_are_answered_alike_with_and_without_a_solver(seed, monkeypatch):
    chart = np.random.default_rng(seed).random((40, 14)) < 0.2
    chart[0] |= ~chart.any(axis=0)
    monkeypatch.setattr(covers, "EASY_VISITS", 0)
    solved = smallest_covers(chart, limit=10_000)
    monkeypatch.setattr(covers, "EASY_VISITS", 10**9)
    assert solved == smallest_covers(chart, limit=10_000)


def test_a_search_that_is_cut_short_says_so_and_still_shows_a_smallest_cover(monkeypatch):
    chart = np.random.default_rng(1).random((60, 20)) < 0.2
    chart[0] |= ~chart.any(axis=0)
    whole = smallest_covers(chart, limit=10_000)
    monkeypatch.setattr(covers, "EASY_VISITS", 0)
    monkeypatch.setattr(covers, "MOST_VISITS", 1)
    part = smallest_covers(chart, limit=10_000)
    assert not part.exact
    assert (part.size, part.count < whole.count) == (whole.size, True)
    assert set(part.shown) <= set(whole.shown)


@st.composite
def fuzzy_cases(draw, most=12):
    conditions = draw(st.integers(2, 4))
    share = st.integers(0, 20).map(lambda n: n / 20)
    row = st.lists(share, min_size=conditions + 1, max_size=conditions + 1)
    table = np.array(draw(st.lists(row, min_size=2, max_size=most)))
    names = tuple(Condition(chr(65 + n)) for n in range(conditions))
    return Cases(tuple(map(str, range(len(table)))), names, table[:, :-1], "Y", table[:, -1])


def covered_rows(solution, table, model):
    rows = configurations(np.arange(table.size), table.shape)
    return set(np.flatnonzero(covered(solution.terms[list(model)], rows).any(axis=0)))


@settings(deadline=None)
@given(fuzzy_cases(), st.sets(st.integers(0, 1), max_size=2))
def test_each_model_covers_all_positive_rows_no_negative_one_and_the_solutions_lie_inside_one_another(
    cases, helping
):
    table = truth_table(cases, Cuts(0.75))
    if not table.solvable:
        return
    expected = {place: frozenset({level}) for place, level in enumerate(sorted(helping))}
    found = solutions(table, Minimisation(expected))
    hard, simple = found[:2]
    positive, negative = (set(table.numbered(out)) for out in "10")
    for solution in found:
        for model in solution.models:
            rows = covered_rows(solution, table, model)
            assert positive <= rows
            assert not negative & rows
    for solution in found[2:]:
        assert solution.kind == INTERMEDIATE
        for path in solution.paths:
            c, p = (int(n) - 1 for n in path[1:].split("P"))
            for model in solution.models:
                between = covered_rows(solution, table, model)
                assert covered_rows(hard, table, hard.models[c]) <= between
                assert between <= covered_rows(simple, table, simple.models[p])


@settings(deadline=None)
@given(fuzzy_cases(), st.randoms(use_true_random=False))
def test_the_order_of_cases_and_conditions_changes_no_model(cases, random):
    def models(given):
        table = truth_table(given, Cuts(0.75))
        if not table.solvable:
            return None
        return [
            (s.kind, s.count, {frozenset(map(named, s.terms[list(m)])) for m in s.models})
            for s in solutions(table, Minimisation({}))
        ]

    def named(term):
        return frozenset(zip(order_names, (int(v) for v in term), strict=True))

    order_names = [c.name for c in cases.conditions]
    first = models(cases)
    rows, columns = list(range(len(cases.names))), list(range(len(cases.conditions)))
    random.shuffle(rows)
    random.shuffle(columns)
    order_names = [cases.conditions[c].name for c in columns]
    shuffled = Cases(
        tuple(cases.names[r] for r in rows),
        tuple(cases.conditions[c] for c in columns),
        cases.values[rows][:, columns],
        "Y",
        cases.outcome[rows],
    )
    assert models(shuffled) == first


@settings(deadline=None)
@given(fuzzy_cases())
def test_fit_lies_between_0_and_1_or_cannot_be_computed(cases):
    x = cases.values[:, 0]
    figures = [sufficiency(x, cases.outcome), necessity(x, cases.outcome)]
    for value in (getattr(f, name) for f in figures for name in f.__slots__):
        assert value is None or 0 <= value <= 1


def test_an_empty_condition_has_no_consistency_rather_than_a_wrong_one():
    nobody, some = np.zeros(3), np.array([0.2, 0.9, 0.4])
    assert sufficiency(nobody, some).consistency is None
    assert sufficiency(nobody, some).coverage == 0
    assert necessity(some, nobody).consistency is None


@settings(deadline=None)
@given(fuzzy_cases())
def test_a_condition_is_as_necessary_for_the_outcome_as_the_outcome_is_sufficient_for_it(cases):
    x, y = cases.values[:, 0], cases.outcome
    assert necessity(x, y).consistency == sufficiency(y, x).consistency
