"""The drawing of a network: every name can be read, everything says itself, and nothing hangs on chance."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.charts.debate import Speaker, Tie, boxes, debate_svg, legend_svg, radius
from comity.charts.placing import placed

SIZES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(st.integers(8, 160), st.integers(8, 90)),
    min_size=1,
    max_size=14,
)


def overlaps(boxes: dict[str, tuple[float, float, float, float]]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, (l1, t1, r1, b1)), (b, (l2, t2, r2, b2)) in combinations(boxes.items(), 2)
        if l1 < r2 and l2 < r1 and t1 < b2 and t2 < b1
    ]


@settings(deadline=None, max_examples=40)
@given(SIZES, st.data())
def test_no_box_covers_another_and_the_frame_holds_all(sizes, data):
    names = sorted(sizes)
    pairs = data.draw(
        st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names), st.integers(1, 9)), max_size=20)
    )
    made = placed(sizes, [p for p in pairs if p[0] != p[1]])
    frames = {
        n: (x - sizes[n][0] / 2, y - sizes[n][1] / 2, x + sizes[n][0] / 2, y + sizes[n][1] / 2)
        for n, (x, y) in made.items()
    }
    assert overlaps(frames) == []
    assert min(min(left, top) for left, top, *_ in frames.values()) >= -0.5


def test_those_who_are_tied_stand_nearer_than_those_who_are_not():
    sizes = dict.fromkeys("abcd", (40.0, 30.0))
    made = placed(sizes, [("a", "b", 5), ("b", "c", 1), ("c", "d", 5)])

    def far(one: str, other: str) -> float:
        return sum((p - q) ** 2 for p, q in zip(made[one], made[other], strict=True))

    assert far("a", "b") < far("a", "c") < far("a", "d")


SPEAKERS = [
    Speaker("eu", "European Union", "lead", "#rows/eu", (9, 4, 5)),
    Speaker(
        "mali", "Republic of Mali & neighbours along the whole long route", "partner", "#rows/mali", (2, 0, 2)
    ),
    Speaker("iom", "IOM", "", "#rows/iom", (1, 1, 0)),
]
TIES = [
    Tie("eu", "mali", "congruence", "#D4/eu/mali", (2, 0, 2)),
    Tie("eu", "mali", "conflict", "#D4.conflict/eu/mali", (1, 0, 1)),
    Tie("eu", "iom", "congruence", "#D4/eu/iom", (1, 1, 0)),
]


def links(svg: str) -> dict[str, tuple[str, list[int]]]:
    found = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)" data-w="([^"]+)"', svg)
    return {href: (unescape(said), json.loads(numbers)) for href, said, numbers in found}


def test_every_node_and_tie_is_a_link_that_says_itself_and_knows_its_windows():
    made = links(debate_svg(SPEAKERS, TIES, title="Debate", name="d"))
    assert made["#D4/eu/mali"] == (
        "European Union agrees with Republic of Mali & neighbours along the whole long route: 2 positions", [2, 0, 2],
    )  # fmt: skip
    assert made["#D4.conflict/eu/mali"][0].startswith("European Union contradicts Republic of Mali")
    assert made["#rows/iom"] == ("IOM, third or no side: takes 1 position", [1, 1, 0])
    assert len(made) == 6


def test_contradiction_is_told_from_agreement_without_colour():
    svg = debate_svg(SPEAKERS, TIES, title="Debate", name="d")
    dashed = {
        href for href, rest in re.findall(r'<a href="([^"]+)"(.*?)</a>', svg) if "stroke-dasharray" in rest
    }
    assert dashed == {"#D4.conflict/eu/mali"}


def test_the_sides_are_told_apart_by_shape():
    svg = debate_svg(SPEAKERS, TIES, title="Debate", name="d")
    shapes = dict(re.findall(r'<a href="(#rows/\w+)".*?<g [^>]*><(\w+)', svg))
    assert shapes == {"#rows/eu": "circle", "#rows/mali": "rect", "#rows/iom": "polygon"}


def test_long_names_are_broken_into_lines_that_no_other_name_covers():
    assert overlaps(boxes(SPEAKERS, TIES)) == []
    svg = debate_svg(SPEAKERS, TIES, title="Debate", name="d")
    assert ">Republic of Mali &amp;</tspan>" in svg


def test_the_same_network_is_drawn_the_same_whatever_the_order_of_its_ties():
    assert debate_svg(SPEAKERS, TIES[::-1], title="D", name="d") == debate_svg(
        SPEAKERS, TIES, title="D", name="d"
    )


def test_the_area_of_a_sign_grows_with_its_positions_and_the_legend_shows_least_and_most():
    assert radius(9) > radius(4) > radius(1)
    legend = legend_svg({"congruence": 2, "conflict": 1}, 9)
    words = re.findall(r">([^<>]+)</text>", legend)
    assert words == [
        "1 shared", "2", "1 contradicted", "takes 1 position", "9", "lead side", "partner side", "third or no side",
    ]  # fmt: skip
