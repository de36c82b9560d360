from pathlib import Path

import pytest
from record import tables

from comity.measures.measure import compute

ROLES = (
    "id,arrangement,actor,role\na,mp,eu,drafter\nb,mp,commission,chair\nc,mp,eu,funder\nd,mp,moldova,host\n"
)
PROVISIONS = """\
id,arrangement,pillar,text,bearer,force,proposed_by,fate
a,mp,mobility,x,lead,voluntary,lead,retained
b,mp,control,x,partner,mandatory,lead,retained
c,mp,control,x,partner,voluntary,partner,retained
d,mp,control,x,partner,unclear,partner,dropped
"""


def test_the_six_properties_are_those_of_the_rows(tmp_path: Path) -> None:
    made = compute("I1", tables(tmp_path, roles=ROLES, provisions=PROVISIONS), ("context", "arrangement"))
    values = dict(made.frame.filter(arrangement="mp").select("quantity", "value").iter_rows())
    assert values["informality"] == 0.75
    assert (values["voluntariness_lead"], values["voluntariness_partner"]) == (1, 0.5)
    assert values["voluntariness"] == 0.5
    assert values["horizontality"] == 0.5
    assert values["co_ownership"] == 0.5
    assert values["openness"] is None
    known = [
        values[name]
        for name in ("informality", "voluntariness", "horizontality", "inclusiveness", "co_ownership")
    ]
    assert values["mode"] == pytest.approx(sum(known) / 5)


def test_an_informal_process_that_one_side_steers_is_a_soft_hierarchy(tmp_path: Path) -> None:
    roles = "id,arrangement,actor,role\na,mp,eu,drafter\nb,mp,commission,chair\n"
    made = compute("I1", tables(tmp_path, roles=roles), ("context", "arrangement"))
    assert made.frame.filter(arrangement="mp", quantity="mode")["category"].to_list() == ["soft hierarchy"]
