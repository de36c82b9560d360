"""What holds of the gap and of the reading, whatever the record."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from test_registry_laws import ARRANGEMENTS, SIDES, SWAPPED, calm, records, tables

from comity.comparison.conclusions import Figuring
from comity.measures.tables import CODED, READ
from comity.study.codes import Code, Codebook, Part, Principle

PRINCIPLES = (
    Principle("equality", "Equality", Part("D2", "documents", ("equality",), scale="presence"),
              Part("P9", "balance", size=True, invert=True, low=0, high=1)),
    Principle("win", "Gains", Part("D2", "documents", ("win",)), Part("P1", "dominance", invert=True)),
)  # fmt: skip
BOOK = Codebook("laws", codes={c: Code(c, c) for c in ("equality", "win")}, principles=PRINCIPLES)
SAID = st.lists(
    st.tuples(st.sampled_from(["eu", "us"]), st.integers(1, 7), st.sampled_from(["equality", "win"])),
    max_size=8,
)


def with_texts(
    record: dict[str, Any], said: list[tuple[str, int, str]], sides: dict[str, str] = SIDES
) -> dict[str, Any]:
    """The tables of a record, with seven documents read in each context and what is affirmed in them."""
    read = [
        {"document": f"{c}{n}", "context": c, "passages": 0, "status": "cited"}
        for c in ("eu", "us")
        for n in range(1, 8)
    ]
    coded = [
        {
            "table": "statements", "row": f"{c}{n}-{code}", "document": f"{c}{n}", "context": c, "code": code,
            "stance": "affirms", "coder": "people",
        }
        for c, n, code in sorted(set(said))
    ]  # fmt: skip
    texts = {"coded": CODED.frame(coded), "read": READ.frame(read), "codebook": BOOK}
    roles = {"roles": _roles(record)}
    return {**tables({**record, **roles}, sides), **texts}


def _roles(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Whoever acts in an event chairs there, too: the laws of the registry draw no roles."""
    return [
        {"id": f"c{e['id']}", "arrangement": e["arrangement"], "actor": e["actor"], "role": "chair"}
        for e in record.get("events", [])
    ]


def both(given_tables: dict[str, Any], by: tuple[str, ...] = ("context",)) -> pl.DataFrame:
    figures = Figuring(given_tables)
    return pl.concat([figures(name, by).frame for name in ("G1", "G2")])


@calm
@given(record=records(), said=SAID)
def test_every_gap_and_membership_lies_in_its_range_and_within_its_interval(record, said):
    for row in both(with_texts(record, said)).drop_nulls("value").iter_rows(named=True):
        least = -1 if row["quantity"] == "gap" else 0
        assert least <= row["low"] <= row["high"] <= 1
        assert least <= row["value"] <= 1


@calm
@given(record=records(), said=SAID)
def test_the_gap_is_the_promise_less_the_practice(record, said):
    frame = both(with_texts(record, said)).filter(measure="G1", status="ok")
    found = {(r["context"], r["code"], r["quantity"]): r["value"] for r in frame.iter_rows(named=True)}
    for (context, code, quantity), value in found.items():
        if quantity == "gap":
            promise, practice = (found[context, code, part] for part in ("promise", "practice"))
            assert value == pytest.approx(promise - practice)


@calm
@given(record=records(), said=SAID, seed=st.integers(0, 9))
def test_the_order_of_rows_changes_nothing(record, said, seed):
    turned = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in record.items()}
    one, other = with_texts(record, said), with_texts(turned, said)
    other = {
        k: v.sample(fraction=1, shuffle=True, seed=seed) if k == "coded" else v for k, v in other.items()
    }
    assert_frame_equal(both(one), both(other))


@calm
@given(record=records(), said=SAID)
def test_what_is_said_and_done_elsewhere_changes_nothing_here(record, said):
    here = [row for row in said if row[0] == "eu"]
    away = {a["id"] for a in ARRANGEMENTS if a["context"] == "us"}
    own = {
        name: [r for r in rows if r.get("arrangement") not in away and r.get("context") != "us"]
        for name, rows in record.items()
    }
    # A provision that is given for one of another context would belong to both.
    for rows in (own, record):
        rows["provisions"] = [{**r, "exchange_for": None} for r in rows["provisions"]]
    one, other = (both(with_texts(r, s)).filter(context="eu") for r, s in ((own, here), (record, said)))
    assert_frame_equal(one, other)


@calm
@given(record=records(), said=SAID)
def test_a_practice_whatever_its_sign_is_the_same_with_the_sides_swapped(record, said):
    one, other = (
        both(with_texts(record, said, sides)).filter(code="equality").drop("note")
        for sides in (SIDES, SWAPPED)
    )
    assert_frame_equal(one, other)


@calm
@given(record=records(), said=SAID)
def test_another_document_that_promises_raises_no_gap_but_its_own_principle_s(record, said):
    more = [*said, ("eu", 7, "win")]
    one, other = (both(with_texts(record, s)).filter(code="equality") for s in (said, more))
    assert_frame_equal(one, other)
