"""The claims of the reference study fall when the record is turned against them: sides, contexts, force."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from comity.analysis import opened
from comity.comparison.changes import Record
from comity.comparison.claims import verdicts
from comity.comparison.conclusions import Figuring
from comity.study.shipped import write_study

TURNED = {"lead": "partner", "partner": "lead"}
SIDED = ("side", "other_side", "proposing", "giving", "receiving", "deciding")
# What says which side does more: with the sides changed for one another it has to come out contradicted …
FALLS_WITH_SIDES = (
    "eu-steers", "eu-starts", "eu-more-asymmetric", "eu-transfers-one-way", "int-transfers-one-way",
    "mx-transfers-one-way", "mx-training-southwards",
)  # fmt: skip
# … or, where it tells of one side alone, loses its evidence.
LOSES_ITS_SIDE = ("mx-responsibility-contested", "mx-management-contested", "rcm-reclaimed")
# What is said and what asks of no side stands.
STANDS_WITHOUT_SIDES = ("eu-win-win", "eu-informal", "eu-not-horizontal", "mx-more-inclusive", "eu-passed-on")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    root = tmp_path_factory.mktemp("reference") / "study"
    write_study("migration-partnerships", root)
    analysis = opened(root, store=False)
    folder = analysis.folder
    return Record(
        analysis.table("coded"), analysis.table("read"), folder.registry, folder.sides, analysis.settings,
        analysis.codebook, folder.vocabularies, folder.claims,
    )  # fmt: skip


Tables = dict[str, Any]


def judged(record: Record, tables: Tables) -> dict[str, str]:
    """The verdict on each claim, of the record as a mutation leaves it."""
    return dict(verdicts(record.claims, Figuring(tables)).select("claim", "verdict").iter_rows())


@pytest.fixture(scope="module")
def before(record):
    return judged(record, record.tables())


def each(tables: Tables, mutate: Callable[[pl.DataFrame], pl.DataFrame]) -> Tables:
    return {name: mutate(t) if isinstance(t, pl.DataFrame) else t for name, t in tables.items()}


def with_sides_swapped(tables: Tables) -> Tables:
    return each(tables, lambda t: t.with_columns(pl.col(c).replace(TURNED) for c in SIDED if c in t.columns))


def without_context(tables: Tables, context: str) -> Tables:
    here = pl.col("context").ne_missing(pl.lit(context))
    return each(tables, lambda t: t.filter(here) if "context" in t.columns else t)


def with_force_shuffled(tables: Tables, seed: int) -> Tables:
    provisions = tables["provisions"]
    dealt = provisions.select("force", "strength")[
        random.Random(seed).sample(range(provisions.height), provisions.height)
    ]
    return {**tables, "provisions": provisions.with_columns(dealt["force"], dealt["strength"])}


def contexts_of(claim) -> set[str | None]:
    return {claim.where.get("context"), claim.expect.where.get("context", claim.where.get("context"))}


def test_with_the_sides_swapped_claims_on_who_does_more_come_out_contradicted(record, before):
    after = judged(record, with_sides_swapped(record.tables()))
    assert {name: after[name] for name in FALLS_WITH_SIDES} == dict.fromkeys(FALLS_WITH_SIDES, "contradicted")
    assert "contradicted" not in {before[name] for name in FALLS_WITH_SIDES}
    assert {before[name] for name in LOSES_ITS_SIDE} == {"supported"}
    assert {after[name] for name in LOSES_ITS_SIDE} == {"undecided"}
    assert {name: after[name] for name in STANDS_WITHOUT_SIDES} == {
        n: before[n] for n in STANDS_WITHOUT_SIDES
    }


@pytest.mark.parametrize("context", ["international", "eu", "mexico-us"])
def test_without_a_context_every_claim_about_it_is_undecided_and_no_other_changes(record, before, context):
    after = judged(record, without_context(record.tables(), context))
    about = {c.id for c in record.claims if context in contexts_of(c)}
    assert {after[name] for name in about} == {"undecided"}
    assert {n: v for n, v in after.items() if n not in about} == {
        n: v for n, v in before.items() if n not in about
    }
    assert any(before[name] == "supported" for name in about)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_force_dealt_out_anew_voluntary_for_one_side_alone_no_longer_holds(record, before, seed):
    after = judged(record, with_force_shuffled(record.tables(), seed))
    assert (before["eu-not-voluntary"], after["eu-not-voluntary"]) == ("supported", "undecided")
    on_force = {c.id for c in record.claims if c.measure in ("I1", "P2", "P7", "D6", "D7", "G1", "G2")}
    assert {n: v for n, v in after.items() if n not in on_force} == {
        n: v for n, v in before.items() if n not in on_force
    }
