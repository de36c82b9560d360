"""P0: what stood between the sides before any arrangement."""

from __future__ import annotations

import math

import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import SIDES, by_group, figured

_RATIO = Quantity("log_ratio", "ln(mean of lead / mean of partner)", (-math.inf, None))


@measure(
    "P0",
    question="How unequal were the sides beforehand?",
    quantities=(_RATIO,),
    by=("context", "period", "year"),
    always=("kind",),
    shown=(("context",),),
    source="method P0",
)
def pre_existing_asymmetry(attributes: Frame, by: tuple[str, ...]) -> Figured:
    """What the study knows of the actors themselves, as a log-ratio between the sides, attribute by attribute.

    ln(mean of the lead side's actors / mean of the partner side's); of an actor with several values, their mean.
    0: alike; ln 10 = 2.3: ten times as much on the lead side. It is context for the comparison and enters no
    other measure. The attribute stands in the grouping ``kind``.

    Takes: attributes (actor, attribute, value, unit, side). Gives: a number without bounds and without interval
    (the actors are no sample). Undefined: "no evidence" where a side has no value or its mean is not above 0;
    "undecided" where the values are in several units. Source: method P0.

    Caveat: which attributes a study records is a choice; each is a figure of its own and they are not added up.

    >>> from comity.measures.worked import worked
    >>> worked("P0",
    ... attributes=[
    ...     "actor, attribute, value, unit",
    ...     "north, staff, 1000, people",
    ...     "south, staff, 100, people",
    ... ],
    ... )
    P0/case/staff = 2.3  (n 2)
    """
    known = attributes.filter(pl.col("side").is_in(SIDES)).with_columns(
        kind=pl.col("attribute"), part=pl.col("side"), amount=pl.lit(1, pl.Int64)
    )
    made = []
    for place, own in by_group(known, (*by, "kind")):
        rows = own.unique(["row", "part"], maintain_order=True)
        made.append((place | _compared(rows), rows))
    return figured(made, _RATIO, measure="P0")


def _compared(rows: Frame) -> dict[str, object]:
    units = sorted(rows["unit"].unique().to_list())
    if len(units) > 1:
        return {"status": "undecided", "note": f"in several units: {', '.join(units)}"}
    actors = rows.group_by("side", "actor").agg(pl.col("value").mean()).sort("side", "actor")
    means = {side: actors.filter(side=side)["value"].mean() for side in SIDES}
    lead, partner = (float(str(mean)) if mean is not None else None for mean in means.values())
    if lead is None or partner is None:
        return {"status": "no evidence", "note": "known of one side alone"}
    if min(lead, partner) <= 0:
        return {"status": "no evidence", "note": "no ratio where a side's mean is not above 0"}
    said = f"lead {lead:g}, partner {partner:g} {units[0]}"
    return {"status": "ok", "value": math.log(lead / partner), "note": said}
