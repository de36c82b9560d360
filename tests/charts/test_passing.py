"""The tree of what was passed on: nothing covers anything, a receiver stands right of its giver."""

from __future__ import annotations

import re

from comity.charts.passing import Branch, passing_svg


def branch(name: str, *below: Branch) -> Branch:
    return Branch(
        name, "dialogue", "2008, 3 years later", f"#line/{name}", f"#actor/{name}", "partner", below
    )


TREE = passing_svg(
    [branch("a", branch("b", branch("c"), branch("d")), branch("e")), branch("f", branch("g"))],
    title="Who passed it on",
    name="tree",
)


def places() -> dict[str, tuple[float, float]]:
    found = re.findall(r'x="([\d.]+)" y="([\d.]+)" fill="#1f1d1a">(\w)</text>', TREE)
    return {name: (float(x), float(y)) for x, y, name in found}


def test_no_two_actors_stand_in_one_place_and_receivers_stand_right_of_their_givers() -> None:
    at = places()
    assert sorted(at) == list("abcdefg")
    assert len(set(at.values())) == 7
    assert at["a"][0] == at["f"][0] < at["b"][0] == at["e"][0] == at["g"][0] < at["c"][0] == at["d"][0]


def test_a_receiver_down_its_line_opens_the_passing_on_and_an_actor_its_own_rows() -> None:
    links = re.findall(r'<a href="(#[^"]+)" aria-label="([^"]+)"', TREE)
    assert ("#line/d", "b passed it on to d: dialogue 2008, 3 years later") in links
    assert ("#actor/d", "d") in links
    assert not [href for href, _ in links if href == "#line/a"]
