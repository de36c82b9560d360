"""The drawing of whose words they are: arrows, sizes and names that can be read."""

from __future__ import annotations

import math
import re
from itertools import combinations

from comity.charts.words import Borrowed, Writer, boxes, legend_svg, scales, words_svg

WRITERS = [
    Writer("eu", "European Union", "lead", "#D8/eu", (40, 4)),
    Writer("mali", "Republic of Mali", "partner", "#D8/mali", (1, 1)),
    Writer("au", "African Union", "", "#D8/au", (0, 0)),
]
TIES = [
    Borrowed("mali", "eu", "#D8/mali/eu", (36, 0)),
    Borrowed("au", "eu", "#D8/au/eu", (4, 4)),
    Borrowed("eu", "mali", "#D8/eu/mali", (1, 1)),
]


def drawn() -> str:
    return words_svg(WRITERS, TIES, title="Whose words", name="w")


def test_each_arrow_says_who_writes_in_whose_words_and_opens_the_figure():
    assert (
        'href="#D8/mali/eu" aria-label="Republic of Mali writes in the words of European Union: 36 passages"'
        in drawn()
    )
    assert "European Union writes in the words of Republic of Mali: 1 passage&" not in drawn()
    assert drawn().count("<a ") == len(WRITERS) + len(TIES)


def test_a_node_says_how_much_others_take_from_it():
    assert 'aria-label="European Union, lead side: others take over 40 passages"' in drawn()
    assert 'aria-label="African Union, third or no side: others take over 0 passages"' in drawn()


def test_width_and_size_grow_with_the_passages_and_the_legend_says_the_most():
    line, size = scales(WRITERS, TIES)
    assert line(36) > line(4) > line(1)
    assert size(40) > size(1) > size(0)
    assert math.isclose((size(40) - size(0)) / (size(10) - size(0)), 2)  # by the square root
    assert {">36<", ">1 passage taken over<", ">40 of them<"} <= set(
        re.findall(r">[^<>]+<", legend_svg(WRITERS, TIES))
    )


def test_no_name_covers_another_and_the_same_network_stands_in_the_same_place():
    frames = boxes(WRITERS, TIES)
    assert [
        (a, b)
        for (a, (l1, t1, r1, b1)), (b, (l2, t2, r2, b2)) in combinations(frames.items(), 2)
        if l1 < r2 and l2 < r1 and t1 < b2 and t2 < b1
    ] == []
    assert drawn() == words_svg(list(WRITERS), list(reversed(TIES)), title="Whose words", name="w")


def test_there_and_back_are_two_lines():
    paths = re.findall(r'<path class="edge" d="([^"]+)"', drawn())
    assert len(set(paths)) == len(TIES)
