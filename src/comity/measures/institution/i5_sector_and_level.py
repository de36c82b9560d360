"""I5: whose policy it is, by the sector and level of those who hold the steering roles."""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.drawn import drawn
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import UNKNOWN, asked, by_group, figured
from comity.measures.tally import Confidence

_QUANTITIES = (
    Quantity("sector", "share of steering roles", (0, 1)),
    Quantity("level", "share of steering roles", (0, 1)),
)


@measure(
    "I5",
    question="Whose policy is it, by sector and level?",
    quantities=_QUANTITIES,
    by=("context", "arrangement", "layer", "side", "period", "year"),
    always=("role",),
    shown=(("context",), ("context", "side")),
    source="method I5",
)
def sector_and_level(
    roles: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the steering roles that holders of a sector (a level) hold, among holders whose own is known.

    Takes: roles (steering, sector, level). Gives: shares in [0, 1] per word; the word of sector or level stands
    in the grouping ``role``. Undefined: "no evidence", without a word, where no steering role is recorded;
    "unknown" where the sector (level) of no holder is.
    Source: method I5.

    Caveat: holders without a sector or level are left out, and they are seldom a random choice.

    >>> from comity.measures.worked import worked
    >>> worked("I5", roles=["actor, role", "north, drafter", "north, host", "south, chair"])
    I5/case/foreign = 0.333  (n 3)
    I5/case/home affairs = 0.667  (n 3)
    I5.level/case/minister = 0.667  (n 3)
    I5.level/case/official = 0.333  (n 3)
    """
    steering = roles.filter(pl.col("steering"))
    made = []
    for quantity in _QUANTITIES:
        known = steering.drop_nulls(quantity.name).drop("role")
        words = known.select(role=quantity.name).unique()
        rows = known.join(words, how="cross").with_columns(
            part=pl.when(pl.col(quantity.name) == pl.col("role"))
            .then(pl.lit("own"))
            .otherwise(pl.lit("other"))
        )
        held = rows.filter(part="own")
        made.append(_unspoken(held, steering, arrangements, by, quantity))
        made.append(
            drawn(
                rows, (*by, "role"), ["own", "other"], _share, quantity=quantity, measure="I5",
                confidence=confidence, groups=held,
            )
        )  # fmt: skip
    return tuple(made)


def _unspoken(
    held: Frame, steering: Frame, arrangements: Frame, by: tuple[str, ...], quantity: Quantity
) -> Figured:
    """The groups in which nothing can be told of sector or level, with the roles that leave it open."""
    spoken = {tuple(place.values()) for place, own in by_group(held, by) if own.height}
    silent = [
        (place, own) for place, own in by_group(steering, by, asked(steering, arrangements, by))
        if tuple(place.values()) not in spoken
    ]  # fmt: skip
    told = [
        (
            place
            | {"status": UNKNOWN, "note": f"of no holder of a steering role the {quantity.name} is known"}
            if own.height
            else place | {"status": "no evidence", "note": "no steering role is recorded"},
            own.with_columns(part=pl.lit(UNKNOWN), amount=pl.lit(1, pl.Int64)),
        )
        for place, own in silent
    ]
    return figured(told, quantity, measure="I5")


def _share(sums: np.ndarray) -> np.ndarray:
    whole = sums.sum(axis=1)
    made: np.ndarray = np.divide(sums[:, 0], whole, out=np.full(len(sums), np.nan), where=whole > 0)
    return made
