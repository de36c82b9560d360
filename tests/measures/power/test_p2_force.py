from pathlib import Path

from record import SIDES, tables

from comity.measures.measure import compute

PROVISIONS = """\
id,arrangement,pillar,text,bearer,force
a,mp,control,Readmit.,partner,mandatory
b,mp,control,Guard.,both,conditional
c,mp,mobility,Ease visas.,lead,voluntary
d,mp,mobility,Open.,lead,
"""


def test_the_forces_share_all_provisions_and_what_is_not_recorded_is_unclear(tmp_path: Path) -> None:
    figures = compute("P2", tables(tmp_path, provisions=PROVISIONS))
    eu = figures.frame.filter(context="eu")
    assert dict(eu.select("quantity", "value").iter_rows()) == dict.fromkeys(
        ("mandatory", "conditional", "voluntary", "unclear"), 0.25
    )
    assert set(eu["note"]) == {"1 of 4 provisions have no force on record and count as unclear"}
    assert set(figures.frame.filter(context="us")["status"]) == {"no evidence"}


def test_a_process_voluntary_for_one_side_alone_is_not_voluntary_for_the_other(tmp_path: Path) -> None:
    figures = compute("P2", tables(tmp_path, provisions=PROVISIONS), ("context", "side"))
    found = dict(figures.frame.select("figure", "value").iter_rows())
    assert (found["P2.voluntary/eu/lead"], found["P2.voluntary/eu/partner"]) == (1 / 3, 0)
    assert (found["P2/eu/partner"], found["P2.conditional/eu/partner"]) == (1 / 2, 1 / 2)


def test_an_own_word_counts_by_its_value(tmp_path: Path) -> None:
    own = SIDES + "[vocabularies.force]\nurged = {meaning = 'is urged', value = 0.25}\n"
    rows = "id,arrangement,pillar,text,force\na,mp,control,Readmit.,urged\n"
    figures = compute("P2", tables(tmp_path, settings=own, provisions=rows))
    assert figures.frame.filter(context="eu", quantity="conditional")["value"].to_list() == [1]
