from pathlib import Path

import pytest
from record import SIDES, tables

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


ACTORS = """\
id,name,kind,member_of,collective
eu,European Union,supranational,,
moldova,Moldova,state,,
morocco,Morocco,state,,
mexico,Mexico,state,,
usa,United States,state,,
commission,Commission,supranational,,
iom,IOM,international organisation,,
"""
TOGETHER = ACTORS.replace("morocco,Morocco,state,,", "morocco,Countries of origin,state,,yes")


def figures_of(folder: Path, **csv: str) -> dict[str, dict[str, object]]:
    made = compute("P5", tables(folder, **{"actors": ACTORS, **csv}), ("context",))
    return {row["figure"]: row for row in made.frame.iter_rows(named=True)}


def test_partners_named_together_are_no_case_of_a_share_and_have_one_of_their_own(tmp_path: Path) -> None:
    rows = (
        "id,actor,arrangement,event,text\n"
        "a,morocco,mp,took on a duty,x\nb,morocco,mp,reformed,x\nc,moldova,mp,became a partner,x\n"
    )
    found = figures_of(tmp_path, actors=TOGETHER, events=rows)
    assert found["P5/eu"]["value"] == 0
    assert found["P5.collectives/eu"]["value"] == 1
    assert "2 of 3 events are of partners named together" in str(found["P5/eu"]["note"])


def test_a_record_of_one_collective_partner_gives_no_share(tmp_path: Path) -> None:
    rows = "id,actor,arrangement,event,text\na,morocco,mp,took on a duty,x\nb,morocco,mp,reformed,x\n"
    found = figures_of(tmp_path, actors=TOGETHER, events=rows)
    assert (found["P5/eu"]["value"], found["P5/eu"]["status"]) == (None, "unknown")


def test_a_president_stands_for_the_partner_that_it_belongs_to(tmp_path: Path) -> None:
    people = ACTORS + "president,President of Moldova,person,moldova,\n"
    sides = SIDES.replace('partner = ["moldova"', 'partner = ["president", "moldova"')
    rows = "id,actor,arrangement,event,text\na,president,mp,took on a duty,x\nb,moldova,mp,reformed,x\n"
    found = figures_of(tmp_path, actors=people, events=rows, settings=sides)
    assert (found["P5/eu"]["value"], found["P5/eu"]["note"]) == (1, "1 of 1 partners, 0 with a dated duty")


def test_a_partner_that_leads_in_another_arrangement_is_a_relay(tmp_path: Path) -> None:
    events = (
        "id,actor,arrangement,event,text\na,morocco,mp,became a partner,x\nb,moldova,mp,became a partner,x\n"
    )
    roles = "id,arrangement,actor,role,side\na,ra,morocco,initiator,lead\nb,ra,moldova,member,\n"
    made = compute("P5", tables(tmp_path, actors=ACTORS, events=events, roles=roles), ("context",))
    assert made.frame.filter(figure="P5.relay/eu")["value"].item() == 1 / 2
    assert made.evidence("P5.relay/eu").filter(part="relay")["row"].to_list() == ["events/a", "roles/a"]


def test_half_had_reformed_after_as_many_years_as_kaplan_and_meier_have_it(tmp_path: Path) -> None:
    # waits of 2 and 6 years, and one not over after 8: survival 2/3, then 1/3
    rows = (
        "id,actor,arrangement,event,date,text\n"
        "a,moldova,mp,became a partner,2000,x\nb,moldova,mp,reformed,2002,x\n"
        "c,morocco,mp,became a partner,2000,x\nd,morocco,mp,reformed,2006,x\n"
        "e,mexico,mp,became a partner,2000,x\nf,mexico,mp,resisted: silence,2008,x\n"
    )
    sides = SIDES.replace('partner = ["moldova"', 'partner = ["mexico", "moldova"')
    found = figures_of(tmp_path, events=rows, settings=sides)["P5.years_to_reform/eu"]
    assert found["value"] == 6
    assert found["note"] == "2 of 3 with a dated beginning have a dated reform"


def test_a_wait_that_fewer_than_half_have_ended_is_unknown(tmp_path: Path) -> None:
    rows = (
        "id,actor,arrangement,event,date,text\n"
        "a,moldova,mp,became a partner,2000,x\nb,moldova,mp,reformed,2002,x\n"
        "c,morocco,mp,became a partner,1999,x\nd,mexico,mp,became a partner,1999,x\n"
    )
    sides = SIDES.replace('partner = ["moldova"', 'partner = ["mexico", "moldova"')
    found = figures_of(tmp_path, events=rows, settings=sides)["P5.years_to_reform/eu"]
    assert (found["status"], found["value"]) == ("unknown", None)


def test_reforms_of_partners_are_more_alike_than_those_of_others(tmp_path: Path) -> None:
    rows = (
        "id,actor,arrangement,event,text\n"
        "a,moldova,mp,reformed: law,x\nb,morocco,mp,reformed: law,x\nc,morocco,mp,reformed: institution,x\n"
        "d,eu,mp,reformed: institution,x\n"
    )
    found = figures_of(tmp_path, events=rows)
    assert found["P5.likeness/eu"]["value"] == 1 / 2  # one of two kinds in common
    assert found["P5.likeness_over_others/eu"]["value"] == 1 / 2 - (0 + 1 / 2) / 2
    without = figures_of(tmp_path, events=rows.replace(": law", "").replace(": institution", ""))
    assert without["P5.likeness/eu"]["status"] == "unknown"


def test_secondary_adoptions_are_those_of_whoever_received_it_first(tmp_path: Path) -> None:
    found = found_by(("context",), tmp_path)
    assert found["P5.secondary/eu"]["value"] == 1  # Moldova, who had it from Morocco, passed it on to one


def test_nobody_stands_for_several_who_are_meant_together(tmp_path: Path) -> None:
    inside = TOGETHER.replace("moldova,Moldova,state,,", "moldova,Moldova,state,morocco,")
    rows = "id,actor,arrangement,event,text\na,moldova,mp,took on a duty,x\nb,moldova,mp,reformed,x\n"
    rows += "c,morocco,mp,reformed,x\n"
    found = figures_of(tmp_path, actors=inside, events=rows)
    assert (found["P5/eu"]["value"], found["P5.collectives/eu"]["value"]) == (1, 0)
