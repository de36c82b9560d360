"""G1: is what is promised also done? The pairs of principles stand in the codebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.diagnostics import UsageError
from comity.measures.counted import Figured, Frame
from comity.measures.measure import CATALOGUE, Quantity, measure
from comity.measures.tables import EVIDENCE, FIGURES

if TYPE_CHECKING:
    from comity.measures.figures import Figures
    from comity.study.codebook import Codebook
    from comity.study.codes import Part

GAP = Quantity("gap", "promise - practice, each scaled to [0, 1]", (-1, 1))


@measure(
    "G1",
    question="Is what is promised also done?",
    quantities=(GAP,),
    by=("context",),
    source="method G1",
)
def promise_practice(
    figures: Callable[[str, tuple[str, ...]], Figures],
    codebook: Codebook,
    arrangements: Frame,
    by: tuple[str, ...],
) -> Figured:
    """The gap of each principle: promise - practice.

    Both are scaled to [0, 1] between the anchors that the codebook gives: (value - low) / (high - low), cut off
    at the ends; 1 - that where the principle says ``invert``. The interval is conservative: from the least
    promise less the greatest practice to the greatest promise less the least practice.

    Takes: figures of other measures, the codebook's principles, arrangements (context). Gives: a number in
    [-1, 1] per principle, which stands in ``code``. Undefined: where a part is missing, "no evidence", and the
    note names it; without an interval of both parts there is none of the gap. Source: method G1.

    Caveat: its size depends on the anchors of the codebook, so compare principles and contexts, and trust the
    sign less.

    >>> from comity.measures.worked import worked
    >>> worked("G1",
    ... read=["document", "a", "b"],
    ... coded=["document, code", "a, equality"],
    ... roles=["actor, role", "north, drafter", "north, host"],
    ... )
    G1/case/equality = 0.5  (n 3)
    """
    groups = arrangements.select(by).unique().sort(by).rows() if by else [()]
    rows: list[dict[str, Any]] = []
    evidence: list[Frame] = [_nothing()]
    for group in groups:
        place = dict(zip(by, group, strict=True))
        for principle in codebook.principles:
            sides = {"promise": principle.promise, "practice": principle.practice}
            found = {name: _part(part, place, figures) for name, part in sides.items()}
            counted = [
                ev.with_columns(part=name + ": " + pl.col("part")) for name, (_, ev, _) in found.items()
            ]
            own = pl.concat(counted).unique(["table", "row", "part"], maintain_order=True)
            evidence.append(own.select(pl.lit(len(rows), pl.UInt32).alias("figure"), pl.all()))
            rows.append({**place, "code": principle.id, **_gap(found), **_size(own)})
    return Figured(FIGURES.frame([{"figure": "", **row} for row in rows]).drop("figure"), pl.concat(evidence))


Scaled = tuple[float, float | None, float | None]


def _gap(found: Mapping[str, tuple[Scaled | None, Frame, str]]) -> dict[str, object]:
    (promise, _, promised), (practice, _, practised) = found["promise"], found["practice"]
    common = {"measure": "G1", "quantity": GAP.name, "unit": GAP.unit}
    if promise is None or practice is None:
        missing = "; ".join(note for note in (promised, practised) if note)
        return {**common, "status": "no evidence", "note": missing}
    ends: tuple[float | None, float | None] = (None, None)
    if None not in (*promise, *practice):
        ends = (promise[1] - practice[2], promise[2] - practice[1])  # type: ignore[operator]
    note = f"promise {promise[0]:.2f}, practice {practice[0]:.2f}"
    value = {"value": promise[0] - practice[0], "low": ends[0], "high": ends[1]}
    return {
        **common,
        **value,
        "status": "ok",
        "note": note,
        "interval": "conservative" if ends[0] is not None else None,
    }


def _part(
    part: Part, place: Mapping[str, object], figures: Callable[[str, tuple[str, ...]], Figures]
) -> tuple[Scaled | None, Frame, str]:
    """The scaled figure of one side, its evidence, and what is missing."""
    card = CATALOGUE.all().get(part.measure)
    name = f"{part.measure}.{part.quantity}" if part.quantity else part.measure
    quantity = (
        next((q.name for q in card.quantities if part.quantity in ("", q.name)), None) if card else None
    )
    if quantity is None:
        return None, _nothing().drop("figure"), f"{name} is not measured"
    try:
        made = figures(part.measure, tuple(place))
    except UsageError:
        return None, _nothing().drop("figure"), f"{name} cannot be grouped so"
    frame = made.frame.filter(pl.col("quantity") == quantity)
    for column, value in place.items():
        frame = frame.filter(pl.col(column).eq_missing(pl.lit(value)))
    if part.code:
        frame = frame.filter(pl.col("code").is_in(list(part.code)))
    frame = frame.filter(pl.col("value").is_not_null() & (pl.col("status") == "ok"))
    if not frame.height or (not part.code and frame.height > 1):
        return None, _nothing().drop("figure"), f"no evidence of {name}"
    ids = frame["figure"].to_list()
    rows = EVIDENCE.conform(made.evidence_frame).filter(pl.col("figure").is_in(ids)).drop("figure")
    scaled = [_scaled(part, r["value"], r["low"], r["high"]) for r in frame.iter_rows(named=True)]
    ends = [[s[i] for s in scaled] for i in range(3)]
    mean = [None if None in column else sum(map(float, column)) / len(column) for column in ends]  # type: ignore[arg-type]
    return (float(mean[0] or 0.0), mean[1], mean[2]), rows, ""


def _scaled(part: Part, value: float, low: float | None, high: float | None) -> Scaled:
    def scale(x: float) -> float:
        y = min(1.0, max(0.0, (x - part.low) / (part.high - part.low)))
        return 1 - y if part.invert else y

    if part.size:
        if low is not None and high is not None:
            spans = low <= 0 <= high
            low, high = (0.0 if spans else min(abs(low), abs(high))), max(abs(low), abs(high))
        value = abs(value)
    if low is None or high is None:
        return scale(value), None, None
    ends = sorted((scale(low), scale(high)))
    return scale(value), ends[0], ends[1]


def _size(rows: Frame) -> dict[str, object]:
    return {"n": rows.height, "documents": rows["document"].n_unique(), "coders": []}


def _nothing() -> Frame:
    return EVIDENCE.empty().with_columns(pl.col("figure").cast(pl.UInt32))
