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
    taken up nor dropped. A share that rests on one known fate says so.

    Takes: provisions (proposing side, which is the grouping ``side`` here; taken, pillar). Gives: shares in
    [0, 1], a difference in [-1, 1]. Undefined: "unknown" where no fate is known, "no evidence" where nobody
    proposed. Source: method P3.

    Caveat: proposals that were never made since they stood no chance are not there to be dropped; uptake
    flatters.

    >>> from comity.measures.worked import worked
    >>> worked("P3",
    ... provisions=[
    ...     "proposed_by, pillar, fate",
    ...     "lead, control, retained",
    ...     "lead, control, retained",
    ...     "partner, mobility, dropped",
    ...     "partner, mobility, retained",
    ...     "partner, rights,",
    ... ],
    ... )
    P3/case = 0.75  (n 5, 0.067 to 0.99)
    P3.difference/case = 0.5  (n 5, -0.48 to 0.97)
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
        return _rests_on_one(
            shares(
                counted, by, _UPTAKE, measure="P3", confidence=confidence, arrangements=arrangements,
                groups=groups, nothing=nothing, left_open="proposals have a fate that is not known",
            )
        )  # fmt: skip

    every = figures(rows, "no proposal is recorded")
    if "side" in by:
        return (every,)
    lead, partner = (figures(rows.filter(pl.col("side") == s), "no proposal is recorded") for s in SIDES)
    return every, difference(lead, partner, _DIFFERENCE, names=SIDES)


def _rests_on_one(figures: Figured) -> Figured:
    """The figures, those saying so in which a single proposal has a known fate."""
    frame = figures.frame.with_row_index("figure")
    known = figures.evidence.filter(pl.col("part") != UNKNOWN).group_by("figure").agg(_known=pl.len())
    frame = frame.join(known, on="figure", how="left", maintain_order="left")
    told = pl.when(pl.col("_known") == 1).then(pl.lit("rests on one proposal of known fate"))
    note = pl.concat_str(told, "note", separator="; ", ignore_nulls=True).replace("", None)
    return Figured(frame.with_columns(note=note).drop("figure", "_known"), figures.evidence)
