"""P3: whose proposals are taken up."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import SIDES, UNKNOWN, asked, difference, shares
from comity.measures.statistics import share
from comity.measures.tally import Confidence

_UPTAKE = Quantity(
    "uptake",
    "proposals retained / proposals made",
    (0, 1),
    share("retained", of=("retained", "dropped")),
    label="share taken up",
)
_DIFFERENCE = Quantity("difference", "uptake of lead - uptake of partner", (-1, 1), label="lead less partner")


@measure(
    "P3",
    question="Whose proposals are taken up?",
    quantities=(_UPTAKE, _DIFFERENCE),
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "side"), ("context", "side", "pillar")),
    makes=("side",),
    source="method P3",
)
def uptake(
    provisions: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the proposals that were taken up; where sides are not told apart, their difference as well.

    *uptake* = retained / made, among proposals of known fate (the vocabulary ``fate`` gives 1 to words for taken
    up, 0 for not). *difference* = uptake of lead - uptake of partner; its interval is Newcombe's. What became of
    a proposal is often not known: such rows are listed as *unknown*, the note counts them, and they are neither
    taken up nor dropped.

    Takes: provisions (proposing side, which is the grouping ``side`` here; taken, pillar). Gives: shares in
    [0, 1], a difference in [-1, 1]. Undefined: "unknown" where no fate is known, "no evidence" where nobody
    proposed. Source: method P3.
    """
    rows = provisions.drop("side", strict=False).rename({"proposing": "side"})
    rows = rows.filter(pl.col("side").is_in([*SIDES, "third"])).with_columns(
        part=pl.when(pl.col("taken") == 1)
        .then(pl.lit("retained"))
        .when(pl.col("taken") == 0)
        .then(pl.lit("dropped"))
        .otherwise(pl.lit(UNKNOWN))
    )
    groups = asked(rows, arrangements, by)

    def figures(counted: Frame, nothing: str) -> Figured:
        return shares(
            counted, by, _UPTAKE, measure="P3", confidence=confidence, arrangements=arrangements,
            groups=groups, nothing=nothing, left_open="proposals have a fate that is not known",
        )  # fmt: skip

    every = figures(rows, "no proposal is recorded")
    if "side" in by:
        return (every,)
    lead, partner = (figures(rows.filter(pl.col("side") == s), "no proposal is recorded") for s in SIDES)
    return every, difference(lead, partner, _DIFFERENCE, names=SIDES)
