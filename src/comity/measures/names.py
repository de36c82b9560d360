"""The names that arrangements have borne, each with its first recorded use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from comity.dates import bounds
from comity.measures.counted import Frame


class Use(NamedTuple):
    """A name and its first recorded use: the date, who used it, the event that tells of it."""

    name: str
    date: str | None
    actor: str | None
    row: str | None


def uses(arrangement: Mapping[str, object], events: Frame) -> list[Use]:
    """The names of one arrangement, those with a dated use first, in time; then as the record has them.

    Names are the texts of its events "named", its name and its other names; names that differ in capitals or spaces
    are one.
    """
    found: dict[str, Use] = {}
    named = events.filter((pl.col("what") == "named") & (pl.col("arrangement") == arrangement["id"])).sort(
        "row"
    )
    dated = sorted(named.select("text", "date", "actor", "row").iter_rows(), key=lambda use: _day(use[1]))
    for name, date, actor, row in dated:
        found.setdefault(_key(name), Use(name, date, actor, row))
    others = arrangement["other_names"]
    for name in (arrangement["name"], *(others if isinstance(others, list) else ())):
        found.setdefault(_key(str(name)), Use(str(name), None, None, None))
    return list(found.values())


def _day(date: str | None) -> str:
    span = bounds(date)
    return str(span[0]) if span and span[0] else "~"  # after every year


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
