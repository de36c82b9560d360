"""The coefficients that take chance off the share of agreeing pairs: kappas, AC1, Brennan-Prediger.

All are (p_a - p_e) / (1 - p_e). They share p_a, the mean over units of the share of pairs of coders that agree, and
differ in p_e, what they hold chance to be. Values may be missing; formulas as in K. L. Gwet, Handbook of
Inter-Rater Reliability (4th ed., 2014), and as irrCAC computes them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.coding.agreement.alpha import Level
from comity.coding.agreement.coefficient import Coefficient
from comity.coding.agreement.ratings import MISSING, Kinds

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]


def percent_agreement(kinds: Kinds) -> Coefficient:
    """The share of pairs of coders that agree, averaged over the units with two values or more."""
    agreeing, paired, _ = _pairs(kinds)

    def influence(value: float) -> Numbers:
        n, n2 = kinds.times.sum(), kinds.times @ paired
        found: Numbers = n / n2 * agreeing + value * (1 - n / n2 * paired)
        return found

    return Coefficient(np.column_stack([agreeing, paired]), lambda sums: _share(*sums.T), influence)


def fleiss_kappa(kinds: Kinds) -> Coefficient:
    """Fleiss's kappa: chance is that two coders draw from the same margins, p_e = sum pi_k^2."""
    return _from_margins(kinds, lambda pi: (pi**2).sum(axis=1), lambda pi: 2 * pi)


def gwet_ac1(kinds: Kinds) -> Coefficient:
    """Gwet's AC1: chance is a random rating of a hard unit, p_e = sum pi_k (1 - pi_k) / (q - 1).

    It stays near the share of agreement where a code is rare, where the kappas fall. `q` counts the values
    that a unit may be given. Undefined where there is only one.
    """
    q = len(kinds.values)
    return _from_margins(
        kinds,
        lambda pi: (pi * (1 - pi)).sum(axis=1) / (q - 1) if q > 1 else np.full(len(pi), np.nan),
        lambda pi: (1 - 2 * pi) / max(q - 1, 1),
    )


def brennan_prediger(kinds: Kinds) -> Coefficient:
    """Brennan and Prediger's coefficient: chance is one value out of q, p_e = 1 / q."""
    q = len(kinds.values)
    return _from_margins(kinds, lambda pi: np.full(len(pi), 1 / q if q > 1 else np.nan), np.zeros_like)


def cohen_kappa(kinds: Kinds) -> Coefficient:
    """Cohen's kappa of two coders, and for more Conger's, which generalises it.

    Chance is that two coders draw each from their own margins: p_e is the mean over pairs of coders of
    sum_k p_gk p_hk. With p_gk the share of coder g's values that are k.
    """
    agreeing, paired, _ = _pairs(kinds)
    coders, values = kinds.rows.shape[1], len(kinds.values)
    given = (kinds.rows[:, :, None] == np.arange(values)).astype(np.float64)
    rated = (kinds.rows != MISSING).astype(np.float64)

    def chance(shares: Numbers) -> Numbers:
        """Of shares (replicates, coders, values)."""
        together = shares.sum(axis=1)
        alike = (together**2).sum(axis=1) - (shares**2).sum(axis=(1, 2))
        met: Numbers = alike / (coders * (coders - 1))
        return met

    def shares_of(margins: Numbers) -> Numbers:
        of_coder = margins.reshape(len(margins), coders, values)
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Numbers = of_coder / of_coder.sum(axis=2, keepdims=True)
        return found

    def value(sums: Numbers) -> Numbers:
        return _beyond(_share(sums[:, 0], sums[:, 1]), chance(shares_of(sums[:, 2:])))

    def influence(kappa: float) -> Numbers:
        n, times = kinds.times.sum(), kinds.times.astype(np.float64)
        margins = np.einsum("t,tgk->gk", times, given)
        shares = shares_of(margins[None])[0]
        others = shares.sum(axis=0) - shares
        changes = n / margins.sum(axis=1)[None, :, None] * (given - rated[:, :, None] * shares)
        of_chance = 2 * (changes * others).sum(axis=(1, 2)) / (coders * (coders - 1))
        return _contributions(kinds, (agreeing, paired), float(chance(shares[None])[0]), of_chance, kappa)

    features = np.column_stack([agreeing, paired, given.reshape(len(given), coders * values)])
    return Coefficient(features, value, influence)


def weighted_kappa(kinds: Kinds, level: Level) -> Coefficient:
    """Cohen's weighted kappa of two coders: 1 - observed over expected disagreement, by squared distance.

    Values lie apart by their places in the order (ordinal), by their difference (interval) or by their difference
    over their sum (ratio). Expected is what the two coders' own margins would give. Undefined where both give
    one value throughout. Source: J. Cohen, Weighted kappa (1968), with quadratic weights.
    """
    apart = _distances(kinds, level)
    first, second = kinds.rows.T
    both = (first != MISSING) & (second != MISSING)
    values = len(kinds.values)
    observed = np.where(both, apart[first, second], 0.0)
    given = (kinds.rows[:, :, None] == np.arange(values)) & both[:, None, None]

    def value(sums: Numbers) -> Numbers:
        observed, pairs = sums[:, 0], sums[:, 1]
        one, other = sums[:, 2 : 2 + values], sums[:, 2 + values :]
        return 1 - _share(observed * pairs, ((one @ apart) * other).sum(axis=1))

    return Coefficient(np.column_stack([observed, both, given.reshape(len(given), 2 * values)]), value)


def _distances(kinds: Kinds, level: Level) -> Numbers:
    """Squared distances of the values, two by two."""
    values = range(len(kinds.values)) if level == "ordinal" else kinds.values
    at = np.array(values, np.float64)
    difference: Numbers = at[:, None] - at[None, :]
    if level == "ratio":
        difference = _share(difference, at[:, None] + at[None, :], empty=0.0)
    squared: Numbers = difference**2
    return squared


def _from_margins(
    kinds: Kinds, chance: Callable[[Numbers], Numbers], slope: Callable[[Numbers], Numbers]
) -> Coefficient:
    """A coefficient whose chance is a function of the mean margins pi, with its derivative."""
    agreeing, paired, margins = _pairs(kinds)
    rated = (margins.sum(axis=1) > 0).astype(np.float64)

    def value(sums: Numbers) -> Numbers:
        agreeing, paired, rated = sums[:, :3].T
        return _beyond(_share(agreeing, paired), chance(_share(sums[:, 3:], rated[:, None])))

    def influence(kappa: float) -> Numbers:
        pi = kinds.times @ margins / kinds.times.sum()
        of_chance = (margins - pi) @ slope(pi[None])[0]
        return _contributions(kinds, (agreeing, paired), float(chance(pi[None])[0]), of_chance, kappa)

    return Coefficient(np.column_stack([agreeing, paired, rated, margins]), value, influence)


def _pairs(kinds: Kinds) -> tuple[Numbers, Numbers, Numbers]:
    """Per kind: the share of pairs that agree, whether there is a pair, and the shares of the values."""
    counts = kinds.counts.astype(np.float64)
    size = counts.sum(axis=1)
    pairs = size * (size - 1)
    agreeing = _share((counts * (counts - 1)).sum(axis=1), pairs, empty=0.0)
    return agreeing, (size >= 2).astype(np.float64), _share(counts, size[:, None], empty=0.0)


def _contributions(
    kinds: Kinds, pairs: tuple[Numbers, Numbers], chance: float, of_chance: Numbers, kappa: float
) -> Numbers:
    """What each unit contributes to the variance (Gwet 2014, ch. 5)."""
    agreeing, paired = pairs
    n, n2 = kinds.times.sum(), kinds.times @ paired
    own = n / n2 * (agreeing - chance * paired) / (1 - chance)
    found: Numbers = own - (1 - kappa) * of_chance / (1 - chance)
    return found


def _beyond(agreeing: Numbers, chance: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance < 1 - 1e-15, (agreeing - chance) / (1 - chance), np.nan)


def _share(over: Numbers, under: Numbers, *, empty: float = np.nan) -> Numbers:
    shape = np.broadcast_shapes(over.shape, under.shape)
    out = np.full(shape, empty)
    np.divide(over, under, out=out, where=np.broadcast_to(under, shape) > 0)
    return out
