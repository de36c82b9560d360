"""I2: which side holds the steering roles."""

from __future__ import annotations

import polars as pl

from comity.measures.counted import Counted, Frame, registry_counted
from comity.measures.measure import Quantity, measure
from comity.measures.statistics import balance


@measure(
    "I2",
    question="Which side holds the steering roles?",
    quantities=(
        Quantity("asymmetry", "(lead - partner) / (lead + partner)", (-1, 1), balance("lead", "partner")),
    ),
    by=("context", "arrangement", "layer", "role", "period", "year"),
    always=(),
    shown=(("context",), ("context", "role"), ("context", "arrangement")),
    source="method I2",
)
def role_asymmetry(roles: Frame, arrangements: Frame, by: tuple[str, ...]) -> Counted:
    """The balance of the steering roles between the sides: (lead - partner) / (lead + partner).

    1: the lead side holds all of them; -1: the partner side; 0: as many each. Steering roles are those that
    the vocabulary ``role`` gives the value 1 (initiator, agenda setter, designer, selector, drafter, broker,
    host, chair, secretariat, monitor, funder). Roles of third parties and of those who stand on no side are
    left out here.

    Takes: roles (side, steering, role, arrangement), arrangements (context). Gives: a number in [-1, 1], its
    interval over arrangements. Undefined: where neither side holds a steering role, "no evidence".
    Source: method I2.
    """
    held = roles.filter(pl.col("steering") & pl.col("side").is_in(["lead", "partner"]))
    return registry_counted(held.with_columns(part=pl.col("side")), by, read=arrangements)
