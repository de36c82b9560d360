"""C2: how far a case is of the types that the study defines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.diagnostics import UsageError
from comity.measures.calibration import direct
from comity.measures.counted import Figured, Frame
from comity.measures.measure import CATALOGUE, Quantity, measure
from comity.measures.tables import EVIDENCE, FIGURES

if TYPE_CHECKING:
    from comity.measures.figures import Figures
    from comity.study.settings import Settings
    from comity.study.types import Condition

FiguresOf = Callable[[str, tuple[str, ...]], "Figures"]
MEMBERSHIP = Quantity("membership", "fuzzy membership", (0, 1))


@dataclass(frozen=True, slots=True)
class Measured:
    """A condition as it is met by one case: the figure (a row of FIGURES), its evidence, and the membership.

    ``membership`` and its ends are null where the figure has none; ``why`` then says what is missing.
    """

    condition: Condition
    figure: Mapping[str, Any]
    evidence: Frame
    membership: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


@measure(
    "C2",
    question="Of which type is it, and how far?",
    quantities=(MEMBERSHIP,),
    by=("context", "period"),
    source="method C2",
)
def types(
    figures: FiguresOf, settings: Settings, arrangements: Frame, read: Frame, by: tuple[str, ...]
) -> Figured:
    """The fuzzy membership of a case in each type of the study: the least of its conditions' memberships.

    A condition is a figure and three anchors: full out, crossover, full in. Its membership is
    1 / (1 + exp(-ln(19) d)), d the distance from the crossover in units of that to the anchor on its side (Ragin's
    direct calibration: 0.05, 0.5 and 0.95 at the anchors); 1 less that where the condition is inverted. The
    membership in the type is their minimum (fuzzy AND). Each end of the interval is the minimum of the conditions'
    ends, which is conservative; a condition whose figure has no interval counts as anything from 0 to 1 there. By
    period for the types that ask for it.

    Takes: figures of other measures, the types of study.toml. Gives: numbers in [0, 1] per type, which stands in
    ``code``. Undefined: where a condition has no figure, "cannot be computed", and the note names it.
    Source: method C2.

    Caveat: a membership is worth no more than the anchors that the study gives.

    >>> from comity.measures.worked import worked
    >>> worked("C2",
    ... study='types.steered.conditions = [{ measure = "I2", anchors = [0, 0.25, 0.75] }]',
    ... roles=["actor, role", "north, drafter", "north, drafter", "south, drafter", "agency, drafter"],
    ... )
    C2/case/steered = 0.62  (n 3, 0 to 1)
    """
    asked = [t for t in settings.types.values() if t.by_period or "period" not in by]
    rows: list[dict[str, Any]] = []
    evidence = [EVIDENCE.empty().with_columns(pl.col("figure").cast(pl.UInt32))]
    for place in _places(arrangements, read, by):
        for kind in asked:
            parts = [measured(condition, place, figures) for condition in kind.conditions]
            own = _together(parts)
            evidence.append(own.select(pl.lit(len(rows), pl.UInt32).alias("figure"), pl.all()))
            rows.append({**place, "code": kind.id, **_membership(parts), **_size(own, parts)})
    return Figured(FIGURES.frame([{"figure": "", **row} for row in rows]).drop("figure"), pl.concat(evidence))


def measured(condition: Condition, place: Mapping[str, object], figures: FiguresOf) -> Measured:
    """The condition at one place (context, period): its figure and what membership that gives."""
    card = CATALOGUE.get(condition.measure)
    found = _figure(condition, {**place, **condition.where}, figures, card.always)
    if isinstance(found, str):
        return Measured(condition, {}, _nothing(), why=found)
    row, evidence = found
    if row["status"] != "ok" or row["value"] is None:
        note = f" ({row['note']})" if row["note"] else ""
        return Measured(condition, row, evidence, why=f"{row['status']}{note}")
    value, *ends = (
        None if v is None else _member(condition, v) for v in (row["value"], row["low"], row["high"])
    )
    low, high = (None, None) if None in ends else sorted(ends)  # type: ignore[type-var]
    return Measured(condition, row, evidence, value, low, high)


def _member(condition: Condition, value: float) -> float:
    # Twelve digits, since the last bits of an exponential differ between builds.
    made = round(float(direct(value, *condition.anchors)), 12)
    return 1 - made if condition.invert else made


def _figure(
    condition: Condition, place: Mapping[str, object], figures: FiguresOf, always: Sequence[str]
) -> tuple[Mapping[str, Any], Frame] | str:
    """The row of the one figure and its evidence, or why there is none."""
    card = CATALOGUE.get(condition.measure)
    name = condition.quantity or card.quantities[0].name
    try:
        made = figures(condition.measure, tuple(c for c in place if c not in always))
    except UsageError:
        apart = " and ".join(c for c in place if c not in (*card.by, *always))
        return f"{condition.measure} cannot be told apart by {apart}"
    frame = made.frame.filter(pl.col("quantity") == name)
    for column, value in place.items():
        frame = frame.filter(pl.col(column).cast(pl.String).eq_missing(pl.lit(value, pl.String)))
    if frame.height != 1:
        return "no evidence" if frame.is_empty() else f"{frame.height} figures, of which none is named"
    row = frame.row(0, named=True)
    counted = EVIDENCE.conform(made.evidence_frame).filter(pl.col("figure") == row["figure"])
    return row, counted.drop("figure")


def _membership(parts: Sequence[Measured]) -> dict[str, object]:
    common = {"measure": "C2", "quantity": MEMBERSHIP.name, "unit": MEMBERSHIP.unit}
    missing = [part for part in parts if part.membership is None]
    known = [part.membership for part in parts if part.membership is not None]
    if missing or not known:
        said = "; ".join(f"{part.condition.name}: {part.why}" for part in missing)
        most = f"; the other conditions alone give {min(known):.2f}" if known else ""
        return {**common, "status": "cannot be computed", "note": said + most}
    least = min(parts, key=lambda part: part.membership or 0.0)
    made = {**common, "status": "ok", "value": least.membership, "note": f"decided by {least.condition.name}"}
    without = ", ".join(part.condition.name for part in parts if part.low is None)
    made["note"] = (
        f"{made['note']}; {without} has no interval and may be anything" if without else made["note"]
    )
    low = min(0.0 if part.low is None else part.low for part in parts)
    high = min(1.0 if part.high is None else part.high for part in parts)
    return {**made, "low": low, "high": high, "interval": "conservative"}


def _places(arrangements: Frame, read: Frame, by: tuple[str, ...]) -> list[dict[str, object]]:
    """The groups in which anything was read or recorded."""
    if not by:
        return [{}]
    every = pl.concat([arrangements.select(by), read.select(by)]).unique().sort(by)
    return list(every.iter_rows(named=True))


def _together(parts: Sequence[Measured]) -> Frame:
    """The evidence of all conditions; each row says for which it counts."""
    told = [
        p.evidence.with_columns(part=pl.format("{}: {}", pl.lit(p.condition.name), "part")) for p in parts
    ]
    return pl.concat([_nothing(), *told]).unique(["table", "row", "part"], maintain_order=True)


def _size(rows: Frame, parts: Sequence[Measured]) -> dict[str, object]:
    seen = [p.figure["read"] for p in parts if p.figure.get("read") is not None]
    coders = sorted({coder for p in parts for coder in p.figure.get("coders") or ()})
    return {
        "n": rows.height,
        "documents": rows["document"].n_unique(),
        "read": max(seen, default=None),
        "coders": coders,
        "paraphrased": (rows["table"] == "statements").mean() if rows.height else None,
    }


def _nothing() -> Frame:
    return EVIDENCE.empty().drop("figure")
