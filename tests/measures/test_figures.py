from __future__ import annotations

import polars as pl
import pytest
from tiny import Tiny

from comity.diagnostics import UsageError
from comity.measures.counted import Figured
from comity.measures.figures import assembled
from comity.measures.measure import CATALOGUE, compute


def figures():
    return compute("D2", Tiny().document("a").document("b").says("a", 0, "security").tables(), "context")


def test_the_evidence_of_one_figure_is_asked_for_by_its_identity():
    assert figures().evidence("D2/eu/security")["row"].to_list() == ["a#0-1/security/lexicon"]
    with pytest.raises(UsageError, match="Did you mean 'D2/eu/security'"):
        figures().evidence("D2/eu/securty")


def test_a_notebook_gets_chart_and_table_and_the_words_are_escaped():
    study = Tiny().document("a", context="<b>").says("a", 0, "security")
    shown = compute("D2", study.tables(), "context")._repr_html_()
    assert "<svg" in shown
    assert "<table>" in shown
    assert "&lt;b&gt;" in shown
    assert "<td><b></td>" not in shown


def test_a_terminal_gets_question_and_table():
    shown = repr(figures())
    assert shown.startswith("D2 prevalence: How often are the codes affirmed?")
    assert "per_thousand" in shown


def test_other_libraries_take_the_figures_through_arrow():
    assert pl.DataFrame(figures())["figure"].to_list() == figures().frame["figure"].to_list()


def test_a_slash_in_a_name_does_not_break_an_identity():
    study = Tiny().document("a", actor="Czech/Slovak")
    assert "D2/Czech%2FSlovak/security" in compute("D2", study.tables(), "actor").frame["figure"]


def hollow(**cells):
    row = {
        "measure": "D1",
        "quantity": "presence",
        "unit": "x",
        "status": "ok",
        "n": 0,
        "documents": 0,
        "read": 0,
    }
    evidence = pl.DataFrame(
        schema={"figure": pl.UInt32, "table": pl.String, "row": pl.String, "document": pl.String,
                "part": pl.String, "amount": pl.Int64}
    )  # fmt: skip
    return Figured(pl.DataFrame([{**row, **cells}]), evidence)


def test_a_figure_that_claims_to_be_fine_and_stands_on_nothing_is_refused():
    with pytest.raises(ValueError, match="has no evidence"):
        assembled(CATALOGUE.get("D1"), [hollow(value=1.0)], ())


def test_a_value_outside_the_declared_range_is_refused():
    with pytest.raises(ValueError, match="outside"):
        assembled(CATALOGUE.get("D1"), [hollow(value=-1.0, n=1, read=1)], ())


def test_the_catalogue_holds_the_measures_of_discourse():
    assert [m.id for m in CATALOGUE.all().values() if m.dimension == "discourse"][:5] == [
        "D1",
        "D2",
        "D3",
        "D4",
        "D5",
    ]


@pytest.mark.parametrize("name", CATALOGUE.all())
def test_every_card_says_what_it_asks_in_which_unit_and_from_where(name):
    card = CATALOGUE.get(name)
    assert card.question.endswith("?")
    assert card.unit
    assert card.source == f"method {name}"
    assert "Undefined:" in card.definition
    assert f"Source: method {name}" in card.definition
