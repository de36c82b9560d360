from __future__ import annotations

import random

import numpy as np
import pytest

from comity import resampling
from comity.measures import intervals
from comity.measures.intervals import bootstrap, draws, jeffreys, jeffreys_rate, percentiles


def column(*values):
    return np.array(values, np.int64)[:, None]


def test_each_replicate_draws_as_many_documents_as_there_are():
    weights = np.concatenate(list(draws(13, 50, "x")))
    assert weights.shape == (50, 13)
    assert (weights.sum(axis=1) == 13).all()


def test_drawing_in_small_portions_gives_the_same(monkeypatch):
    whole = np.concatenate(list(draws(13, 50, "x")))
    monkeypatch.setattr(resampling, "CELLS_AT_ONCE", 40)
    assert (np.concatenate(list(draws(13, 50, "x"))) == whole).all()


def test_the_interval_is_that_of_a_slow_obvious_bootstrap():
    chance = random.Random(1)
    over = [chance.randrange(4) for _ in range(40)]
    under = [o + chance.randrange(1, 30) for o in over]
    ratios = []
    for _ in range(4000):
        drawn = [chance.randrange(40) for _ in range(40)]
        ratios.append(sum(over[d] for d in drawn) / sum(under[d] for d in drawn))
    ratios.sort()
    low, high = bootstrap(column(*over), column(*under), "slow", replicates=4000)
    width = ratios[3899] - ratios[99]
    assert low[0] == pytest.approx(ratios[99], abs=0.08 * width)
    assert high[0] == pytest.approx(ratios[3899], abs=0.08 * width)


def test_for_many_documents_it_is_the_interval_of_the_normal_distribution():
    over = column(*[1] * 180, *[0] * 420)
    low, high = bootstrap(over, np.ones_like(over), "analytic", replicates=4000)
    error = 1.96 * (0.3 * 0.7 / 600) ** 0.5
    assert low[0] == pytest.approx(0.3 - error, abs=0.1 * error)
    assert high[0] == pytest.approx(0.3 + error, abs=0.1 * error)


def test_documents_that_speak_alike_throughout_widen_the_interval_over_that_of_passages():
    over, under = column(*[50] * 6, *[0] * 14), column(*[50] * 20)
    low, high = bootstrap(over, under, "clusters")
    passages = 2 * 1.96 * (0.3 * 0.7 / 1000) ** 0.5
    assert high[0] - low[0] > 5 * passages


def test_one_figure_has_the_same_interval_alone_and_beside_others():
    over = np.random.default_rng(0).integers(0, 5, size=(30, 4))
    under = np.full((30, 1), 9)
    low, _ = bootstrap(over, under, "beside", replicates=300)
    alone, _ = bootstrap(over[:, 2:3], under, "beside", replicates=300)
    assert low[2] == alone[0]


def test_replicates_without_a_denominator_are_left_out():
    values = np.array([[0.1], [np.nan], [0.3], [0.2], [np.nan]])
    low, high = percentiles(values, 0.9)
    assert (low[0], high[0]) == (0.1, 0.3)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0.5, 1, 0.025, 0.975),  # Beta(1, 1): uniform
        (0.5, 2, 1 - 0.975**0.5, 1 - 0.025**0.5),  # Beta(1, 2): 1 - F = (1 - x)^2
        (2.5, 3, 0.025 ** (1 / 3), 0.975 ** (1 / 3)),  # Beta(3, 1): F = x^3
    ],
)
def test_jeffreys_intervals_are_those_of_beta_distributions_known_in_closed_form(
    successes, trials, low, high
):
    found = jeffreys(np.array([successes]), np.array([trials]))
    assert [f[0] for f in found] == [pytest.approx(low), pytest.approx(high)]


@pytest.mark.parametrize(("successes", "trials"), [(2, 7), (5, 10), (0, 6), (173, 174)])
def test_jeffreys_intervals_leave_a_fortieth_of_the_posterior_on_either_side(successes, trials):
    grid = (np.arange(400_000) + 0.5) / 400_000
    density = grid ** (successes - 0.5) * (1 - grid) ** (trials - successes - 0.5)
    below = np.cumsum(density) / density.sum()
    low, high = (end[0] for end in jeffreys(np.array([successes]), np.array([trials])))
    assert np.interp(high, grid, below) == pytest.approx(0.975, abs=2e-3)
    assert successes == 0 or np.interp(low, grid, below) == pytest.approx(0.025, abs=2e-3)


def test_jeffreys_intervals_never_exclude_the_share_and_say_nothing_without_trials():
    successes, trials = np.array([0, 5, 0.0001, 0]), np.array([5, 5, 3, 0])
    low, high = jeffreys(successes, trials)
    assert (low[0], high[1]) == (0, 1)
    assert low[2] <= 0.0001 / 3
    assert np.isnan([low[3], high[3]]).all()


def test_the_interval_of_a_rate_of_nought_is_little_narrower_than_that_of_one_hit():
    over, under = column(1, *[0] * 9), column(*[50] * 10)
    _, one = bootstrap(over, under, "one")
    _, none = jeffreys_rate(np.array([0]), np.array([0]), np.array([500]))
    assert 0.5 * one[0] < none[0] < one[0]


def test_ten_hits_in_one_document_say_no_more_than_one_event():
    low, high = jeffreys_rate(np.array([1, 10]), np.array([1, 1]), np.array([500, 500]))
    assert (low[1], high[1]) == (pytest.approx(10 * low[0]), pytest.approx(10 * high[0]))


def test_the_interval_of_a_rate_leaves_a_fortieth_of_the_posterior_on_either_side():
    events = np.random.default_rng(0).gamma(4.5, size=400_000)
    low, high = jeffreys_rate(np.array([4]), np.array([4]), np.array([1000]))
    assert (events < 1000 * low[0]).mean() == pytest.approx(0.025, abs=2e-3)
    assert (events > 1000 * high[0]).mean() == pytest.approx(0.025, abs=2e-3)


def test_a_rate_without_exposure_has_no_interval_and_none_exceeds_everything():
    low, high = jeffreys_rate(np.array([0, 3]), np.array([0, 1]), np.array([0, 3]))
    assert np.isnan([low[0], high[0]]).all()
    assert high[1] == 1


@pytest.mark.parametrize(("documents", "least"), [(3, 0.8), (6, 0.85), (40, 0.85)])
def test_intervals_mostly_hold_the_rate_from_which_documents_were_made(documents, least):
    random, held = np.random.default_rng(0), 0
    for trial in range(200):
        passages = random.integers(40, 300, documents)
        hits = random.binomial(passages, random.exponential(0.012, documents).clip(0, 1))
        if documents < intervals.FEWEST_DOCUMENTS or not hits.any():
            sums = (np.array([n]) for n in (hits.sum(), (hits > 0).sum(), passages.sum()))
            low, high = jeffreys_rate(*sums)
        else:
            low, high = bootstrap(column(*hits), column(*passages), str(trial), replicates=300)
        held += low[0] <= 0.012 <= high[0]
    assert held >= least * 200
