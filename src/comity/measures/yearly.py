"""Framed passages year by year, ready to be drawn anew document by document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.measures.counted import Frame

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Yearly:
    """The framed passages of one group by year.

    ``rows`` as counted, ``counts`` of shape (years, frames); ``cells`` (document, year, frame, amount) to
    draw from, with documents and years numbered; ``allowed`` says which runs of years may be a piece.
    """

    rows: Frame
    years: list[int]
    frames: list[str]
    documents: int
    counts: np.ndarray
    cells: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
    allowed: np.ndarray

    @classmethod
    def of(cls, rows: Frame, frames: list[str], documents: Frame, fewest: int) -> Yearly:
        """Number what `rows` holds; `documents` are those of the group, `fewest` how many a piece takes."""
        years = sorted(rows["year"].unique().to_list())
        seen = [f for f in frames if f in set(rows["code"].to_list())]
        names = documents["document"].unique().sort().to_list()
        cells = (
            rows["document"]
            .replace_strict(names, range(len(names)), return_dtype=pl.Int64)
            .to_numpy()
            .astype(np.int64),
            rows["year"]
            .replace_strict(years, range(len(years)), return_dtype=pl.Int64)
            .to_numpy()
            .astype(np.int64),
            rows["code"]
            .replace_strict(seen, range(len(seen)), return_dtype=pl.Int64)
            .to_numpy()
            .astype(np.int64),
            rows["amount"].to_numpy(),
        )
        counts = np.zeros((len(years), len(seen)))
        np.add.at(counts, cells[1:3], cells[3])
        allowed = _allowed(cells[0], cells[1], len(years), fewest)
        return cls(rows, years, seen, len(names), counts, cells, allowed)

    def drawn(self, weights: np.ndarray) -> np.ndarray:
        """Counts (replicates, years, frames) when documents weigh `weights` (replicates, documents)."""
        made = np.zeros((len(weights), *self.counts.shape))
        document, year, frame, amount = self.cells
        for number in range(len(self.years)):
            own = year == number
            some, place = np.unique(document[own], return_inverse=True)
            table = np.zeros((len(some), len(self.frames)))
            np.add.at(table, (place, frame[own]), amount[own])
            made[:, number] = weights[:, some] @ table
        return made


def _allowed(document: np.ndarray, year: np.ndarray, years: int, fewest: int) -> np.ndarray:
    """Which runs of years hold at least `fewest` documents: true at [start, end], end excluded."""
    present = np.zeros((document.max(initial=-1) + 1, years), bool)
    present[document, year] = True
    allowed = np.zeros((years + 1, years + 1), bool)
    for start in range(years):
        held = np.logical_or.accumulate(present[:, start:], axis=1).sum(axis=0)
        allowed[start, start + 1 :] = held >= fewest
    return allowed
