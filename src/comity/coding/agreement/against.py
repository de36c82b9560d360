"""Precision, recall and F1: how one coder does where another is taken as right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.coding.agreement.coefficient import Coefficient
from comity.coding.agreement.ratings import Kinds

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]


def precision(kinds: Kinds) -> Coefficient:
    """Of what the first coder gives the code, the share to which the second gives it too.

    Takes: kinds of two coders whose values are absent and present, in this order. Undefined where the first
    never gives it.
    """
    return _of(kinds, lambda both, first, _: _share(both, first))


def recall(kinds: Kinds) -> Coefficient:
    """Of what the second coder gives the code, the share that the first finds; undefined where there is none."""
    return _of(kinds, lambda both, _, second: _share(both, second))


def f1(kinds: Kinds) -> Coefficient:
    """2 both / (first + second): the harmonic mean of the two, the same whichever coder is the first."""
    return _of(kinds, lambda both, first, second: _share(2 * both, first + second))


SCORES: Mapping[str, Callable[[Kinds], Coefficient]] = {"precision": precision, "recall": recall, "f1": f1}


def given(kinds: Kinds) -> tuple[int, int]:
    """To how many units the first coder gives the code, and to how many the second."""
    first, second = (kinds.rows == 1).T
    return int(kinds.times @ first), int(kinds.times @ second)


def _of(kinds: Kinds, value: Callable[[Numbers, Numbers, Numbers], Numbers]) -> Coefficient:
    first, second = (kinds.rows == 1).T
    features = np.column_stack([first & second, first, second]).astype(np.float64)
    return Coefficient(features, lambda sums: value(*sums.T))


def _share(over: Numbers, under: Numbers) -> Numbers:
    out = np.full(over.shape, np.nan)
    np.divide(over, under, out=out, where=under > 0)
    return out
