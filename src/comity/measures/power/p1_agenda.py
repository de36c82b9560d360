"""P1: what the arrangements are about."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Figured, Frame, ordered
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import by_group, of_each_side, shares
from comity.measures.statistics import balance, share
from comity.measures.tally import Confidence
from comity.study.vocabularies import Vocabularies

_WEIGHED = ("guards", "opens")
_DOMINANCE = Quantity(
    "dominance", "control / (control + mobility + development + rights)", (0, 1), share("guards", of=_WEIGHED)
)
_SHARE = Quantity("share", "share of provisions", (0, 1), share("own", of=("provisions",)))
_APART = Quantity("apart", "share of provisions", (0, 1), share("apart", of=(*_WEIGHED, "apart")))
_DIRECTION = Quantity(
    "apart_direction", "(lead - partner) / (lead + partner)", (-1, 1), balance("lead", "partner")
)
_NOTHING = "no provision is recorded"


@measure(
    "P1",
    question="What are the arrangements about?",
    quantities=(_DOMINANCE, _SHARE, _APART, _DIRECTION),
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "pillar"), ("context", "side")),
    source="method P1",
)
def agenda(
    provisions: Frame,
    arrangements: Frame,
    vocabularies: Vocabularies,
    by: tuple[str, ...],
    confidence: Confidence,
) -> tuple[Figured, ...]:
    """How far control outweighs the other pillars; by pillar: the share of each among the provisions.

    *dominance* = control / (control + mobility + development + rights): provisions of the pillars to which the
    vocabulary ``pillar`` gives the value 1, among those of the pillars with a value. *apart*: the share of the
    pillars without a value (capacity building) among all; *apart_direction*: who bears those, (lead - partner) /
    (lead + partner). *share*, told apart by pillar: provisions of the pillar / provisions.

    A provision that both sides bear counts for each where it is told apart by side (that of the bearer).
    Takes: provisions (pillar, side). Gives: shares in [0, 1], a balance in [-1, 1]; intervals over arrangements.
    Undefined: "no evidence" where no provision counts. Source: method P1.

    Caveat: provisions are counted, not their money or their effect; a text that splits one duty in three counts
    three.

    >>> from comity.measures.worked import worked
    >>> worked("P1",
    ... provisions=[
    ...     "bearer, pillar",
    ...     "partner, control",
    ...     "partner, control",
    ...     "lead, mobility",
    ...     "lead, capacity",
    ... ],
    ... )
    P1/case = 0.667  (n 3, 0.05 to 0.99)
    P1.apart/case = 0.25  (n 4, 0.0057 to 0.93)
    P1.apart_direction/case = 1  (n 1, -0.71 to 1)
    """
    rows = of_each_side(provisions, by)
    words = vocabularies["pillar"]
    if "pillar" in by:
        return (_by_pillar(rows, arrangements, sorted(words), by, confidence),)
    values = {word: term.value for word, term in words.items() if term.value is not None}
    weight = pl.col("pillar").replace_strict(values or {"": 0.0}, default=None, return_dtype=pl.Float64)
    part = pl.when(weight == 1).then(pl.lit("guards")).when(weight.is_null()).then(pl.lit("apart"))
    rows = rows.with_columns(part=part.otherwise(pl.lit("opens")))
    borne = rows.filter(pl.col("part") == "apart").with_columns(part=pl.col("side"))

    def figures(counted: Frame, quantity: Quantity, nothing: str) -> Figured:
        return shares(
            counted, by, quantity, measure="P1", confidence=confidence, arrangements=arrangements,
            nothing=nothing,
        )  # fmt: skip

    return (
        figures(rows.filter(pl.col("part") != "apart"), _DOMINANCE, _NOTHING),
        figures(rows, _APART, _NOTHING),
        figures(
            borne.filter(pl.col("part").is_in(["lead", "partner"])),
            _DIRECTION,
            "neither side bears such a provision",
        ),
    )


def _by_pillar(
    rows: Frame, arrangements: Frame, words: list[str], by: tuple[str, ...], confidence: Confidence
) -> Figured:
    """Each pillar of the vocabulary in each group that has a provision at all."""
    outer = [name for name in by if name != "pillar"]
    columns = ordered(outer)
    behind = rows.group_by(*columns, "document").agg(amount=pl.len().cast(pl.Int64))
    groups = pl.concat(
        [
            pl.DataFrame({"pillar": words}, schema={"pillar": pl.String}).with_columns(
                *(pl.lit(value, rows.schema[c]).alias(c) for c, value in place.items())
            )
            for place, own in by_group(rows, outer)
            if own.height
        ]
        or [rows.select(*columns, "pillar").clear()],
        how="diagonal",
    )
    return shares(
        rows.with_columns(part=pl.lit("own")), by, _SHARE, measure="P1", confidence=confidence,
        arrangements=arrangements, nothing=_NOTHING, groups=groups,
        background=behind.with_columns(part=pl.lit("provisions")),
    )  # fmt: skip
