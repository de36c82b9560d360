from __future__ import annotations

import numpy as np
import pytest
from tiny import CODES, Tiny

from comity.measures.measure import compute


def series(turn: int | None, *, seed: int = 0, per_year: int = 4, years: range = range(1990, 2012)) -> Tiny:
    """Documents whose passages are mostly about mobility, and from the turn on mostly about security."""
    random, study = np.random.default_rng(seed), Tiny(replicates=100)
    for year in years:
        mix = [0.6, 0.2, 0.2] if turn is not None and year >= turn else [0.2, 0.2, 0.6]
        for number in range(per_year):
            name = f"{year}-{number}"
            study.document(name, year=year)
            own = random.dirichlet(np.array(mix) * 6)  # documents differ, passages of one are alike
            for place in range(random.integers(2, 8)):
                study.says(name, place, CODES[random.choice(3, p=own)])
    return study


def breaks(study: Tiny) -> list[dict]:
    frame = compute("D3", study.tables(), "context").frame
    return [r for r in frame.iter_rows(named=True) if r["quantity"] == "break"]


def test_the_shares_of_a_year_are_those_of_its_framed_passages():
    study = Tiny().document("a", year=2001).says("a", 0, "security").says("a", 1, "security")
    study.says("a", 2, "mobility").says("a", 3, "control", "rejects")
    frame = compute("D3", study.tables(), "context").frame
    found = dict(frame.filter(quantity="share").select("figure", "value").iter_rows())
    assert found["D3/eu/security/2001"] == pytest.approx(2 / 3)
    assert found["D3/eu/mobility/2001"] == pytest.approx(1 / 3)
    assert found["D3/eu/control/2001"] == 0


def test_a_year_in_which_nothing_is_framed_has_no_share():
    study = Tiny().document("a", year=2001).document("b", year=2002).says("a", 0, "security")
    frame = compute("D3", study.tables(), "context").frame.filter(year=2002)
    assert frame["status"].unique().to_list() == ["no evidence"]


def test_a_planted_break_is_found_where_it_was_planted():
    (found,) = breaks(series(2003, per_year=8))
    assert abs(found["year"] - 2003) <= 1
    assert found["figure"] == f"D3.break/eu/{found['year']}"
    assert found["value"] > 0.9
    assert found["note"].startswith("security rises from")


@pytest.mark.parametrize("seed", range(6))
def test_a_flat_series_has_no_break_though_its_documents_differ(seed):
    (found,) = breaks(series(None, seed=seed, per_year=seed + 1))
    assert (found["category"], found["figure"], found["status"]) == ("no break", "D3.break/eu/-", "ok")
    assert 0 <= found["value"] <= 1


def test_the_evidence_of_a_break_stands_on_both_sides_of_it():
    figures = compute("D3", series(2003).tables(), "context")
    year = figures.frame["year"].filter(figures.frame["category"] == "break").item()
    evidence = figures.evidence(f"D3.break/eu/{year}")
    years = evidence["document"].str.slice(0, 4).cast(int)
    assert set(evidence["part"]) == {"before", "after"}
    assert ((years < year) == (evidence["part"] == "before")).all()


def test_eight_dated_statements_are_a_direction_and_no_break():
    study = Tiny()
    for number in range(8):
        code = "mobility" if number < 4 else "security"
        study.document(f"d{number}", 0, year=1995 + number)
        study.states(f"s{number}", f"d{number}", code, year=1995 + number)
    (found,) = breaks(study)
    assert (found["status"], found["value"], found["category"]) == ("undecided", None, None)
    assert "8 dated framed passages in 8 documents" in found["note"]
    assert "it takes 10 documents, 5 on either side" in found["note"]
    assert "rests on paraphrases alone" in found["note"]


def test_undated_passages_have_no_place_in_a_series():
    study = Tiny().document("a").says("a", 0, "security")
    assert len(compute("D3", study.tables(), "context").frame) == 0


def test_with_one_document_a_year_a_clear_break_is_stable_though_draws_leave_years_empty():
    study = Tiny(replicates=100)
    for year in range(1980, 2020):
        study.document(f"{year}", year=year)
        for place in range(6):
            code = "security" if (place < 5) == (year >= 2001) else "mobility"
            study.says(f"{year}", place, code)
    (found,) = breaks(study)
    assert found["year"] == 2001
    assert found["value"] > 0.95


def test_each_group_has_its_own_breaks():
    study = series(2003, per_year=8)
    study.document("x", context="mx", year=2001).says("x", 0, "security")
    assert [f["context"] for f in breaks(study)] == ["eu", "mx"]
    assert breaks(study)[1]["status"] == "undecided"
