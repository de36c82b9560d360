from __future__ import annotations

import itertools

import numpy as np
import pytest

from comity.measures.breaks import cuts, fewest_passages, noise_between, penalty_of, spans


def deviance(counts):
    total = counts.sum()
    return -2 * sum(x * np.log(x / total) for x in counts if x)


def slow(counts, penalty, noise=1.0):
    """Every way of cutting the years, one by one."""
    years = len(counts)
    best = None
    for size in range(years):
        for places in itertools.combinations(range(1, years), size):
            edges = [0, *places, years]
            pieces = [counts[a:b].sum(axis=0) for a, b in itertools.pairwise(edges)]
            cost = round(sum(map(deviance, pieces)) / noise + penalty * size, 9)
            if best is None or cost < best[0]:
                best = (cost, places)
    return list(best[1])


@pytest.mark.parametrize("seed", range(12))
def test_the_cuts_are_those_of_trying_every_way(seed):
    random = np.random.default_rng(seed)
    counts = random.integers(0, 9, size=(8, 3)).astype(float)
    found = cuts(counts[None], penalty=4.0, noise=1.3)[0]
    assert np.flatnonzero(found).tolist() == slow(counts, 4.0, 1.3)


@pytest.mark.parametrize("seed", range(4))
def test_the_cuts_are_those_that_pelt_finds(seed):
    ruptures = pytest.importorskip("ruptures")

    class Multinomial(ruptures.base.BaseCost):
        model, min_size = "multinomial", 1

        def fit(self, signal):
            self.signal = signal
            return self

        def error(self, start, end):
            return deviance(self.signal[start:end].sum(axis=0))

    random = np.random.default_rng(seed)
    counts = np.concatenate([random.multinomial(20, p, size=12) for p in ([0.6, 0.3, 0.1], [0.2, 0.3, 0.5])])
    pelt = ruptures.Pelt(custom_cost=Multinomial(), min_size=1, jump=1).fit(counts.astype(float))
    found = np.flatnonzero(cuts(counts[None].astype(float), penalty=8.0)[0]).tolist()
    assert [*found, len(counts)] == pelt.predict(pen=8.0)


def test_many_series_are_cut_as_each_alone():
    random = np.random.default_rng(3)
    counts = random.integers(0, 20, size=(5, 12, 4)).astype(float)
    together = cuts(counts, penalty=5.0)
    alone = np.concatenate([cuts(one[None], penalty=5.0) for one in counts])
    assert (together == alone).all()


def test_a_piece_that_is_not_allowed_is_never_cut_off():
    counts = np.array([[50.0, 0.0], [0.0, 50.0], [0.0, 50.0], [0.0, 50.0]])
    allowed = np.ones((5, 5), bool)
    assert np.flatnonzero(cuts(counts[None], penalty=3.0, allowed=allowed)[0]).tolist() == [1]
    allowed[0, 1] = False
    assert np.flatnonzero(cuts(counts[None], penalty=3.0, allowed=allowed)[0]).tolist() != [1]


def test_a_series_that_may_not_be_cut_at_all_has_no_cut():
    counts = np.ones((1, 4, 2))
    assert not cuts(counts, penalty=1.0, allowed=np.zeros((5, 5), bool)).any()


def test_independent_passages_have_hardly_more_noise_than_chance():
    counts = np.random.default_rng(0).multinomial(200, [0.2, 0.3, 0.5], size=40).astype(float)
    assert 1 <= noise_between(counts) < 1.6


def test_passages_that_come_ten_at_a_time_have_ten_times_the_noise():
    counts = 10.0 * np.random.default_rng(0).multinomial(200, [0.2, 0.3, 0.5], size=60)
    assert 7 < noise_between(counts) < 15


def test_one_break_does_not_move_the_noise():
    calm = np.tile([40.0, 60.0], (20, 1))
    turned = np.concatenate([calm[:10], calm[:10, ::-1]])
    assert noise_between(turned) == noise_between(calm) == 1


@pytest.mark.parametrize(("size", "documents"), [(1, 60), (4, 26), (8, 26)])
def test_documents_that_speak_of_one_thing_only_make_no_break(size, documents):
    random, cut = np.random.default_rng(0), 0
    for _ in range(100):
        counts = np.zeros((20, 3))
        for _ in range(documents):
            counts[random.integers(20)] += size * random.multinomial(1, [0.4, 0.3, 0.3])
        cut += cuts(counts[None], penalty=penalty_of(3, counts.sum()), noise=noise_between(counts)).any()
    assert cut <= 5


def test_enough_passages_without_a_turn_are_hardly_ever_cut():
    random, cut = np.random.default_rng(0), 0
    for _ in range(200):
        counts = random.multinomial(3, [0.3, 0.3, 0.2, 0.1, 0.1], size=26).astype(float)
        assert counts.sum() >= fewest_passages(5)
        cut += cuts(counts[None], penalty=penalty_of(5, 78), noise=noise_between(counts)).any()
    assert cut <= 10


def test_a_cut_after_a_gap_lies_anywhere_in_the_gap():
    found = np.array([[False, False, True, False], [False, True, False, False], [False] * 4])
    filled = np.array([[True, False, False, True], [True, True, True, True], [True] * 4])
    first, last = spans(found, filled, [2000, 2003, 2004, 2006])
    assert (first[0, 2], last[0, 2]) == (2001, 2006)
    assert (first[1, 1], last[1, 1]) == (2001, 2003)
    assert (last[2] == 0).all()


def test_there_is_no_cut_before_the_first_passage_nor_after_the_last():
    found = np.array([[False, True, False, True]])
    filled = np.array([[False, False, True, False]])
    assert (spans(found, filled, [1, 2, 3, 4])[1] == 0).all()
