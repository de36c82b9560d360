from pathlib import Path

from record import tables

from comity.measures.measure import compute

ROLES = """\
id,arrangement,actor,role,source
a,mp,eu,designer,II
b,mp,commission,broker,II
c,mp,moldova,host,II
d,mp,moldova,member,II
e,bnc,mexico,chair,IV
f,mp,iom,secretariat,II
"""


def test_steering_roles_of_the_sides_are_set_against_each_other(tmp_path: Path) -> None:
    figures = compute("I2", tables(tmp_path, roles=ROLES), "context")
    own = figures.frame.filter(quantity="asymmetry")
    assert dict(own.select("figure", "value").iter_rows()) == {"I2/eu": 1 / 3, "I2/us": -1.0}
    assert figures.evidence("I2/eu")["row"].to_list() == ["roles/a", "roles/b", "roles/c"]


def test_a_member_a_third_party_and_a_side_without_steering_role_change_nothing(tmp_path: Path) -> None:
    only = "id,arrangement,actor,role\na,mp,moldova,member\nb,mp,iom,secretariat\n"
    figures = compute("I2", tables(tmp_path, roles=only), "arrangement")
    assert figures.frame.filter(arrangement="mp")["status"].to_list() == ["no evidence"] * 2


def test_all_together_is_one_figure(tmp_path: Path) -> None:
    figures = compute("I2", tables(tmp_path, roles=ROLES), ())
    assert figures.frame["value"].to_list() == [0.0, 0.0]


def test_each_role_weighs_the_same_however_often_it_is_held(tmp_path: Path) -> None:
    rows = "id,arrangement,actor,role\na,mp,eu,host\nb,ra,eu,host\nc,mp,commission,host\nd,mp,moldova,chair\n"
    figures = compute("I2", tables(tmp_path, roles=rows), "context")
    assert figures.frame.filter(figure="I2/eu")["value"].to_list() == [0.0]


def test_a_third_party_counts_for_the_side_that_funds_it(tmp_path: Path) -> None:
    rows = "id,arrangement,actor,role\na,mp,iom,secretariat\nb,mp,moldova,host\n"
    funds = "id,arrangement,funder\nf,mp,eu\n"
    figures = compute("I2", tables(tmp_path, roles=rows, funding=funds), "context")
    values = dict(figures.frame.select("figure", "value").iter_rows())
    assert (values["I2/eu"], values["I2.through_funders/eu"]) == (-1.0, 0.0)


WHOLE = """\
id,name,context,layer,legal_form,start,part_of
mp,Mobility Partnership,eu,bilateral,declaration,2008,
mp-moldova,Partnership with Moldova,eu,bilateral,declaration,2008,mp
ra,Readmission agreement,eu,bilateral,agreement,2007,
bnc,Binational Commission,us,bilateral,consultation,1981,mp
"""


def through(folder: Path, roles: str, funds: str) -> dict[str, float | None]:
    made = compute("I2", tables(folder, arrangements=WHOLE, roles=roles, funding=funds), "arrangement")
    return dict(made.frame.filter(quantity="through_funders").select("arrangement", "value").iter_rows())


def test_who_funds_the_whole_counts_for_its_parts_in_the_same_context(tmp_path: Path) -> None:
    rows = "id,arrangement,actor,role\na,mp-moldova,iom,secretariat\nb,bnc,iom,secretariat\n"
    sides = through(
        tmp_path, rows.replace("bnc,iom,secretariat", "bnc,mexico,host"), "id,arrangement,funder\nf,mp,eu\n"
    )
    assert (sides["mp-moldova"], sides["bnc"]) == (1, -1)
    funded = through(tmp_path, rows, "id,arrangement,funder\nf,mp,eu\ng,mp-moldova,moldova\n")
    assert funded["mp-moldova"] == -1  # its own funder before that of the whole


def test_an_organisation_that_a_side_pays_elsewhere_in_the_context_counts_for_it(tmp_path: Path) -> None:
    rows = "id,arrangement,actor,role\na,ra,iom,secretariat\nb,mp,iom,observer\n"
    assert through(tmp_path, rows, "id,arrangement,funder\nf,mp,eu\n")["ra"] == 1
