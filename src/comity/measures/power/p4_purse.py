"""P4: who pays, and who decides on the money."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from comity.measures.counted import Figured, Frame, ordered
from comity.measures.funds import in_thousandths
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import BESIDE, UNKNOWN, asked, by_group, figured, shares
from comity.measures.statistics import share
from comity.measures.tally import Confidence

_ALL = ("lead", "partner", "third")
_UNNAMED = "side not known"
_SHARE = Quantity("share", "share of funding", (0, 1), share("lead", of=("whole",)), label="share paid")
_OWN_SHARE = Quantity("share", "share of funding", (0, 1), share("own", of=("whole",)))
_CONCENTRATION = Quantity("concentration", "Herfindahl-Hirschman index", (0, 1))
_DISCRETION = Quantity(
    "discretion", "share of funds", (0, 1), share("lead", of=_ALL), label="share decided on"
)
_OWN_DISCRETION = Quantity("discretion", "share of funds", (0, 1), share("own", of=("decided",)))


@measure(
    "P4",
    question="Who pays, and who decides on the money?",
    quantities=(_SHARE, _CONCENTRATION, _DISCRETION),
    by=("context", "arrangement", "layer", "side", "pillar", "period", "year"),
    always=(),
    shown=(("context",), ("context", "side"), ("context", "arrangement")),
    makes=("side",),
    source="method P4",
)
def purse(
    funding: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the money that the lead side pays; told apart by side: that of each side.

    *share* = thousandths paid / 1,000 per fund. A fund is what pays for one arrangement at one date; its shares
    are those given or, where none is, those of the amounts, if all are given in one unit. What is left of the
    whole counts for nobody, so a share is the least that a side pays, and the note says how much is open.
    *concentration* = sum of squared shares: between the sides, or, told apart by side, between the funders
    within it; a group of actors that the record names as one counts as one. *discretion* = share of the rows
    on whose money a side decides (who is named for it, else who pays).

    Takes: funding (funder, side, deciding, share, amount, unit). Gives: numbers in [0, 1]; intervals of *share*
    and *discretion* over arrangements. Undefined: "unknown" where rows give no share (of *concentration*: where
    part of the whole is open), "no evidence" where nothing is recorded. Source: method P4.

    Caveat: who pays need not be who decides; *discretion* is apart, and known for fewer arrangements.

    >>> from comity.measures.worked import worked
    >>> worked("P4", funding=["funder, share", "north, 0.75", "agency, 0.25"])
    P4/case = 0.75  (n 2, 0.067 to 0.99)
    P4.concentration/case = 0.625  (n 2)
    P4.discretion/case = 0.5  (n 2, 0.025 to 0.97)
    """
    funds = in_thousandths(funding)
    outer = [name for name in by if name != "side"]
    one = pl.lit(1, pl.Int64)
    deciders = funding.with_columns(side=pl.coalesce("deciding", "side"), amount=one)
    if "side" not in by:
        return (
            _shares(funds.with_columns(part=_payer()), _SHARE, arrangements, by, confidence),
            _between(funds, arrangements, by),
            shares(
                deciders.with_columns(part=pl.col("side").fill_null(UNKNOWN)), by, _DISCRETION, measure="P4",
                confidence=confidence, arrangements=arrangements, nothing="no funding is recorded",
                left_open="rows do not tell who decides",
            ),
        )  # fmt: skip
    known = funds.filter(pl.col("side").is_in(_ALL) & pl.col("amount").is_not_null())
    decided = deciders.filter(pl.col("side").is_in(_ALL)).with_columns(part=pl.lit("own"))
    behind = decided.group_by(*ordered(outer), "document").agg(amount=pl.len().cast(pl.Int64))
    return (
        _shares(known.with_columns(part=pl.lit("own")), _OWN_SHARE, arrangements, by, confidence, funds),
        _within(known, by),
        shares(
            decided, by, _OWN_DISCRETION, measure="P4", confidence=confidence, arrangements=arrangements,
            nothing="no funding is recorded", background=behind.with_columns(part=pl.lit("decided")),
        ),
    )  # fmt: skip


def _payer() -> pl.Expr:
    """What a row counts as where the lead side's share is asked for."""
    own = pl.when(pl.col("side") == "lead").then(pl.lit("lead")).otherwise(pl.lit(BESIDE))
    return pl.when(pl.col("amount").is_null()).then(pl.lit(UNKNOWN)).otherwise(own)


def _shares(  # noqa: PLR0917 (its tables)
    rows: Frame,
    quantity: Quantity,
    arrangements: Frame,
    by: tuple[str, ...],
    confidence: Confidence,
    funds: Frame | None = None,
) -> Figured:
    """Shares of the whole of the funds of which any share is known, with what is open in the note."""
    columns = [c for c in ordered(by) if c != "side"]
    known = (rows if funds is None else funds).drop_nulls("amount")
    wholes = known.unique([*columns, "document", "date"]).group_by(*columns, "document")
    behind = wholes.agg(amount=pl.col("whole").sum(), part=pl.lit("whole"))
    made = shares(
        rows.with_columns(amount=pl.col("amount").fill_null(1)), by, quantity, measure="P4",
        confidence=confidence, arrangements=arrangements, nothing="no funding is recorded",
        left_open="rows give no share", background=behind,
    )  # fmt: skip
    paid = known.filter(pl.col("side").is_in(_ALL))
    rest = _summed(behind, columns, "_whole").join(
        _summed(paid, columns, "_paid"), on=columns or "_", how="left", nulls_equal=True
    )
    frame = made.frame.with_columns(_=0).join(
        rest, on=columns or "_", how="left", nulls_equal=True, maintain_order="left"
    )
    left = pl.col("_whole") - pl.col("_paid").fill_null(0)
    per_cent = (100 * left / pl.col("_whole")).round(1).cast(pl.String).str.strip_suffix(".0")
    told = pl.format("the side that pays {} % of it is not known", per_cent)
    note = pl.concat_str("note", pl.when(left > 0).then(told), separator="; ", ignore_nulls=True)
    dropped = [c for c in frame.columns if c.startswith("_")]
    return replace(made, frame=frame.with_columns(note=note.replace("", None)).drop(dropped))


def _summed(rows: Frame, columns: list[str], name: str) -> Frame:
    keyed = rows.with_columns(_=0)
    return keyed.group_by(columns or ["_"]).agg(pl.col("amount").sum().alias(name))


def _between(funds: Frame, arrangements: Frame, by: tuple[str, ...]) -> Figured:
    """The concentration between the sides, where all of the money has one."""
    made = []
    for place, own in by_group(funds, by, asked(funds, arrangements, by)):
        part = (
            pl.when(pl.col("amount").is_null())
            .then(pl.lit(UNKNOWN))
            .otherwise(pl.col("side").fill_null(_UNNAMED))
        )
        rows = own.with_columns(part=part)
        told = _index_of_sides(rows.filter(pl.col("part") != UNKNOWN), nothing=not own.height)
        made.append((place | told, rows.with_columns(pl.col("amount").fill_null(0))))
    return figured(made, _CONCENTRATION, measure="P4")


def _index_of_sides(rows: Frame, *, nothing: bool) -> dict[str, object]:
    if not rows.height:
        status = "no evidence" if nothing else UNKNOWN
        return {"status": status, "note": "no funding is recorded" if nothing else "no share is known"}
    whole = sum(rows.unique(["document", "date"])["whole"].to_list())
    paid = dict(
        rows.filter(pl.col("part") != _UNNAMED).group_by("part").agg(pl.col("amount").sum()).iter_rows()
    )
    left = whole - sum(paid.values())
    squares = sum(p * p for p in paid.values())
    if left <= 0:
        return {"status": "ok", "value": squares / whole**2}
    most = max([*paid.values(), 0])
    ends = squares / whole**2, (squares - most * most + (most + left) ** 2) / whole**2
    return {
        "status": UNKNOWN,
        "note": f"between {ends[0]:.2f} and {ends[1]:.2f}: the side that pays {100 * left / whole:.3g} % of it "
        "is not known",
    }


def _within(known: Frame, by: tuple[str, ...]) -> Figured:
    """The concentration between the funders of each side."""
    made = []
    for place, own in by_group(known.drop_nulls("funder"), by):
        paid = own.group_by("funder").agg(pl.col("amount").sum())["amount"].to_list()
        total = sum(paid)
        told: dict[str, object] = {"status": "no evidence", "note": "nothing is paid"}
        if total:
            index = sum(p * p for p in paid) / total**2
            told = {"status": "ok", "value": index, "note": _counted(len(paid))}
        made.append((place | told, own.with_columns(part=pl.format("paid by {}", "funder"))))
    return figured(made, _CONCENTRATION, measure="P4")


def _counted(funders: int) -> str:
    return f"between {funders} funders" if funders > 1 else "one funder is named"
