from __future__ import annotations

import polars as pl
import pytest
from tiny import Tiny

from comity import resampling
from comity.diagnostics import UsageError
from comity.measures import tally
from comity.measures.counted import documents_in, passages_once
from comity.measures.measure import compute


def many() -> Tiny:
    study = Tiny()
    for number in range(24):
        study.document(f"d{number:02}", 5 + number % 7, side="lead" if number % 3 else None)
        for place in range(number % 4):
            study.says(f"d{number:02}", place, ("security", "control", "mobility")[(number + place) % 3])
    return study


@pytest.mark.parametrize("name", ["D2", "D5", "D3"])
def test_working_in_small_portions_gives_the_same_figures(name, monkeypatch):
    whole = compute(name, many().tables(), ("context", "side"))
    monkeypatch.setattr(tally, "COUNTS_AT_ONCE", 30)
    monkeypatch.setattr(resampling, "CELLS_AT_ONCE", 100)
    assert compute(name, many().tables(), ("context", "side")).frame.equals(whole.frame)


def test_a_group_that_was_read_and_says_nothing_has_a_figure_of_nought():
    study = Tiny().document("a").document("b", context="mx").says("a", 0, "security")
    frame = compute("D2", study.tables(), "context").frame
    found = frame.filter(pl.col("figure") == "D2/mx/security").row(0, named=True)
    assert (found["value"], found["n"], found["read"], found["coders"], found["status"]) == (
        0,
        0,
        1,
        [],
        "ok",
    )


def test_the_level_of_the_study_sets_the_width():
    tables = many().tables()
    wide = compute("D2", tables, ()).frame
    settings = tables["settings"]
    narrow_tables = {**tables, "settings": type(settings)(intervals=type(settings.intervals)(0.5, 200))}
    narrow = compute("D2", narrow_tables, ()).frame
    assert (narrow["high"] - narrow["low"]).sum() < (wide["high"] - wide["low"]).sum()


def test_a_code_that_only_codings_know_is_counted_after_those_of_the_codebook():
    study = Tiny().document("a").says("a", 0, "surprise")
    codes = compute("D1", study.tables(), "context").frame["code"].to_list()
    assert codes == ["security", "control", "mobility", "surprise"]


def test_naming_the_code_as_a_grouping_changes_nothing():
    plain, named = (compute("D2", many().tables(), by) for by in ("context", ("code", "context")))
    assert plain.frame.equals(named.frame)


def test_a_measure_that_there_is_not_is_answered_with_those_that_are():
    with pytest.raises(UsageError, match="There is no measure 'D22'"):
        compute("D22", many().tables())


def test_a_table_that_is_missing_is_named():
    with pytest.raises(TypeError, match="D2 needs the table read"):
        compute("D2", {k: v for k, v in many().tables().items() if k != "read"})


def test_a_document_belongs_where_its_issuer_stands_and_where_somebody_in_it_speaks():
    study = Tiny().document("a", side="lead").says("a", 0, "security", side="partner")
    tables = study.tables()
    found = documents_in(tables["coded"], tables["read"], ["side"])
    assert found.rows() == [("lead", "a"), ("partner", "a")]


def test_of_several_codings_of_a_passage_the_first_stands_for_it():
    study = Tiny().document("a").says("a", 0, "security", coder="zoe").says("a", 0, "security", coder="ana")
    once = passages_once(study.tables()["coded"], ["code"])
    assert once.select("row", "coders", "amount").row(0) == ("a#0-1/security/ana", ["ana", "zoe"], 1)
    assert len(once) == 1
