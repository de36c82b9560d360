"""Which of its readings a case is nearest to, and how far ahead of the next it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from comity.comparison.tables import READINGS, WHOLE
from comity.measures.tables import GROUPINGS

MEASURE = "G2"


def readings(figures: pl.DataFrame) -> pl.DataFrame:
    """The nearest reading of each case, from its memberships (G2): columns of READINGS.

    *Ahead*: its membership less that of the next. *Sure*: the least that its interval allows is more than the
    most of any other. Where two are level, or nothing is ahead of nothing, there is no reading.

    Takes: the frame of G2's figures, at one grouping. Undefined: a case without memberships has no row.
    """
    own = figures.filter((pl.col("measure") == MEASURE) & pl.col("value").is_not_null())
    return READINGS.frame(_nearest(own))


def _nearest(own: pl.DataFrame) -> Iterator[dict[str, Any]]:
    places = [name for name in GROUPINGS if own[name].is_not_null().any()]
    ordered = own.sort(*places, "quantity")
    for rows in ordered.partition_by(places, maintain_order=True) if places else [ordered]:
        if not rows.height:
            return
        first, *others = rows.sort("value", descending=True, maintain_order=True).iter_rows(named=True)
        rival = others[0] if others else None
        ahead = first["value"] - (rival["value"] if rival else 0.0)
        most = max((r["value"] if r["high"] is None else r["high"] for r in others), default=0.0)
        least = first["value"] if first["low"] is None else first["low"]
        yield {
            "case": ", ".join(str(first[name]) for name in places) or WHOLE,
            "reading": first["quantity"] if ahead > 0 else None,
            "first": first["quantity"],
            "figure": first["figure"],
            "membership": first["value"],
            "next": rival["quantity"] if rival else None,
            "next_figure": rival["figure"] if rival else None,
            "ahead": ahead,
            "sure": ahead > 0 and least > most,
        }
