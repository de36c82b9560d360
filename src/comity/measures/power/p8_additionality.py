"""P8: what is new in it, and what was delivered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from comity.dates import years
from comity.measures.counted import Figured, Frame
from comity.measures.drawn import drawn
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import UNKNOWN, asked, of_each_side, shares
from comity.measures.statistics import share
from comity.measures.tally import Confidence

_NEW = Quantity(
    "new", "share of provisions", (0, 1), share("new", of=("new", "not new")), label="share that is new"
)
_DELIVERED = Quantity(
    "delivered",
    "share of provisions",
    (0, 1),
    share("delivered", of=("delivered", "not delivered")),
    label="share delivered",
)
_WAIT = Quantity("wait", "years from agreement to delivery, mean", (0, None), label="years to delivery")
_NOTHING = "no provision is recorded"


@measure(
    "P8",
    question="How much of it is new, and how much was delivered?",
    quantities=(_NEW, _DELIVERED, _WAIT),
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "side")),
    source="method P8",
)
def additionality(
    provisions: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the provisions that did not exist before, and the share that was delivered.

    *new* = new / provisions of known novelty (the vocabulary ``novelty`` gives 1 to new). *delivered* = provisions
    with a date of delivery or the fate "implemented" / those and the ones that had a date by which they were to
    be done and none on which they were; proposals that were dropped are left out. *wait* = years from ``date`` to
    ``delivered``, mean over provisions that have both. All else is listed as unknown.

    A provision that both sides bear counts for each where it is told apart by side (that of the bearer).
    Takes: provisions (is_new, taken, fate, promised, delivered, date, side). Gives: shares in [0, 1] and years;
    intervals over arrangements. Undefined: "unknown" where nothing of it is known, "no evidence" without a
    provision. Source: method P8.

    Caveat: what is not delivered may be late or unrecorded; the evidence lists the rows either way.

    >>> from comity.measures.worked import worked
    >>> worked("P8",
    ... provisions=[
    ...     "bearer, pillar, novelty, date, promised, delivered",
    ...     "lead, mobility, existing, 2008, 2010, 2013",
    ...     "lead, mobility, new, 2008, 2010,",
    ...     "partner, control, new, 2008, , 2009",
    ... ],
    ... )
    P8/case = 0.667  (n 3, 0.05 to 0.99)
    P8.delivered/case = 0.667  (n 3, 0.05 to 0.99)
    P8.wait/case = 3  (n 4)
    """
    rows = of_each_side(provisions, by)
    novelty = pl.when(pl.col("is_new").is_null()).then(pl.lit(UNKNOWN)).when("is_new").then(pl.lit("new"))
    kept = rows.filter(pl.col("taken").fill_null(1) != 0)
    done = pl.col("delivered").is_not_null() | (pl.col("fate").fill_null("") == "implemented")
    delivery = pl.when(done).then(pl.lit("delivered")).when(pl.col("promised").is_not_null())

    def figures(counted: Frame, quantity: Quantity, left_open: str) -> Figured:
        return shares(
            counted, by, quantity, measure="P8", confidence=confidence, arrangements=arrangements,
            nothing=_NOTHING, left_open=left_open,
        )  # fmt: skip

    return (
        figures(
            rows.with_columns(part=novelty.otherwise(pl.lit("not new"))),
            _NEW,
            "provisions have a novelty that is not known",
        ),
        figures(
            kept.with_columns(part=delivery.then(pl.lit("not delivered")).otherwise(pl.lit(UNKNOWN))),
            _DELIVERED,
            "provisions have a delivery that is not known",
        ),
        _wait(kept, arrangements, by, confidence),
    )


def _wait(rows: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence) -> Figured:
    waits = [_years(*dates) for dates in rows.select("date", "delivered").iter_rows()]
    known = rows.with_columns(pl.Series("amount", waits, pl.Int64)).drop_nulls("amount")
    parts = [
        known.with_columns(part=pl.lit("years")),
        known.with_columns(part=pl.lit("delivered"), amount=pl.lit(1, pl.Int64)),
    ]
    made = drawn(
        pl.concat(parts), by, ["years", "delivered"], _mean, quantity=_WAIT, measure="P8",
        confidence=confidence, groups=asked(rows, arrangements, by), read=arrangements,
    )  # fmt: skip
    without = pl.col("value").is_null()
    note = pl.when(without).then(pl.lit("no provision has both a date and a delivery")).otherwise("note")
    return replace(made, frame=made.frame.with_columns(note=note))


def _years(agreed: str | None, delivered: str | None) -> int | None:
    """The years between; null where one is open or not known, or where delivery comes first."""
    spans = years(agreed), years(delivered)
    ends = [span[0] for span in spans if span is not None and span[0] is not None and span[0] == span[1]]
    return ends[1] - ends[0] if len(ends) == len(spans) and ends[1] >= ends[0] else None


def _mean(sums: np.ndarray) -> np.ndarray:
    made: np.ndarray = np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0)
    return made
