import math
from pathlib import Path

import pytest
from record import SIDES, tables
from tiny import Tiny

from comity.measures.measure import compute
from comity.measures.tables import CODED

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


def test_a_duty_to_make_somebody_act_counts_for_whom_it_is_to_make_act(tmp_path: Path) -> None:
    rows = "id,arrangement,pillar,text,bearer,target,force\n"
    rows += (
        "a,mp,control,Press Moldova to readmit.,eu,moldova,mandatory\nb,mp,mobility,Open.,lead,,mandatory\n"
    )
    figures = compute("D7", tables(tmp_path, provisions=rows))
    found = figures.frame.filter(figure="D7/eu").row(0, named=True)
    assert (found["value"], found["note"]) == (1 / 2, "1 of 2 are duties to make that side act")
    assert figures.evidence("D7/eu").select("row", "part").rows() == [
        ("provisions/a", "partner"),
        ("provisions/b", "lead"),
    ]


def stated(name: str, **told: object) -> dict[str, object]:
    said = {
        "table": "statements",
        "row": name,
        "document": "d",
        "code": "owes",
        "stance": "affirms",
        "coder": "x",
    }
    return said | {"context": "eu", "side": "lead", "year": 2002} | told


def ascribed(folder: Path, *rows: dict[str, object]) -> dict[str, tuple[int, list[str]]]:
    own = SIDES + '[codes.D7]\npartner = ["owes"]\n'
    given_tables = {**given(folder, settings=own), "coded": CODED.frame(rows)}
    made = compute("D7", given_tables, ("context", "kind"))
    parts = made.evidence("D7.ascription/eu/lead to partner").select("row", "part").rows()
    return {
        "own": [r for r, p in parts if p == "own"],
        "counterpart": [r for r, p in parts if p == "counterpart"],
    }


def test_an_act_recorded_as_event_and_as_statement_counts_once(tmp_path: Path) -> None:
    # the event of 2002, by the EU on Moldova, is what the first statement tells of; a second one is another act
    assert ascribed(tmp_path, stated("s1")) == {"own": ["events/a"], "counterpart": ["s1"]}
    assert ascribed(tmp_path, stated("s1"), stated("s2")) == {
        "own": ["events/a", "s2"],
        "counterpart": ["s1"],
    }


@pytest.mark.parametrize(
    "told", [{"year": 2003}, {"year": None}, {"table": "codings", "row": "d#1-2/owes/x"}]
)
def test_a_statement_of_another_year_and_a_passage_count_beside_the_event(
    tmp_path: Path, told: dict[str, object]
) -> None:
    made = ascribed(tmp_path, stated("s1", **told))
    assert (len(made["own"]), made["counterpart"]) == (2, [])
