"""Statements as numbers: which node, which other, which level, and how often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.measures.networks.chosen import Chosen
from comity.measures.networks.statements import Kind
from comity.measures.networks.ties import Counts, Level

Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Coded:
    """The chosen statements as codes, in the order of time: arrays of the shape (statements,).

    ``nodes[one]`` names the node of each, ``others[other]`` what it is of, ``levels[level]`` its qualifier.
    """

    nodes: tuple[str, ...]
    others: tuple[str, ...]
    levels: tuple[Level, ...]
    kind: Kind
    one: Codes
    other: Codes
    level: Codes

    @classmethod
    def of(cls, chosen: Chosen) -> Coded:
        """The codes of chosen statements; labels are sorted, a boolean qualifier has both levels in any case."""
        levels: list[Level] = [0, 1] if chosen.kind == "boolean" else []
        nodes, one = _codes(chosen.frame["one"], chosen.nodes)
        others, other = _codes(chosen.frame["other"], chosen.others)
        # A missing qualifier can only be one that is ignored.
        said = chosen.frame["qualifier"].fill_null("" if chosen.kind == "text" else 0)
        found = levels or sorted({*said.unique().to_list(), *chosen.scale})
        place = {value: number for number, value in enumerate(found)}
        level = np.array([place[value] for value in said.to_list()], np.intp)
        return cls(tuple(nodes), tuple(others), tuple(found), chosen.kind, one, other, level)

    def counts(self, statements: slice | Codes = slice(None)) -> Counts:
        """How often each node said of each other with each level: an array (nodes, others, levels)."""
        made = np.zeros((len(self.nodes), len(self.others), len(self.levels)))
        np.add.at(made, (self.one[statements], self.other[statements], self.level[statements]), 1)
        return made


def _codes(values: pl.Series, more: tuple[str, ...]) -> tuple[list[str], Codes]:
    labels = sorted({*values.unique().to_list(), *more})
    table = pl.DataFrame(
        {"label": labels, "code": range(len(labels))}, schema={"label": pl.String, "code": pl.Int64}
    )
    found = values.to_frame("label").join(table, on="label", how="left", maintain_order="left")
    return labels, found["code"].to_numpy().astype(np.intp)
