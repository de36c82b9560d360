"""Who is meant by a name, and where that actor stands."""

from __future__ import annotations

import pytest

from comity.study.name_patterns import found
from comity.study.patterns import parse
from comity.study.settings import read_settings
from comity.study.sides import Sides, sides_of
from comity.study.tables import ACTORS

SETTINGS = """\
[contexts.eu]
lead = ["eu"]
partner = ["moldova"]
[contexts.eu.phrases]
lead = ["Member State*"]
partner = ["third countr*", "país* de origen"]
[contexts.world]
partner = ["Ruritania"]
"""
ROWS = [
    {"id": "eu", "name": "European Union", "aliases": ["EU"]},
    {"id": "commission", "name": "European Commission", "aliases": ["COM"], "member_of": "eu"},
    {"id": "home", "name": "Home Affairs", "aliases": ["Service"], "member_of": "commission"},
    {"id": "moldova", "name": "Moldavía", "aliases": ["Service"]},
    {"id": "odd", "name": "Odd", "member_of": "odd"},
]


@pytest.fixture
def sides() -> Sides:
    return sides_of(ACTORS.frame(ROWS), read_settings(SETTINGS).settings)


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("eu", "eu"),
        ("european  union", "eu"),
        ("The European Union", "eu"),
        ("European Commission (COM)", "commission"),
        ("Some Body (COM)", "commission"),
        ("MOLDAVIA", "moldova"),
        ("Service", None),
        ("nobody", None),
        ("Ruritania", "Ruritania"),
    ],
)
def test_an_actor_is_found_by_id_name_or_alias(sides: Sides, name: str, actor: str | None) -> None:
    assert sides.actor(name) == actor


@pytest.mark.parametrize(
    ("name", "context", "side"),
    [
        ("EU", "eu", "lead"),
        ("Home Affairs", "eu", "lead"),
        ("moldova", "eu", "partner"),
        ("moldova", "world", None),
        ("ruritania", "world", "partner"),
        ("the Third Countries concerned", "eu", "partner"),
        ("los paises de origen", "eu", "partner"),
        ("Member States and third countries", "eu", None),
        ("odd", "eu", None),
        ("eu", "nowhere", None),
    ],
)
def test_a_side_follows_from_the_study_the_membership_or_a_phrase(
    sides: Sides, name: str, context: str, side: str | None
) -> None:
    assert sides.side(name, context) == side


@pytest.mark.parametrize(
    ("pattern", "name", "is_found"),
    [
        ("third countr*", "the third countries", True),
        ("third countr*", "third world countries", False),
        ("third ~1 countr*", "third world countries", True),
        ("countries ~~1 third", "third world countries", True),
        ("(origin|transit) countr*", "Transit countries", True),
        ("[the] poor", "poor", True),
        ("=US", "us", False),
        ("wom?n", "women", True),
        ("state ! member", "Member State", False),
        ("state !~0 member", "member of a state", True),
        ("state & member", "member of a state", True),
        ("_ state", "state", False),
    ],
)
def test_patterns_mean_the_same_in_a_name_as_in_a_text(pattern: str, name: str, *, is_found: bool) -> None:
    assert found(parse(pattern), name) is is_found
