from pathlib import Path

from record import tables

from comity.measures.measure import compute

PROVISIONS = """\
id,arrangement,pillar,text,bearer,force,fate,exchange_for,timing
a,mp,control,Readmit.,partner,mandatory,,v,before
v,mp,mobility,Ease visas.,lead,voluntary,,,
c,mp,mobility,Free visas.,lead,conditional,,,
d,mp,development,Help.,lead,voluntary,,,
e,mp,development,More.,lead,conditional,dropped,,
f,ra,control,Return.,partner,,,w,with
w,ra,mobility,Open.,lead,,,,
g,bnc,control,Guard.,partner,conditional,,,
"""


def test_what_is_exchanged_or_conditional_is_set_against_all_commitments(tmp_path: Path) -> None:
    figures = compute("D6", tables(tmp_path, provisions=PROVISIONS))
    found = dict(figures.frame.select("figure", "value").iter_rows())
    assert (found["D6/eu"], found["D6/us"]) == (5 / 6, 1)
    assert "provisions/e" not in figures.evidence("D6/eu")["row"].to_list()


def test_the_condition_falls_on_the_side_that_has_to_come_first(tmp_path: Path) -> None:
    figures = compute("D6", tables(tmp_path, provisions=PROVISIONS))
    rows = {r["figure"]: r for r in figures.frame.iter_rows(named=True)}
    assert (rows["D6.on_partner/eu"]["value"], rows["D6.on_partner/us"]["value"]) == (1, 0)
    assert (
        rows["D6.on_partner/eu"]["note"]
        == "2 of 5 conditional commitments do not tell on whom the condition falls"
    )
    parts = dict(figures.evidence("D6.on_partner/eu").select("row", "part").iter_rows())
    assert parts["provisions/v"] == "on partner"
    assert parts["provisions/w"] == "unknown"


def test_told_apart_by_side_it_is_of_what_each_side_commits_itself_to(tmp_path: Path) -> None:
    figures = compute("D6", tables(tmp_path, provisions=PROVISIONS), ("context", "side"))
    assert figures.frame.filter(context="eu", quantity="conditionality").select("side", "value").rows() == [
        ("lead", 3 / 4),
        ("partner", 1),
    ]
