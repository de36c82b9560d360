"""Networks as CSV: a matrix, or of a series the ties in long form.

Lost on the way: the statements behind a tie, and what was left out.
"""

from __future__ import annotations

import polars as pl

from comity.measures.networks.moving import Networks
from comity.measures.networks.network import Network


def text(network: Network, networks: Networks | None = None) -> str:
    """The matrix with its labels, whole numbers as such; of a series window, dates, from, to, weight, a tie a row."""
    if networks is not None:
        return networks.edges.write_csv(datetime_format="%Y-%m-%dT%H:%M:%S")
    matrix = network.table()
    numbers = matrix.columns[1:]
    if all((matrix[name] == matrix[name].round()).all() for name in numbers):
        matrix = matrix.with_columns(pl.col(numbers).cast(pl.Int64))
    return matrix.write_csv()
