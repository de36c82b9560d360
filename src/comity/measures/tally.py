"""From counted rows to figures with their evidence: sums per part and document, divided last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.measures.counted import Counted, Figured, Frame, Sums, ordered
from comity.measures.intervals import FEWEST_DOCUMENTS, bootstrap, jeffreys, jeffreys_rate
from comity.measures.statistics import Statistic
from comity.measures.tables import GROUPINGS

if TYPE_CHECKING:
    from comity.measures.measure import Quantity

COUNTS_AT_ONCE = 4_000_000  # documents x figures in one product


@dataclass(frozen=True, slots=True)
class Confidence:
    """How intervals are made: the `level` they cover and the number of bootstrap `replicates`."""

    level: float = 0.95
    replicates: int = 2000


def tally(counted: Counted, quantity: Quantity, measure: str, confidence: Confidence) -> Figured:
    """One quantity of a measure: a figure per group of `counted`, and the rows that each counted.

    n counts the rows in the parts of the statistic, `documents` the documents they stand in, `read` those of
    the background. Undefined: where the denominator is 0 the status is "no evidence" and there is no value.
    """
    statistic = quantity.statistic
    assert statistic is not None
    columns = ordered(counted.groups.columns)
    outer = [c for c in columns if c in counted.background.columns]
    groups = _numbered(counted.groups.select(columns), outer)
    rows = _placed(counted.rows.filter(pl.col("part").is_in(statistic.parts)), groups, columns)
    background = _placed(counted.background, groups.select("group", *outer).unique(), outer)
    sums = _Sums.of(rows, background, statistic, groups)
    frame = groups.join(_described(rows), on="figure", how="left", maintain_order="left").join(
        background.group_by("group").agg(read=pl.col("document").n_unique()),
        on="group",
        how="left",
        maintain_order="left",
    )
    frame = frame.with_columns(
        pl.lit(measure).alias("measure"),
        pl.lit(quantity.name).alias("quantity"),
        pl.lit(quantity.unit).alias("unit"),
        pl.col("n", "documents", "read").fill_null(0),
        pl.col("coders").fill_null(pl.lit([], pl.List(pl.String))),
        *_valued(sums, statistic, groups, (measure, *outer), confidence),
    )
    if counted.judge:
        frame = counted.judge(frame)
    evidence = rows.select(pl.col("figure"), "table", "row", "document", "part", "amount")
    again = _again(rows, background, statistic, groups) if statistic.under else None
    return Figured(frame.drop("figure", "group"), evidence, again)


def _again(rows: Frame, background: Frame, statistic: Statistic, groups: Frame) -> Sums:
    """The sums `over` and `under` of each figure by document; documents without denominator bear on nothing."""

    def of(number: int) -> tuple[list[str], np.ndarray]:
        own = _cells(rows.filter(pl.col("figure") == number), (), statistic)
        behind = _cells(background.filter(pl.col("group") == groups["group"][number]), (), statistic)
        cells = pl.concat([own, behind]).group_by("document").agg(pl.col("over", "under").sum())
        cells = cells.filter(pl.col("under") > 0).sort("document")
        return cells["document"].to_list(), cells.select("over", "under").to_numpy()

    def value(sums: np.ndarray) -> np.ndarray:
        over, under = sums[:, 0], sums[:, 1]
        over = np.minimum(over, under) if statistic.rate else over
        shares = np.divide(over, under, out=np.full(len(sums), np.nan), where=under > 0)
        made: np.ndarray = statistic.times * _FORMS[statistic.form](shares, under)
        return made

    return Sums(of, value)


def _numbered(groups: Frame, outer: list[str]) -> Frame:
    """Each figure with its number and the number of its group, which is the figure's without the code."""
    if not groups.columns:
        return pl.DataFrame(
            {"figure": [0], "group": [0]}, schema=dict.fromkeys(("figure", "group"), pl.UInt32)
        )
    numbers = groups.select(outer).unique(maintain_order=True).with_row_index("group") if outer else None
    groups = groups.with_row_index("figure")
    if numbers is None:
        return groups.with_columns(group=pl.lit(0, pl.UInt32))
    return groups.join(numbers, on=outer, nulls_equal=True, how="left", maintain_order="left")


def _placed(rows: Frame, groups: Frame, columns: list[str]) -> Frame:
    """The rows with the numbers of their figure and group; rows of no group asked for fall out."""
    if columns:
        return rows.join(groups, on=columns, nulls_equal=True, how="inner", maintain_order="left")
    return rows.join(groups, how="cross", maintain_order="left")


def _described(rows: Frame) -> Frame:
    """How many rows each figure counted, where they stand, who made them."""
    return rows.group_by("figure").agg(
        n=pl.len().cast(pl.Int64),
        documents=pl.col("document").n_unique().cast(pl.Int64),
        coders=pl.col("coders").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
        paraphrased=(pl.col("table") == "statements").mean(),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """Integer sums: per cell (figure or group, document), in arrays that run along one another.

    `place` is the document's position among the sorted documents of its group, `size` the number of these.
    """

    figure: np.ndarray
    place: np.ndarray
    over: np.ndarray
    under: np.ndarray
    group: np.ndarray  # of the background's cells
    group_place: np.ndarray
    group_under: np.ndarray
    size: np.ndarray  # documents per group

    @classmethod
    def of(cls, rows: Frame, background: Frame, statistic: Statistic, groups: Frame) -> _Sums:
        clusters = background.select("group", "document").unique().sort("group", "document")
        clusters = clusters.with_columns(place=pl.int_range(pl.len()).over("group"))
        cells = _cells(rows, ("figure", "group"), statistic).join(
            clusters, on=["group", "document"], how="inner"
        )
        behind = _cells(background, ("group",), statistic).join(
            clusters, on=["group", "document"], how="inner"
        )
        return cls(
            figure=cells["figure"].to_numpy(),
            place=cells["place"].to_numpy(),
            over=cells["over"].to_numpy(),
            under=cells["under"].to_numpy(),
            group=behind["group"].to_numpy(),
            group_place=behind["place"].to_numpy(),
            group_under=behind["under"].to_numpy(),
            size=np.bincount(clusters["group"].to_numpy(), minlength=_count(groups, "group")),
        )


def _cells(rows: Frame, keys: tuple[str, ...], statistic: Statistic) -> Frame:
    """Sums of `over` and `under` per key and document."""

    def part(names: tuple[str, ...]) -> pl.Expr:
        total = pl.col("amount").filter(pl.col("part").is_in(names)).sum().cast(pl.Int64)
        return total.clip(0, 1) if statistic.per_document else total

    return (
        rows.group_by(*keys, "document")
        .agg(over=part(statistic.over), under=part(statistic.under))
        .sort(*keys, "document")
    )


def _count(groups: Frame, column: str) -> int:
    top = groups[column].max()
    return 0 if top is None else int(str(top)) + 1


def _valued(
    sums: _Sums, statistic: Statistic, groups: Frame, names: tuple[str, ...], confidence: Confidence
) -> list[pl.Expr | pl.Series]:
    """The columns value, low, high, interval and status."""
    figures = len(groups)
    over = _summed(sums.figure, sums.over, figures)
    if not statistic.under:
        return [
            pl.Series("value", over, pl.Float64),
            *(pl.lit(None, pl.Float64).alias(c) for c in ("low", "high")),
            pl.lit(None, pl.String).alias("interval"),
            pl.Series("status", ["ok" if n else "no evidence" for n in over], pl.String),
        ]
    group = groups["group"].to_numpy()
    behind = _summed(sums.group, sums.group_under, len(sums.size))
    under = _summed(sums.figure, sums.under, figures) + behind[group]
    bearing = _summed(sums.figure, sums.under > 0, figures)
    bearing += _summed(sums.group, sums.group_under > 0, len(sums.size))[group]
    if statistic.rate:  # a person who marks words may mark more places than there are passages
        over = np.minimum(over, under)
    defined = under > 0
    value = np.divide(over, under, out=np.full(figures, np.nan), where=defined)
    # A bootstrap cannot see what no document shows: where all or none say it, every replicate is the same.
    few = (bearing < FEWEST_DOCUMENTS) | (over == 0) | (over == under)
    if statistic.rate:
        low, high = jeffreys_rate(over, _summed(sums.figure, sums.over > 0, figures), under, confidence.level)
    else:
        low, high = jeffreys(np.nan_to_num(value) * bearing, bearing, confidence.level)
    for number in np.unique(group[defined & ~few]):
        drawn = np.flatnonzero((group == number) & defined & ~few)
        seed = (*names, *_words(groups, number))
        low[drawn], high[drawn] = _drawn(sums, int(number), drawn, seed, confidence)
    method = np.where(few, "jeffreys", "bootstrap")
    form, parts = _FORMS[statistic.form], np.where(defined, under, 1)
    times = statistic.times
    if statistic.form == "balance":
        exact = (2 * over - under) / parts  # whole numbers first, so that 1/3 is 1/3
    elif statistic.form == "log odds":
        exact = form(over / parts, under)
    else:
        exact = times * over / parts
    return [
        pl.Series("value", exact, pl.Float64).set(pl.Series(~defined), None),
        pl.Series("low", times * form(np.minimum(low, 1), under), pl.Float64).fill_nan(None),
        pl.Series("high", times * form(np.minimum(high, 1), under), pl.Float64).fill_nan(None),
        pl.Series(
            "interval", [str(m) if d else None for m, d in zip(method, defined, strict=True)], pl.String
        ),
        pl.Series("status", ["ok" if d else "no evidence" for d in defined], pl.String),
    ]


def _balance(shares: np.ndarray, _under: np.ndarray) -> np.ndarray:
    return 2 * shares - 1


def _log_odds(shares: np.ndarray, under: np.ndarray) -> np.ndarray:
    made: np.ndarray = np.log((shares * under + 0.5) / ((1 - shares) * under + 0.5))
    return made


_FORMS: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "ratio": lambda shares, _under: shares,
    "balance": _balance,
    "log odds": _log_odds,
}


def _summed(place: np.ndarray, amount: np.ndarray, size: int) -> np.ndarray:
    """The integers `amount` summed by their `place` among `size`."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, place.astype(np.int64), amount)
    return sums


def _drawn(
    sums: _Sums, group: int, figures: np.ndarray, seed: tuple[str, ...], confidence: Confidence
) -> tuple[np.ndarray, np.ndarray]:
    """The bootstrap intervals of some figures of one group, in portions that fit into memory."""
    size = int(sums.size[group])
    behind = np.zeros((size, 1), np.int64)
    own = sums.group == group
    behind[sums.group_place[own], 0] = sums.group_under[own]
    lows, highs = [], []
    portion = max(1, COUNTS_AT_ONCE // size)
    for start in range(0, len(figures), portion):
        some = figures[start : start + portion]
        column = np.searchsorted(some, sums.figure)
        cells = np.isin(sums.figure, some)
        over, under = (np.zeros((size, len(some)), np.int64) for _ in range(2))
        over[sums.place[cells], column[cells]] = sums.over[cells]
        under[sums.place[cells], column[cells]] = sums.under[cells]
        below = under + behind if under.any() else behind
        low, high = bootstrap(over, below, *seed, replicates=confidence.replicates, level=confidence.level)
        lows.append(low)
        highs.append(high)
    return np.concatenate(lows), np.concatenate(highs)


def _words(groups: Frame, group: int) -> list[str]:
    """The values of a group's columns as text: the seed, so that other groups change nothing."""
    row: Mapping[str, object] = groups.filter(pl.col("group") == group).row(0, named=True)
    return [str(row[c]) for c in GROUPINGS if c in row and c != "code"]
