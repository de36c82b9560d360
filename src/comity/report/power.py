"""Who pays, and what is given for what, from the rows of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.report.bundles import Bundles

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
SIDE_NAMES = {"lead": "Lead side", "partner": "Partner side", "third": "Third parties", "both": "Both sides"}


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays how much for what."""

    arrangement: str
    funder: str
    side: str
    share: float | None
    amount: str
    decides: str
    href: str


def purse(content: Content, bundles: Bundles) -> list[tuple[str, str, tuple[Payment, ...]]]:
    """The rows of funding per context; what is not known is said to be unknown."""
    frame = content.rows("funding").sort(
        "arrangement", "share", "row", descending=[False, True, False], nulls_last=True
    )
    made = []
    for place, label in content.contexts.items():
        rows = tuple(
            Payment(
                content.name(r["arrangement"]), content.name(r["funder"]) if r["funder"] else "not named",
                SIDE_NAMES.get(r["side"], ""), r["share"],
                f"{r['amount']:,.0f} {r['unit'] or ''}".strip() if r["amount"] is not None else "",
                content.name(r["discretion"]) if r["discretion"] else "",
                bundles.open("Funding", ("funding", r["id"]), content.name(r["arrangement"]), [r["row"]], place),
            )
            for r in frame.filter(pl.col("place") == place).iter_rows(named=True)
        )  # fmt: skip
        if rows:
            made.append((place, label, rows))
    return made


@dataclass(frozen=True, slots=True)
class Half:
    """One part of an exchange: who bears it, what it is, how binding."""

    side: str
    text: str
    force: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two provisions, one for the other; ``order`` says which comes first."""

    place: str
    label: str
    first: Half
    second: Half
    order: str
    date: str
    href: str


def exchanges(content: Content, bundles: Bundles) -> list[Exchange]:
    """The pairs of provisions of which one is given for the other; who has to deliver first stands on the left."""
    frame = content.rows("provisions")
    every = {r["id"]: r for r in frame.iter_rows(named=True)}
    made: dict[frozenset[str], Exchange] = {}
    for row in frame.drop_nulls("exchange_for").sort("row").iter_rows(named=True):
        other = every.get(row["exchange_for"])
        if other is None or row["place"] not in content.contexts:
            continue
        one, two = (other, row) if row["timing"] == "after" else (row, other)
        half = _half(content, one)
        words = {"before": f"{half.side} first", "after": f"{half.side} first", "with": "at the same time"}
        href = bundles.open(
            "Exchange", ("exchange", row["id"]), "One for the other", [one["row"], two["row"]], row["place"]
        )
        made.setdefault(
            frozenset((one["row"], two["row"])),
            Exchange(
                row["place"], content.contexts[row["place"]], half, _half(content, two),
                words.get(row["timing"] or "", "order not said"), two["date"] or two["promised"] or "no date", href,
            ),
        )  # fmt: skip
    places = list(content.contexts)
    return sorted(made.values(), key=lambda e: places.index(e.place))


def _half(content: Content, row: Row) -> Half:
    side = SIDE_NAMES.get(
        row["side"] or "", content.name(row["bearer"]) if row["bearer"] else "Bearer not said"
    )
    return Half(side, row["text"], row["force"] or "unclear")
