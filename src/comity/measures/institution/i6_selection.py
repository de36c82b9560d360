"""I6: which candidates were chosen."""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.drawn import drawn
from comity.measures.measure import Quantity, measure
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
def selection(candidates: Frame, by: tuple[str, ...], confidence: Confidence) -> Figured:
    """The share of the candidates for an arrangement with whom it was concluded.

    Every candidate is evidence, as *concluded* or *other*; their commitments, framework and interest stand in its
    row. Candidates are too few for a test, and none is made.

    Takes: candidates (outcome). Gives: a share in [0, 1]. Undefined: no figure without a candidate.
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
    return drawn(
        rows, by, ["concluded", "other"], _share, quantity=_CONCLUDED, measure="I6", confidence=confidence,
        note="a count of few candidates, not tested",
    )  # fmt: skip


def _share(sums: np.ndarray) -> np.ndarray:
    whole = sums.sum(axis=1)
    made: np.ndarray = np.divide(sums[:, 0], whole, out=np.full(len(sums), np.nan), where=whole > 0)
    return made
