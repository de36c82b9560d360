"""A network that moves through time.

Weights are sums of integers divided last; so every window is, to the last bit, the network of its statements computed alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from comity.measures.networks.chosen import Chosen
from comity.measures.networks.counts import Coded
from comity.measures.networks.network import Network, of_chosen
from comity.measures.networks.settings import Asked
from comity.measures.networks.spells import Ties, pairs_at_most, ties
from comity.measures.networks.ties import one_mode, two_mode
from comity.measures.networks.windows import Times, Windows

MOST_PAIRS = 4_000_000  # pairs of statements held at once; some 100 bytes each


@dataclass(frozen=True)
class Networks:
    """A series of networks, one a window. ``networks[3]`` is a Network, with its evidence; ``edges`` lists all ties."""

    asked: Asked
    windows: Windows
    chosen: Chosen
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.windows)

    def __getitem__(self, number: int) -> Network:
        """The network of one window, counted from 0."""
        if not -len(self) <= number < len(self):
            raise IndexError(f"there is no window {number}; there are {len(self)}")
        w = self.windows
        own = self.chosen.frame[int(w.first[number]) : int(w.last[number])]
        chosen = Chosen(
            own, self.chosen.kind, self.chosen.notes, self.chosen.scale, self.chosen.nodes, self.chosen.others
        )
        times = [a[number].astype("datetime64[us]").item() for a in (w.start, w.date, w.stop)]
        return of_chosen(chosen, self.asked, window=times)

    def __iter__(self) -> Iterator[Network]:
        return (self[number] for number in range(len(self)))

    @cached_property
    def coded(self) -> Coded:
        """All statements as codes; nodes are numbered alike in every window."""
        return Coded.of(self.chosen)

    @cached_property
    def edges(self) -> pl.DataFrame:
        """Every tie of every window: window, start, date, stop, from, to, weight."""
        made = self._ties()
        nodes = pl.Series(self.coded.nodes, dtype=pl.String)
        columns = pl.Series(self.coded.others, dtype=pl.String) if self.asked.two_mode else nodes
        at = pl.Series("window", made.window, pl.Int64)
        times = {n: _times(getattr(self.windows, n)).gather(at) for n in ("start", "date", "stop")}
        ends = {"from": nodes.gather(pl.Series(made.one)), "to": columns.gather(pl.Series(made.other))}
        return pl.DataFrame({"window": at, **times, **ends, "weight": made.weight})

    @property
    def table(self) -> pl.DataFrame:
        """The windows: window, start, date, stop, statements, nodes with a tie, ties, and the sum of their weights."""
        ties = self.edges.group_by("window").agg(
            pl.concat_list("from", "to").explode().n_unique().alias("nodes"),
            pl.len().cast(pl.Int64).alias("ties"),
            pl.col("weight").sum(),
        )
        w = self.windows
        made = pl.DataFrame(
            {
                "window": pl.int_range(len(w), eager=True),
                **{n: _times(getattr(w, n)) for n in ("start", "date", "stop")},
                "statements": w.last - w.first,
            }
        ).join(ties, on="window", how="left", maintain_order="left")
        return made.with_columns(
            pl.col("nodes", "ties").cast(pl.Int64).fill_null(0), pl.col("weight").fill_null(0.0)
        )

    def _ties(self) -> Ties:
        asked = self.asked
        if asked.two_mode or pairs_at_most(self.coded, self.windows) > MOST_PAIRS:
            return self._one_by_one()
        return ties(
            self.coded, self.windows, aggregation=asked.aggregation, normalization=asked.normalization
        )

    def _one_by_one(self) -> Ties:
        """Window by window, each from its counts: for two modes, and where windows hold too many pairs of statements."""
        coded, asked, made = self.coded, self.asked, []
        weigh = two_mode if asked.two_mode else one_mode
        how = {"aggregation": asked.aggregation, "normalization": asked.normalization}
        for number, (first, last) in enumerate(zip(self.windows.first, self.windows.last, strict=True)):
            matrix = weigh(coded.counts(slice(first, last)), coded.levels, coded.kind, **how)
            one, other = np.nonzero(matrix if asked.two_mode else np.triu(matrix))
            made.append((np.full(len(one), number), one, other, matrix[one, other]))
        window, one, other, weight = (np.concatenate(parts) for parts in zip(*made, strict=True))
        return Ties(window, one, other, weight)


def _times(times: Times) -> pl.Series:
    return pl.Series(times.astype("datetime64[us]"))
