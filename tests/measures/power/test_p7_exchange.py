from pathlib import Path

from record import tables

from comity.measures.measure import compute
from comity.measures.tables import CODED

PAIRS = """\
id,arrangement,pillar,text,bearer,force,exchange_for,timing,promised
a,mp,control,Readmit.,partner,mandatory,v,before,
b,mp,control,Guard.,partner,conditional,v,before,
v,mp,mobility,Ease visas.,lead,voluntary,a,after,
c,ra,control,Return.,moldova,,w,with,
w,ra,mobility,Open.,eu,mandatory,,,2010
d,ra,rights,Protect.,both,mandatory,w,before,
x,bnc,rights,Protect.,lead,mandatory,y,before,1982
y,bnc,control,Guard.,partner,voluntary,x,,
"""


def test_a_pair_counts_once_from_whichever_end_it_is_linked(tmp_path: Path) -> None:
    figures = compute("P7", tables(tmp_path, provisions=PAIRS))
    found = dict(figures.frame.select("figure", "value").iter_rows())
    assert (found["P7/eu"], found["P7/us"]) == (2 / 3, 0)
    counted = figures.evidence("P7/eu").filter(part="partner first")
    assert counted["row"].to_list() == ["provisions/a", "provisions/b"]


def test_the_force_of_the_parts_is_compared_where_both_are_known(tmp_path: Path) -> None:
    figures = compute("P7", tables(tmp_path, provisions=PAIRS))
    found = dict(figures.frame.select("figure", "value").iter_rows())
    assert found["P7.force_difference/eu"] == ((1 - 0) + (0.5 - 0)) / 2
    assert found["P7.force_difference/us"] == -1
    amounts = figures.evidence("P7.force_difference/eu").group_by("part").agg(amount="amount")
    assert {part: sum(amount) for part, amount in amounts.iter_rows()} == {
        "force: partner": 1500, "force: lead": 0, "pair": 2,
    }  # fmt: skip


def test_a_lead_part_is_undated_without_a_date_for_its_delivery(tmp_path: Path) -> None:
    figures = compute("P7", tables(tmp_path, provisions=PAIRS))
    found = dict(figures.frame.select("figure", "value").iter_rows())
    assert (found["P7.lead_undated/eu"], found["P7.lead_undated/us"]) == (2 / 3, 0)


def test_ends_that_contradict_one_another_leave_the_order_unknown(tmp_path: Path) -> None:
    rows = (
        "id,arrangement,pillar,text,bearer,exchange_for,timing\n"
        "a,mp,control,Readmit.,partner,v,before\nv,mp,mobility,Ease visas.,lead,a,before\n"
    )
    eu = compute("P7", tables(tmp_path, provisions=rows)).frame.filter(context="eu", quantity="partner_first")
    assert eu.select("status", "note").rows() == [("unknown", "1 of 1 pairs have an order that is not known")]


def test_where_no_pair_is_recorded_texts_tell_on_whom_conditions_fall(tmp_path: Path) -> None:
    said = {"table": "statements", "document": "d", "code": "conditionality", "coder": "x", "context": "eu"}
    rows = [
        said | {"row": "a", "stance": "affirms", "side": "lead"},
        said | {"row": "b", "stance": "affirms", "side": "lead"},
        said | {"row": "c", "stance": "affirms", "side": "partner"},
        said | {"row": "d", "stance": "rejects", "side": "lead"},
        said | {"row": "e", "stance": "affirms", "side": None},
    ]
    figures = compute("P7", {**tables(tmp_path), "coded": CODED.frame(rows)})
    found = {row["figure"]: row for row in figures.frame.iter_rows(named=True)}
    assert found["P7/eu"]["status"] == "no evidence"
    assert found["P7.conditions_on_partner/eu"]["value"] == 2 / 3
    assert (
        found["P7.conditions_on_partner/eu"]["note"]
        == "1 of 4 conditions are set by a speaker on neither side"
    )


def test_parts_that_stand_in_two_contexts_are_no_pair(tmp_path: Path) -> None:
    rows = "id,arrangement,pillar,text,bearer,exchange_for,timing\n"
    rows += "a,mp,control,Readmit.,partner,b,before\nb,bnc,mobility,Open.,lead,,\n"
    figures = compute("P7", tables(tmp_path, provisions=rows), ())
    assert figures.frame.filter(quantity="partner_first")["status"].item() == "no evidence"
