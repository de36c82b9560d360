"""P1: what the arrangements are about."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Figured, Frame, ordered
from comity.measures.funds import in_thousandths
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import UNKNOWN, by_group, of_each_side, shares
from comity.measures.statistics import balance, share
from comity.measures.tally import Confidence
from comity.study.vocabularies import Vocabularies

_WEIGHED = ("guards", "opens")
_DOMINANCE = Quantity(
    "dominance", "control / (control + mobility + development + rights)", (0, 1), share("guards", of=_WEIGHED)
)
_SHARE = Quantity("share", "share of provisions", (0, 1), share("own", of=("provisions",)))
_APART = Quantity(
    "apart",
    "share of provisions",
    (0, 1),
    share("apart", of=(*_WEIGHED, "apart")),
    label="share of the other pillars",
)
_DIRECTION = Quantity(
    "apart_direction",
    "(lead - partner) / (lead + partner)",
    (-1, 1),
    balance("lead", "partner"),
    label="who bears the other pillars",
)
_FUNDS = Quantity(
    "funds", "share of funds given for a pillar", (0, 1), share("own", of=("funds",)), label="share of funds"
)
_FUNDS_DOMINANCE = Quantity(
    "funds_dominance", _DOMINANCE.unit, (0, 1), share("guards", of=_WEIGHED), label="dominance in money"
)
_NOTHING = "no provision is recorded"
_NO_FUNDS = "no funding is recorded for a pillar"
_OPEN = "rows give no share"


@measure(
    "P1",
    question="What are the arrangements about?",
    quantities=(_DOMINANCE, _SHARE, _APART, _DIRECTION, _FUNDS, _FUNDS_DOMINANCE),
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "pillar"), ("context", "side")),
    source="method P1",
)
def agenda(  # noqa: PLR0917 (its tables)
    provisions: Frame,
    funding: Frame,
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

    *funds*, told apart by pillar: what is paid for the pillar / what is paid for any, each in thousandths of its fund;
    *funds_dominance*: control / (control + mobility + development + rights) of that money. A row of funding without
    a share is listed as *unknown*, one without a pillar pays for none.

    A provision that both sides bear counts for each where it is told apart by side (that of the bearer, of the funder).
    Takes: provisions (pillar, side), funding (pillar, side, share, amount, unit). Gives: shares in [0, 1], a balance
    in [-1, 1]; intervals over arrangements. Undefined: "no evidence" where no provision (funding) counts,
    "unknown" where no share of it is known. Source: method P1.

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
    P1.funds_dominance/case: no evidence (no funding is recorded for a pillar)
    """
    rows = of_each_side(provisions, by)
    words = vocabularies["pillar"]
    paid = in_thousandths(funding).drop_nulls("pillar")
    if "pillar" in by:
        return (
            _by_pillar(rows, arrangements, sorted(words), by, confidence),
            _funds_by_pillar(paid, arrangements, by, confidence),
        )
    values = {word: term.value for word, term in words.items() if term.value is not None}
    weight = pl.col("pillar").replace_strict(values or {"": 0.0}, default=None, return_dtype=pl.Float64)
    guards = pl.when(weight == 1).then(pl.lit("guards")).when(weight.is_null()).then(pl.lit("apart"))
    part = guards.otherwise(pl.lit("opens"))
    rows = rows.with_columns(part=part)
    spent = _with_unknown(paid.with_columns(part=part).filter(pl.col("part") != "apart"))
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
        shares(
            spent, by, _FUNDS_DOMINANCE, measure="P1", confidence=confidence, arrangements=arrangements,
            nothing=_NO_FUNDS, left_open=_OPEN,
        ),
    )  # fmt: skip


def _with_unknown(paid: Frame) -> Frame:
    """Rows of funding with ``part``, those of which no share is known as unknown."""
    known = pl.col("amount").is_not_null()
    return paid.with_columns(
        part=pl.when(known).then("part").otherwise(pl.lit(UNKNOWN)), amount=pl.col("amount").fill_null(1)
    )


def _funds_by_pillar(
    paid: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> Figured:
    """What is paid for each pillar for which anything is."""
    columns = ordered([name for name in by if name != "pillar"])
    behind = paid.drop_nulls("amount").group_by(*columns, "document").agg(pl.col("amount").sum())
    return shares(
        _with_unknown(paid.with_columns(part=pl.lit("own"))), by, _FUNDS, measure="P1", confidence=confidence,
        arrangements=arrangements, nothing=_NO_FUNDS, left_open=_OPEN,
        background=behind.with_columns(part=pl.lit("funds")),
    )  # fmt: skip


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
