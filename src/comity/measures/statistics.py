"""The named statistics that turn sums per part into a value.

A measure counts; a statistic divides. It works on integers summed per part, for the documents as they are and
for each bootstrap replicate alike, so that value and interval cannot come from two different formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Statistic:
    """``times * sum(over) / sum(under)``, where both name parts; without `under`, the sum of `over`.

    With `per_document` a document counts once, however often it says it: its sums are cut to 0 or 1 first.
    A `rate` is how densely passages say something; where documents are few, its interval is not that of a
    share (:func:`~comity.measures.intervals.jeffreys_rate`).
    `form` gives the share in another form: as a *balance*, 2 * share - 1, in [-1, 1]; or as *log odds*,
    ln((over + 1/2) / (under - over + 1/2)). Both rise with the share, so its interval carries over.
    `over` must lie within `under` (the same rows, or rows that the background counts), so that a ratio stays
    between 0 and `times`.
    """

    name: str
    over: tuple[str, ...]
    under: tuple[str, ...] = ()
    times: int = 1
    per_document: bool = False
    rate: bool = False
    form: Literal["ratio", "balance", "log odds"] = "ratio"

    @property
    def parts(self) -> tuple[str, ...]:
        """Every part that it needs."""
        return tuple(dict.fromkeys((*self.over, *self.under)))


def share(*over: str, of: tuple[str, ...]) -> Statistic:
    """The sum of `over` among the sum of `of`: ``share("rejects", of=("affirms", "rejects"))``.

    >>> share("rejects", of=("affirms", "rejects")).parts
    ('rejects', 'affirms')
    """
    return Statistic("share", over, of)


def rate(*over: str, per: str, times: int) -> Statistic:
    """The sum of `over` per `times` of `per`: ``rate("passage", per="passages", times=1000)``."""
    return Statistic("rate", over, (per,), times, rate=True)


def balance(one: str, other: str) -> Statistic:
    """(one - other) / (one + other), in [-1, 1]: 1 where all is on the first side.

    >>> balance("lead", "partner").under
    ('lead', 'partner')
    """
    return Statistic("balance", (one,), (one, other), form="balance")


def log_odds(one: str, other: str) -> Statistic:
    """The natural logarithm of one : other, with half a row added to each (Haldane and Anscombe)."""
    return Statistic("log odds", (one,), (one, other), form="log odds")


def share_of_documents(*over: str, of: str) -> Statistic:
    """The documents in which `over` stands, among those in which `of` stands."""
    return Statistic("share of documents", over, (of,), per_document=True)


def count_of_documents(*over: str) -> Statistic:
    """The number of documents in which `over` stands; a count has no interval."""
    return Statistic("number of documents", over, per_document=True)
