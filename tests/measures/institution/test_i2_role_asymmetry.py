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
    assert dict(figures.frame.select("figure", "value").iter_rows()) == {"I2/eu": 1 / 3, "I2/us": -1.0}
    assert figures.evidence("I2/eu")["row"].to_list() == ["roles/a", "roles/b", "roles/c"]


def test_a_member_a_third_party_and_a_side_without_steering_role_change_nothing(tmp_path: Path) -> None:
    only = "id,arrangement,actor,role\na,mp,moldova,member\nb,mp,iom,secretariat\n"
    figures = compute("I2", tables(tmp_path, roles=only), "arrangement")
    assert figures.frame.filter(figures.frame["arrangement"] == "mp")["status"].to_list() in (
        [],
        ["no evidence"],
    )


def test_all_together_is_one_figure(tmp_path: Path) -> None:
    figures = compute("I2", tables(tmp_path, roles=ROLES), ())
    assert figures.frame["value"].to_list() == [0.0]
