"""P3: whose proposals are taken up."""

from __future__ import annotations

import polars as pl

from comity.measures.borrowing import UNREAD
from comity.measures.counted import Counted, Figured, Frame, ordered
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import SIDES, UNKNOWN, asked, difference, shares
from comity.measures.statistics import share
from comity.measures.tally import Confidence, tallied

_UPTAKE = Quantity(
    "uptake",
    "proposals retained / proposals made",
    (0, 1),
    share("retained", of=("retained", "dropped")),
    label="share taken up",
)
_DIFFERENCE = Quantity("difference", "uptake of lead - uptake of partner", (-1, 1), label="lead less partner")
_FATES = ("retained", "altered", "dropped")
_TEXT = tuple(
    Quantity(
        f"text_{fate}",
        f"share of the passages of drafts that the final text has {told}",
        (0, 1),
        share(fate, of=("passages",)),
        label=f"passages of drafts {fate}",
    )
    for fate, told in zip(_FATES, ("nearly word for word", "altered", "no more"), strict=True)
)


@measure(
    "P3",
    question="Whose proposals are taken up?",
    quantities=(_UPTAKE, _DIFFERENCE, *_TEXT),
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "side"), ("context", "side", "pillar")),
    makes=("side",),
    source="method P3",
)
def uptake(
    provisions: Frame, arrangements: Frame, survived: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the proposals that were taken up; where sides are not told apart, their difference as well.

    *uptake* = retained / made, among proposals of known fate (the vocabulary ``fate`` gives 1 to words for taken
    up, 0 for not). *difference* = uptake of lead - uptake of partner; its interval is Newcombe's. What became of
    a proposal is often not known: such rows are listed as *unknown*, the note counts them, and they are neither
    taken up nor dropped. A share that rests on one known fate says so.

    From text, where documents.csv says which drafts a final text came of (``draft_of``): *text_retained*,
    *text_altered*, *text_dropped* = passages of the drafts with that fate / passages of the drafts, by the side that
    issued them. The rubric ``reuse`` says how alike is retained and how alike altered.

    Takes: provisions (proposing side, which is the grouping ``side`` here; taken, pillar), survived (fate, side of
    the draft). Gives: shares in [0, 1], a difference in [-1, 1]. Undefined: "unknown" where no fate is known, or
    where a draft or its final text is not held; "no evidence" where nobody proposed. Source: method P3.

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
    text = from_text(survived, by, confidence)
    if "side" in by:
        return (every, *text)
    lead, partner = (figures(rows.filter(pl.col("side") == s), "no proposal is recorded") for s in SIDES)
    return every, difference(lead, partner, _DIFFERENCE, names=SIDES), *text


def from_text(survived: Frame, by: tuple[str, ...], confidence: Confidence) -> tuple[Figured, ...]:
    """What became of the passages of drafts; nothing where no draft is named, or by what passages do not have."""
    if survived.is_empty() or not set(by) <= set(survived.columns):
        return ()
    columns = ordered(by)
    drafts = survived.drop_nulls("side") if "side" in by else survived
    compared = drafts.filter(pl.col("fate") != UNREAD)
    rows = compared.with_columns(
        part="fate", amount=pl.lit(1, pl.Int64), coders=pl.lit([], pl.List(pl.String))
    )
    behind = compared.group_by(*columns, "document").agg(
        part=pl.lit("passages"), amount=pl.len().cast(pl.Int64)
    )
    groups = drafts.select(columns).unique().sort(columns, nulls_last=True) if columns else pl.DataFrame()
    unread = _unread(drafts, columns)
    counted = Counted(rows, groups, behind, lambda figures: _told(figures, unread, columns))
    return tuple(tallied(counted, _TEXT, "P3", confidence))


def _unread(drafts: Frame, columns: list[str]) -> Frame:
    """How many drafts a group has, and how many of them could not be compared."""
    named = pl.col("document").n_unique().alias("_drafts")
    missing = pl.col("document").filter(pl.col("fate") == UNREAD).n_unique().alias("_unread")
    return drafts.group_by(columns).agg(named, missing) if columns else drafts.select(named, missing)


def _told(figures: Frame, unread: Frame, columns: list[str]) -> Frame:
    """The figures, saying which drafts were not compared, since they or the final text are not held."""
    told = (
        figures.join(unread, on=columns, how="left", nulls_equal=True, maintain_order="left")
        if columns
        else figures.join(unread, how="cross")
    )
    missing = pl.format(
        "{} of {} drafts not compared: no text of them or of what came of them is held", "_unread", "_drafts"
    )
    nothing = pl.col("status") == "no evidence"
    note = (
        pl.when(pl.col("_unread") > 0)
        .then(missing)
        .when(nothing)
        .then(pl.lit("no passage is long enough to compare"))
    )
    status = pl.when(nothing & (pl.col("_unread") > 0)).then(pl.lit("unknown")).otherwise("status")
    return told.with_columns(status=status, note=note).drop("_drafts", "_unread")


def _rests_on_one(figures: Figured) -> Figured:
    """The figures, those saying so in which a single proposal has a known fate."""
    frame = figures.frame.with_row_index("figure")
    known = figures.evidence.filter(pl.col("part") != UNKNOWN).group_by("figure").agg(_known=pl.len())
    frame = frame.join(known, on="figure", how="left", maintain_order="left")
    told = pl.when(pl.col("_known") == 1).then(pl.lit("rests on one proposal of known fate"))
    note = pl.concat_str(told, "note", separator="; ", ignore_nulls=True).replace("", None)
    return Figured(frame.with_columns(note=note).drop("figure", "_known"), figures.evidence)
