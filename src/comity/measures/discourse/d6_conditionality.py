"""D6: what is given only on a condition, and on whom the condition falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from comity.measures.borne import NONE, TOLD
from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import SIDES, UNKNOWN, of_each_side, shares
from comity.measures.statistics import share
from comity.measures.tally import Confidence

_CONDITIONAL = Quantity(
    "conditionality",
    "conditional / all commitments",
    (0, 1),
    share("conditional", of=("conditional", "other")),
)
_ON_PARTNER = Quantity(
    "on_partner",
    "share of conditional commitments",
    (0, 1),
    share("on partner", of=("on partner", "on lead")),
)

_COLUMNS = (
    "table", "row", "document", "coders", "context", "arrangement", "layer", "side", "pillar", "period", "year",
    "part", "falls",
)  # fmt: skip


@measure(
    "D6",
    question="How much is given only on a condition?",
    quantities=(_CONDITIONAL, _ON_PARTNER),
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "side")),
    source="method D6",
)
def conditionality(
    provisions: Frame,
    arrangements: Frame,
    by: tuple[str, ...],
    confidence: Confidence,
    duties: Frame = NONE,
) -> tuple[Figured, ...]:
    """The share of the commitments that are conditional, and of these the share whose condition falls on the partner.

    A commitment is a provision that was not dropped. It is conditional where its force is "conditional" or where
    it is one part of an exchange. The condition falls on the side whose part has to come first; where no order
    is recorded, a commitment of conditional force waits for the other side. What cannot be told (both at once,
    an exchange without timing) is listed as unknown.

    Of the duties found in texts (coder deontic) those count that are duties, commitments or permissions of the lead,
    the partner or both; conditional ones hold a condition, which falls on the side that its words name first.

    A provision that both sides bear counts for each where it is told apart by side (that of the bearer).
    Takes: provisions (id, force, taken, exchange_for, timing, side), duties (what, side, condition,
    condition_side). Gives: shares in [0, 1]; intervals over arrangements and documents. Undefined: "no evidence"
    without a (conditional) commitment, "unknown" where on no one of them it can be told. Source: method D6.

    Caveat: it counts what is written; whether a condition was ever enforced is a matter of rows in events.

    >>> from comity.measures.worked import worked
    >>> worked("D6",
    ... provisions=[
    ...     "bearer, pillar, force",
    ...     "partner, control, conditional",
    ...     "partner, control, mandatory",
    ...     "lead, mobility, conditional",
    ...     "lead, mobility, voluntary",
    ... ],
    ... )
    D6/case = 0.5  (n 4, 0.025 to 0.97)
    D6.on_partner/case = 0.5  (n 2, 0.025 to 0.97)
    """
    kept = provisions.filter(pl.col("taken").fill_null(1) != 0).sort("row")
    falls = _conditions(kept)
    told = kept.with_columns(
        part=pl.Series(["conditional" if row in falls else "other" for row in kept["id"]], dtype=pl.String),
        falls=pl.Series([falls.get(row) for row in kept["id"]], dtype=pl.String),
    )
    told = of_each_side(pl.concat([told.select(_COLUMNS), _in_text(duties)]), by)
    conditional = told.filter(part="conditional").with_columns(part=pl.col("falls"))

    def figures(rows: Frame, quantity: Quantity, nothing: str) -> Figured:
        return shares(
            rows, by, quantity, measure="D6", confidence=confidence, arrangements=arrangements,
            nothing=nothing, left_open="conditional commitments do not tell on whom the condition falls",
        )  # fmt: skip

    return (
        figures(told, _CONDITIONAL, "no commitment is recorded"),
        figures(conditional, _ON_PARTNER, "no conditional commitment is recorded"),
    )


def _in_text(duties: Frame) -> Frame:
    """What texts say a side takes on or may do, in the form of the provisions counted."""
    falls = pl.when(pl.col("condition_side").is_in(SIDES)).then(pl.format("on {}", "condition_side"))
    part = pl.when(pl.col("condition").is_null()).then(pl.lit("other")).otherwise(pl.lit("conditional"))
    kept = duties.filter(pl.col("what").is_in(TOLD) & pl.col("side").is_in([*SIDES, "both"]))
    return kept.with_columns(part=part, falls=falls.otherwise(pl.lit(UNKNOWN))).select(_COLUMNS)


def _conditions(provisions: Frame) -> dict[str, str]:
    """On whom the condition falls, by id of each conditional commitment."""
    by_id = {row["id"]: row for row in provisions.iter_rows(named=True)}
    first: dict[str, set[str]] = {}
    for ends, side in _exchanges(by_id):
        for end in ends:
            first.setdefault(end, set()).update({side} if side else ())
    found: dict[str, str] = {}
    for name, row in by_id.items():
        if name not in first and row["force"] != "conditional":
            continue
        waits = {_other(row["side"])} if row["force"] == "conditional" else set()
        sides = first.get(name) or waits
        side = next(iter(sides)) if len(sides) == 1 else None
        found[name] = f"on {side}" if side in SIDES else UNKNOWN
    return found


def _exchanges(by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], str | None]]:
    """Both ends of each exchange, and the side whose part comes first, where that is recorded."""
    for name, row in by_id.items():
        other = by_id.get(row["exchange_for"] or "")
        if other is not None:
            side = {"before": row["side"], "after": other["side"]}.get(row["timing"] or "")
            yield (name, other["id"]), side


def _other(side: str | None) -> str:
    return {"lead": "partner", "partner": "lead"}.get(side or "", UNKNOWN)
