"""From counted rows to figures with their evidence: sums per part and document, divided last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.measures.counted import Counted, Figured, Frame, Sums, ordered
from comity.measures.intervals import FEWEST_DOCUMENTS, bootstraps, jeffreys, jeffreys_rate
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
    return tallied(counted, (quantity,), measure, confidence)[0]


def tallied(
    counted: Counted, quantities: Sequence[Quantity], measure: str, confidence: Confidence
) -> list[Figured]:
    """Several quantities of a measure (:func:`tally`): rows are placed once, and documents drawn once for all."""
    columns = ordered(counted.groups.columns)
    outer = [c for c in columns if c in counted.background.columns]
    groups = _numbered(counted.groups.select(columns), outer)
    behind = _placed(counted.background, groups.select("group", *outer).unique(), outer)
    rows, behind, size = _among(_placed(counted.rows, groups, columns), behind, _count(groups, "group"))
    statistics = [q.statistic for q in quantities if q.statistic is not None]
    assert len(statistics) == len(quantities)
    own, background = _Amounts.of(rows, "figure"), _Amounts.of(behind, "group")
    sums = [_Sums.of(own, background, statistic, size) for statistic in statistics]
    seen = groups.join(
        behind.group_by("group").agg(read=pl.col("document").n_unique()),
        on="group",
        how="left",
        maintain_order="left",
    )
    parts = {statistic.parts: rows.filter(pl.col("part").is_in(statistic.parts)) for statistic in statistics}
    told = {names: _described(some) for names, some in parts.items()}
    valued = _valued(sums, statistics, groups, (measure, *outer), confidence)
    made = []
    for quantity, statistic, columns_made in zip(quantities, statistics, valued, strict=True):
        frame = seen.join(told[statistic.parts], on="figure", how="left", maintain_order="left").with_columns(
            pl.lit(measure).alias("measure"),
            pl.lit(quantity.name).alias("quantity"),
            pl.lit(quantity.unit).alias("unit"),
            pl.col("n", "documents", "read").fill_null(0),
            pl.col("coders").fill_null(pl.lit([], pl.List(pl.String))),
            *columns_made,
        )
        if counted.judge:
            frame = counted.judge(frame)
        some = parts[statistic.parts]
        evidence = some.select("figure", "table", "row", "document", "part", "amount")
        again = _again(some, behind, statistic, groups) if statistic.under else None
        made.append(Figured(frame.drop("figure", "group"), evidence, again))
    return made


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


def _among(rows: Frame, background: Frame, groups: int) -> tuple[Frame, Frame, np.ndarray]:
    """Rows and background with the `place` of their document among the sorted ones of its group, and how many these are."""
    clusters = background.select("group", "document").unique().sort("group", "document")
    clusters = clusters.with_columns(place=pl.int_range(pl.len()).over("group"))
    rows, background = (
        frame.join(clusters, on=["group", "document"], how="left", maintain_order="left")
        for frame in (rows, background)
    )
    return rows, background, np.bincount(clusters["group"].to_numpy(), minlength=groups)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """The amounts of rows in arrays that run along one another: whose (figure or group), in which document, as what."""

    owner: np.ndarray
    place: np.ndarray
    part: np.ndarray  # number among `parts`
    amount: np.ndarray
    parts: tuple[str, ...]

    @classmethod
    def of(cls, rows: Frame, owner: str) -> _Amounts:
        rows = rows.select(owner, "place", "part", pl.col("amount").cast(pl.Int64)).drop_nulls()
        parts = tuple(rows["part"].unique().sort())
        numbers = rows["part"].cast(pl.Enum(parts)).to_physical()
        return cls(
            rows[owner].to_numpy().astype(np.int64),
            rows["place"].to_numpy(),
            numbers.to_numpy(),
            rows["amount"].to_numpy(),
            parts,
        )

    def cells(
        self, statistic: Statistic, width: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Owner, place, and the sums of `over` and `under`, by owner and document in this order."""
        over, under = (
            np.array([part in names for part in self.parts], bool)[self.part]
            for names in (statistic.over, statistic.under)
        )
        needed = over | under
        cell, at = np.unique(self.owner[needed] * width + self.place[needed], return_inverse=True)
        overs, unders = (_summed(at, self.amount[needed] * part[needed], len(cell)) for part in (over, under))
        if statistic.per_document:
            overs, unders = overs.clip(0, 1), unders.clip(0, 1)
        return cell // width, cell % width, overs, unders


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
    def of(cls, rows: _Amounts, background: _Amounts, statistic: Statistic, size: np.ndarray) -> _Sums:
        width = int(size.max(initial=1))
        group, group_place, _, group_under = background.cells(statistic, width)
        return cls(*rows.cells(statistic, width), group, group_place, group_under, size)


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


@dataclass(frozen=True, slots=True)
class _Shares:
    """The shares of one quantity, figure by figure, and which of them are drawn anew."""

    over: np.ndarray
    under: np.ndarray
    low: np.ndarray
    high: np.ndarray
    few: np.ndarray

    @property
    def defined(self) -> np.ndarray:
        defined: np.ndarray = self.under > 0
        return defined

    @property
    def redrawn(self) -> np.ndarray:
        redrawn: np.ndarray = self.defined & ~self.few
        return redrawn


def _valued(
    sums: Sequence[_Sums],
    statistics: Sequence[Statistic],
    groups: Frame,
    names: tuple[str, ...],
    confidence: Confidence,
) -> list[list[pl.Expr | pl.Series]]:
    """The columns value, low, high, interval and status of each quantity."""
    group = groups["group"].to_numpy()
    shares = [
        _shares(some, statistic, group, confidence) if statistic.under else None
        for some, statistic in zip(sums, statistics, strict=True)
    ]
    drawn = [(some, made) for some, made in zip(sums, shares, strict=True) if made is not None]
    redrawn = np.any([made.redrawn for _, made in drawn], axis=0) if drawn else np.zeros(len(group), bool)
    for number in np.unique(group[redrawn]):
        own = group == number
        seed = (*names, *_words(groups, int(np.argmax(own))))
        asked = [(some, made, np.flatnonzero(own & made.redrawn)) for some, made in drawn]
        _draw([one for one in asked if len(one[2])], int(number), seed, confidence)
    return [
        _counted(some, len(group)) if made is None else _columns(made, statistic)
        for some, made, statistic in zip(sums, shares, statistics, strict=True)
    ]


def _counted(sums: _Sums, figures: int) -> list[pl.Expr | pl.Series]:
    over = _summed(sums.figure, sums.over, figures)
    return [
        pl.Series("value", over, pl.Float64),
        *(pl.lit(None, pl.Float64).alias(c) for c in ("low", "high")),
        pl.lit(None, pl.String).alias("interval"),
        pl.Series("status", ["ok" if n else "no evidence" for n in over], pl.String),
    ]


def _shares(sums: _Sums, statistic: Statistic, group: np.ndarray, confidence: Confidence) -> _Shares:
    """Sums and Jeffreys' intervals, which stay where documents are too few to draw from."""
    figures = len(group)
    over = _summed(sums.figure, sums.over, figures)
    behind = _summed(sums.group, sums.group_under, len(sums.size))
    under = _summed(sums.figure, sums.under, figures) + behind[group]
    bearing = _summed(sums.figure, sums.under > 0, figures)
    bearing += _summed(sums.group, sums.group_under > 0, len(sums.size))[group]
    if statistic.rate:  # a person who marks words may mark more places than there are passages
        over = np.minimum(over, under)
    # A bootstrap cannot see what no document shows: where all or none say it, every replicate is the same.
    few = (bearing < FEWEST_DOCUMENTS) | (over == 0) | (over == under)
    if statistic.rate:
        low, high = jeffreys_rate(over, _summed(sums.figure, sums.over > 0, figures), under, confidence.level)
    else:
        value = np.divide(over, under, out=np.zeros(figures), where=under > 0)
        low, high = jeffreys(value * bearing, bearing, confidence.level)
    return _Shares(over, under, low, high, few)


def _columns(shares: _Shares, statistic: Statistic) -> list[pl.Expr | pl.Series]:
    over, under, defined = shares.over, shares.under, shares.defined
    method = np.where(shares.few, "jeffreys", "bootstrap")
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
        pl.Series("low", times * form(np.minimum(shares.low, 1), under), pl.Float64).fill_nan(None),
        pl.Series("high", times * form(np.minimum(shares.high, 1), under), pl.Float64).fill_nan(None),
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


def _draw(
    asked: Sequence[tuple[_Sums, _Shares, np.ndarray]],
    group: int,
    seed: tuple[str, ...],
    confidence: Confidence,
) -> None:
    """Set the bootstrap intervals of some figures of one group, in portions that fit into memory."""
    size = int(asked[0][0].size[group])
    portion = max(1, COUNTS_AT_ONCE // size)
    waiting = [
        (sums, shares, figures[start : start + portion])
        for sums, shares, figures in asked
        for start in range(0, len(figures), portion)
    ]
    while waiting:
        held = np.cumsum([len(figures) for *_, figures in waiting]) <= portion
        some, waiting = waiting[: max(1, held.sum())], waiting[max(1, held.sum()) :]
        blocks = [_block(sums, group, figures) for sums, _, figures in some]
        intervals = bootstraps(blocks, *seed, replicates=confidence.replicates, level=confidence.level)
        for (_, shares, figures), (low, high) in zip(some, intervals, strict=True):
            shares.low[figures], shares.high[figures] = low, high


def _block(sums: _Sums, group: int, figures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sums `over` and `under` of some figures of one group, of shape (documents, figures)."""
    size = int(sums.size[group])
    behind = np.zeros((size, 1), np.int64)
    own = sums.group == group
    behind[sums.group_place[own], 0] = sums.group_under[own]
    column = np.searchsorted(figures, sums.figure)
    cells = np.isin(sums.figure, figures)
    over, under = (np.zeros((size, len(figures)), np.int64) for _ in range(2))
    over[sums.place[cells], column[cells]] = sums.over[cells]
    under[sums.place[cells], column[cells]] = sums.under[cells]
    return over, under + behind if under.any() else behind


def _words(groups: Frame, figure: int) -> list[str]:
    """The values of the columns of a figure's group as text: the seed, so that other groups change nothing."""
    row: Mapping[str, object] = groups.row(figure, named=True)
    return [str(row[c]) for c in GROUPINGS if c in row and c != "code"]
