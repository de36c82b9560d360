"""Ratings as a test writes them: one string per unit, a dot where a coder did not rate it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comity.coding.agreement.ratings import MISSING, Kinds, Ratings, kinds_of


def rated(*units: str) -> Ratings:
    """Each unit's values, coder by coder; digits are numbers."""
    return of_rows([[None if v == "." else float(v) if v.isdigit() else v for v in unit] for unit in units])


def of_rows(rows: Sequence[Sequence[object]]) -> Ratings:
    values = sorted({v for row in rows for v in row if v is not None})
    place = {value: number for number, value in enumerate(values)}
    codes = [[MISSING if v is None else place[v] for v in row] for row in rows]
    return Ratings(np.array(codes, np.int64).reshape(len(rows), -1), tuple(values))


def kinds(*units: str, by_coder: bool = True) -> Kinds:
    return kinds_of(rated(*units), by_coder=by_coder)


# Krippendorff (2011), example C: observers A, B, C, D on twelve units.
EXAMPLE_C = ("11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", ".3..")
# Gwet's example in irrCAC: the same, but that the last unit was rated by the third.
EXAMPLE_GWET = (*EXAMPLE_C[:-1], "..3.")
