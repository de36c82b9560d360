"""P7: who has to deliver first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame, passages_once
from comity.measures.drawn import drawn
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import BESIDE, SIDES, UNKNOWN, asked, shares, summed
from comity.measures.statistics import share
from comity.measures.tally import Confidence
from comity.study.asked_codes import asked_codes

if TYPE_CHECKING:
    from comity.study.settings import Settings

_ORDERS = ("partner first", "lead first", "together")
_FIRST = Quantity("partner_first", "share of pairs", (0, 1), share("partner first", of=_ORDERS))
_STRENGTH = Quantity("force_difference", "force of partner - force of lead, mean over pairs", (-1, 1))
_UNDATED = Quantity("lead_undated", "share of pairs", (0, 1), share("undated", of=("undated", "dated")))
_SPOKEN = Quantity(
    "conditions_on_partner",
    "share of conditions in texts",
    (0, 1),
    share("on partner", of=("on partner", "on lead")),
    label="conditions in texts on the partner",
)
_THOUSAND = 1000  # the value of a force is counted in thousandths
_NOTHING = "no exchange between the sides is recorded"
_COLUMNS = ("table", "row", "document", "coders", "context", "arrangement", "layer", "period", "year")


@measure(
    "P7",
    question="Who has to deliver first?",
    quantities=(_FIRST, _STRENGTH, _UNDATED, _SPOKEN),
    by=("context", "arrangement", "layer", "period", "year"),
    always=(),
    shown=(("context",), ("context", "arrangement")),
    source="method P7",
)
def exchange(  # noqa: PLR0917 (its tables)
    provisions: Frame,
    coded: Frame,
    arrangements: Frame,
    settings: Settings,
    by: tuple[str, ...],
    confidence: Confidence,
) -> tuple[Figured, ...]:
    """Over pairs of provisions of which one is given for the other: the share in which the partner's comes first.

    A pair is linked by ``exchange_for`` from either end and counts once; one part is borne by the lead side, the
    other by the partner side, in one context; other pairs are left out. *partner_first* = partner's part first /
    pairs whose timing is known; "with" is first for nobody. *force_difference* = mean of force of the partner's part
    less force of the lead's, as the vocabulary ``force`` values them, over pairs in which both are known.
    *lead_undated* = pairs whose lead part has no date by which it was to be done, nor one on which it was done / pairs.

    *conditions_on_partner*, from texts, for records without pairs: of the affirmed conditions (codes in
    ``measures.yaml``) of a speaker of either side, those of the lead side, since whoever sets a condition lays it on
    the other and holds the benefit.

    Takes: provisions (id, side, exchange_for, timing, strength, promised, delivered), coded (code, stance, side).
    Gives: shares in [0, 1], a difference in [-1, 1]; intervals over arrangements (documents); the pair stands
    where its partner's part stands.
    Undefined: "no evidence" without a pair, "unknown" where no timing (force) is known. Source: method P7.

    Caveat: only pairs that the source itself ties together; two provisions side by side are no exchange.

    >>> from comity.measures.worked import worked
    >>> worked("P7",
    ... provisions=[
    ...     "id, bearer, pillar, force, exchange_for, timing",
    ...     "return, partner, control, mandatory, visas, before",
    ...     "visas, lead, mobility, voluntary, ,",
    ... ],
    ... )
    P7/case = 1  (n 2, 0.15 to 1)
    P7.force_difference/case = 1  (n 3)
    P7.lead_undated/case = 1  (n 2, 0.15 to 1)
    P7.conditions_on_partner/case: no evidence (no condition is affirmed in a text)
    """
    pairs = _pairs(provisions)

    def figures(rows: Frame, quantity: Quantity, left_open: str = "") -> Figured:
        return shares(
            rows, by, quantity, measure="P7", confidence=confidence, arrangements=arrangements,
            nothing=_NOTHING, left_open=left_open,
        )  # fmt: skip

    first = pl.concat([_rows(pairs, "partner", "order"), _rows(pairs, "lead", pl.lit(BESIDE))])
    dated = pl.concat([_rows(pairs, "lead", "dated"), _rows(pairs, "partner", pl.lit(BESIDE))])
    return (
        figures(first, _FIRST, "pairs have an order that is not known"),
        _forces(pairs, arrangements, by, confidence),
        figures(dated, _UNDATED),
        *(() if "arrangement" in by else (_spoken(coded, arrangements, settings, by, confidence),)),
    )


def _spoken(
    coded: Frame, arrangements: Frame, settings: Settings, by: tuple[str, ...], confidence: Confidence
) -> Figured:
    codes = asked_codes(settings, "P7")["condition"]
    said = coded.filter(pl.col("code").is_in(codes) & (pl.col("stance") == "affirms"))
    once = passages_once(said, list(dict.fromkeys([*by, "side"])))
    bearer = {"lead": "on partner", "partner": "on lead"}
    rows = once.with_columns(part=pl.col("side").replace_strict(bearer, default=UNKNOWN))
    return shares(
        rows, by, _SPOKEN, measure="P7", confidence=confidence, arrangements=arrangements,
        nothing="no condition is affirmed in a text", left_open="conditions are set by a speaker on neither side",
    )  # fmt: skip


def _forces(pairs: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence) -> Figured:
    known = pairs.filter(pl.col("partner_strength").is_not_null() & pl.col("lead_strength").is_not_null())
    thousandths = [
        _rows(known, side, pl.lit(f"force: {side}")).with_columns(
            amount=(known[f"{side}_strength"] * _THOUSAND).round().cast(pl.Int64)
        )
        for side in SIDES
    ]
    counted = _rows(known, "partner", pl.lit("pair")).with_columns(amount=pl.lit(1, pl.Int64))
    rows = summed(pl.concat([*thousandths, counted]), by)
    parts = ["force: partner", "force: lead", "pair"]
    made = drawn(
        rows, by, parts, _mean, quantity=_STRENGTH, measure="P7", confidence=confidence,
        groups=asked(_rows(pairs, "partner", pl.lit("")), arrangements, by), read=arrangements,
    )  # fmt: skip
    without = pl.col("value").is_null()
    note = (
        pl.when(without).then(pl.lit("no pair in which the force of both parts is known")).otherwise("note")
    )
    return replace(made, frame=made.frame.with_columns(note=note))


def _mean(sums: np.ndarray) -> np.ndarray:
    pairs = sums[:, 2]
    made: np.ndarray = np.divide(
        sums[:, 0] - sums[:, 1], _THOUSAND * pairs, out=np.full(len(sums), np.nan), where=pairs > 0
    )
    return made


def _rows(pairs: Frame, side: str, part: str | pl.Expr) -> Frame:
    """The rows of one side's parts, in the groups of the partner's part."""
    columns = ["table", "row", "document", "coders"]
    places = [c for c in _COLUMNS if c not in columns]
    value = pl.col(part) if isinstance(part, str) else part
    return pairs.select(
        *(pl.col(f"{side}_{c}").alias(c) for c in columns),
        *(pl.col(f"partner_{c}").alias(c) for c in places),
        part=value,
    )


def _pairs(provisions: Frame) -> Frame:
    """One row per pair: columns of both parts (``partner_row``, ``lead_row`` …), ``order`` and ``dated``."""
    by_id = {row["id"]: row for row in provisions.sort("row").iter_rows(named=True)}
    orders: dict[tuple[str, str], set[str]] = {}
    for partner, lead, order in _links(by_id):
        orders.setdefault((partner, lead), set()).add(order)
    kept = provisions.select(*_COLUMNS, "strength", "promised", "delivered", "id")
    made = pl.DataFrame(
        [(p, q, _agreed(found)) for (p, q), found in sorted(orders.items())],
        schema={"partner": pl.String, "lead": pl.String, "order": pl.String},
        orient="row",
    )
    for side in SIDES:
        part = kept.rename({c: f"{side}_{c}" for c in kept.columns})
        made = made.join(part, left_on=side, right_on=f"{side}_id", how="left", maintain_order="left")
    without = pl.col("lead_promised").is_null() & pl.col("lead_delivered").is_null()
    return made.with_columns(dated=pl.when(without).then(pl.lit("undated")).otherwise(pl.lit("dated")))


def _links(by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """The partner's part, the lead's, and which comes first as this row has it."""
    for row in by_id.values():
        other = by_id.get(row["exchange_for"] or "")
        if other is None or {row["side"], other["side"]} != set(SIDES) or row["context"] != other["context"]:
            continue
        own_first = {"before": row["side"], "after": other["side"]}.get(row["timing"] or "")
        order = f"{own_first} first" if own_first else "together" if row["timing"] == "with" else UNKNOWN
        partner, lead = (row, other) if row["side"] == "partner" else (other, row)
        yield partner["id"], lead["id"], order


def _agreed(orders: set[str]) -> str:
    """The order that both ends give; unknown where they contradict one another."""
    known = orders - {UNKNOWN}
    return next(iter(known)) if len(known) == 1 else UNKNOWN
