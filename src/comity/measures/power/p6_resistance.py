"""P6: what is resisted, and how."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import shares
from comity.measures.statistics import Statistic
from comity.measures.tally import Confidence

_RESISTANCE = Quantity(
    "resistance", "events", (0, None), Statistic("count", ("resisted",)), label="acts of resistance"
)
_RETAINED = Quantity(
    "agenda_retained",
    "proposals of the partner side",
    (0, None),
    Statistic("count", ("retained",)),
    label="items of the partner kept",
)


@measure(
    "P6",
    question="What do those who take part resist?",
    quantities=(_RESISTANCE, _RETAINED),
    by=("context", "arrangement", "layer", "actor", "side", "kind", "period", "year"),
    always=(),
    shown=(("context",), ("context", "kind"), ("context", "actor"), ("context", "year")),
    source="method P6",
)
def resistance(
    events: Frame, provisions: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The number of acts of resistance: refusal, silence, contestation, inversion, reclaim.

    The kind stands behind the colon of the event and in the grouping ``kind``. *agenda_retained* stands beside
    it: the proposals of the partner side that were taken up, for what the new forum was used for; it is not
    told apart by actor, side or kind.

    Takes: events (what, how, actor, side), provisions (proposing, taken). Gives: counts, without interval.
    Undefined: "no evidence" where none is recorded, which is not to say that nobody resisted. Source: method P6.

    Caveat: resistance that works quietly leaves few records; none recorded is not none offered.

    >>> from comity.measures.worked import worked
    >>> worked("P6", "resistance",
    ... events=[
    ...     "actor, event, date",
    ...     "south, resisted: refusal, 2009",
    ...     "south, resisted: silence, 2010",
    ...     "east, reformed, 2010",
    ... ],
    ... )
    P6/case = 2  (n 2)
    """
    resisted = events.filter(pl.col("what") == "resisted").with_columns(
        part=pl.lit("resisted"), kind=pl.col("how").fill_null("not said")
    )
    made = shares(
        resisted, by, _RESISTANCE, measure="P6", confidence=confidence, arrangements=arrangements,
        nothing="no resistance is recorded",
    )  # fmt: skip
    if {"actor", "side", "kind"} & set(by):
        return (made,)
    retained = provisions.filter((pl.col("proposing") == "partner") & (pl.col("taken") == 1))
    return made, shares(
        retained.with_columns(part=pl.lit("retained")), by, _RETAINED, measure="P6", confidence=confidence,
        arrangements=arrangements, nothing="no proposal of the partner side is recorded as taken up",
    )  # fmt: skip
