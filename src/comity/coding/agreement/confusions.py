"""Which answers are taken for one another, worst first."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from comity.coding.agreement.tables import CONFUSIONS

_PAIR = ("first", "second", "said", "instead")


def ranked(rows: Sequence[dict[str, object]] | pl.DataFrame) -> pl.DataFrame:
    """CONFUSIONS from rows that lack ``times``: counted per pair of answers, the most frequent first."""
    frame = rows if isinstance(rows, pl.DataFrame) else CONFUSIONS.frame(rows)
    counted = CONFUSIONS.conform(frame.with_columns(times=pl.len().over(_PAIR).cast(pl.Int64)))
    return (
        counted.with_row_index("order")
        .sort(["times", *_PAIR, "order"], descending=[True, *[False] * 5], nulls_last=True)
        .drop("order")
    )
