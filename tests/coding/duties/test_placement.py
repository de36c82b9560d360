"""On which side bearers stand: as a study places them, or as the text and the shipped list do."""

from __future__ import annotations

import pytest

from comity.coding.duties.placement import of_lists, of_study
from comity.study.settings import Context, Settings
from comity.study.side_lists import Guess
from comity.study.sides import sides_of
from comity.study.tables import ACTORS

ANYBODY = of_lists(Guess((), (), ()))


@pytest.mark.parametrize(
    ("bearer", "side"),
    [
        ("the competent authorities of Georgia", "partner"),
        ("the Albanian authorities", "partner"),
        ("The Member States", "lead"),
        ("countries of transit", "partner"),
        ("each Party", "both"),
        ("the requested State", "both"),
        ("nationals of Georgia", "third"),
        ("the IOM", "third"),
        ("the international community", None),
    ],
)
def test_a_bearer_stands_where_the_first_name_in_it_stands(bearer, side):
    assert ANYBODY.side([bearer], "en") == side


def test_bearers_of_both_sides_bear_together():
    assert ANYBODY.side(["The EU", "Georgia"], "en") == "both"
    assert ANYBODY.side(["The EU", "the IOM"], "en") == "lead"


def test_names_are_found_whatever_their_accents():
    assert ANYBODY.side(["les autorités du Sénégal"], "fr") == "partner"


def test_a_term_stands_for_what_the_document_says_it_means():
    assert ANYBODY.side(["The Donor = the European Union"], "en") == "lead"
    assert ANYBODY.side(["The Parties = the European Union and Georgia"], "en") == "both"


def test_who_is_named_for_a_side_stands_there():
    turned = of_lists(Guess((), (), ()), lead=["Georgia"], partner=["Lenn"])
    assert turned.side(["Georgia"], "en") == "lead"
    assert turned.side(["the government of Lenn"], "en") == "partner"


def test_a_study_decides_and_the_shipped_list_helps_with_other_names():
    actors = ACTORS.frame(
        [{"id": "tessala", "name": "Republic of Tessala"}, {"id": "eu", "name": "European Union"}]
    )
    context = Context("energy", "Energy", lead=("tessala",), partner=("eu",))
    placement = of_study(sides_of(actors, Settings(contexts={"energy": context})), "energy", None)
    assert placement.side(["the Republic of Tessala"], "en") == "lead"
    assert placement.side(["the European Union"], "en") == "partner"
    assert placement.side(["Georgia"], "en") is None
