from pathlib import Path

from record import tables

from comity.measures.measure import compute

ROLES = """\
id,arrangement,actor,role
a,mp,eu,member
b,mp,commission,member
c,mp,moldova,member
d,mp,iom,broker
"""


def test_who_goes_between_the_sides_is_on_every_path(tmp_path: Path) -> None:
    made = compute("I3", tables(tmp_path, roles=ROLES), "context")
    broker = made.frame.filter(actor="iom")
    values = dict(broker.select("quantity", "value").iter_rows())
    # a star with three ends: all three pairs pass through the middle, whose constraint is 3 x (1/3)^2
    assert values["betweenness"] == 1
    assert abs((values["constraint"] or 0) - 1 / 3) < 1e-12
    assert (values["liaison"], values["itinerant"], values["coordinator"]) == (4, 2, 0)
    assert made.frame.filter(category="gatekeeper")["actor"].unique().to_list() == ["iom"]


def test_without_a_broker_all_meet_and_nobody_brokers(tmp_path: Path) -> None:
    made = compute("I3", tables(tmp_path, roles=ROLES.replace("broker", "member")), "context")
    assert made.frame.filter(quantity="betweenness")["value"].to_list() == [0, 0, 0, 0]
    assert made.frame["category"].drop_nulls().is_empty()


def test_those_who_stand_at_the_two_ends_of_a_bridge_are_gatekeeper_and_representative(
    tmp_path: Path,
) -> None:
    links = "id,from,to,kind,arrangement\na,eu,commission,meets,mp\nb,commission,moldova,meets,mp\n"
    roles = "id,arrangement,actor,role\n" + "a,ra,eu,member\nb,bnc,commission,member\nc,ra,moldova,observer\n"
    made = compute("I3", tables(tmp_path, links=links, roles=roles.replace("bnc", "mp")), "context")
    assert "I3/eu/commission" in made.frame["figure"].to_list()
