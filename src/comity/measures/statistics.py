"""The named statistics that turn sums per part into a value.

A measure counts; a statistic divides. It works on integers summed per part, for the documents as they are and
for each bootstrap replicate alike, so that value and interval cannot come from two different formulas.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statistic:
    """``times * sum(over) / sum(under)``, where both name parts; without `under`, the sum of `over`.

    With `per_document` a document counts once, however often it says it: its sums are cut to 0 or 1 first.
    A `rate` is how densely passages say something; where documents are few, its interval is not that of a
    share (:func:`~comity.measures.intervals.jeffreys_rate`).
    `over` must lie within `under` (the same rows, or rows that the background counts), so that a ratio stays
    between 0 and `times`.
    """

    name: str
    over: tuple[str, ...]
    under: tuple[str, ...] = ()
    times: int = 1
    per_document: bool = False
    rate: bool = False

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


def share_of_documents(*over: str, of: str) -> Statistic:
    """The documents in which `over` stands, among those in which `of` stands."""
    return Statistic("share of documents", over, (of,), per_document=True)


def count_of_documents(*over: str) -> Statistic:
    """The number of documents in which `over` stands; a count has no interval."""
    return Statistic("number of documents", over, per_document=True)
