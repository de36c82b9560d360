import json

import polars as pl
import pytest

from comity.analysis import opened
from comity.cli.main import main
from comity.diagnostics import StudyError

# eu: who chairs three arrangements; us: three others. Each arrangement is shuffled whole.
CHAIRS = {
    "eu1-1995": "eu eu", "eu2-1996": "eu", "eu3-2005": "eu eu eu",
    "us1-1995": "mexico", "us2-2004": "mexico mexico", "us3-2005": "usa mexico",
}  # fmt: skip


def one(frame: pl.DataFrame, **cells: object) -> dict[str, object]:
    row = frame.filter(*(pl.col(k) == v for k, v in cells.items()))
    assert row.height == 1
    return row.row(0, named=True)


def test_without_cases_each_context_is_one_and_has_the_figures_that_measure_gives(study):
    analysis = study(chairs=CHAIRS)
    cases = analysis.table("cases")
    assert cases["case"].unique(maintain_order=True).to_list() == ["eu", "us"]
    for row in cases.filter(pl.col("measure").is_in(["I1", "I2", "D2"])).iter_rows(named=True):
        by_context = one(analysis.measure(row["measure"], ("context",)).frame, figure=row["figure"])
        assert (row["value"], row["low"], row["high"], row["n"], row["status"]) == tuple(
            by_context[c] for c in ("value", "low", "high", "n", "status")
        )


def test_a_difference_is_tested_by_giving_whole_arrangements_to_the_other_case(study):
    """Chairs lead, partner: eu 2+1+3 lead; us 1+2+1 partner, 1 lead. Balance 1 against (1 - 4) / 5 = -0.6."""
    row = one(study(chairs=CHAIRS).table("differences"), measure="I2", quantity="asymmetry")
    assert (row["value_one"], row["value_other"], row["difference"]) == (1.0, -0.6, 1.6)
    assert (row["permutations"], row["exact"], row["clusters_one"], row["clusters_other"]) == (20, True, 3, 3)
    # Only the triples of all three eu arrangements, and their mirror, lie 1.6 apart (counted on paper).
    assert row["p"] == 0.1
    assert row["holm"] >= row["p"]


def test_swapping_the_contexts_turns_the_sign_and_keeps_p(study):
    here = study(
        "[comparison]\nmeasures = ['I2']\n[cases.a]\ncontexts = ['eu']\n[cases.b]\ncontexts = ['us']",
        chairs=CHAIRS,
    )
    first = one(here.table("differences"), quantity="asymmetry")
    turned = study(
        "[comparison]\nmeasures = ['I2']\n[cases.b]\ncontexts = ['us']\n[cases.a]\ncontexts = ['eu']",
        chairs=CHAIRS,
    )
    second = one(turned.table("differences"), quantity="asymmetry")
    assert (first["one"], second["one"]) == ("a", "b")
    assert first["difference"] == -second["difference"] != 0
    assert first["p"] == second["p"]


def test_a_case_with_one_arrangement_is_too_few(study):
    row = one(
        study(chairs={"eu1": "eu", "us1": "mexico", "us2": "usa"}).table("differences"), quantity="asymmetry"
    )
    assert (row["p"], row["status"]) == (None, "cannot be computed")
    assert "too few" in row["note"]


def test_what_cannot_be_tested_says_why(study):
    frame = study(chairs={**CHAIRS, "us9": ""}).table("differences")
    assert "number, which grows" in str(one(frame, measure="I4", quantity="arrangements")["note"])
    assert "not made of rows" in str(one(frame, measure="I1", quantity="mode")["note"])
    assert "no evidence" in str(one(frame, measure="I1", quantity="voluntariness")["note"])
    assert (
        frame.filter(pl.col("status") != "ok")["p"].null_count()
        == frame.filter(pl.col("status") != "ok").height
    )


def test_a_case_may_be_some_arrangements_or_some_years(study):
    toml = "[cases.first]\narrangements = ['us1-1995', 'us2-2004']\n[cases.rest]\ncontexts = ['us']\nperiod = [2005, 2009]\n"
    cases = study(toml + "[comparison]\nmeasures = ['I2']\n", chairs=CHAIRS).table("cases")
    assert one(cases, case="first", quantity="asymmetry")["value"] == -1.0
    assert one(cases, case="rest", quantity="asymmetry")["value"] == 0.0


def test_cases_that_share_rows_are_shown_and_not_tested(study):
    toml = (
        "[cases.all]\ncontexts = ['eu', 'us']\n[cases.eu]\ncontexts = ['eu']\n[cases.us]\ncontexts = ['us']\n"
    )
    analysis = study(toml + "[comparison]\nmeasures = ['I2']\n", chairs=CHAIRS)
    assert one(analysis.table("cases"), case="all", quantity="asymmetry")["value"] == pytest.approx(
        (7 - 4) / 11
    )
    frame = analysis.table("differences")
    assert "share rows" in str(one(frame, one="all", other="eu")["note"])
    assert one(frame, one="eu", other="us", quantity="asymmetry")["p"] == 0.1


def test_a_document_that_stands_in_both_cases_is_not_shuffled(study):
    """One document of 1998 that is cited for statements of both decades."""
    rows = "id,document,locator,date,code,stance,text\n"
    rows += "".join(f"s{y},d{y % 3},p. 1,{y},security,affirms,said\n" for y in range(1990, 2010))
    documents = "id,title,date,context,status\n" + "".join(
        f"d{i},D{i},{d},eu,cited\n" for i, d in enumerate((1998, 1994, 2004))
    )
    toml = "[cases.early]\nperiod = [1990, 1999]\n[cases.late]\nperiod = [2000, 2009]\n[comparison]\nmeasures = ['D2']\n"
    frame = study(toml, chairs=CHAIRS, documents=documents, statements=rows).table("differences")
    told = frame.filter(code="security", quantity="documents")["note"].to_list()
    assert told == ["3 documents stand in both cases"]


def test_a_measure_that_compares_no_cases_is_refused_where_it_is_named(study):
    with pytest.raises(StudyError) as error:
        study("[comparison]\nmeasures = ['I2', 'D3', 'I22']\n")
    told = error.value.diagnostics
    assert [(d.code, d.file, d.value) for d in told] == [
        ("unknown-measure", "study.toml", "D3"),
        ("unknown-measure", "study.toml", "I22"),
    ]
    assert all(d.line == 15 for d in told)


def test_a_case_may_not_have_the_name_of_another_context(study):
    with pytest.raises(StudyError, match="has the name of a context"):
        study("[cases.eu]\ncontexts = ['us']\n")


def test_the_command_gives_cases_differences_types_and_conditions(study, tmp_path, capsys):
    types = "[types.steered]\n[[types.steered.conditions]]\nmeasure='I2'\nanchors=[-0.5, 0, 0.5]\n"
    study(types + "[comparison]\nmeasures = ['I2']\n", chairs=CHAIRS)
    assert main(["cases", str(tmp_path), "--csv", str(tmp_path / "out")]) == 0
    shown = capsys.readouterr().out
    assert "Steered" in shown
    assert "all 20 of 3 + 3" in shown
    assert {p.stem for p in (tmp_path / "out").iterdir()} == {
        "cases",
        "differences",
        "memberships",
        "conditions",
    }
    assert main(["cases", str(tmp_path), "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert [m["case"] for m in given["memberships"]] == ["eu", "us"]
    assert given["differences"][0]["p"] == 0.1
    assert given["conditions"][0]["full_in"] == 0.5


def test_the_figures_of_named_cases_open_their_rows(study):
    toml = "[cases.first]\narrangements = ['us1-1995', 'us2-2004']\n[comparison]\nmeasures = ['I2']\n"
    analysis = study(toml, chairs=CHAIRS)
    figure = one(analysis.table("figures"), case="first", measure="I2", quantity="asymmetry")
    assert (figure["figure"], figure["context"], figure["value"]) == ("I2/first", None, -1.0)
    rows = analysis.table("evidence").filter(figure="I2/first")["row"]
    assert sorted(rows) == ["roles/us1-1995.0", "roles/us2-2004.0", "roles/us2-2004.1"]


def test_a_study_that_compares_nothing_has_no_cases_and_its_types_are_asked_of_the_whole(tmp_path):
    types = "[types.said]\n[[types.said.conditions]]\nmeasure='D2'\nquantity='documents'\n"
    types += "where={code='security'}\nanchors=[0, 0.25, 0.5]\n"
    rows = "id,document,locator,date,code,stance,text\n"
    rows += "".join(f"s{i},d{i},p. 1,2000,security,affirms,said\n" for i in range(2))
    (tmp_path / "study.toml").write_text(f'name = "whole"\ncoders = []\n{types}', encoding="utf-8")
    (tmp_path / "documents.csv").write_text(
        "id,title,status\n" + "".join(f"d{i},D{i},cited\n" for i in range(8)), encoding="utf-8"
    )
    (tmp_path / "statements.csv").write_text(rows, encoding="utf-8")
    analysis = opened(tmp_path, store=False)
    assert analysis.table("cases").is_empty()
    assert analysis.table("differences").is_empty()
    row = one(analysis.table("memberships"), type="said")
    assert (row["case"], row["membership"], row["figure"]) == ("all", 0.5, "C2/said")
