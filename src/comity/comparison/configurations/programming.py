"""What integer and linear programming say of a large chart: one smallest cover, and how many terms rows need at least."""

from __future__ import annotations

import numpy as np

from comity.comparison.configurations.implicants import Truths

PRICE_OF_TERM = 1_000_000


def one_smallest(chart: Truths) -> list[int]:
    """The terms of one smallest cover, proven by the solver. Takes a chart (terms, rows)."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    kept = _undominated(chart)
    solved = milp(
        np.ones(len(kept)),
        integrality=np.ones(len(kept)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(chart[kept].T.astype(np.float64), lb=1),
    )
    return [int(kept[n]) for n in np.flatnonzero(solved.x > 0.5)]


def prices(chart: Truths) -> list[int]:
    """A price for each row, such that no term covers rows worth more than `PRICE_OF_TERM`.

    So rows need at least as many terms as their prices together hold, whichever rows they are. The prices are
    the dual solution of the linear programme, rounded down to whole numbers, which keeps the bound exact.
    """
    from scipy.optimize import linprog

    solved = linprog(-np.ones(chart.shape[1]), A_ub=chart.astype(np.float64), b_ub=np.ones(len(chart)))
    whole = np.floor(solved.x * (PRICE_OF_TERM - 1)).astype(np.int64)
    dearest = int((chart.astype(np.int64) @ whole).max())
    if dearest > PRICE_OF_TERM:
        whole = whole * PRICE_OF_TERM // dearest
    return [int(price) for price in whole]


def _undominated(chart: Truths) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The terms that cover something no single other term covers as well; enough for a smallest cover."""
    kept: list[int] = []
    for number in np.argsort(-chart.sum(axis=1), kind="stable"):
        if not kept or not (chart[kept] | ~chart[number]).all(axis=1).any():
            kept.append(int(number))
    return np.array(sorted(kept), dtype=np.int64)
