"""Who is told to do what, on which condition, what is made technical, what things are called."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import polars as pl
from made_up_record import _figure, with_record
from made_up_study import FakeAnalysis, study

from comity.measures.tables import EVIDENCE, FIGURES
from comity.report import duties
from comity.report.bundles import Bundles
from comity.report.content import gather
from comity.report.page import render

SHARE = "share of ascriptions"
TOLD = [
    _figure("D7.ascription/eu/lead to partner", "ascription", SHARE, 0.75, ["events/e1"], kind="lead to partner"),
    _figure("D7.ascription/eu/partner to partner", "ascription", SHARE, 0.25, ["events/e2"], kind="partner to partner"),
    _figure("D7/eu", "share_partner", "share of duties", 0.6, ["events/e1", "events/e2"], low=0.4, high=0.8),
    _figure("D6/eu", "conditionality", "conditional / all commitments", 0.5, ["provisions/p1"]),
    _figure("D6.on_partner/eu", "on_partner", "share of conditional commitments", None, []),
    _figure("D9/eu", "technicalisation", "technical / passages on the matter", 0.1, ["events/e1"]),
    _figure("D9.figures_agreed/eu", "figures_agreed", "events", 2.0, ["events/e1"]),
    _figure("D10/eu/mp", "labels", "names per arrangement", 2.0, ["arrangements/mp"], arrangement="mp"),
]  # fmt: skip
NAMED: list[dict[str, Any]] = [
    {"id": "n1", "actor": "eu", "arrangement": "mp", "event": "named", "date": "2006", "text": "Packages"},
    {
        "id": "n2",
        "actor": "eu",
        "arrangement": "old",
        "event": "named",
        "date": "2001",
        "text": "Older talks",
    },
]


def told_study() -> FakeAnalysis:
    from made_up_record import ROWS

    ROWS["events"].extend(row for row in NAMED if row not in ROWS["events"])
    try:
        made = with_record(study())
    finally:
        ROWS["events"][:] = [row for row in ROWS["events"] if row not in NAMED]
    figures = pl.concat([made.tables["figures"], FIGURES.frame(f for f, _ in TOLD)])
    counted = pl.concat([made.tables["evidence"], EVIDENCE.frame(row for _, rows in TOLD for row in rows)])
    return replace(made, tables={**made.tables, "figures": figures, "evidence": counted})


CONTENT = gather(told_study())


def test_each_side_that_speaks_has_a_row_and_each_that_is_to_act_a_cell() -> None:
    (telling,) = duties.tellings(CONTENT)
    assert [name for name, _ in telling.rows] == ["Lead side", "Partner side"]
    lead, partner = (cells for _, cells in telling.rows)
    assert lead[0] is None  # the lead side lays nothing on itself
    assert lead[1] is not None
    assert (lead[1].share, lead[1].text) == (0.75, "75%")
    assert partner[1] is not None
    assert partner[1].figure == "D7.ascription/eu/partner to partner"
    assert [t.label for t in telling.levels.tracks] == ["Laid on the partner side"]


def test_a_condition_that_falls_on_nobody_known_keeps_its_row_without_a_dot() -> None:
    (block,) = duties.conditions(CONTENT)
    assert [(t.label, len(t.marks)) for t in block.tracks] == [
        ("Commitments that are conditional", 1),
        ("Of these, the condition is on the partner", 0),
    ]


def test_figures_that_were_agreed_on_stand_beside_what_became_technical() -> None:
    (block,) = duties.technical(CONTENT)
    assert block.remark == "Contested figures became agreed ones: 2 times."
    assert block.href == "#D9.figures_agreed/eu"


def test_an_arrangement_of_two_names_shows_when_each_was_first_used() -> None:
    (group,), years = duties.names(CONTENT, Bundles())
    (track,) = group.tracks  # the older talks have borne one name
    assert track.text == "Packages (2006); Mobility Partnership"
    (mark,) = track.marks
    assert mark.href == "#events/n1"
    assert "Packages" in mark.said
    assert years


def test_the_sections_stand_on_the_page_and_every_mark_in_them_opens_something() -> None:
    html = render(told_study()).html
    for section in ("duties", "conditions", "technical", "names"):
        found = re.search(rf'<section id="{section}".*?</section>', html, re.DOTALL)
        assert found is not None, section
        assert 'href="#' in found.group(0)
    bare = render(study()).html
    assert not any(f'id="{section}"' in bare for section in ("duties", "conditions", "technical", "names"))
