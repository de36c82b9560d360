"""I6: which candidates were chosen."""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame, ordered
from comity.measures.drawn import drawn
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import figured
from comity.measures.tally import Confidence

_CONCLUDED = Quantity("concluded", "share of candidates", (0, 1))


@measure(
    "I6",
    question="With which candidates was it concluded?",
    quantities=(_CONCLUDED,),
    by=("context", "arrangement", "layer", "actor", "side", "period", "year"),
    always=(),
    default=("context", "arrangement"),
    shown=(("context", "arrangement"),),
    source="method I6",
)
def selection(
    candidates: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the candidates for an arrangement with whom it was concluded.

    Every candidate is evidence, as *concluded* or *other*; their commitments, framework and interest stand in its
    row. Candidates are too few for a test, and none is made.

    Takes: candidates (outcome). Gives: a share in [0, 1]. Undefined: "no evidence" of a context (layer) in which
    no candidate is recorded.
    Source: method I6.

    Caveat: refusals leave fewer traces than agreements, so candidates that were turned down are missing more
    often.

    >>> from comity.measures.worked import worked
    >>> worked("I6",
    ... candidates=[
    ...     "actor, interest, outcome",
    ...     "south, shown, concluded",
    ...     "east, shown, no answer",
    ... ],
    ... )
    I6/case/pact = 0.5  (n 2)
    """
    rows = candidates.with_columns(
        part=pl.when(pl.col("outcome") == "concluded").then(pl.lit("concluded")).otherwise(pl.lit("other"))
    )
    silent = [
        (
            place | {"status": "no evidence", "note": "no candidate is recorded"},
            rows.clear().with_columns(amount=0),
        )
        for place in _silent(candidates, arrangements, by)
    ]
    return (
        drawn(
            rows, by, ["concluded", "other"], _share, quantity=_CONCLUDED, measure="I6", confidence=confidence,
            note="a count of few candidates, not tested",
        ),
        figured(silent, _CONCLUDED, measure="I6"),
    )  # fmt: skip


def _silent(candidates: Frame, arrangements: Frame, by: tuple[str, ...]) -> list[dict[str, object]]:
    """The contexts and layers, as far as they are told apart, in which nobody is a candidate."""
    columns = [name for name in ordered(by) if name in ("context", "layer")]
    if not columns:
        return [] if candidates.height else [{}]
    every = arrangements.select(columns).unique().join(candidates.select(columns), on=columns, how="anti")
    return every.drop_nulls().sort(columns).rows(named=True)


def _share(sums: np.ndarray) -> np.ndarray:
    whole = sums.sum(axis=1)
    made: np.ndarray = np.divide(sums[:, 0], whole, out=np.full(len(sums), np.nan), where=whole > 0)
    return made
