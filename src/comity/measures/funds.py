"""Money as it is counted: in thousandths of the fund that it belongs to, so that sums are exact."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Frame

WHOLE = 1000


def in_thousandths(funding: Frame) -> Frame:
    """The rows with ``amount`` in thousandths of their fund (null: not known) and ``whole``, what the fund has.

    A fund is what pays for one arrangement at one date; its shares are those given or, where none is, those of the
    amounts, if all are given in one unit.
    """
    fund = ["document", "date"]
    by_amount = (
        pl.col("share").is_null().all()
        & pl.col("amount").is_not_null().all()
        & (pl.col("amount").sum() > 0)
        & (pl.col("unit").fill_null("").n_unique() == 1)
    ).over(fund)
    of_amounts = pl.col("amount") / pl.col("amount").sum().over(fund)
    part = pl.when(by_amount).then(of_amounts).otherwise("share")
    rows = funding.with_columns(amount=(part * WHOLE).round().cast(pl.Int64))
    sums = pl.col("amount").sum().over(fund)
    return rows.with_columns(whole=pl.max_horizontal(sums, pl.lit(WHOLE, pl.Int64)))
