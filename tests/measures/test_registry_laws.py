"""What holds for every measure of power and discourse on the registry, whatever the record."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tiny import codebook

from comity.measures.figures import Figures
from comity.measures.measure import CATALOGUE, compute
from comity.measures.registry import placed
from comity.measures.tables import CODED, EVIDENCE, FIGURES, READ
from comity.measures.tables import WORDS as OF_WORDS
from comity.study.contexts import Context
from comity.study.registry_tables import REGISTRY
from comity.study.settings import Intervals, Settings
from comity.study.vocabularies import shipped_vocabularies

MEASURES = (*(f"P{n}" for n in range(10)), "D6", "D7", "D9", "D10")
LEAD, PARTNER, THIRD = ("eu", "usa"), ("moldova", "mexico", "morocco"), ("iom",)
ACTORS = (*LEAD, *PARTNER, *THIRD)
SIDES = {**dict.fromkeys(LEAD, "lead"), **dict.fromkeys(PARTNER, "partner"), **dict.fromkeys(THIRD, "third")}
SWAPPED = {**SIDES, **dict.fromkeys(LEAD, "partner"), **dict.fromkeys(PARTNER, "lead")}
SIGNED = {
    "P0.log_ratio", "P1.apart_direction", "P3.difference", "P7.force_difference", "P9.balance", "D7.balance",
    "D7.log_odds",
}  # fmt: skip
ARRANGEMENTS = [
    {"id": name, "name": name, "context": context, "start": "2000", "layer": "bilateral"}
    for name, context in (("mp", "eu"), ("ra", "eu"), ("bnc", "us"), ("rcm", "us"))
]
STUDY = Settings(
    contexts={c: Context(c, c) for c in ("eu", "us", "elsewhere")}, intervals=Intervals(replicates=40)
)
WORDS = shipped_vocabularies()
calm = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
Rows = dict[str, list[dict[str, Any]]]


def maybe(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


AT = st.sampled_from([a["id"] for a in ARRANGEMENTS])
WHO = st.sampled_from(ACTORS)
DATE = maybe("1999", "2003-05", "2001/2004", "2010")
NAMES = [f"r{n}" for n in range(6)]
COLUMNS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "provisions": {
        "arrangement": AT, "pillar": st.sampled_from(sorted(WORDS["pillar"])), "text": st.just("x"),
        "bearer": maybe("both", *ACTORS), "force": maybe(*WORDS["force"]), "fate": maybe(*WORDS["fate"]),
        "novelty": maybe(*WORDS["novelty"]), "proposed_by": maybe(*ACTORS), "exchange_for": maybe(*NAMES),
        "timing": maybe("before", "with", "after"), "date": DATE, "promised": DATE, "delivered": DATE,
    },
    "events": {
        "actor": WHO, "arrangement": AT, "event": st.sampled_from(sorted(WORDS["event"])), "other": maybe(*ACTORS),
        "date": DATE, "text": st.sampled_from(["mp", "pact", "deal"]),
    },
    "transfers": {
        "arrangement": AT, "giver": WHO, "receiver": WHO, "kind": st.sampled_from(sorted(WORDS["transfer"])),
        "amount": maybe(5.0, 45000.0),
    },
    "funding": {
        "arrangement": AT, "funder": maybe(*ACTORS), "share": maybe(0.1, 0.25, 0.5), "amount": maybe(10.0, 30.0),
        "unit": maybe("US$", "euro"), "discretion": maybe(*ACTORS), "date": maybe("2001"),
    },
    "attributes": {
        "actor": WHO, "attribute": st.sampled_from(["budget", "staff"]), "value": st.sampled_from([1.0, 4.0, 9.0]),
        "unit": st.just("euro"), "context": maybe("eu", "us"),
    },
}  # fmt: skip


@st.composite
def records(draw) -> Rows:
    made: Rows = {}
    for table, columns in COLUMNS.items():
        kept = draw(st.lists(st.fixed_dictionaries(columns), max_size=6))
        made[table] = [{"id": name, **row} for name, row in zip(NAMES, kept, strict=False)]
    return made


def tables(record: Rows, sides: dict[str, str] = SIDES) -> dict[str, Any]:
    rows = {"actors": [{"id": a, "name": a} for a in ACTORS], "arrangements": ARRANGEMENTS, **record}
    frames = {t.name: t.frame(rows.get(t.name, [])) for t in REGISTRY}
    where = SimpleNamespace(side=lambda name, _context, _date=None: sides.get(name))
    return {
        **placed(frames, where, STUDY, WORDS),
        "settings": STUDY,
        "vocabularies": WORDS,
        "codebook": codebook(),
        "coded": CODED.empty(),
        "read": READ.empty(),
        **{table.name: table.empty() for table in OF_WORDS},
    }


def groupings(name: str) -> list[tuple[str, ...]]:
    card = CATALOGUE.get(name)
    return [(), *card.shown, *(("context", b) for b in card.by if b not in ("context", "code"))]


def all_figures(name: str, given_tables: dict[str, Any]) -> list[Figures]:
    return [compute(name, given_tables, by) for by in groupings(name)]


measures = pytest.mark.parametrize("name", MEASURES)


@measures
@calm
@given(record=records())
def test_frames_are_as_declared_and_every_figure_says_what_it_stands_on(name, record):
    for figures in all_figures(name, tables(record)):
        assert figures.frame.schema == FIGURES.schema()
        assert figures.evidence().schema == EVIDENCE.schema()
        assert figures.frame["figure"].is_unique().all()
        assert not figures.evidence().select(EVIDENCE.key).is_duplicated().any()
        counted = dict(figures.evidence().group_by("figure").len().iter_rows())
        for row in figures.frame.iter_rows(named=True):
            assert (row["value"] is None) == (row["status"] != "ok")
            assert row["value"] is not None or row["note"]
            assert row["n"] == counted.get(row["figure"], 0)
            assert row["low"] is None or row["value"] is None or row["low"] - 1e-9 <= row["high"]


@measures
@calm
@given(record=records(), seed=st.integers(0, 9))
def test_the_order_of_rows_changes_nothing(name, record, seed):
    turned = {table: random.Random(seed).sample(rows, len(rows)) for table, rows in record.items()}
    shuffled = {
        k: v.sample(fraction=1, shuffle=True, seed=seed)
        if isinstance(v, pl.DataFrame) and k in COLUMNS
        else v
        for k, v in tables(turned).items()
    }
    for one, other in zip(all_figures(name, tables(record)), all_figures(name, shuffled), strict=True):
        assert_frame_equal(one.frame, other.frame, check_exact=True)
        assert_frame_equal(
            one.evidence().sort("figure", "row", "part"), other.evidence().sort("figure", "row", "part")
        )


@measures
@calm
@given(record=records())
def test_swapping_the_sides_turns_the_sign_of_what_sets_them_against_each_other(name, record):
    for by in ((), ("context",)):
        one = compute(name, tables(record), by).frame
        other = compute(name, tables(record, SWAPPED), by).frame
        for quantity in CATALOGUE.get(name).quantities:
            if f"{name}.{quantity.name}" not in SIGNED:
                continue
            values, turned = (
                f.filter(quantity=quantity.name).sort("figure")["value"].to_list() for f in (one, other)
            )
            assert [None if v is None else -v for v in values] == pytest.approx(turned, abs=1e-12)


@measures
@calm
@given(record=records())
def test_rows_of_another_context_change_no_figure_of_this_one(name, record):
    away = [{"id": "away", "name": "away", "context": "elsewhere", "start": "2000"}]
    more: Rows = {"arrangements": [*ARRANGEMENTS, *away]}
    for table, rows in record.items():
        added = [{**r, "id": f"z{r['id']}", "exchange_for": None} for r in rows[:2]]
        place = {"context": "elsewhere"} if table == "attributes" else {"arrangement": "away"}
        added = [{k: v for k, v in {**r, **place}.items() if k in {**COLUMNS[table], "id": 0}} for r in added]
        more[table] = [*rows, *added]
    by = ("context",)
    before, after = (
        compute(name, tables(r), by).frame.filter(pl.col("context") != "elsewhere") for r in (record, more)
    )
    assert_frame_equal(before, after, check_exact=True)


@measures
@calm
@given(record=records())
def test_counting_the_evidence_again_gives_the_value(name, record):
    figures = compute(name, tables(record), ("context",))
    for quantity in CATALOGUE.get(name).quantities:
        statistic = quantity.statistic
        if statistic is None or "whole" in statistic.under or "provisions" in statistic.under:
            continue  # what stands behind these is no row
        for row in figures.frame.filter(quantity=quantity.name, status="ok").iter_rows(named=True):
            rows = figures.evidence(row["figure"])
            over, under = (
                _counted(rows, parts, statistic.per_document) for parts in (statistic.over, statistic.under)
            )
            if statistic.form == "ratio":
                assert row["value"] == pytest.approx(over / under if statistic.under else over)
            elif statistic.form == "balance":
                assert row["value"] == pytest.approx((2 * over - under) / under)


def _counted(rows: pl.DataFrame, parts: tuple[str, ...], per_document: bool) -> int:
    own = rows.filter(pl.col("part").is_in(parts))
    return own["document"].n_unique() if per_document else int(own["amount"].sum())


def test_every_measure_of_power_is_held_to_the_laws():
    assert {card.id for card in CATALOGUE.all().values() if card.dimension == "power"} <= set(MEASURES)
