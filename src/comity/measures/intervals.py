"""Intervals for text measures: a bootstrap over documents, and Jeffreys' where documents are few.

Passages of one document are not independent: whoever says a thing once says it again. What is drawn anew is
therefore the document with all its passages, never the passage (cluster bootstrap; Cameron, Gelbach & Miller
2008, Review of Economics and Statistics 90, 414-427). All sums are sums of integers below 2**53, exact in
double precision in whatever order they are added: the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.resampling import draws, percentiles

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

__all__ = ["FEWEST_DOCUMENTS", "bootstrap", "bootstraps", "draws", "jeffreys", "jeffreys_rate", "percentiles"]

FEWEST_DOCUMENTS = 8  # method, section 4: with fewer, documents are too few to draw from


def bootstrap(
    over: Integers, under: Integers, *names: str, replicates: int = 2000, level: float = 0.95
) -> tuple[Numbers, Numbers]:
    """The percentile interval of ``sum(over) / sum(under)``, the documents drawn with replacement.

    Takes: `over` of shape (documents, figures) and `under` of shape (documents, figures) or (documents, 1),
    the documents in a settled order; `names` seed the draws. Gives: low and high, each of shape (figures,),
    both ends values that a replicate had (no interpolation). A replicate whose denominator is 0 says nothing
    and is left out; nan where none is left.
    """
    return bootstraps([(over, under)], *names, replicates=replicates, level=level)[0]


def bootstraps(
    blocks: Sequence[tuple[Integers, Integers]], *names: str, replicates: int = 2000, level: float = 0.95
) -> list[tuple[Numbers, Numbers]]:
    """The intervals of several :func:`bootstrap` over the same documents, which are drawn once for all."""
    documents = len(blocks[0][0])
    stacked = [np.hstack(block).astype(np.float64) for block in blocks]
    ratios = [np.empty((replicates, over.shape[1])) for over, _ in blocks]
    start = 0
    for weights in draws(documents, replicates, *names):
        for both, made in zip(stacked, ratios, strict=True):
            sums, figures = weights @ both, made.shape[1]
            with np.errstate(divide="ignore", invalid="ignore"):
                made[start : start + len(weights)] = sums[:, :figures] / sums[:, figures:]
        start += len(weights)
    return [percentiles(made, level) for made in ratios]


def jeffreys(successes: Numbers, trials: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Jeffreys' interval for a share: quantiles of Beta(successes + 1/2, trials - successes + 1/2).

    The ends never exclude the share itself: with no success the interval begins at 0, with nothing but
    successes it ends at 1 (Brown, Cai & DasGupta 2001, Statistical Science 16, 101-133). `successes` may be
    fractional: of 4 documents whose passages say it in 1 of 10 cases, 0.4 count. nan where there is no trial.

    >>> low, high = jeffreys(np.array([0.0, 3.0]), np.array([10.0, 6.0]))
    >>> [f"{a:.3f}-{b:.3f}" for a, b in zip(low, high)]
    ['0.000-0.217', '0.167-0.833']
    """
    from scipy.special import betaincinv  # late: a third of a second, and not every measure needs it

    successes, trials = np.asarray(successes, np.float64), np.asarray(trials, np.float64)
    tail = (1 - level) / 2
    share = np.divide(successes, trials, out=np.full_like(trials, np.nan), where=trials > 0)
    hits, misses = successes + 0.5, trials - successes + 0.5
    low, high = betaincinv(hits, misses, tail), betaincinv(hits, misses, 1 - tail)
    # Twelve digits are kept: the last bits of a special function differ between builds of it.
    return np.minimum(_kept(low), share), np.maximum(_kept(high), share)


def jeffreys_rate(
    hits: Numbers, documents: Numbers, exposure: Numbers, level: float = 0.95
) -> tuple[Numbers, Numbers]:
    """Jeffreys' interval for a rate ``hits / exposure`` that comes from few documents.

    The independent events are not the hits but the `documents` that have any, each of which brings
    hits / documents: quantiles of Gamma(documents + 1/2), times that, by the exposure (in passages). Where no
    document has any, one that had would bring one hit. Never above 1; nan without exposure.

    >>> low, high = jeffreys_rate(np.array([0, 1, 10]), np.array([0, 1, 1]), np.array([500, 500, 500]))
    >>> [f"{1000 * a:.1f}-{1000 * b:.1f}" for a, b in zip(low, high)]
    ['0.0-5.0', '0.2-9.3', '2.2-93.5']
    """
    from scipy.special import gammaincinv

    hits, documents, exposure = (np.asarray(a, np.float64) for a in (hits, documents, exposure))
    tail = (1 - level) / 2
    brings = np.divide(hits, documents, out=np.ones_like(exposure), where=documents > 0)
    each = np.divide(brings, exposure, out=np.full_like(exposure, np.nan), where=exposure > 0)
    low, high = (each * _kept(gammaincinv(documents + 0.5, q)) for q in (tail, 1 - tail))
    return np.where(documents > 0, low, 0 * each), np.minimum(high, 1.0)


def _kept(values: Numbers) -> Numbers:
    rounded: Numbers = np.round(values, 12)
    return rounded
