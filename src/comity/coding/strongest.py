"""Which passage says a code most plainly: the one to show where there is room for one."""

from __future__ import annotations

import polars as pl


def strongest(codings: pl.DataFrame, *, count: int = 1) -> pl.DataFrame:
    """The `count` strongest affirming codings of each code, best first.

    More hits in the passage count first, then the coder's confidence, then the shorter passage (it says
    nothing else), then the earlier one; the order is total, so the same codings give the same answer.
    """
    length = (pl.col("end").cast(pl.Int64) - pl.col("start").cast(pl.Int64)).fill_null(0)
    return (
        codings.filter(pl.col("stance") == "affirms")
        .with_columns(length.clip(lower_bound=60).alias("length"))
        .sort(
            ["code", "hits", "confidence", "length", "document", "start", "row"],
            descending=[False, True, True, False, False, False, False],
            nulls_last=True,
        )
        .group_by("code", maintain_order=True)
        .head(count)
        .drop("length")
    )
