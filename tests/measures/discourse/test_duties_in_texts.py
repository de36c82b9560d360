"""D6 and D7 on duties that the deontic coder found in texts, beside the rows of the registry."""

from __future__ import annotations

import pytest
from record import tables

from comity.coding.tables import DUTIES
from comity.measures.borne import borne
from comity.measures.measure import compute
from comity.measures.tables import READ


def found(*rows: dict[str, object]):
    """BORNE from a few duties in one document of the context eu, read in 2008."""
    read = READ.frame([{"document": "d", "context": "eu", "year": 2008, "passages": 9, "status": "held"}])
    told = [
        {
            "table": "duties", "row": f"d#{n}-{n + 9}/duty/{n}.{n}", "document": "d", "start": n, "end": n + 9,
            "kind": "duty", "force": "mandatory", "bearer": "somebody", "coder": "deontic", **row,
        }
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return borne(DUTIES.frame(told), read)


def value(figures, name: str):
    return dict(figures.frame.select("figure", "value").iter_rows())[name]


def test_duties_in_texts_count_beside_provisions(tmp_path):
    provisions = "id,arrangement,pillar,text,bearer,force\na,mp,mobility,Open.,lead,mandatory\n"
    given = tables(tmp_path, provisions=provisions) | {
        "duties": found({"side": "partner"}, {"side": "partner"}, {"side": "both"}),
        "coded": _no_codings(),
    }
    figures = compute("D7", given)
    assert value(figures, "D7/eu") == pytest.approx(2 / 4)
    assert value(figures, "D7.balance/eu") == pytest.approx(1 / 3)
    evidence = figures.evidence("D7/eu")
    assert evidence["table"].to_list() == ["duties", "duties", "duties", "provisions"]


def test_permissions_and_duties_of_nobody_are_no_responsibility(tmp_path):
    given = tables(tmp_path) | {
        "duties": found(
            {"side": "lead"}, {"side": "partner", "kind": "permission"}, {"side": None, "bearer": None}
        ),
        "coded": _no_codings(),
    }
    assert value(compute("D7", given), "D7.share_lead/eu") == 1


def test_a_duty_to_make_somebody_act_is_laid_on_the_one_who_is_to_act(tmp_path):
    duties = found({"side": "lead", "target_side": "partner"})
    given = tables(tmp_path) | {"duties": duties, "coded": _no_codings()}
    assert value(compute("D7", given), "D7/eu") == 1


def test_who_asks_the_partner_to_act_ascribes_a_duty_to_it(tmp_path):
    duties = found(
        {"side": "partner", "speaker_side": "lead"}, {"side": "partner", "speaker_side": "partner"}
    )
    given = tables(tmp_path) | {"duties": duties, "coded": _no_codings()}
    assert value(compute("D7", given), "D7.self_ascribed/eu") == 0.5


def test_a_condition_falls_on_the_side_that_its_words_name(tmp_path):
    duties = found(
        {"side": "lead", "condition": "if Morocco signs", "condition_side": "partner"},
        {"side": "lead", "condition": "if funds allow"},
        {"side": "partner"},
        {"side": "partner", "kind": "prohibition", "condition": "if it rains"},
    )
    figures = compute("D6", tables(tmp_path) | {"duties": duties})
    assert value(figures, "D6/eu") == pytest.approx(2 / 3)
    assert value(figures, "D6.on_partner/eu") == 1
    assert "1 of 2" in dict(figures.frame.select("figure", "note").iter_rows())["D6.on_partner/eu"]


def _no_codings():
    from comity.measures.tables import CODED

    return CODED.empty()
