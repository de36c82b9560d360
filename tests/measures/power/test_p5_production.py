from pathlib import Path

import pytest
from record import tables

from comity.measures.measure import compute

EVENTS = """\
id,actor,arrangement,event,other,date,text
a,moldova,mp,became a partner,,2007,Concluded.
b,moldova,mp,took on a duty,,2008,Signed.
c,moldova,mp,reformed,,2010,New law.
d,morocco,mp,passed on: instrument,moldova,,Passed on.
e,moldova,mp,passed on: instrument,mexico,2012,Passed on further.
f,mexico,bnc,was ascribed a duty,,,Was told.
g,mexico,bnc,reformed,,1999,New office.
h,eu,mp,reformed,,2001,No partner.
"""


def found_by(by, folder: Path, events: str = EVENTS) -> dict[str, dict[str, object]]:
    figures = compute("P5", tables(folder, events=events), by)
    return {row["figure"]: row for row in figures.frame.iter_rows(named=True)}


def test_a_partner_with_a_duty_and_a_reform_is_produced_dated_or_not(tmp_path: Path) -> None:
    found = found_by(("context",), tmp_path)
    assert (found["P5/eu"]["value"], found["P5/us"]["value"]) == (1 / 2, 1)
    assert found["P5/us"]["note"] == "1 of 1 partners, 0 with a dated duty"
    assert (found["P5.production_dated/eu"]["value"], found["P5.production_dated/us"]["value"]) == (1 / 2, 0)


def test_precedence_is_of_partners_whose_order_is_known_and_set_against_chance(tmp_path: Path) -> None:
    found = found_by(("context",), tmp_path)
    assert found["P5.precedence/eu"]["value"] == 1
    assert "1 of 1 in order; p = 0.167 against random orders" in str(found["P5.precedence/eu"]["note"])
    assert found["P5.precedence/us"]["status"] == "unknown"


def test_two_partners_of_two_steps_in_order_come_by_chance_once_in_four_times(tmp_path: Path) -> None:
    rows = (
        "id,actor,arrangement,event,date,text\n"
        "a,moldova,mp,became a partner,2007,x\nb,moldova,mp,reformed,2008,x\n"
        "c,morocco,mp,became a partner,2000/2002,x\nd,morocco,mp,reformed,2003-05,x\n"
    )
    assert "p = 0.250" in str(found_by(("context",), tmp_path, rows)["P5.precedence/eu"]["note"])


@pytest.mark.parametrize(("date", "status"), [("2007", "ok"), ("2006/2009", "unknown"), ("2009", "ok")])
def test_an_order_that_cannot_be_told_is_unknown(tmp_path: Path, date: str, status: str) -> None:
    rows = (
        "id,actor,arrangement,event,date,text\n"
        f"a,moldova,mp,became a partner,2007,x\nb,moldova,mp,took on a duty,{date},x\n"
    )
    assert found_by(("context",), tmp_path, rows)["P5.precedence/eu"]["status"] == status


def test_a_duty_before_partnership_is_out_of_order(tmp_path: Path) -> None:
    rows = (
        "id,actor,arrangement,event,date,text\n"
        "a,moldova,mp,became a partner,2007,x\nb,moldova,mp,took on a duty,2001,x\n"
    )
    assert found_by(("context",), tmp_path, rows)["P5.precedence/eu"]["value"] == 0


def test_the_tree_of_what_is_passed_on_has_depth_and_adoptions(tmp_path: Path) -> None:
    found = found_by(("context",), tmp_path)
    assert (found["P5.depth/eu"]["value"], found["P5.adoptions/eu"]["value"]) == (2, 2)
    assert found["P5.depth/us"]["status"] == "no evidence"


def test_a_ring_has_an_end_and_nameless_receivers_are_told(tmp_path: Path) -> None:
    rows = (
        "id,actor,arrangement,event,other,text\n"
        "a,moldova,mp,passed on: dialogue,morocco,x\nb,morocco,mp,passed on: dialogue,moldova,x\n"
        "c,morocco,mp,passed on: dialogue,,x\n"
    )
    found = found_by(("context",), tmp_path, rows)
    assert (found["P5.depth/eu"]["value"], found["P5.adoptions/eu"]["value"]) == (2, 2)
    assert found["P5.adoptions/eu"]["note"] == "to whom is not named in 1 of 3 rows"


def test_by_actor_the_note_tells_what_happened_in_time(tmp_path: Path) -> None:
    found = found_by(("context", "actor"), tmp_path)
    assert found["P5/eu/moldova"]["note"] == (
        "2007: became a partner → 2008: took on a duty → 2010: reformed → 2012: passed on: instrument"
    )
    assert found["P5/us/mexico"]["note"] == "1999: reformed → undated: was ascribed a duty"
