"""Who meets whom, drawn: names that can be read, in a drawing that a page can hold."""

from __future__ import annotations

import re

from comity.charts.meetings import Node, meetings_svg

LONG = "Mexican departments of trade and finance and state banks"


def test_a_long_name_takes_two_lines_and_loses_no_word() -> None:
    nodes = [
        Node("a", "European Commission", "lead", "#a", 0.5, gatekeeper=False),
        Node("b", LONG, "partner", "#b", 0.0, gatekeeper=False),
    ]
    drawn = meetings_svg(nodes, [("a", "b", "#ab")], title="Who meets whom", name="m")
    label = re.search(r"<text class=.halo.[^>]*>(Mexican.*?)</text>", drawn)
    assert label is not None
    lines = re.sub(r"<[^>]+>", "|", label.group(1)).strip("|").split("|")
    assert len(lines) == 2
    assert " ".join(lines) == LONG
    width = re.search(r'viewBox="0 0 (\d+)', drawn)
    assert width is not None
    assert int(width.group(1)) < 700


def test_a_gatekeeper_with_a_long_name_is_marked_as_one() -> None:
    nodes = [
        Node("a", LONG, "lead", "#a", 1.0, gatekeeper=True),
        Node("b", "Mexico", "partner", "#b", 0.0, gatekeeper=False),
    ]
    drawn = meetings_svg(nodes, [("a", "b", "#ab")], title="Who meets whom", name="m")
    assert ">gatekeeper</tspan>" in drawn
    assert "<polygon" in drawn
