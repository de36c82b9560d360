from __future__ import annotations

import polars as pl
import pytest
from tiny import Tiny

from comity import resampling
from comity.diagnostics import UsageError
from comity.measures import intervals, tally
from comity.measures.counted import Counted, documents_in, passages_once
from comity.measures.measure import Quantity, compute
from comity.measures.statistics import count_of_documents, rate, share


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


QUANTITIES = (
    Quantity("made", "share of passages", (0, 1), share("made", of=("passages",))),
    Quantity("kept", "per 1,000 passages", (0, 1000), rate("kept", per="passages", times=1000)),
    Quantity("either", "share of passages that say it", (0, 1), share("made", of=("made", "kept"))),
    Quantity("documents", "documents", (0, None), count_of_documents("made")),
)


def promises() -> Counted:
    """Twenty documents of two contexts, with 0 to 3 promises of two kinds among 5 to 9 passages."""
    names = [f"d{number:02}" for number in range(20)]
    contexts = ["eu" if number % 2 else "mx" for number in range(20)]
    rows = [
        (contexts[n], names[n], ("made", "kept")[(n + k) % 2], 1, "codings", f"{n}-{k}", ["lexicon"])
        for n in range(20)
        for k in range(n % 4)
    ]
    columns = ["context", "document", "part", "amount", "table", "row", "coders"]
    read = pl.DataFrame({"context": contexts, "document": names, "amount": [5 + n % 5 for n in range(20)]})
    return Counted(
        pl.DataFrame(rows, schema=columns, orient="row"),
        pl.DataFrame({"context": ["eu", "mx"]}),
        read.with_columns(part=pl.lit("passages")),
    )


@pytest.mark.parametrize("at_once", [20, 4_000_000])
def test_quantities_have_the_same_figures_together_and_alone(at_once, monkeypatch):
    alone = [tally.tally(promises(), q, "X1", tally.Confidence()) for q in QUANTITIES]
    monkeypatch.setattr(tally, "COUNTS_AT_ONCE", at_once)
    together = tally.tallied(promises(), QUANTITIES, "X1", tally.Confidence())
    for one, other in zip(together, alone, strict=True):
        assert one.frame.equals(other.frame)
        assert one.evidence.equals(other.evidence)
    assert [figured.frame["n"].to_list() for figured in together] == [[5, 5], [15, 5], [20, 10], [5, 5]]


def test_documents_are_drawn_once_for_all_quantities_of_a_group(monkeypatch):
    drawn = []

    def counting(documents, replicates, *names):
        drawn.append(names)
        return resampling.draws(documents, replicates, *names)

    monkeypatch.setattr(intervals, "draws", counting)
    tally.tallied(promises(), QUANTITIES, "X1", tally.Confidence())
    assert drawn == [("X1", "context", "eu"), ("X1", "context", "mx")]


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
