"""D8: who writes in whose words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from comity.measures.borrowing import NO_SIDE
from comity.measures.counted import Counted, Figured, Frame, ordered
from comity.measures.measure import Quantity, measure
from comity.measures.statistics import share
from comity.measures.tally import Confidence, tallied
from comity.study.tables import SIDES

_FROM = tuple(f"from {side}" for side in (*SIDES, NO_SIDE))
_OWN = tuple(f"{part}, its own" for part in _FROM)
_DATED, _UNDATED = "passages", "passages without date"


def _from(side: str) -> tuple[str, ...]:
    return f"from {side}", f"from {side}, its own"


_SHARE = Quantity(
    "share", "share of passages that stand in an earlier document", (0, 1), share(*_FROM, *_OWN, of=(_DATED,))
)
_OTHERS = Quantity(
    "others",
    "share of passages that stand in an earlier document of another issuer",
    (0, 1),
    share(*_FROM, of=(_DATED,)),
    label="in the words of others",
)
_LEAD, _PARTNER = (
    Quantity(
        f"from_{side}",
        f"share of passages that stand in an earlier document of the {side} side",
        (0, 1),
        share(*_from(side), of=(_DATED,)),
        label=f"in the words of the {side} side",
    )
    for side in SIDES[:2]
)
_BOILERPLATE, _UNDIRECTED = (
    Quantity(name, f"share of passages {told}", (0, 1), share(name, of=(_DATED, _UNDATED)))
    for name, told in (
        ("boilerplate", "that stand in most documents"),
        ("undirected", "that stand in another document, earlier or later"),
    )
)


@measure(
    "D8",
    question="Who writes in whose words?",
    quantities=(_SHARE, _OTHERS, _LEAD, _PARTNER, _BOILERPLATE, _UNDIRECTED),
    by=("context", "actor", "other", "side", "layer", "register", "period", "year"),
    always=(),
    default=("context",),
    source="method D8",
)
def reuse(reused: Frame, read: Frame, by: tuple[str, ...], confidence: Confidence) -> tuple[Figured, ...]:
    """The share of passages that stand, nearly word for word, in an earlier document; by actor and other, in whose.

    *share* = passages borrowed / passages of dated documents. *others*: of them those borrowed from another issuer;
    *from_lead*, *from_partner*: from a document of that side. *boilerplate* (in most documents) and *undirected* (the
    dates do not say which is the earlier) are nobody's words and stand apart, as shares of all passages. Grouped by
    ``other``, the issuer of the source, it is *share* alone: how much of an actor's passages stands in the other's
    earlier documents; these are the ties of the network of words. What counts as nearly word for word stands in the
    rubric ``reuse``; a passage counts once, for the most alike source, among those the earliest.

    Takes: reused (found, other, from_side, grouping columns), read (passages, earlier, the same). Gives: shares in
    [0, 1] with intervals over documents; the evidence of each are the passages, each with the one that it stands in.
    Undefined: "unknown" where no text is held, "cannot be computed" where no text is dated, "no evidence" where
    nothing earlier (of that side) is held that it could stand in. Source: method D8.

    Caveat: the earliest document of the study is not the first that said so; both may have copied from a third.

    >>> from comity.measures.worked import worked
    >>> worked("D8", "share", "others",
    ... read=[
    ...     "document, actor, side, year",
    ...     "draft, north, lead, 2007",
    ...     "pact, south, partner, 2008",
    ... ],
    ... reused=[
    ...     "document, found, lender, other, from_side",
    ...     "pact, borrowed, draft, north, lead",
    ...     "pact, borrowed, draft, north, lead",
    ... ],
    ... )
    D8/case = 0.1  (n 2, 0.0021 to 0.75)
    D8.others/case = 0.1  (n 2, 0.0021 to 0.75)
    """
    paired = "other" in by
    columns = [c for c in ordered(by) if c != "other"]
    rows = _rows(reused)
    if paired:
        rows = rows.filter(pl.col("part").is_in([*_FROM, *_OWN]) & pl.col("other").is_not_null())
    groups = (rows if paired else read).select(ordered(by)).unique().sort(ordered(by), nulls_last=True)
    quantities = (_SHARE,) if paired else _asked(by)
    counted = Counted(rows, groups if by else pl.DataFrame(), _behind(read, columns))
    made = tallied(counted, quantities, "D8", confidence)
    return tuple(
        replace(figured, frame=_judge(read, columns, quantity)(figured.frame))
        for figured, quantity in zip(made, quantities, strict=True)
    )


def _asked(by: tuple[str, ...]) -> tuple[Quantity, ...]:
    """The quantities that are told: of sides not what is nobody's words, of actors how much they borrow alone."""
    every = (_SHARE, _OTHERS, _LEAD, _PARTNER, _BOILERPLATE, _UNDIRECTED)
    return every[:2] if "actor" in by else every[:4] if "side" in by else every


def _rows(reused: Frame) -> Frame:
    """The passages with what they are counted as."""
    own = pl.when(pl.col("other") == pl.col("actor")).then(pl.lit(", its own")).otherwise(pl.lit(""))
    whose = pl.concat_str(pl.lit("from "), pl.col("from_side").fill_null(NO_SIDE), own)
    return reused.with_columns(
        part=pl.when(pl.col("found") == "borrowed").then(whose).otherwise("found"),
        amount=pl.lit(1, pl.Int64),
        coders=pl.lit([], pl.List(pl.String)),
    )


def _behind(read: Frame, columns: list[str]) -> Frame:
    """The passages that were read, by document: dated or not."""
    part = pl.when(pl.col("earlier").is_null()).then(pl.lit(_UNDATED)).otherwise(pl.lit(_DATED))
    held = read.filter(pl.col("passages") > 0)
    return held.select(*columns, "document", part=part, amount=pl.col("passages").cast(pl.Int64))


def _judge(read: Frame, columns: list[str], quantity: Quantity) -> Callable[[Frame], Frame]:
    """Tells apart what was not read, what has no date, and what has nothing earlier beside it."""
    counts = _texts(read, columns, quantity)
    reasons = _reasons(quantity)
    left_out = pl.col("_texts") - pl.col("_dated")
    told = pl.format("{} of {} texts have no date and are left out", left_out, "_texts")
    is_directed = len(reasons) > 1
    remark = pl.when((left_out > 0) & is_directed).then(told)
    status = pl.coalesce(*(pl.when(c).then(pl.lit(s)) for c, s, _ in reasons), pl.lit("ok"))
    note = pl.coalesce(*(pl.when(c).then(n) for c, _, n in reasons), remark)

    def judged(figures: Frame) -> Frame:
        beside = (
            figures.join(counts, on=columns, how="left", nulls_equal=True, maintain_order="left")
            if columns
            else figures.join(counts, how="cross")
        )
        made = beside.with_columns(pl.col("_texts", "_dated").fill_null(0)).with_columns(
            status=status, note=note
        )
        fine = pl.col("status") == "ok"
        values = (pl.when(fine).then(c).alias(c) for c in ("value", "low", "high", "interval"))
        return made.with_columns(*values).drop("_texts", "_dated", "_has")

    return judged


def _texts(read: Frame, columns: list[str], quantity: Quantity) -> Frame:
    """By group: how many texts are held, how many of them are dated, and whether any has an earlier one beside it."""
    sides = pl.col("earlier")
    lender = _lender(quantity)
    has = sides.list.contains(lender) if lender else sides.list.len() > 0
    held = read.filter(pl.col("passages") > 0)
    counts = (pl.len().alias("_texts"), sides.is_not_null().sum().alias("_dated"), has.any().alias("_has"))
    return held.group_by(columns).agg(*counts) if columns else held.select(*counts)


def _reasons(quantity: Quantity) -> list[tuple[pl.Expr, str, pl.Expr]]:
    """When a figure has no value: condition, status and note, the first that holds."""
    reasons = [(pl.col("_texts") == 0, "unknown", pl.lit("no text of these documents is held"))]
    if quantity in (_BOILERPLATE, _UNDIRECTED):
        return reasons
    beside = f" of the {_lender(quantity)} side" if _lender(quantity) else ""
    undated = pl.format("none of {} texts has a date that says what is earlier", "_texts")
    nothing = pl.lit(f"no earlier document{beside} is held that they could stand in")
    return [
        *reasons,
        (pl.col("_dated") == 0, "cannot be computed", undated),
        (~pl.col("_has"), "no evidence", nothing),
    ]


def _lender(quantity: Quantity) -> str:
    """The side whose words the quantity counts; empty: whoever's."""
    return {_LEAD.name: "lead", _PARTNER.name: "partner"}.get(quantity.name, "")
