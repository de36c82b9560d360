"""D7: on whom duties are laid, and by whom."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from comity.dates import year_of
from comity.measures.borne import BINDING, NONE
from comity.measures.counted import Figured, Frame, ordered, passages_once
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import BESIDE, SIDES, UNKNOWN, asked, by_group, figured, shares
from comity.measures.statistics import balance, log_odds, share
from comity.measures.tally import Confidence
from comity.study.asked_codes import asked_codes

if TYPE_CHECKING:
    from comity.study.settings import Settings

ASCRIBED, TAKEN_ON = "was ascribed a duty", "took on a duty"
_BORNE = ("lead", "partner", "both")
_LEVELS = (
    Quantity("share_partner", "share of duties", (0, 1), share("partner", of=_BORNE)),
    Quantity("share_lead", "share of duties", (0, 1), share("lead", of=_BORNE)),
    Quantity("share_both", "share of duties", (0, 1), share("both", of=_BORNE)),
    Quantity("balance", "(partner - lead) / (partner + lead)", (-1, 1), balance("partner", "lead")),
    Quantity("log_odds", "ln(partner : lead)", (-math.inf, None), log_odds("partner", "lead")),
)
_SELF = Quantity(
    "self_ascribed",
    "share of the partner's duties",
    (0, 1),
    share("by itself", of=("by itself", "by others")),
)
_ASCRIPTION = Quantity("ascription", "share of ascriptions", (0, 1), share("own", of=("ascriptions",)))
_YEARS = Quantity("years_to_own", "years", (-math.inf, None))


@measure(
    "D7",
    question="On whom are duties laid, and by whom?",
    quantities=(*_LEVELS, _SELF, _ASCRIPTION, _YEARS),
    by=("context", "layer", "kind", "period", "year"),
    always=(),
    shown=(("context",), ("context", "kind")),
    source="method D7",
)
def responsibilisation(  # noqa: PLR0917 (its tables)
    provisions: Frame,
    events: Frame,
    coded: Frame,
    arrangements: Frame,
    settings: Settings,
    by: tuple[str, ...],
    confidence: Confidence,
    duties: Frame = NONE,
) -> tuple[Figured, ...]:
    """On which side duties are laid (level), and which side lays them on which (ascription).

    *Level*: duties are provisions that have a bearer, are not voluntary and were not dropped, the events "was
    ascribed a duty" and "took on a duty", and what texts say a side must, shall not, should or undertakes to do
    (coder deontic). A duty to make somebody else act (``target``) counts for the side that is to be made to, whoever
    bears it; the note says how many are of that kind. *share_partner*, *share_lead*, *share_both* = those of a
    side / all; *balance* = (partner - lead) / (partner + lead); *log_odds* = ln((partner + 1/2) / (lead + 1/2)).
    Codings do not enter the level, since a codebook may have a code for the duties of one side alone.

    *Ascription*: who ascribes (for "took on a duty" the bearer itself, else ``other``; for a coding its speaker, for
    a duty in a text who lays it on, or the issuer) a duty to whom; codings are the affirming ones of the codes
    that ``measures.yaml`` names for D7 and a side. A statement and an event of one speaker's side about one bearer's
    side in one context and year are one act: the event counts, the statement is listed beside it as its *counterpart*.
    *self_ascribed* = duties that the partner ascribes to itself / duties ascribed to it by a known speaker. Told
    apart by ``kind`` ("lead to partner"), *ascription* = those of the kind / all with a known speaker.
    *years_to_own* = first year in which the partner owns to a duty less the first in which the lead lays one on
    it; below 0 the partner came first.

    Takes: provisions (side, target_side, strength, taken), events (what, side, other_side, date), coded (code,
    stance, side, year), duties (what, side, target_side, speaker_side, year). Gives: shares in [0, 1], a balance in
    [-1, 1], a logarithm and years without bounds; intervals over arrangements and documents. Undefined: "no
    evidence" without duties, "unknown" where no speaker (date) is known. Source: method D7.

    Caveat: duties are counted, not weighed: a light one counts as much as a heavy one.

    >>> from comity.measures.worked import worked
    >>> worked("D7", "share_partner", "balance", "log_odds",
    ... provisions=[
    ...     "bearer, pillar, force",
    ...     "partner, control, mandatory",
    ...     "partner, rights, mandatory",
    ...     "lead, mobility, mandatory",
    ...     "lead, mobility, voluntary",
    ... ],
    ... )
    D7/case = 0.667  (n 3, 0.05 to 0.99)
    D7.balance/case = 0.333  (n 3, -0.9 to 0.98)
    D7.log_odds/case = 0.511  (n 3, -1.6 to 1.9)
    """
    ascribed = _ascriptions(events, coded, duties, settings, by)
    if "kind" in by:
        return (_matrix(ascribed, arrangements, by, confidence),)
    laid = _laid(provisions, events, duties, by)
    made_to = set(laid.filter("made_to")["row"])

    def figures(rows: Frame, quantity: Quantity, nothing: str) -> Figured:
        return shares(
            rows, by, quantity, measure="D7", confidence=confidence, arrangements=arrangements,
            nothing=nothing, left_open="duties are ascribed by a speaker who stands on no known side",
            groups=asked(rows, arrangements, by),
        )  # fmt: skip

    by_itself = (
        pl.when(pl.col("speaker") == "partner").then(pl.lit("by itself")).otherwise(pl.lit("by others"))
    )
    told = pl.when("again").then(pl.lit(BESIDE)).when(pl.col("speaker").is_null()).then(pl.lit(UNKNOWN))
    borne = ascribed.filter(pl.col("bearer") == "partner").with_columns(part=told.otherwise(by_itself))
    firsts = [
        (place | _years_between(rows), _firsts(rows))
        for place, rows in by_group(borne, by, asked(borne, arrangements, by))
    ]
    return (
        *(_with_targets(figures(laid, quantity, "no duty is recorded"), made_to) for quantity in _LEVELS),
        figures(borne, _SELF, "no duty is ascribed to the partner side"),
        figured(firsts, _YEARS, measure="D7"),
    )


def _laid(provisions: Frame, events: Frame, duties: Frame, by: tuple[str, ...]) -> Frame:
    columns = ["table", "row", "document", "coders", *ordered(by), "side"]
    binding = (pl.col("strength").fill_null(1) > 0) & (pl.col("taken").fill_null(1) != 0)
    bound = _on_whom(provisions.filter(binding & pl.col("side").is_not_null()))
    told = events.filter(pl.col("what").is_in([ASCRIBED, TAKEN_ON])).with_columns(made_to=pl.lit(value=False))
    in_text = _on_whom(duties.filter(pl.col("what").is_in(BINDING)))
    every = pl.concat([frame.select(*columns, "made_to") for frame in (bound, told, in_text)])
    return every.filter(pl.col("side").is_in(_BORNE)).with_columns(part=pl.col("side"))


def _on_whom(duties: Frame) -> Frame:
    """Duties with the side that they are laid on: of one to make somebody else act, the one who is to act."""
    target = pl.col("target_side")
    return duties.with_columns(side=pl.coalesce(target, "side"), made_to=target.is_not_null())


def _with_targets(figures: Figured, made_to: set[str]) -> Figured:
    """The figures, each saying how many of its duties are to make somebody else act."""
    frame = figures.frame.with_row_index("figure")
    targets = (
        figures.evidence.filter(pl.col("row").is_in(sorted(made_to)))
        .group_by("figure")
        .agg(_targets=pl.len())
    )
    frame = frame.join(targets, on="figure", how="left", maintain_order="left")
    said = pl.format("{} of {} are duties to make that side act", "_targets", "n")
    note = pl.concat_str(
        pl.when(pl.col("_targets") > 0).then(said), "note", separator="; ", ignore_nulls=True
    )
    return Figured(
        frame.with_columns(note=note.replace("", None)).drop("figure", "_targets"), figures.evidence
    )


def _ascriptions(
    events: Frame, coded: Frame, duties: Frame, settings: Settings, by: tuple[str, ...]
) -> Frame:
    """Who ascribes a duty to whom: ``speaker`` and ``bearer`` (sides), ``first``, the year it is dated to."""
    places = list(dict.fromkeys(["context", *(c for c in ordered(by) if c != "kind")]))
    columns = ["table", "row", "document", "coders", *places, "speaker", "bearer", "first"]
    told = events.filter(pl.col("what").is_in([ASCRIBED, TAKEN_ON]))
    itself = pl.col("what") == TAKEN_ON
    told = told.with_columns(
        pl.Series("first", [year_of(date) for date in told["date"]], pl.Int64),
        speaker=pl.when(itself).then("side").otherwise("other_side"),
        bearer=pl.col("side"),
    )
    in_text = _on_whom(duties.filter(pl.col("what").is_in(BINDING))).with_columns(
        speaker="speaker_side", bearer="side", first="year"
    )
    parts = [told.select(columns), in_text.select(columns)]
    affirmed = coded.filter(pl.col("stance") == "affirms")
    for side, codes in asked_codes(settings, "D7").items():
        own = affirmed.filter(pl.col("code").is_in(codes)).with_columns(first=pl.col("year"))
        once = passages_once(own, list(dict.fromkeys([*places, "side", "first"])))
        parts.append(once.with_columns(speaker=pl.col("side"), bearer=pl.lit(side)).select(columns))
    return _once_each(pl.concat(parts).filter(pl.col("bearer").is_in(SIDES)))


def _once_each(ascribed: Frame) -> Frame:
    """The ascriptions with ``again``: whether a statement tells of an act that an event records already."""
    act = ["context", "speaker", "bearer", "first"]
    kind = pl.col("table").replace_strict({"events": "event", "statements": "statement"}, default="passage")
    placed = ascribed.sort("table", "row").with_columns(
        _kind=kind, _rank=pl.int_range(pl.len()).over("table", *act)
    )
    events = pl.col("_kind").eq("event").sum().over(act)
    again = (pl.col("_kind") == "statement") & (pl.col("_rank") < events)
    known = pl.col("speaker").is_not_null() & pl.col("first").is_not_null()
    return placed.with_columns(again=again & known).drop("_kind", "_rank")


def _matrix(ascribed: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence) -> Figured:
    rows = ascribed.drop_nulls("speaker").with_columns(
        kind=pl.format("{} to {}", "speaker", "bearer"),
        part=pl.when("again").then(pl.lit(BESIDE)).otherwise(pl.lit("own")),
    )
    places = [c for c in ordered(by) if c != "kind"]
    behind = rows.filter(~pl.col("again")).group_by(*places, "document").agg(amount=pl.len().cast(pl.Int64))
    return shares(
        rows, by, _ASCRIPTION, measure="D7", confidence=confidence, arrangements=arrangements,
        nothing="no duty is ascribed", background=behind.with_columns(part=pl.lit("ascriptions")),
    )  # fmt: skip


def _firsts(borne: Frame) -> Frame:
    """The first ascriptions by the lead, and the first by the partner itself; without dates, all of either."""
    spoken = borne.filter(pl.col("speaker").is_in(SIDES)).with_columns(part=pl.format("by {}", "speaker"))
    earliest = pl.col("first").min().over("speaker")
    return spoken.filter(earliest.is_null() | (pl.col("first") == earliest)).with_columns(
        amount=pl.lit(1, pl.Int64)
    )


def _years_between(borne: Frame) -> dict[str, object]:
    firsts = {side: borne.filter(pl.col("speaker") == side) for side in SIDES}
    missing = [
        f"no ascription by the {side} side is recorded" for side, rows in firsts.items() if not rows.height
    ]
    if missing:
        return {"status": "no evidence", "note": "; ".join(missing)}
    lead, partner = (rows["first"].drop_nulls().to_list() for rows in firsts.values())
    if not lead or not partner:
        return {"status": UNKNOWN, "note": "not both sides' ascriptions are dated"}
    said = f"first by the lead {min(lead)}, first by the partner itself {min(partner)}"
    undated = [
        f"{rows['first'].null_count()} by the {side}"
        for side, rows in firsts.items()
        if rows["first"].null_count()
    ]
    said += f"; without a date, and perhaps earlier: {', '.join(undated)}" if undated else ""
    return {"status": "ok", "value": min(partner) - min(lead), "note": said}
