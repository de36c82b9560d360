"""Which rows name which: both directions, from the declarations of the tables alone.

A column that says ``refers`` names rows of other tables; so what a row names (:meth:`References.of`) and what
names a row (:meth:`References.to`) are two readings of one declaration, and always agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from comity.table import Column, Table

Named = Callable[[str], str | None]

_WORDS = re.compile(r"[\w.:-]*\w")


class Row(NamedTuple):
    """A row of a table by its identity there."""

    table: str
    id: str


class Reference(NamedTuple):
    """A row, the column that names, and the row that is named."""

    by: Row
    column: str
    to: Row


@dataclass(frozen=True, slots=True)
class Held:
    """A table with its rows: `identity` is the column that tells them apart.

    `named` gives the identity that a cell means (an actor goes by several names), null where it means none.
    """

    table: Table
    frame: pl.DataFrame
    identity: str
    named: Named

    @classmethod
    def plain(cls, table: Table, frame: pl.DataFrame, identity: str = "id") -> Held:
        """A table whose rows are named by their identity alone."""
        known = frozenset(frame[identity].drop_nulls())
        return cls(table, frame, identity, lambda name: name if name in known else None)


class References:
    """The references between the rows of several tables."""

    def __init__(self, held: Mapping[str, Held]) -> None:
        self.held = held

    def of(self, row: Row) -> list[Reference]:
        """What a row names, in the order of its columns."""
        held = self.held[row.table]
        cells = held.frame.filter(pl.col(held.identity) == row.id).head(1)
        return [
            Reference(row, column.name, named)
            for column in _referring(held.table)
            for cell in cells[column.name].drop_nulls()
            for named in self._meant(column, cell)
        ]

    def to(self, row: Row) -> list[Reference]:
        """The rows that name a row, table by table in the order in which they are held."""
        return [Reference(Row(name, by), column, row) for name, column, by in self._naming(row)]

    def _naming(self, row: Row) -> Iterator[tuple[str, str, str]]:
        for name, held in self.held.items():
            for column in _referring(held.table):
                if row.table not in column.refers:
                    continue
                cells = held.frame[column.name].drop_nulls().unique()
                meant = [cell for cell in cells if row in self._meant(column, cell)]
                naming = held.frame.filter(_is_among(column.name, meant))
                yield from ((name, column.name, by) for by in naming[held.identity].drop_nulls())

    def _meant(self, column: Column, cell: str) -> list[Row]:
        """The rows that a cell means."""
        names = dict.fromkeys(_WORDS.findall(cell)) if column.cites else (cell,)
        tables = [table for table in column.refers if table in self.held]
        meant = ((table, self.held[table].named(name)) for table in tables for name in names)
        return [Row(table, found) for table, found in meant if found is not None]


def _referring(table: Table) -> Iterator[Column]:
    return (column for column in table.columns if column.refers)


def _is_among(column: str, values: Collection[str]) -> pl.Expr:
    return pl.col(column).is_in(pl.Series(list(values), dtype=pl.String).implode())
