"""The shipped list of who stands where, and the guess that is made from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.diagnostics import UsageError
from comity.study.name_patterns import found
from comity.study.patterns import parse
from comity.study.side_lists import Guess, generic_phrases, guess_sides, known_actors


def named(text: str) -> list[str]:
    """The known actors that a text names."""
    return [a.id for a in known_actors().values() if any(found(p.tree, text) for p in a.phrases)]


def test_every_pattern_of_the_list_can_be_read_and_no_actor_is_without() -> None:
    assert all(actor.phrases for actor in known_actors().values())
    assert all(p.tree for actor in known_actors().values() for p in actor.phrases)
    assert all(p.tree for phrases in generic_phrases().values() for p in phrases)


def test_every_actor_is_found_by_its_own_name_and_by_no_other() -> None:
    wrong = {a.name: named(a.name) for a in known_actors().values() if named(a.name) != [a.id]}
    assert wrong == {}


def test_no_mention_is_counted_twice() -> None:
    twice = [
        (pattern, other)
        for actor in known_actors().values()
        for pattern in actor.patterns
        for other in actor.patterns
        if other != pattern and "!" not in pattern and found(parse(other), pattern.replace("=", ""))
    ]
    assert twice == []


def test_names_are_sought_together() -> None:
    actor = known_actors()["mexico"]
    assert [p.source for p in actor.phrases] == ["(Mexique|Mexiko)", actor.patterns[0]]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("la Unión Europea y Marruecos", ["eu", "morocco"]),
        ("l'Union européenne et le Sénégal", ["eu", "senegal"]),
        ("die Bundesrepublik Deutschland und Usbekistan", ["germany", "uzbekistan"]),
        ("os Estados Unidos e o México", ["united-states", "mexico"]),
        ("it helps us in New Mexico", []),
        ("Guinea-Bissau", ["guinea-bissau"]),
        ("Nigeria", ["nigeria"]),
        ("the UN High Commissioner for Refugees (UNHCR)", ["unhcr"]),
    ],
)
def test_names_are_recognised_in_five_languages(text: str, actors: list[str]) -> None:
    assert sorted(named(text)) == sorted(actors)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("the Member States", "lead"),
        ("third countries of transit", "partner"),
        ("los países de origen", "partner"),
        ("les pays d'origine", "partner"),
        ("den Herkunftsländern", "partner"),
        ("Drittstaaten", "partner"),
        ("países de origem", "partner"),
        ("die Mitgliedstaaten", "lead"),
        ("pays de destination", "lead"),
        ("NGOs", "third"),
    ],
)
def test_generic_phrases_have_a_side(text: str, side: str) -> None:
    assert [s for s, phrases in generic_phrases().items() if any(found(p.tree, text) for p in phrases)] == [
        side
    ]


def test_the_guess_orders_by_mentions_and_leaves_passing_ones_out() -> None:
    mentions = {"moldova": 40, "eu": 50, "germany": 10, "ukraine": 3, "iom": 2, "canada": 0}
    assert guess_sides(mentions) == Guess(("eu", "germany"), ("moldova",), ("iom",))


def test_a_country_of_both_kinds_leads_where_nobody_else_could() -> None:
    assert guess_sides({"mexico": 5, "guatemala": 9}) == Guess(("mexico",), ("guatemala",), ())
    assert guess_sides({"mexico": 5, "united-states": 1}) == Guess(("united-states",), ("mexico",), ())
    assert guess_sides({"mexico": 5, "brazil": 9}) == Guess((), ("brazil", "mexico"), ())
    assert guess_sides({}) == Guess((), (), ())


def test_an_unknown_actor_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match="Did you mean 'morocco'"):
        guess_sides({"marocco": 1})


@given(st.dictionaries(st.sampled_from(["eu", "moldova", "iom", "mexico", "ghana"]), st.integers(0, 9)))
def test_nobody_stands_on_two_sides_and_doubling_changes_nothing(mentions: dict[str, int]) -> None:
    guess = guess_sides(mentions)
    everybody = (*guess.lead, *guess.partner, *guess.third)
    assert len(everybody) == len(set(everybody))
    assert guess == guess_sides({name: 2 * n for name, n in reversed(mentions.items())})
