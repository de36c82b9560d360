from pathlib import Path

from record import tables

from comity.measures.measure import compute

ARRANGEMENTS = """\
id,name,other_names,context
mp,Mobility Partnership,MP;Mobility package,eu
ra,Readmission agreement,,eu
"""
EVENTS = """\
id,actor,arrangement,event,date,text
a,commission,mp,named,2007-05,Mobility  package
b,eu,mp,named,2006,mobility package
c,moldova,mp,named,,Labour deal
d,moldova,mp,reformed,2009,New law.
"""


def test_each_name_stands_with_its_first_use(tmp_path: Path) -> None:
    figures = compute("D10", tables(tmp_path, arrangements=ARRANGEMENTS, events=EVENTS), ("arrangement",))
    mp, ra = figures.frame.iter_rows(named=True)
    assert mp["value"] == 4
    assert mp["note"] == (
        "mobility package (2006, European Union); Labour deal (Moldova); "
        "Mobility Partnership (first use not recorded); MP (first use not recorded)"
    )
    assert (ra["value"], ra["note"]) == (1, "Readmission agreement (first use not recorded)")
    assert figures.evidence("D10/mp").select("row", "part", "amount").rows() == [
        ("arrangements/mp", "names", 4),
        ("events/a", "named", 1),
        ("events/b", "named", 1),
        ("events/c", "named", 1),
    ]


def test_of_several_arrangements_it_is_the_mean(tmp_path: Path) -> None:
    frame = compute("D10", tables(tmp_path, arrangements=ARRANGEMENTS, events=EVENTS)).frame
    assert frame.select("figure", "value").rows() == [("D10/eu", 5 / 2)]
