"""G2: the reading of a case: cooperative, rhetoric over business as usual, or productive of something new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from comity.diagnostics import UsageError
from comity.measures.counted import Figured, Frame
from comity.measures.measure import CATALOGUE, Quantity, measure
from comity.measures.scaled import FiguresOf, Fuzzy
from comity.measures.tables import EVIDENCE, FIGURES

INPUTS: Mapping[str, tuple[tuple[str, str, float, float], ...]] = {
    "asymmetry": (("I2", "asymmetry", 1, 0), ("P3", "difference", 1, 0), ("P7", "partner_first", 2, -1)),
    "production": (("P5", "production", 1, 0),),
}
"""What an input is the mean of: measure, quantity, factor and constant; cut off at 0 and 1."""

READINGS: Mapping[str, Callable[[float, float, float], float]] = {
    "cooperative": lambda g, a, _: min(1 - g, 1 - a),
    "rhetoric": lambda g, _, t: min(g, 1 - t),
    "productive": lambda g, a, t: min(max(g, a), t),
}
_RISES = {"cooperative": (-1, -1, 1), "rhetoric": (1, 1, -1), "productive": (1, 1, 1)}
_NEEDS = {"cooperative": (0, 1), "rhetoric": (0, 2), "productive": (0, 1, 2)}


@measure(
    "G2",
    question="Is it cooperative, mere rhetoric, or productive of a new form of governance?",
    quantities=tuple(Quantity(name, "fuzzy membership", (0, 1)) for name in READINGS),
    by=("context",),
    always=(),
    source="method G2",
)
def reading(figures: FiguresOf, arrangements: Frame, by: tuple[str, ...]) -> Figured:
    """Membership in the three readings, from gap g, asymmetry a and production t.

    *cooperative* = min(1 - g, 1 - a); *rhetoric* = min(g, 1 - t); *productive* = min(max(g, a), t). g is the mean
    of max(0, gap) over the principles that are promised: what is done beyond a promise, or without one, makes up
    for none that is broken. a is the mean of the role asymmetry and, where there is evidence, of uptake
    and exchange (their part in favour of the lead side), t the share of partners with production. Each end
    of the interval takes the ends of the inputs' intervals that are worst for it; an input with too little for an
    interval may be anything.

    Takes: figures of G1, I2, P3, P7, P5. Gives: memberships in [0, 1]. Undefined: where an input of the
    reading is missing, "no evidence"; the note says from what the others were made. Source: method G2.

    Caveat: the three are no shares and need not add up to 1; each is as sure as the least sure of its inputs.

    >>> from comity.measures.worked import worked
    >>> worked("G2",
    ... read=["document", "a"],
    ... coded=["document, code", "a, equality"],
    ... roles=["actor, role", "north, drafter", "north, host"],
    ... events=["actor, event, date", "south, took on a duty, 2009", "south, reformed, 2011"],
    ... )
    G2/case = 0  (n 5, 0 to 1)
    G2.rhetoric/case = 0  (n 5, 0 to 0.5)
    G2.productive/case = 1  (n 7, 0 to 1)
    """
    rows: list[dict[str, Any]] = []
    evidence: list[Frame] = []
    for group in arrangements.select(by).unique().sort(by).rows() if by else [()]:
        place = dict(zip(by, group, strict=True))
        found = [_gap(place, figures), *(_input(parts, place, figures) for parts in INPUTS.values())]
        for name in READINGS:
            used = [found[i] for i in _NEEDS[name]]
            own = pl.concat([e for _, e, _ in used]).unique(["table", "row", "part"], maintain_order=True)
            evidence.append(own.select(pl.lit(len(rows), pl.UInt32).alias("figure"), pl.all()))
            size = {"n": own.height, "documents": own["document"].n_unique(), "coders": []}
            note = "; ".join(note for _, _, note in used)
            rows.append({**place, **_membership(name, [f for f, _, _ in found]), **size, "note": note})
    frame = FIGURES.frame([{"figure": "", **row} for row in rows]).drop("figure")
    nothing = EVIDENCE.empty().with_columns(pl.col("figure").cast(pl.UInt32))
    return Figured(frame, pl.concat([nothing, *evidence]))


def _membership(name: str, inputs: Sequence[Fuzzy | None]) -> dict[str, object]:
    common = {"measure": "G2", "quantity": name, "unit": "fuzzy membership"}
    if any(inputs[i] is None for i in _NEEDS[name]):
        return {**common, "status": "no evidence"}
    given = [i or (0.0, 0.0, 0.0) for i in inputs]
    ends = [
        [i[1 if rise == way else 2] for i, rise in zip(given, _RISES[name], strict=True)] for way in (1, -1)
    ]
    low, high = (READINGS[name](*end) for end in ends)
    value = READINGS[name](*(i[0] for i in given))
    return {**common, "status": "ok", "value": value, "low": low, "high": high, "interval": "conservative"}


def _gap(place: Mapping[str, object], figures: FiguresOf) -> tuple[Fuzzy | None, Frame, str]:
    """How far the promises that are made are not kept, with the rows of promise and practice."""
    made = figures("G1", tuple(place))
    own = made.frame.filter((pl.col("status") == "ok") & pl.col("value").is_not_null())
    for column, value in place.items():
        own = own.filter(pl.col(column).eq_missing(pl.lit(value)))
    promised = own.filter((pl.col("quantity") == "promise") & (pl.col("value") > 0))["code"]
    kept = own.filter((pl.col("quantity") == "gap") & pl.col("code").is_in(promised.to_list()))
    rows = EVIDENCE.conform(made.evidence_frame).filter(pl.col("figure").is_in(kept["figure"].to_list()))
    if not kept.height:
        return None, rows.drop("figure"), "no evidence of a promise (G1) and of its practice"
    value, low, high = (_mean([max(0.0, x) for x in kept[c]]) for c in ("value", "low", "high"))
    return (value, low, high), rows.drop("figure"), f"from G1: {value:.2f}"


def _input(
    parts: Sequence[tuple[str, str, float, float]], place: Mapping[str, object], figures: FiguresOf
) -> tuple[Fuzzy | None, Frame, str]:
    """The mean of the figures that there are, with their rows, and from what it was made."""
    values: list[Fuzzy] = []
    rows, said = [EVIDENCE.empty().drop("figure")], []
    for name, quantity, factor, constant in parts:
        card = CATALOGUE.all().get(name)
        whole = next((q.range for q in card.quantities if q.name == quantity), None) if card else None
        if whole is None:
            continue
        try:
            made = figures(name, tuple(place))
        except UsageError:
            continue
        fine = (pl.col("quantity") == quantity) & (pl.col("status") == "ok") & pl.col("value").is_not_null()
        own = made.frame.filter(fine)
        for column, value in place.items():
            own = own.filter(pl.col(column).eq_missing(pl.lit(value)))
        # With too little for an interval it may be anything in its range.
        ends = (pl.col("low").fill_null(whole[0]), pl.col("high").fill_null(whole[1]))
        for row in own.select("value", *ends).iter_rows():
            value, *between = (factor * x + constant for x in row)
            values.append((value, min(between), max(between)))
        ids = own["figure"].to_list()
        rows.append(EVIDENCE.conform(made.evidence_frame).filter(pl.col("figure").is_in(ids)).drop("figure"))
        said += [name] if own.height else []
    every = pl.concat(rows)
    if not values:
        return None, every, f"no evidence of {', '.join(name for name, *_ in parts)}"
    value, low, high = (_mean(column) for column in zip(*values, strict=True))
    return (value, low, high), every, f"from {', '.join(said)}: {value:.2f}"


def _mean(values: Sequence[float]) -> float:
    return min(1.0, max(0.0, sum(values) / len(values)))
