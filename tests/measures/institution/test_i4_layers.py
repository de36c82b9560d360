from pathlib import Path

import pytest
from record import tables

from comity.measures.measure import compute

ARRANGEMENTS = """\
id,name,context,layer,part_of
gam,Global Approach,eu,regional,
mp,Mobility Partnership,eu,bilateral,gam
ra,Readmission agreement,eu,bilateral,
"""
ROLES = "id,arrangement,actor,role\na,gam,eu,host\nb,mp,eu,member\nc,mp,moldova,member\n"
LINKS = "id,from,to,kind\nx,mp,ra,linked to\ny,ra,mp,linked to\n"


def test_layers_nestedness_and_density_are_counted(tmp_path: Path) -> None:
    made = compute("I4", tables(tmp_path, arrangements=ARRANGEMENTS, roles=ROLES, links=LINKS), "context")
    values = dict(made.frame.select("figure", "value").iter_rows())
    assert values["I4/eu"] == 3
    assert values["I4.nestedness/eu"] == pytest.approx(1 / 3)
    assert values["I4.density/eu"] == pytest.approx(2 / 3)
    assert (values["I4.membership/eu/eu"], values["I4.membership/eu/moldova"]) == (2, 1)
