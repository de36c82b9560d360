"""I2: which side holds the steering roles."""

from __future__ import annotations

from functools import partial

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.drawn import drawn
from comity.measures.measure import Quantity, measure
from comity.measures.tally import Confidence

_SIDES = ["lead", "partner"]
_UNIT = "mean over roles of (lead - partner) / (lead + partner)"
_OWN = Quantity("asymmetry", _UNIT, (-1, 1))
_PASSED = Quantity("through_funders", _UNIT, (-1, 1))


@measure(
    "I2",
    question="Which side holds the steering roles?",
    quantities=(_OWN, _PASSED),
    by=("context", "arrangement", "layer", "role", "period", "year"),
    always=(),
    shown=(("context",), ("context", "role"), ("context", "arrangement")),
    source="method I2",
)
def role_asymmetry(
    roles: Frame, funding: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The balance of each steering role between the sides, (lead - partner) / (lead + partner), and their mean.

    The mean is over the roles that anyone of the two sides holds: a role held ten times weighs as much as one
    held once. 1: the lead side holds all of them; -1: the partner side. Steering roles are those that the
    vocabulary ``role`` gives the value 1. ``through_funders`` (I2') passes a third party's roles to the sides
    that fund the same arrangement, by a row of funding or a role ``funder``; to both where both fund it.

    Takes: roles (side, steering, role, arrangement), funding (side), arrangements (context). Gives: numbers in
    [-1, 1], intervals over arrangements. Undefined: where neither side holds a steering role, "no evidence".
    Source: method I2.

    Caveat: a role counts the same whatever it decides, and sources tell more of those who start than of those
    who follow.

    >>> from comity.measures.worked import worked
    >>> worked("I2",
    ... roles=["actor, role", "north, drafter", "north, host", "south, host", "agency, funder"],
    ... funding=["funder", "north"],
    ... )
    I2/case = 0.5  (n 3)
    I2.through_funders/case = 0.667  (n 4)
    """
    steering = roles.filter(pl.col("steering"))
    own = steering.filter(pl.col("side").is_in(_SIDES))
    passed = pl.concat([own, _passed(steering, funding)])
    figures = []
    for quantity, held in ((_OWN, own), (_PASSED, passed)):
        rows = held.with_columns(part=pl.format("{}: {}", "role", "side"))
        words = sorted(held["role"].unique().to_list())
        figures.append(
            drawn(
                rows,
                by,
                [f"{word}: {side}" for word in words for side in _SIDES],
                partial(_mean_balance, roles=len(words)),
                quantity=quantity,
                measure="I2",
                confidence=confidence,
                groups=None if "role" in by else arrangements,
                read=arrangements,
            )
        )
    return tuple(figures)


def _passed(steering: Frame, funding: Frame) -> Frame:
    """Third parties' roles, each once per side that funds the same arrangement."""
    payers = pl.concat(
        [funding.select("arrangement", "side"), steering.filter(role="funder").select("arrangement", "side")]
    )
    payers = payers.filter(pl.col("side").is_in(_SIDES)).unique().sort("arrangement", "side")
    third = steering.filter(side="third")
    return third.drop("side").join(payers, on="arrangement").select(steering.columns)


def _mean_balance(sums: np.ndarray, *, roles: int) -> np.ndarray:
    """The mean balance of the roles that are held at all; nan where none is."""
    lead, partner = np.moveaxis(sums.reshape(len(sums), roles, 2), 2, 0)
    held = lead + partner
    balances = np.divide(lead - partner, held, out=np.zeros(held.shape), where=held > 0)
    count = (held > 0).sum(axis=1)
    mean: np.ndarray = np.divide(balances.sum(axis=1), count, out=np.full(len(sums), np.nan), where=count > 0)
    return mean
