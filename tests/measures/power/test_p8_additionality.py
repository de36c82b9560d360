from pathlib import Path

from record import tables

from comity.measures.measure import compute

PROVISIONS = """\
id,arrangement,pillar,text,bearer,novelty,fate,date,promised,delivered
a,mp,control,Readmit.,partner,new,,2008,2009,2010
b,mp,control,Guard.,partner,existing,implemented,2008,,
c,mp,mobility,Ease visas.,lead,relabelled,,2008,2010,
d,mp,mobility,Open.,lead,,dropped,2008,2010,
e,mp,mobility,Study.,lead,,,2008,,
f,mp,capacity,Train.,lead,,,2006,,2010
"""


def found_by(by, folder: Path) -> dict[str, dict[str, object]]:
    figures = compute("P8", tables(folder, provisions=PROVISIONS), by)
    return {row["figure"]: row for row in figures.frame.iter_rows(named=True)}


def test_what_existed_before_is_not_new_and_what_is_not_known_is_unknown(tmp_path: Path) -> None:
    found = found_by(("context",), tmp_path)
    assert found["P8/eu"]["value"] == 1 / 3
    assert found["P8/eu"]["note"] == "3 of 6 provisions have a novelty that is not known"


def test_delivery_is_of_what_was_done_or_due_and_dropped_proposals_are_left_out(tmp_path: Path) -> None:
    found = found_by(("context", "side"), tmp_path)
    assert (found["P8.delivered/eu/lead"]["value"], found["P8.delivered/eu/partner"]["value"]) == (1 / 2, 1)
    assert found["P8.delivered/eu/lead"]["n"] == 3


def test_the_wait_is_from_agreement_to_delivery(tmp_path: Path) -> None:
    found = found_by(("context",), tmp_path)
    assert found["P8.wait/eu"]["value"] == (2 + 4) / 2
    assert found["P8.wait/us"]["status"] == "no evidence"
