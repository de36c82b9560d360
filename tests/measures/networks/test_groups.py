"""Communities, camps and the backbone."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said import said, tied

from comity.measures.networks import polarisation as camps
from comity.measures.networks.backbone import backbone
from comity.measures.networks.communities import communities, modularity
from comity.measures.networks.described import camps as camps_of
from comity.measures.networks.polarisation import polarisation

KARATE = 34


def karate() -> tuple[list[str], np.ndarray]:
    import networkx as nx

    graph = nx.karate_club_graph()
    return [str(n) for n in graph], nx.to_numpy_array(graph, weight=None)


def test_the_communities_of_the_karate_club_have_the_greatest_modularity_known():
    labels, matrix = karate()
    found = communities(labels, matrix)
    # 0.4198 in four communities (Brandes and others 2008, the optimum)
    assert len(set(found.values())) == 4
    assert modularity(labels, matrix, found) == pytest.approx(0.4198, abs=1e-4)


def test_communities_do_not_depend_on_the_order_of_the_nodes():
    labels, matrix = karate()
    order = np.random.default_rng(1).permutation(len(labels))
    mixed = communities([labels[n] for n in order], matrix[np.ix_(order, order)])
    assert mixed == communities(labels, matrix)


def test_who_is_alone_is_in_no_community_and_enmity_ties_nobody():
    matrix = np.zeros((4, 4))
    matrix[0, 1] = matrix[1, 0] = 1
    matrix[2, 3] = matrix[3, 2] = -5
    assert communities("abcd", matrix) == {"a": 0, "b": 0}
    assert modularity("abcd", matrix, {"a": 0, "b": 0}) == 0
    assert communities("abcd", np.zeros((4, 4))) == {}
    assert modularity("abcd", np.zeros((4, 4)), {}) is None


def test_two_camps_that_share_nothing_are_wholly_polarised():
    made = camps_of(tied(said("a return +", "b return +", "c return -", "d return -")))
    assert (made.polarisation, made.camps, made.exact) == (1, (("a", "b"), ("c", "d")), True)


def test_agreement_is_no_polarisation_and_nobody_tied_is_not_computed():
    assert camps_of(tied(said("a return +", "b return +"))).polarisation == 0
    alone = camps_of(tied(said("a return +", "b aid +")))
    assert (alone.polarisation, alone.camps) == (None, ())


def test_three_who_all_contradict_each_other_leave_a_third_unexplained():
    against = np.ones((3, 3)) - np.eye(3)
    assert polarisation("abc", np.zeros((3, 3)), against).polarisation == 2 / 3


def test_what_camps_share_counts_against_their_division():
    # one contradiction on return, and they agree on aid: nothing is gained
    assert camps_of(tied(said("a return +", "b return -", "a aid +", "b aid +"))).polarisation == 0


@settings(deadline=None)
@given(st.integers(2, 7), st.integers(0, 10**6))
def test_the_division_found_is_the_best_of_all(size: int, seed: int):
    random = np.random.default_rng(seed)
    for_, against = (np.triu(random.integers(0, 4, (size, size)), 1) for _ in range(2))
    labels = [chr(97 + n) for n in range(size)]
    made = polarisation(labels, for_ + for_.T, against + against.T)
    gains = []
    for sides in itertools.product([False, True], repeat=size):
        apart = np.not_equal.outer(sides, sides)
        gains.append(((against - for_) * apart).sum() / max(against.sum(), 1))
    assert made.polarisation in (None, pytest.approx(max(gains)))
    assert made.polarisation is None or 0 <= made.polarisation <= 1


def test_the_search_among_many_finds_planted_camps(monkeypatch):
    monkeypatch.setattr(camps, "EXACT", 0)
    side = np.random.default_rng(3).random(40) < 0.5
    apart = side[:, None] != side[None]
    made = polarisation([f"{n:02}" for n in range(40)], (~apart).astype(float), apart.astype(float))
    assert (made.polarisation, made.exact) == (1, False)
    assert {frozenset(c) for c in made.camps} == {
        frozenset(f"{n:02}" for n in np.flatnonzero(side == s)) for s in (False, True)
    }


def test_the_search_among_many_finds_what_trying_every_division_finds(monkeypatch):
    for seed in range(6):
        random = np.random.default_rng(seed)
        for_, against = (np.triu(random.integers(0, 4, (10, 10)), 1) for _ in range(2))
        given_ = [chr(97 + n) for n in range(10)], for_ + for_.T, against + against.T
        monkeypatch.setattr(camps, "EXACT", 16)
        every = polarisation(*given_)
        monkeypatch.setattr(camps, "EXACT", 0)
        searched = polarisation(*given_)
        assert (every.exact, searched.exact) == (True, False)
        assert searched.polarisation == pytest.approx(every.polarisation)


def test_the_backbone_loses_first_what_the_network_can_best_do_without():
    # aid ties a and b three times over, visa once; return ties nobody
    debate = said("a aid +", "a aid +", "a aid +", "b aid +", "a visa +", "b visa +", "c return +")
    made = backbone(tied(debate))
    assert made["concept"].to_list() == ["return", "visa", "aid"]
    assert made["kept"].to_list() == [1, 1 - 1 / 16, 0]
    assert made["statements"].to_list() == [1, 2, 4]


def test_a_network_without_ties_has_no_backbone():
    assert backbone(tied(said("a aid +", "b visa +"))).height == 0
