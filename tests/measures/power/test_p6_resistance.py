from pathlib import Path

from record import tables

from comity.measures.measure import compute

EVENTS = """\
id,actor,arrangement,event,date,text
a,moldova,mp,resisted: silence,2008,Did not answer.
b,moldova,mp,resisted: reclaim,2009,Asked for more.
c,morocco,ra,resisted: silence,2009,Did not answer.
d,moldova,mp,reformed,2010,New law.
"""
PROPOSALS = """\
id,arrangement,pillar,text,proposed_by,fate
a,mp,mobility,Circulate.,moldova,retained
b,mp,mobility,Ease.,moldova,dropped
c,mp,control,Guard.,eu,retained
"""


def test_acts_of_resistance_are_counted_by_kind_actor_and_year(tmp_path: Path) -> None:
    given = tables(tmp_path, events=EVENTS, provisions=PROPOSALS)
    assert compute("P6", given, ("kind",)).frame.select("figure", "value").rows() == [
        ("P6/reclaim", 1),
        ("P6/silence", 2),
    ]
    assert compute("P6", given, ("actor",)).frame["value"].to_list() == [2, 1]
    assert compute("P6", given, ("year",)).frame.filter(quantity="resistance").select(
        "year", "value"
    ).rows() == [
        (2008, 1),
        (2009, 2),
    ]


def test_what_is_not_recorded_is_no_zero(tmp_path: Path) -> None:
    frame = compute("P6", tables(tmp_path, events=EVENTS, provisions=PROPOSALS)).frame
    assert frame.select("figure", "value", "status").rows() == [
        ("P6/eu", 3, "ok"),
        ("P6/us", None, "no evidence"),
        ("P6.agenda_retained/eu", 1, "ok"),
        ("P6.agenda_retained/us", None, "no evidence"),
    ]
