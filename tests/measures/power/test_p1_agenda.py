from pathlib import Path

from record import SIDES, tables

from comity.measures.measure import compute

PROVISIONS = """\
id,arrangement,pillar,text,bearer
a,mp,control,Readmit.,partner
b,mp,control,Guard.,partner
c,ra,control,Return.,both
d,mp,mobility,Ease visas.,lead
e,mp,capacity,Train.,lead
f,bnc,rights,Protect.,usa
"""


def values(figures) -> dict[str, float | None]:
    return dict(figures.frame.select("figure", "value").iter_rows())


def test_control_is_set_against_what_is_opened_and_capacity_stands_apart(tmp_path: Path) -> None:
    found = values(compute("P1", tables(tmp_path, provisions=PROVISIONS)))
    assert found["P1/eu"] == 3 / 4
    assert found["P1/us"] == 0
    assert found["P1.apart/eu"] == 1 / 5
    assert found["P1.apart_direction/eu"] == 1
    assert found["P1.apart_direction/us"] is None


def test_by_pillar_it_gives_shares_of_all_provisions(tmp_path: Path) -> None:
    figures = compute("P1", tables(tmp_path, provisions=PROVISIONS), ("context", "pillar"))
    found = values(figures)
    assert (found["P1.share/eu/control"], found["P1.share/eu/mobility"]) == (3 / 5, 1 / 5)
    assert found["P1.share/eu/rights"] == 0
    assert (
        sum(found[f"P1.share/eu/{p}"] for p in ("control", "mobility", "development", "rights", "capacity"))
        == 1
    )
    assert figures.evidence("P1.share/eu/mobility")["row"].to_list() == ["provisions/d"]


def test_what_both_bear_counts_for_each_side(tmp_path: Path) -> None:
    figures = compute("P1", tables(tmp_path, provisions=PROVISIONS), ("context", "side"))
    assert values(figures)["P1/eu/lead"] == 1 / 2
    assert figures.evidence("P1/eu/partner")["row"].to_list() == [
        "provisions/a",
        "provisions/b",
        "provisions/c",
    ]


def test_a_study_says_what_its_own_pillars_weigh(tmp_path: Path) -> None:
    own = SIDES + "[vocabularies.pillar]\nemissions = {meaning = 'limits to emissions', value = 1}\n"
    rows = "id,arrangement,pillar,text\na,mp,emissions,Cut.\nb,mp,rights,Protect.\n"
    assert values(compute("P1", tables(tmp_path, settings=own, provisions=rows)))["P1/eu"] == 1 / 2


FUNDING = """\
id,arrangement,funder,share,pillar
a,mp,eu,0.6,control
b,mp,eu,0.2,mobility
c,mp,moldova,0.2,
d,ra,eu,,control
e,bnc,usa,,control
"""


def test_money_is_set_against_money_by_the_pillar_it_is_given_for(tmp_path: Path) -> None:
    given_tables = tables(tmp_path, provisions=PROVISIONS, funding=FUNDING)
    figures = compute("P1", given_tables, ("context", "pillar"))
    found = {row["figure"]: row for row in figures.frame.iter_rows(named=True)}
    assert (
        found["P1.funds/eu/control"]["value"] == 3 / 4
    )  # of 600 and 200 thousandths; what has no pillar is not counted
    assert found["P1.funds/eu/control"]["note"] == "1 of 2 rows give no share"
    assert found["P1.funds/us/control"]["status"] == "unknown"
    together = compute("P1", given_tables).frame.filter(quantity="funds_dominance")
    assert together.select("context", "value").rows() == [("eu", 3 / 4), ("us", None)]


def test_without_funding_for_a_pillar_nothing_is_said_of_money(tmp_path: Path) -> None:
    figures = compute("P1", tables(tmp_path, provisions=PROVISIONS)).frame.filter(quantity="funds_dominance")
    assert figures["status"].unique().to_list() == ["no evidence"]
