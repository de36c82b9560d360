"""What holds for every measure of texts, whatever the study."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tiny import CODES, Tiny

from comity.measures.figures import Figures
from comity.measures.measure import CATALOGUE, compute
from comity.measures.tables import EVIDENCE, FIGURES

MEASURES = ("D1", "D2", "D3", "D4", "D5")
GROUPINGS = ((), ("context",), ("context", "side"))
calm = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def studies(draw) -> Tiny:
    study = Tiny(replicates=40, enough=2)
    for number in range(draw(st.integers(0, 11))):
        study.document(
            f"d{number:02}",
            draw(st.sampled_from([0, 12, 20])),
            context=draw(st.sampled_from(["eu", "mx"])),
            side=draw(st.sampled_from(["lead", "partner", None])),
            actor=draw(st.sampled_from(["commission", "council", "mexico", None])),
            year=draw(st.sampled_from([1999, 2000, 2001, None])),
        )
        for place in range(draw(st.integers(0, 4))):
            code, stance = (
                draw(st.sampled_from(CODES)),
                draw(st.sampled_from(["affirms", "affirms", "rejects", "reports"])),
            )
            study.says(f"d{number:02}", place, code, stance) if study.read[-1]["passages"] else study.states(
                f"s{number:02}-{place}", f"d{number:02}", code, stance
            )
    return study


measures = pytest.mark.parametrize("name", MEASURES)
groupings = pytest.mark.parametrize("by", GROUPINGS, ids="+".join)


@measures
@groupings
@calm
@given(study=studies())
def test_frames_are_as_declared_and_identities_are_unique(name, by, study):
    figures = compute(name, study.tables(), by)
    assert figures.frame.schema == FIGURES.schema()
    assert figures.evidence().schema == EVIDENCE.schema()
    assert figures.frame["figure"].is_unique().all()
    assert not figures.evidence().select(EVIDENCE.key).is_duplicated().any()
    assert set(figures.evidence()["figure"]) <= set(figures.frame["figure"])


@measures
@groupings
@calm
@given(study=studies())
def test_shares_lie_in_their_range_and_in_their_interval(name, by, study):
    for quantity in CATALOGUE.get(name).quantities:
        frame = compute(name, study.tables(), by).frame.filter(quantity=quantity.name)
        least, most = quantity.range
        for value, low, high in frame.select("value", "low", "high").iter_rows():
            assert value is None or (value >= least and (most is None or value <= most))
            assert low is None or (least <= low <= high <= (most or high))
        few = frame.filter(pl.col("interval") == "jeffreys")
        assert ((few["low"] <= few["value"]) & (few["value"] <= few["high"])).all()


@measures
@groupings
@calm
@given(study=studies())
def test_a_figure_without_evidence_is_not_fine_and_one_without_value_says_why(name, by, study):
    for row in compute(name, study.tables(), by).frame.iter_rows(named=True):
        assert row["status"] != "ok" or row["n"] or row["read"]
        assert (row["value"] is None) == (row["status"] != "ok")
        assert row["value"] is not None or row["note"]


def recount_presence(figure, evidence, study, by):
    return evidence["document"].n_unique()


def recount_prevalence(figure, evidence, study, by):
    if figure["quantity"] == "documents":
        return evidence["document"].n_unique() / figure["read"]
    passages = sum(d["passages"] for d in study.read if all(d.get(c) == figure[c] for c in by))
    return 1000 * len(evidence) / passages


def recount_contestation(figure, evidence, study, by):
    return evidence.filter(part="rejects")["amount"].sum() / evidence["amount"].sum()


RECOUNTS: dict[str, Callable[..., float]] = {
    "D1": recount_presence,
    "D2": recount_prevalence,
    "D5": recount_contestation,
}


@pytest.mark.parametrize("name", RECOUNTS)
@groupings
@calm
@given(study=studies())
def test_counting_the_evidence_again_gives_the_value(name, by, study):
    figures = compute(name, study.tables(), by)
    for figure in figures.frame.filter(status="ok").iter_rows(named=True):
        evidence = figures.evidence(figure["figure"])
        assert len(evidence) == figure["n"]
        assert figure["value"] == pytest.approx(RECOUNTS[name](figure, evidence, study, by))


@groupings
@calm
@given(study=studies())
def test_counting_the_evidence_of_a_years_frames_again_gives_its_shares(by, study):
    figures = compute("D3", study.tables(), by)
    shares = figures.frame.filter(quantity="share", status="ok")
    for _, year in shares.group_by(*by, "year"):
        counts = [len(figures.evidence(f)) for f in year["figure"]]
        assert year["value"].to_list() == pytest.approx([c / sum(counts) for c in counts])
        assert year["value"].sum() == pytest.approx(1)


def test_every_measure_is_recounted():
    assert {*RECOUNTS, "D3", "D4"} == set(MEASURES)  # D4 in its own tests


@measures
@groupings
@calm
@given(study=studies(), data=st.data())
def test_the_order_of_rows_changes_nothing(name, by, study, data):
    before = compute(name, study.tables(), by)
    study.read = data.draw(st.permutations(study.read))
    study.coded = data.draw(st.permutations(study.coded))
    same(before, compute(name, study.tables(), by))


@measures
@calm
@given(study=studies())
def test_other_groups_change_nothing(name, study):
    figures = compute(name, study.tables(), "context")
    frame = figures.frame.filter(pl.col("context") == "eu")
    study.read = [d for d in study.read if d["context"] == "eu"]
    study.coded = [c for c in study.coded if c["context"] == "eu"]
    alone = compute(name, study.tables(), "context")
    assert_frame_equal(frame, alone.frame)
    assert_frame_equal(
        figures.evidence().filter(pl.col("figure").is_in(frame["figure"].implode())), alone.evidence()
    )


@pytest.mark.parametrize("name", ["D2", "D3", "D5"])
@groupings
@calm
@given(study=studies())
def test_doubling_every_document_changes_no_share(name, by, study):
    before = compute(name, study.tables(), by).frame.filter(pl.col("quantity") != "break")
    study.read += [{**d, "document": "twin-" + d["document"]} for d in study.read]
    study.coded += [
        {**c, "document": "twin-" + c["document"], "row": "twin-" + c["row"]} for c in study.coded
    ]
    after = compute(name, study.tables(), by).frame.filter(pl.col("quantity") != "break")
    assert_frame_equal(before.select("figure", "value"), after.select("figure", "value"))


def same(one: Figures, other: Figures) -> None:
    assert_frame_equal(one.frame, other.frame)
    assert_frame_equal(one.evidence(), other.evidence())
