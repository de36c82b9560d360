"""I2: which side holds the steering roles."""

from __future__ import annotations

from collections.abc import Mapping
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
    vocabulary ``role`` gives the value 1. ``through_funders`` (I2') passes a third party's roles to the sides that
    pay, by a row of funding or a role ``funder``, to both where both do: for the same arrangement; where nobody is
    known to, for the nearest that it is part of in the same context; else for any other there in which the third
    party has a role.

    Takes: roles (side, steering, role, arrangement), funding (side), arrangements (context, part_of). Gives: numbers
    in [-1, 1], intervals over arrangements. Undefined: where neither side holds a steering role, "no evidence".
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
    passed = pl.concat([own, _passed(roles, funding, arrangements)])
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


def _passed(roles: Frame, funding: Frame, arrangements: Frame) -> Frame:
    """Third parties' steering roles, each once per side that pays for it."""
    steering, third = roles.filter(pl.col("steering")), roles.filter(side="third")
    paid = pl.concat([f.select("arrangement", "side") for f in (funding, steering.filter(role="funder"))])
    payers = _sets(paid.filter(pl.col("side").is_in(_SIDES)))
    elsewhere = _sets(third.select(pl.struct("actor", "context"), "arrangement"))
    above = {row["id"]: row for row in arrangements.select("id", "part_of", "context").iter_rows(named=True)}
    passed = third.filter(pl.col("steering"))
    sides = [
        _payers(arrangement, payers, above)
        or {side for other in elsewhere[str(actor)] for side in payers.get(other, ())}
        for arrangement, actor in passed.select("arrangement", pl.struct("actor", "context")).iter_rows()
    ]
    held = passed.with_columns(pl.Series("side", [sorted(s) for s in sides], pl.List(pl.String)))
    return held.filter(pl.col("side").list.len() > 0).explode("side")


def _sets(pairs: Frame) -> dict[str, set[str]]:
    made: dict[str, set[str]] = {}
    for one, other in pairs.iter_rows():
        made.setdefault(str(one), set()).add(other)
    return made


def _payers(
    arrangement: str, payers: Mapping[str, set[str]], above: Mapping[str, Mapping[str, str | None]]
) -> set[str]:
    """The sides that pay for the arrangement or, where none is known to, for the nearest that it is part of."""
    seen: set[str] = set()
    whole: str | None = arrangement
    while whole is not None and whole not in seen:
        if whole in payers:
            return payers[whole]
        seen.add(whole)
        upper = above[whole]["part_of"] if whole in above else None
        here = upper in above and above[upper]["context"] == above[whole]["context"] if upper else False
        whole = upper if here else None
    return set()


def _mean_balance(sums: np.ndarray, *, roles: int) -> np.ndarray:
    """The mean balance of the roles that are held at all; nan where none is."""
    lead, partner = np.moveaxis(sums.reshape(len(sums), roles, 2), 2, 0)
    held = lead + partner
    balances = np.divide(lead - partner, held, out=np.zeros(held.shape), where=held > 0)
    count = (held > 0).sum(axis=1)
    mean: np.ndarray = np.divide(balances.sum(axis=1), count, out=np.full(len(sums), np.nan), where=count > 0)
    return mean
