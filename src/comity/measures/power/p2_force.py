"""P2: how bindingly who has to do what."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import of_each_side, shares
from comity.measures.statistics import share
from comity.measures.tally import Confidence

FORCES = ("mandatory", "conditional", "voluntary", "unclear")
_UNSAID = "unclear: not recorded"
_PARTS = (*FORCES, _UNSAID)
_QUANTITIES = tuple(
    Quantity(
        name,
        "share of provisions",
        (0, 1),
        share(*((name, _UNSAID) if name == "unclear" else (name,)), of=_PARTS),
    )
    for name in FORCES
)


@measure(
    "P2",
    question="How binding is what is to be done?",
    quantities=_QUANTITIES,
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "side"), ("context", "pillar")),
    source="method P2",
)
def force(
    provisions: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the provisions that are mandatory, conditional, voluntary, or unclear.

    A provision whose force is not recorded counts as unclear, and the note says how many those are: leaving them
    out would make the rest look surer than the source is. A study's own word counts by the value that its
    vocabulary ``force`` gives it: 1 mandatory, 0 voluntary, between conditional, none unclear.

    A provision that both sides bear counts for each where it is told apart by side (that of the bearer).
    Takes: provisions (force, strength, side, pillar). Gives: four shares in [0, 1] that add up to 1; intervals
    over arrangements. Undefined: "no evidence" where there is no provision. Source: method P2.

    Caveat: it is what binds on paper; a voluntary provision may be kept and a mandatory one ignored (P8).

    >>> from comity.measures.worked import worked
    >>> worked("P2",
    ... provisions=[
    ...     "bearer, pillar, force",
    ...     "partner, control, mandatory",
    ...     "partner, rights, voluntary",
    ...     "lead, mobility, voluntary",
    ...     "lead, mobility, conditional",
    ... ],
    ... )
    P2/case = 0.25  (n 4, 0.0057 to 0.93)
    P2.conditional/case = 0.25  (n 4, 0.0057 to 0.93)
    P2.voluntary/case = 0.5  (n 4, 0.025 to 0.97)
    P2.unclear/case = 0  (n 4, 0 to 0.85)
    """
    rows = of_each_side(provisions, by).with_columns(part=_part())
    return tuple(
        _noted(
            shares(
                rows, by, quantity, measure="P2", confidence=confidence, arrangements=arrangements,
                nothing="no provision is recorded",
            )
        )
        for quantity in _QUANTITIES
    )  # fmt: skip


def _part() -> pl.Expr:
    strength = pl.col("strength")
    return (
        pl.when(pl.col("force").is_null())
        .then(pl.lit(_UNSAID))
        .when(pl.col("force").is_in(FORCES))
        .then("force")
        .when(strength.is_null())
        .then(pl.lit("unclear"))
        .when(strength == 1)
        .then(pl.lit("mandatory"))
        .when(strength == 0)
        .then(pl.lit("voluntary"))
        .otherwise(pl.lit("conditional"))
    )


def _noted(figures: Figured) -> Figured:
    """The figures, each saying how many of its provisions have no force on record."""
    frame = figures.frame.with_row_index("figure")
    unsaid = figures.evidence.filter(part=_UNSAID).group_by("figure").agg(_unsaid=pl.len())
    frame = frame.join(unsaid, on="figure", how="left", maintain_order="left")
    told = pl.format("{} of {} provisions have no force on record and count as unclear", "_unsaid", "n")
    note = pl.when(pl.col("_unsaid") > 0).then(told).otherwise("note")
    return replace(figures, frame=frame.with_columns(note=note).drop("figure", "_unsaid"))
