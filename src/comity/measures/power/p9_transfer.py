"""P9: which way training, equipment, data, staff, practice and money go."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import shares
from comity.measures.statistics import balance
from comity.measures.tally import Confidence

_BALANCE = Quantity(
    "balance",
    "(lead to partner - partner to lead) / both",
    (-1, 1),
    balance("lead to partner", "partner to lead"),
)


@measure(
    "P9",
    question="Do transfers go one way?",
    quantities=(_BALANCE,),
    by=("context", "arrangement", "layer", "kind", "period", "year"),
    always=(),
    shown=(("context",), ("context", "kind")),
    source="method P9",
)
def transfer(transfers: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence) -> Figured:
    """The balance of the transfers between the sides: (lead to partner - partner to lead) / both.

    1: all go from the lead to the partner side; 0: as many back. Rows count, not amounts: people trained and
    money paid have no common measure. Transfers from or to third parties, and within a side, are left out.

    Takes: transfers (kind, giving, receiving side). Gives: a number in [-1, 1]; intervals over arrangements.
    Undefined: "no evidence" where none goes between the sides. Source: method P9.

    Caveat: one training course and one aeroplane count as one transfer each; read P4 for money.

    >>> from comity.measures.worked import worked
    >>> worked("P9",
    ... transfers=[
    ...     "giver, receiver, kind",
    ...     "north, south, training",
    ...     "north, east, training",
    ...     "north, south, equipment",
    ...     "south, north, data",
    ... ],
    ... )
    P9/case = 0.5  (n 4, -0.87 to 0.99)
    """
    ends = pl.format("{} to {}", "giving", "receiving")
    rows = transfers.with_columns(part=ends, amount=pl.lit(1, pl.Int64)).filter(
        pl.col("part").is_in(["lead to partner", "partner to lead"])
    )
    return shares(
        rows, by, _BALANCE, measure="P9", confidence=confidence, arrangements=arrangements,
        nothing="no transfer between the sides is recorded",
    )  # fmt: skip
