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

Counts = tuple[str, str, str, str, int]  # table, row, document, part, amount
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
    rows = rows.filter(pl.col("part").is_in(list(parts))).with_columns(pl.col("amount").cast(pl.Int64))
    asked = (rows if groups is None else groups).select(columns).unique().sort(columns) if columns else None
    keys = asked.rows() if asked is not None else [()]
    listed = rows.select("table", "row", "document", "part", "amount").rows()
    own = [[listed[at] for at in found] for found in _places(rows, columns, keys)]
    looked = _looked_at(read, columns, keys)
    figures = [
        dict(zip(columns, key, strict=True))
        | _one(own[number], parts, value, (measure, quantity.name, *map(str, key)), confidence)
        | {
            "measure": measure,
            "quantity": quantity.name,
            "unit": quantity.unit,
            "n": len(own[number]),
            "documents": len({document for _, _, document, *_ in own[number]}),
            "read": looked[number],
            "coders": [],
            "paraphrased": 0.0 if own[number] else None,
        }
        for number, key in enumerate(keys)
    ]
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
    evidence = pl.DataFrame(
        [(*row, number) for number, found in enumerate(own) for row in found],
        schema={
            "table": pl.String,
            "row": pl.String,
            "document": pl.String,
            "part": pl.String,
            "amount": pl.Int64,
            "figure": pl.UInt32,
        },
        orient="row",
    )

    def of(number: int) -> tuple[list[str], np.ndarray]:
        documents = _documents(own[number])
        return documents, _sums(own[number], documents, parts)

    return Figured(frame, evidence, Sums(of, value))


def _looked_at(
    read: Frame | None, columns: Sequence[str], keys: Sequence[tuple[object, ...]]
) -> Sequence[int | None]:
    """How many arrangements were looked at for each key; nothing where that is not known."""
    if read is None:
        return [None] * len(keys)
    documents = read["document"].to_list()
    return [len({documents[at] for at in found}) for found in _places(read, columns, keys)]


def _places(frame: Frame, columns: Sequence[str], keys: Sequence[tuple[object, ...]]) -> list[list[int]]:
    """The places of the rows of each key, as far as the frame has its columns."""
    having = [at for at, column in enumerate(columns) if column in frame.columns]
    if not having:
        return [list(range(frame.height)) for _ in keys]
    found: dict[tuple[object, ...], list[int]] = {}
    for at, cells in enumerate(frame.select(columns[n] for n in having).iter_rows()):
        found.setdefault(cells, []).append(at)
    return [found.get(tuple(key[n] for n in having), []) for key in keys]


def _one(
    rows: Sequence[Counts], parts: Sequence[str], value: Value, seed: tuple[str, ...], confidence: Confidence
) -> dict[str, object]:
    """Value, interval and status of one figure."""
    documents = _documents(rows)
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


def _documents(rows: Sequence[Counts]) -> list[str]:
    return sorted({document for _, _, document, *_ in rows})


def _sums(rows: Sequence[Counts], documents: Sequence[str], parts: Sequence[str]) -> np.ndarray:
    """Amounts of shape (documents, parts)."""
    sums = np.zeros((len(documents), len(parts)), np.int64)
    place, column = {d: i for i, d in enumerate(documents)}, {p: i for i, p in enumerate(parts)}
    for _, _, document, part, amount in rows:
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
