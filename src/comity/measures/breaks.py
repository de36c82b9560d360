"""Change points in yearly counts: where a mix of frames turns into another.

The series is cut so that the quasi-deviance of the multinomial shares within the pieces plus a penalty per
cut is least. That is the optimum that PELT finds (Killick, Fearnhead & Eckley 2012, JASA 107, 1590-1598);
PELT leaves out cuts that cannot win, and among some tens of years there is next to nothing to leave out. The
plain recursion (optimal partitioning) runs over all bootstrap replicates at once instead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]
    Truths = npt.NDArray[np.bool_]

EXPECTED = 5  # passages per frame and piece, below which chi-squared is no guide
SETTLED = 9  # decimals of a cost: below that lies the noise of logarithms, and ties would be chance


def cuts(counts: Numbers, *, penalty: float, noise: float = 1.0, allowed: Truths | None = None) -> Truths:
    """Where each series is best cut: shape (series, years), true where a new piece begins.

    Takes: `counts` of shape (series, years, frames); `penalty` per cut, on the scale of a deviance; `noise`,
    by which the deviance is divided (:func:`noise_between`); `allowed` of shape (years + 1, years + 1), true
    at [start, end] where start … end - 1 may be a piece. The first year never counts as a cut; a series that
    may not be cut at all has none.
    """
    series, years, _ = counts.shape
    running = np.concatenate([np.zeros((series, 1, counts.shape[2])), np.cumsum(counts, axis=1)], axis=1)
    best = np.full((series, years + 1), np.inf)
    best[:, 0] = -penalty
    start = np.zeros((series, years + 1), np.int64)
    for end in range(1, years + 1):
        total = best[:, :end] + _deviance(running[:, end, None] - running[:, :end]) / noise + penalty
        if allowed is not None:
            total = np.where(allowed[:end, end], total, np.inf)
        total = np.round(total, SETTLED)
        start[:, end] = np.argmin(total, axis=1)
        best[:, end] = np.take_along_axis(total, start[:, end, None], axis=1)[:, 0]
    found = np.zeros((series, years), bool)
    end_of_piece = np.where(np.isfinite(best[:, years]), years, 0)
    rows = np.arange(series)
    while end_of_piece.any():
        end_of_piece = start[rows, end_of_piece]
        found[rows, np.minimum(end_of_piece, years - 1)] |= end_of_piece > 0
    return found


def spans(found: Truths, filled: Truths, years: Sequence[int]) -> tuple[Integers, Integers]:
    """Between which years each cut lies: first and last possible year of the new mix, shaped as `found`.

    `filled`, of shape (series, years), is true where the series has passages. A year without any may as well
    belong to the old mix as to the new: a cut after a gap lies anywhere in it. Where there is no cut, the
    first possible year is past the last.

    >>> found, filled = np.array([[False, True, False]]), np.array([[True, False, True]])
    >>> first, last = spans(found, filled, [2000, 2001, 2002])
    >>> first.tolist(), last.tolist()
    ([[9999, 2001, 9999]], [[0, 2002, 0]])
    """
    number = np.arange(len(years))
    before = np.maximum.accumulate(np.where(filled, number, -1), axis=1)
    before = np.concatenate([np.full((len(filled), 1), -1), before[:, :-1]], axis=1)
    after = np.minimum.accumulate(np.where(filled, number, len(years))[:, ::-1], axis=1)[:, ::-1]
    known = found & (before >= 0) & (after < len(years))
    named = np.array([*years, 0])
    return np.where(known, named[before] + 1, 9999), np.where(known, named[after], 0)


def noise_between(counts: Numbers) -> float:
    """How much more neighbouring years differ than passages drawn independently would, at least 1.

    Passages of one document, and documents of one occasion, resemble one another; taken as independent they
    would show a break in every busy year. The median over neighbouring years of Pearson's chi-squared by its
    degrees of freedom, set against the median that chance gives: a few true breaks do not move a median.

    >>> noise_between(np.array([[5.0, 5.0], [6.0, 4.0], [5.0, 5.0]]))
    1.0
    """
    filled = counts[counts.sum(axis=1) > 0]
    ratios = []
    for pair in np.stack([filled[:-1], filled[1:]], axis=1):
        seen = pair[:, pair.sum(axis=0) > 0]
        freedom = seen.shape[1] - 1
        if freedom:
            expected = seen.sum(axis=1, keepdims=True) * seen.sum(axis=0) / seen.sum()
            middle = freedom * (1 - 2 / (9 * freedom)) ** 3
            ratios.append(((seen - expected) ** 2 / expected).sum() / middle)
    return max(1.0, float(np.median(ratios))) if ratios else 1.0


def penalty_of(frames: int, passages: float) -> float:
    """What a cut has to save: one more set of shares and its place, times the logarithm of n (BIC).

    >>> round(penalty_of(3, 100), 2)
    13.82
    """
    return frames * math.log(max(passages, 2))


def fewest_passages(frames: int) -> int:
    """How many framed passages two pieces take, so that each can expect five of every frame.

    The rule of thumb for chi-squared (Cochran 1954, Biometrics 10, 417-451), on which deviance, noise and
    penalty rest. With fewer, three or four passages more or less move the cut: a direction and no break.

    >>> fewest_passages(2), fewest_passages(7)
    (20, 70)
    """
    return 2 * EXPECTED * frames


def _deviance(counts: Numbers) -> Numbers:
    """Twice the negative log-likelihood of counts (…, frames) at their own shares; 0 where there are none."""
    total = counts.sum(axis=-1)
    deviance: Numbers = 2 * (_x_log_x(total) - _x_log_x(counts).sum(axis=-1))
    return deviance


def _x_log_x(x: Numbers) -> Numbers:
    made: Numbers = x * np.log(np.where(x > 0, x, 1.0))
    return made
