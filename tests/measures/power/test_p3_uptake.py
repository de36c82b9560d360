from pathlib import Path

import pytest
from record import tables

from comity.measures.measure import compute

PROPOSALS = """\
id,arrangement,pillar,text,proposed_by,fate
a,mp,control,Readmit.,lead,retained
b,mp,control,Guard.,eu,implemented
c,mp,mobility,Open.,lead,dropped
d,mp,mobility,Circulate.,moldova,dropped
e,ra,mobility,Ease.,partner,retained
f,ra,mobility,Study.,partner,
g,bnc,rights,Protect.,mexico,requested
h,bnc,rights,Talk.,,retained
"""


def test_uptake_is_of_the_proposals_whose_fate_is_known(tmp_path: Path) -> None:
    figures = compute("P3", tables(tmp_path, provisions=PROPOSALS), ("context", "side"))
    rows = {r["figure"]: r for r in figures.frame.iter_rows(named=True)}
    assert (rows["P3/eu/lead"]["value"], rows["P3/eu/partner"]["value"]) == (2 / 3, 1 / 2)
    assert rows["P3/eu/partner"]["note"] == "1 of 3 proposals have a fate that is not known"
    assert figures.evidence("P3/eu/partner").select("row", "part").rows() == [
        ("provisions/d", "dropped"),
        ("provisions/e", "retained"),
        ("provisions/f", "unknown"),
    ]


def test_where_no_fate_is_known_uptake_is_unknown_and_says_of_how_many(tmp_path: Path) -> None:
    figures = compute("P3", tables(tmp_path, provisions=PROPOSALS), ("context", "side"))
    row = figures.frame.filter(context="us").row(0, named=True)
    assert (row["status"], row["value"], row["n"]) == ("unknown", None, 1)
    assert row["note"] == "1 of 1 proposals have a fate that is not known"


def test_the_difference_stands_between_the_intervals_of_both_sides(tmp_path: Path) -> None:
    frame = compute("P3", tables(tmp_path, provisions=PROPOSALS)).frame.filter(quantity="difference")
    eu, us = frame.sort("context").iter_rows(named=True)
    assert eu["value"] == pytest.approx(2 / 3 - 1 / 2)
    assert -1 <= eu["low"] < 0 < eu["value"] < eu["high"] <= 1
    assert eu["interval"] == "newcombe"
    assert us["status"] == "unknown"


def test_a_share_that_rests_on_one_known_fate_says_so(tmp_path: Path) -> None:
    rows = PROPOSALS.replace("e,ra,mobility,Ease.,partner,retained\n", "")
    figures = compute("P3", tables(tmp_path, provisions=rows), ("context", "side"))
    note = figures.frame.filter(figure="P3/eu/partner")["note"].item()
    assert note == "rests on one proposal of known fate; 1 of 2 proposals have a fate that is not known"
    difference = compute("P3", tables(tmp_path, provisions=rows)).frame.filter(figure="P3.difference/eu")
    assert "partner: rests on one proposal" in difference["note"].item()
