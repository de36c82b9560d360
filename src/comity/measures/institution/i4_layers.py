"""I4: the layers of arrangements, and who is at home in several."""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.drawn import Value, drawn
from comity.measures.measure import Quantity, measure
from comity.measures.tally import Confidence

_COUNT = Quantity("arrangements", "arrangements", (0, None))
_NESTED = Quantity("nestedness", "share of arrangements", (0, 1))
_DENSITY = Quantity("density", "links per pair of arrangements", (0, 1), label="links per pair")
_ACROSS = Quantity("membership", "layers", (0, None))


@measure(
    "I4",
    question="In how many layers is it arranged, and how do they hang together?",
    quantities=(_COUNT, _NESTED, _DENSITY, _ACROSS),
    by=("context", "layer", "period"),
    always=("actor",),
    shown=(("context",), ("context", "layer")),
    source="method I4",
)
def layers(
    arrangements: Frame, links: Frame, roles: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The arrangements as a graph in layers: how many, how nested, how dense, and each actor's number of layers.

    *nestedness*: share that is part of another (``part_of`` or a link *part of*). *density*: pairs of arrangements
    of the group that are linked in whatever way, over all its pairs n (n - 1) / 2. *membership*: layers in
    which the actor holds a role.

    Takes: arrangements (layer, part_of), links, roles. Gives: counts and shares in [0, 1]. Undefined: density of
    fewer than two arrangements is "no evidence". Source: method I4.

    Caveat: an arrangement that was studied closely has more parts and members than one mentioned in passing.

    >>> from comity.measures.worked import worked
    >>> worked("I4",
    ... arrangements=[
    ...     "id, name, layer, part_of",
    ...     "talks, Talks, regional,",
    ...     "pact, Pact, bilateral, talks",
    ... ],
    ... roles=["actor, role", "north, member", "south, member"],
    ... )
    I4/case = 2  (n 2)
    I4.nestedness/case = 0.5  (n 2)
    I4.density/case = 1  (n 3)
    I4.membership/case/north = 1  (n 1)
    I4.membership/case/south = 1  (n 1)
    """
    part = links.filter(kind="part of")["from"]
    inside = pl.col("part_of").is_not_null() | pl.col("id").is_in(part.to_list())
    rows = arrangements.with_columns(
        part=pl.when(inside).then(pl.lit("part")).otherwise(pl.lit("whole")), document=pl.col("id")
    )
    every = pl.concat([rows.with_columns(part=pl.lit("arrangement")), *_linked(rows, links, by)])

    def figured(
        quantity: Quantity, counted: Frame, parts: list[str], value: Value, by: tuple[str, ...]
    ) -> Figured:
        made = drawn(counted, by, parts, value, quantity=quantity, measure="I4", confidence=confidence)
        # a draw of arrangements with repetition is no graph, nor is their number a sample
        none = pl.lit(None, pl.Float64)
        frame = made.frame.with_columns(
            low=none, high=none, interval=pl.lit(None, pl.String), note=pl.lit(None, pl.String)
        )
        return Figured(frame, made.evidence) if quantity is not _NESTED else made

    known = roles.drop_nulls("layer").unique(["actor", "arrangement"], keep="first", maintain_order=True)
    names = sorted(known["layer"].unique())
    return (
        figured(_COUNT, rows, ["part", "whole"], lambda s: s.sum(axis=1), by),
        figured(_NESTED, rows, ["part", "whole"], lambda s: _over(s[:, 0], s.sum(axis=1)), by),
        figured(
            _DENSITY,
            every,
            ["arrangement", "pair"],
            lambda s: _over(s[:, 1], s[:, 0] * (s[:, 0] - 1) / 2),
            by,
        ),
        figured(
            _ACROSS,
            known.with_columns(part="layer"),
            names,
            lambda s: (s > 0).sum(axis=1).astype(float),
            (*by, "actor"),
        ),
    )


def _linked(rows: Frame, links: Frame, by: tuple[str, ...]) -> list[Frame]:
    """Each pair of arrangements of one group that is linked, once, as a row of the arrangement it starts from."""
    ends = rows.select("id", *by)
    own = rows.drop_nulls("part_of").select("id", "part_of", "table", "row")
    pairs = pl.concat(
        [own, links.select(pl.col("from").alias("id"), pl.col("to").alias("part_of"), "table", "row")]
    )
    pairs = pairs.filter(pl.col("id") != pl.col("part_of")).with_columns(
        pair=pl.concat_list("id", "part_of").list.sort().list.join(" ")
    )
    pairs = pairs.unique("pair", keep="first", maintain_order=True)
    other = ends.rename({"id": "part_of"})
    inside = pairs.join(ends, on="id").join(other, on=["part_of", *by])
    made = inside.drop("part_of", "pair").rename({"table": "_t", "row": "_r"}).join(rows.drop(by), on="id")
    made = made.with_columns(table="_t", row="_r", part=pl.lit("pair"))
    return [made.select(rows.columns)]


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    made: np.ndarray = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return made
