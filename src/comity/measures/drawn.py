"""Figures that are no ratio of two sums (means of balances, diversity, concentration), drawn anew all the same.

A measure hands over the rows it counts, each with its part, and a function from sums per part to the value.
The function is applied to the sums as they are and to those of every bootstrap draw of whole arrangements, so
that value and interval come from one formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame, Sums, ordered
from comity.measures.intervals import FEWEST_DOCUMENTS, draws

if TYPE_CHECKING:
    from comity.measures.measure import Quantity
    from comity.measures.tally import Confidence

Value = Callable[[np.ndarray], np.ndarray]
"""From sums of shape (draws, parts) to values of shape (draws,); nan where there is nothing to divide."""


def drawn(
    rows: Frame,
    by: Sequence[str],
    parts: Sequence[str],
    value: Value,
    *,
    quantity: Quantity,
    measure: str,
    confidence: Confidence,
    groups: Frame | None = None,
    read: Frame | None = None,
    note: str | None = None,
) -> Figured:
    """One figure per group of `by`: ``value`` of the sums per part, with a bootstrap over arrangements.

    Takes: `rows` with `by`, ``document``, ``part``, ``amount``, ``table``, ``row``. `groups` are the figures asked for
    (those of `rows` where left out), `read` the arrangements looked at. Undefined: where `value` is nan the
    status is "no evidence". With fewer than 8 arrangements there is no interval, and the note says so.
    """
    columns = ordered(by)
    if "amount" not in rows.columns:
        rows = rows.with_columns(amount=pl.lit(1, pl.Int64))
    rows = rows.filter(pl.col("part").is_in(list(parts)))
    asked = (rows if groups is None else groups).select(columns).unique().sort(columns) if columns else None
    keys = asked.rows() if asked is not None else [()]
    figures, evidence = [], []
    for number, key in enumerate(keys):
        own = _of(rows, columns, key)
        figures.append(
            dict(zip(columns, key, strict=True))
            | _one(own, parts, value, (measure, quantity.name, *map(str, key)), confidence)
            | {
                "measure": measure,
                "quantity": quantity.name,
                "unit": quantity.unit,
                "n": own.height,
                "documents": own["document"].n_unique(),
                "read": _of(read, columns, key)["document"].n_unique() if read is not None else None,
                "coders": [],
                "paraphrased": 0.0 if own.height else None,
            }
        )
        listed = own.select("table", "row", "document", "part", pl.col("amount").cast(pl.Int64))
        evidence.append(listed.with_columns(figure=pl.lit(number, pl.UInt32)))
    schema = {
        **dict.fromkeys(columns, pl.String()),
        **({"year": pl.Int64()} if "year" in columns else {}),
        "value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(), "interval": pl.String(),
        "status": pl.String(), "note": pl.String(), "measure": pl.String(), "quantity": pl.String(),
        "unit": pl.String(), "n": pl.Int64(), "documents": pl.Int64(), "read": pl.Int64(),
        "coders": pl.List(pl.String()), "paraphrased": pl.Float64(),
    }  # fmt: skip
    frame = pl.DataFrame(figures, schema=schema)
    if note:
        frame = frame.with_columns(
            note=pl.concat_str(pl.lit(note), "note", separator="; ", ignore_nulls=True)
        )
    nothing = pl.DataFrame(
        schema={
            "table": pl.String,
            "row": pl.String,
            "document": pl.String,
            "part": pl.String,
            "amount": pl.Int64,
            "figure": pl.UInt32,
        }
    )

    def of(number: int) -> tuple[list[str], np.ndarray]:
        own = _of(rows, columns, keys[number])
        documents = own["document"].unique().sort().to_list()
        return documents, _sums(own, documents, parts)

    return Figured(frame, pl.concat([nothing, *evidence]), Sums(of, value))


def _of(rows: Frame, columns: Sequence[str], key: Sequence[object]) -> Frame:
    for column, cell in zip(columns, key, strict=True):
        if column in rows.columns:
            rows = rows.filter(pl.col(column).eq_missing(pl.lit(cell)))
    return rows


def _one(
    rows: Frame, parts: Sequence[str], value: Value, seed: tuple[str, ...], confidence: Confidence
) -> dict[str, object]:
    """Value, interval and status of one figure."""
    documents = rows["document"].unique().sort().to_list()
    sums = _sums(rows, documents, parts)
    exact = float(value(sums.sum(axis=0, keepdims=True).astype(np.float64))[0]) if documents else float("nan")
    if np.isnan(exact):
        return {
            "value": None,
            "low": None,
            "high": None,
            "interval": None,
            "status": "no evidence",
            "note": "no row that counts is recorded",
        }
    few = len(documents) < FEWEST_DOCUMENTS
    low, high = (None, None) if few else _interval(sums, value, seed, confidence)
    return {
        "value": exact,
        "low": low,
        "high": high,
        "interval": None if low is None else "bootstrap",
        "status": "ok",
        "note": _too_few(len(documents)) if few else None,
    }


def _too_few(arrangements: int) -> str:
    counted = "1 arrangement is" if arrangements == 1 else f"{arrangements} arrangements are"
    return f"{counted} too few for an interval"


def _sums(rows: Frame, documents: Sequence[str], parts: Sequence[str]) -> np.ndarray:
    """Amounts of shape (documents, parts)."""
    sums = np.zeros((len(documents), len(parts)), np.int64)
    place, column = {d: i for i, d in enumerate(documents)}, {p: i for i, p in enumerate(parts)}
    for document, part, amount in rows.select("document", "part", "amount").iter_rows():
        sums[place[document], column[part]] += amount
    return sums


def _interval(
    sums: np.ndarray, value: Value, seed: tuple[str, ...], confidence: Confidence
) -> tuple[float | None, float | None]:
    """The percentile interval over draws of whole documents; draws that say nothing are left out."""
    made = [value(weights @ sums) for weights in draws(len(sums), confidence.replicates, *seed)]
    values = np.concatenate(made)
    values = np.sort(values[~np.isnan(values)])
    if not len(values):
        return None, None
    tail = (1 - confidence.level) / 2
    low, high = np.quantile(values, [tail, 1 - tail], method="nearest")
    return float(low), float(high)
