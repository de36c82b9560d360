"""A discourse network: its matrix, its ties, and the statements behind each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from comity.diagnostics import UsageError, did_you_mean
from comity.measures.networks.chosen import Chosen, choose
from comity.measures.networks.counts import Coded
from comity.measures.networks.settings import Asked
from comity.measures.networks.statements import Statements
from comity.measures.networks.ties import Counts, affinity, one_mode, two_mode

_SAID = ("table", "row", "document", "coder", "time", "quote")


@dataclass(frozen=True)
class Network:
    """One discourse network.

    ``matrix``: an array (rows, columns), named by ``rows`` and ``columns`` (of a one-mode network the same). ``notes``
    are sentences on what was left out. ``start``, ``date`` and ``stop`` are those of its window, where it has one.
    """

    asked: Asked
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: Counts
    chosen: Chosen = field(repr=False)
    coded: Coded = field(repr=False)
    notes: tuple[str, ...] = ()
    start: dt.datetime | None = None
    date: dt.datetime | None = None
    stop: dt.datetime | None = None

    @property
    def statements(self) -> int:
        """How many statements it counts."""
        return len(self.chosen.frame)

    @cached_property
    def counts(self) -> Counts:
        """How often each node said of each other with each level of the qualifier: (nodes, others, levels)."""
        return self.coded.counts()

    @cached_property
    def edges(self) -> pl.DataFrame:
        """The ties that weigh something: from, to, weight; each pair of a one-mode network once, in the order of names."""
        matrix = self.matrix if self.asked.two_mode else np.triu(self.matrix)
        one, other = np.nonzero(matrix)
        return pl.DataFrame(
            {
                "from": [self.rows[i] for i in one],
                "to": [self.columns[j] for j in other],
                "weight": matrix[one, other],
            },
            schema={"from": pl.String, "to": pl.String, "weight": pl.Float64},
        )

    @property
    def isolates(self) -> tuple[str, ...]:
        """The nodes without any tie, in the order of names."""
        tied = np.asarray(self.matrix.any(axis=1))
        return tuple(name for name, has in zip(self.rows, tied, strict=True) if not has)

    def evidence(self, one: str, other: str) -> pl.DataFrame:
        """What stands behind the tie of two nodes.

        One-mode: a pair of statements a row (columns ending in ``_1`` and ``_2``), with what both speak of (``about``),
        their qualifiers, and ``amount``, by which the pair weighs in the tie before normalization: the amounts add up to
        the plain weight. Two-mode: a statement a row.

        Raises: UsageError for a node that there is not.
        """
        for name, known in ((one, self.rows), (other, self.columns)):
            if name not in known:
                raise UsageError(f"The network has no node {name!r}. {did_you_mean(name, known)}")
        frame = self.chosen.frame
        said = frame.select(*_SAID, "one", "other", "qualifier")
        if self.asked.two_mode:
            return said.filter(one=one, other=other).drop("one").rename({"other": "about"})
        about = pl.col("other").alias("about")
        first = said.filter(one=one).select(
            about, *(pl.col(n).alias(f"{n}_1") for n in (*_SAID, "qualifier"))
        )
        second = said.filter(one=other).select(
            about, *(pl.col(n).alias(f"{n}_2") for n in (*_SAID, "qualifier"))
        )
        pairs = first.join(second, on="about", how="inner", maintain_order="left_right").sort(
            "about", maintain_order=True
        )
        return pairs.with_columns(pl.Series("amount", self._amounts(pairs), pl.Float64)).filter(
            pl.col("amount") != 0
        )

    def _amounts(self, pairs: pl.DataFrame) -> list[float]:
        weights, divisor = affinity(self.coded.levels, self.coded.kind, self.asked.aggregation)
        place = {level: number for number, level in enumerate(self.coded.levels)}
        missing = "" if self.coded.kind == "text" else 0
        levels = pairs.select(pl.col("qualifier_1", "qualifier_2").fill_null(missing)).rows()
        return [float(weights[place[a], place[b]] / divisor) for a, b in levels]

    def table(self) -> pl.DataFrame:
        """The matrix as a frame whose first column, without a name, has the labels of the rows."""
        columns: dict[str, Any] = {"": list(self.rows)}
        columns |= {name: self.matrix[:, number] for number, name in enumerate(self.columns)}
        return pl.DataFrame(columns, schema_overrides={"": pl.String})


def network(statements: Statements, asked: Asked) -> Network:
    """The network of statements, over the whole time.

    >>> frame = pl.DataFrame({"table": "statements", "row": ["1", "2"], "document": "d", "coder": "me", "time": None,
    ...     "start": None, "end": None, "quote": None, "who": ["eu", "au"], "what": "return", "for": [1, 0]})
    >>> said = Statements(frame, {"who": "text", "what": "text", "for": "boolean"})
    >>> asked = Asked(variable1="who", variable2="what", qualifier="for", aggregation="conflict")
    >>> network(said, asked).edges.rows()
    [('au', 'eu', 1.0)]
    """
    return of_chosen(choose(statements, asked), asked)


def of_chosen(
    chosen: Chosen, asked: Asked, *, window: Sequence[dt.datetime | None] = (None, None, None)
) -> Network:
    """The network of statements that have been chosen already."""
    coded = Coded.of(chosen)
    made = (two_mode if asked.two_mode else one_mode)(
        coded.counts(),
        coded.levels,
        coded.kind,
        aggregation=asked.aggregation,
        normalization=asked.normalization,
    )
    columns = coded.others if asked.two_mode else coded.nodes
    return Network(asked, coded.nodes, columns, made, chosen, coded, chosen.notes, *window)
