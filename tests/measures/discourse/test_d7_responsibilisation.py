import math
from pathlib import Path

import pytest
from record import SIDES, tables
from tiny import Tiny

from comity.measures.measure import compute

PROVISIONS = """\
id,arrangement,pillar,text,bearer,force,fate
a,mp,control,Readmit.,partner,mandatory,
b,mp,control,Guard.,moldova,,
c,mp,mobility,Ease visas.,lead,voluntary,
d,mp,mobility,Open.,lead,mandatory,
e,mp,control,Meet.,both,unclear,
f,mp,control,Pay.,lead,mandatory,dropped
"""
EVENTS = """\
id,actor,arrangement,event,other,date,text
a,moldova,mp,was ascribed a duty,eu,2002,Was told.
b,moldova,mp,took on a duty,,2008,Signed.
c,morocco,ra,was ascribed a duty,,,Was told.
d,mexico,bnc,took on a duty,,1997,Owned to it.
"""


def given(folder: Path, texts: Tiny | None = None, settings: str = SIDES) -> dict[str, object]:
    told = (texts or Tiny()).tables()
    own = tables(folder, settings=settings, provisions=PROVISIONS, events=EVENTS)
    return {**own, "coded": told["coded"], "read": told["read"]}


def test_duties_are_shared_out_by_who_bears_them(tmp_path: Path) -> None:
    figures = compute("D7", given(tmp_path))
    found = dict(figures.frame.filter(context="eu").select("quantity", "value").iter_rows())
    assert (found["share_partner"], found["share_lead"], found["share_both"]) == (5 / 7, 1 / 7, 1 / 7)
    assert found["balance"] == (5 - 1) / 6
    assert found["log_odds"] == pytest.approx(math.log(5.5 / 1.5))


def test_what_is_voluntary_or_dropped_is_no_duty(tmp_path: Path) -> None:
    rows = compute("D7", given(tmp_path)).evidence("D7/eu")["row"].to_list()
    assert not {"provisions/c", "provisions/f"} & set(rows)


def test_who_ascribes_a_duty_to_whom_where_the_speaker_is_known(tmp_path: Path) -> None:
    figures = compute("D7", given(tmp_path))
    rows = {r["figure"]: r for r in figures.frame.iter_rows(named=True)}
    assert rows["D7.self_ascribed/eu"]["value"] == 1 / 2
    assert "1 of 3 duties" in rows["D7.self_ascribed/eu"]["note"]
    kinds = compute("D7", given(tmp_path), ("context", "kind")).frame
    assert kinds.select("figure", "value").rows() == [
        ("D7.ascription/eu/lead to partner", 1 / 2),
        ("D7.ascription/eu/partner to partner", 1 / 2),
        ("D7.ascription/us/partner to partner", 1),
    ]


def test_the_partner_came_to_own_to_it_years_after_the_lead_said_so(tmp_path: Path) -> None:
    rows = {r["figure"]: r for r in compute("D7", given(tmp_path)).frame.iter_rows(named=True)}
    assert rows["D7.years_to_own/eu"]["value"] == 2008 - 2002
    assert rows["D7.years_to_own/us"]["note"] == "no ascription by the lead side is recorded"


def test_codings_ascribe_where_the_study_names_their_codes(tmp_path: Path) -> None:
    texts = (
        Tiny().document("d", side="partner", year=1999).says("d", 1, "owes").says("d", 3, "owes", "rejects")
    )
    without = compute("D7", given(tmp_path, texts), ("context", "kind")).frame.filter(context="eu")
    assert without["n"].sum() == 2
    own = SIDES + '[codes.D7]\npartner = ["owes"]\n'
    figures = compute("D7", given(tmp_path, texts, own), ("context", "kind"))
    assert figures.evidence("D7.ascription/eu/partner to partner")["row"].to_list() == [
        "d#1-2/owes/lexicon",
        "events/b",
    ]
