"""Figures of the registry in which what the record leaves open stays visible: listed, told, and divided by nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.measures.counted import Figured, Frame, ordered, registry_counted
from comity.measures.tables import EVIDENCE, FIGURES, GROUPINGS
from comity.measures.tally import Confidence, tally

if TYPE_CHECKING:
    from comity.measures.measure import Quantity

UNKNOWN = "unknown"
BESIDE = "counterpart"
SIDES = ("lead", "partner")
_COMPARED = frozenset({"context", "layer"})  # groups that exist whether or not a row of the kind is recorded


def shares(
    rows: Frame,
    by: Sequence[str],
    quantity: Quantity,
    *,
    measure: str,
    confidence: Confidence,
    arrangements: Frame,
    nothing: str,
    left_open: str = "",
    groups: Frame | None = None,
    background: Frame | None = None,
) -> Figured:
    """The figures of a share of rows, by the statistic of `quantity`.

    Rows whose part is *unknown* (or *counterpart*) are listed as evidence and divide nothing; a figure that has
    none but unknown ones gets the status "unknown". `left_open` ends the sentence that says how many are
    unknown ("3 of 5 …"), `nothing` is the note where there is no row at all. `background` adds amounts per
    part and document that stand behind the rows.
    """
    rows = summed(rows, by)
    aside = pl.col("part").is_in([UNKNOWN, BESIDE])
    counted = registry_counted(
        rows.filter(~aside),
        by,
        groups=asked(rows, arrangements, by) if groups is None else groups,
        read=arrangements,
    )
    if background is not None:
        behind = counted.background
        counted = replace(counted, background=pl.concat([behind, background.select(behind.columns)]))
    return _told(
        tally(counted, quantity, measure, confidence), rows.filter(aside), by, nothing, left_open or UNKNOWN
    )


def summed(rows: Frame, by: Sequence[str]) -> Frame:
    """Each row once per group and part, with the sum of its amounts (1 where none are given)."""
    if "amount" not in rows.columns:
        rows = rows.with_columns(amount=pl.lit(1, pl.Int64))
    keys = [*ordered(by), "table", "row", "document", "part"]
    return (
        rows.group_by(keys)
        .agg(pl.col("amount").cast(pl.Int64).sum(), pl.col("coders").first())
        .sort(keys, nulls_last=True)
    )


def asked(rows: Frame, arrangements: Frame, by: Sequence[str]) -> Frame:
    """The groups that get a figure: those of the rows, and every context (layer) of the study."""
    columns = ordered(by)
    found = rows.select(columns)
    if columns and _COMPARED.issuperset(columns):
        found = pl.concat([found, arrangements.select(columns)])
    return found.unique().sort(columns, nulls_last=True) if columns else found


def of_each_side(rows: Frame, by: Sequence[str]) -> Frame:
    """What both sides bear, as borne by each, where it is told apart by side."""
    if "side" not in by:
        return rows
    both = rows.filter(pl.col("side") == "both")
    halves = [both.with_columns(side=pl.lit(side, pl.String)) for side in SIDES]
    return pl.concat([rows.filter(pl.col("side") != "both"), *halves])


def difference(one: Figured, other: Figured, quantity: Quantity, *, names: tuple[str, str]) -> Figured:
    """`one` less `other`, figure by figure (they stand in the same order), on the rows of both.

    The interval comes from those of the two shares, as Newcombe's (1998, Statistics in Medicine 17, 873-890,
    method 10): the difference less the root of the squared distances to the ends that are worst for it.
    """
    made = []
    pairs = zip(one.frame.iter_rows(named=True), other.frame.iter_rows(named=True), strict=True)
    for number, (a, b) in enumerate(pairs):
        own = [
            f.evidence.filter(pl.col("figure") == number).with_columns(
                part=pl.format(f"{name}: {{}}", "part")
            )
            for f, name in zip((one, other), names, strict=True)
        ]
        place = {c: a[c] for c in GROUPINGS if c in a}
        made.append((place | _less(a, b, names) | {"read": a["read"]}, pl.concat(own)))
    return figured(made, quantity, measure=str(one.frame["measure"][0]) if made else "")


def _less(a: Mapping[str, Any], b: Mapping[str, Any], names: tuple[str, str]) -> dict[str, object]:
    if a["value"] is None or b["value"] is None:
        open_ones = [n for n, r in zip(names, (a, b), strict=True) if r["value"] is None]
        unknown = any(r["status"] == UNKNOWN for r in (a, b))
        said = "; ".join(
            f"{n}: {r['note']}" for n, r in zip(names, (a, b), strict=True) if n in open_ones and r["note"]
        )
        return {"status": UNKNOWN if unknown else "no evidence", "note": said}
    value = a["value"] - b["value"]
    below = ((a["value"] - a["low"]) ** 2 + (b["high"] - b["value"]) ** 2) ** 0.5
    above = ((a["high"] - a["value"]) ** 2 + (b["value"] - b["low"]) ** 2) ** 0.5
    notes = [f"{n}: {r['note']}" for n, r in zip(names, (a, b), strict=True) if r["note"]]
    return {
        "value": value,
        "low": max(-1.0, value - below),
        "high": min(1.0, value + above),
        "interval": "newcombe",
        "status": "ok",
        "note": "; ".join(notes) or None,
    }


def figured(
    made: Iterable[tuple[Mapping[str, object], Frame]], quantity: Quantity, *, measure: str
) -> Figured:
    """Figures from their cells and the rows that each counted; n and documents are counted from the rows."""
    frames, rows = [], []
    for number, (cells, own) in enumerate(made):
        listed = own.select("table", "row", "document", "part", pl.col("amount").cast(pl.Int64)).sort(
            "table", "row", "part"
        )
        frames.append(
            {
                "figure": "", "measure": measure, "quantity": quantity.name, "unit": quantity.unit,
                "n": listed.height, "documents": listed["document"].n_unique(), "coders": [],
                "paraphrased": (listed["table"] == "statements").mean() if listed.height else None,
                **cells,
            }
        )  # fmt: skip
        rows.append(listed.select(pl.lit(number, pl.UInt32).alias("figure"), pl.all()))
    nothing = EVIDENCE.empty().with_columns(pl.col("figure").cast(pl.UInt32))
    return Figured(FIGURES.frame(frames).drop("figure"), pl.concat([nothing, *rows]))


def by_group(
    rows: Frame, by: Sequence[str], groups: Frame | None = None
) -> Iterator[tuple[dict[str, object], Frame]]:
    """Each group of `by` (those of the rows, or the `groups` asked for) with its rows, in settled order."""
    columns = ordered(by)
    if not columns:
        yield {}, rows
        return
    keys = (rows if groups is None else groups).select(columns).unique().sort(columns, nulls_last=True)
    for key in keys.iter_rows(named=True):
        yield key, rows.filter(*(pl.col(c).eq_missing(pl.lit(v)) for c, v in key.items()))


def _told(figures: Figured, aside: Frame, by: Sequence[str], nothing: str, left_open: str) -> Figured:
    """The figures with the rows that stand aside among their evidence, and what is to be said of them."""
    columns = ordered(by)
    frame, evidence = figures.frame, figures.evidence
    if aside.is_empty():
        frame = frame.with_columns(_n="n", _documents="documents", _open=pl.lit(0), _beside=pl.lit(0))
    else:
        frame = frame.with_row_index("figure")
        places = frame.select("figure", *columns)
        joined = (
            aside.join(places, on=columns, nulls_equal=True) if columns else aside.join(places, how="cross")
        )
        evidence = pl.concat([evidence, joined.select(evidence.columns)])
        part = pl.col("part")
        counts = evidence.group_by("figure").agg(
            _n=pl.len().cast(pl.Int64),
            _documents=pl.col("document").n_unique().cast(pl.Int64),
            _open=(part == UNKNOWN).sum().cast(pl.Int64),
            _beside=(part == BESIDE).sum().cast(pl.Int64),
        )
        frame = frame.join(counts, on="figure", how="left", maintain_order="left").drop("figure")
        frame = frame.with_columns(pl.col("_n", "_documents", "_open", "_beside").fill_null(0))
    frame = frame.with_columns(value=pl.when(pl.col("status") == "ok").then("value"))  # a count of nothing
    without = pl.col("value").is_null()
    said = pl.format("{} of {} " + left_open, "_open", pl.col("_n") - pl.col("_beside"))
    note = pl.when(pl.col("_open") > 0).then(said).when(without).then(pl.lit(nothing))
    earlier = [pl.col("note")] if "note" in frame.columns else []
    frame = frame.with_columns(
        pl.col("_n").alias("n"),
        pl.col("_documents").alias("documents"),
        status=pl.when(without & (pl.col("_open") > 0)).then(pl.lit(UNKNOWN)).otherwise("status"),
        note=pl.concat_str([*earlier, note], separator="; ", ignore_nulls=True).replace("", None),
    )
    return Figured(frame.drop("_n", "_documents", "_open", "_beside"), evidence, figures.sums)
