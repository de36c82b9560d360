"""Figures brought between 0 and 1 by their anchors, so that what is promised can be held against what is done.

Calibration in the sense of fuzzy sets (Ragin, Redesigning Social Inquiry, 2008, chapter 5), with straight lines
between the anchors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.diagnostics import UsageError
from comity.measures.counted import Frame
from comity.measures.measure import CATALOGUE, Quantity
from comity.measures.tables import EVIDENCE

if TYPE_CHECKING:
    from comity.measures.figures import Figures
    from comity.study.codes import Part
    from comity.study.settings import Settings

FiguresOf = Callable[[str, tuple[str, ...]], "Figures"]
Fuzzy = tuple[float, float, float]  # value, low, high


@dataclass(frozen=True, slots=True)
class Scaled:
    """A figure between 0 and 1 with its ends, the rows it counted, and in words from what it was made.

    ``fuzzy`` is None where there is no such figure; ``told`` then says what is missing. ``read``: the documents
    that were looked through for it.
    """

    fuzzy: Fuzzy | None
    rows: Frame
    told: str
    read: int


def scaled(part: Part, place: Mapping[str, object], figures: FiguresOf, settings: Settings) -> Scaled:
    """The figure of a part at a place, scaled by its anchors; of several codes the mean."""
    name = f"{part.measure}.{part.quantity}" if part.quantity else part.measure
    quantity = _quantity(part)
    if quantity is None:
        return _missing(f"{name} is not measured")
    try:
        made = figures(part.measure, tuple(place))
    except UsageError:
        return _missing(f"{name} cannot be grouped so")
    every = made.frame.filter(pl.col("quantity") == quantity.name)
    every = every.filter(pl.col("code").is_in(list(part.code))) if part.code else every
    own = every
    for column, value in place.items():
        own = own.filter(pl.col(column).eq_missing(pl.lit(value)))
    own = _known(own, part, settings)
    if not own.height or (not part.code and own.height > 1):
        return _missing(f"no evidence of {name}")
    found = []
    for row in own.iter_rows(named=True):
        ends = _anchors(part, quantity, row, every, settings)
        if ends is None:
            return _missing(f"{name} cannot be scaled by {part.scale}")
        found.append(_between(part, (row["value"], row["low"], row["high"]), ends))
    rows = EVIDENCE.conform(made.evidence_frame).filter(pl.col("figure").is_in(own["figure"].to_list()))
    read = int(own["read"].fill_null(0).cast(pl.Int64).to_numpy().max())
    return Scaled(_mean(found), rows.drop("figure"), _told(name, part, own, settings), read)


def _quantity(part: Part) -> Quantity | None:
    card = CATALOGUE.all().get(part.measure)
    return next((q for q in card.quantities if part.quantity in ("", q.name)), None) if card else None


def _known(frame: Frame, part: Part, settings: Settings) -> Frame:
    """The figures with a value; by presence, silence is one only where enough was read."""
    known = frame.filter(pl.col("value").is_not_null() & (pl.col("status") == "ok"))
    if part.scale != "presence":
        return known
    return known.filter((pl.col("value") > 0) | (pl.col("read") >= settings.thresholds.read))


def _anchors(
    part: Part, quantity: Quantity, row: Mapping[str, Any], every: Frame, settings: Settings
) -> tuple[float, float] | None:
    """Where a figure is 0 and where it is 1; None where the scale does not fit it."""
    if part.scale == "anchors":
        return part.low, part.high
    if part.scale == "presence":
        shared = quantity.statistic is not None and quantity.statistic.per_document
        return (0.0, settings.thresholds.present / row["read"]) if shared and row["read"] else None
    same = every.filter(pl.col("code").eq_missing(pl.lit(row["code"])) & (pl.col("status") == "ok"))
    values = [abs(v) if part.size else v for v in same["value"].drop_nulls()]
    return (min(values), max(values)) if values and min(values) < max(values) else None


def _between(
    part: Part, figure: tuple[float, float | None, float | None], ends: tuple[float, float]
) -> Fuzzy:
    """A figure and its interval between the anchors, cut off at them; without an interval it may be anything."""
    value, low, high = figure

    def scale(x: float) -> float:
        y = min(1.0, max(0.0, (x - ends[0]) / (ends[1] - ends[0])))
        return 1 - y if part.invert else y

    if part.size:
        if low is not None and high is not None:
            spans = low <= 0 <= high
            low, high = (0.0 if spans else min(abs(low), abs(high))), max(abs(low), abs(high))
        value = abs(value)
    if low is None or high is None:
        return scale(value), 0.0, 1.0
    least, most = sorted((scale(low), scale(high)))
    return scale(value), least, most


def _mean(found: Sequence[Fuzzy]) -> Fuzzy:
    value, low, high = (sum(column) / len(column) for column in zip(*found, strict=True))
    return value, low, high


def _told(name: str, part: Part, own: Frame, settings: Settings) -> str:
    """From what and between which anchors, in words: "I2 1.00, whole at 0 and nothing at 1"."""
    values = ", ".join(f"{v:.2f}" for v in own["value"])
    if part.scale == "presence":
        counts = ", ".join(
            f"{round(r['value'] * r['read'])} of {r['read']}" for r in own.iter_rows(named=True)
        )
        return f"{name}, affirmed in {counts} documents; whole at {settings.thresholds.present}"
    if part.scale == "cases":
        return f"{name} {values}, between the least and the greatest case"
    whole, nothing = (part.low, part.high) if part.invert else (part.high, part.low)
    turned = ", whatever its sign" if part.size else ""
    thin = "; too little for an interval" if own["low"].null_count() else ""
    return f"{name} {values}{turned}; whole at {whole:g}, nothing at {nothing:g}{thin}"


def _missing(told: str) -> Scaled:
    return Scaled(None, EVIDENCE.empty().drop("figure"), told, 0)
