"""What a network is asked for, in the words that users of Discourse Network Analyzer know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.diagnostics import UsageError, did_you_mean

ONE_MODE = ("ignore", "congruence", "conflict", "subtract")
TWO_MODE = ("ignore", "combine", "subtract")
ONE_MODE_NORMALIZATIONS = ("no", "average", "jaccard", "cosine")
TWO_MODE_NORMALIZATIONS = ("no", "activity", "prominence")
DUPLICATES = ("include", "document", "week", "month", "year", "range")


@dataclass(frozen=True, slots=True)
class Asked:
    """The settings of a network.

    ``variable1`` gives the nodes (the rows, in a two-mode network), ``variable2`` what ties them (the columns);
    ``qualifier`` (None: there is none) whether a statement is for or against. ``exclude`` and ``only`` name values per
    variable, which are left out, or which alone are kept. ``start`` and ``stop`` bound the time, both included.
    ``coders``: those whose statements count (none named: all).

    >>> Asked(normalization="jacard")
    Traceback (most recent call last):
    ...
    comity.diagnostics.UsageError: normalization 'jacard' is none of a one-mode network. Did you mean 'jaccard'?
    """

    variable1: str = "organization"
    variable2: str = "concept"
    qualifier: str | None = "agreement"
    two_mode: bool = False
    aggregation: str = "congruence"
    normalization: str = "no"
    duplicates: str = "include"
    isolates: bool = False
    start: dt.datetime | None = None
    stop: dt.datetime | None = None
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    coders: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        mode = "two-mode" if self.two_mode else "one-mode"
        of = f"of a {mode} network"
        _one_of("aggregation", self.aggregation, TWO_MODE if self.two_mode else ONE_MODE, of)
        known = TWO_MODE_NORMALIZATIONS if self.two_mode else ONE_MODE_NORMALIZATIONS
        _one_of("normalization", self.normalization, known, of)
        _one_of("duplicates", self.duplicates, DUPLICATES, "of its settings")
        if self.variable1 == self.variable2:
            raise UsageError(f"variable1 and variable2 are both {self.variable1!r}; a network takes two.")
        if self.qualifier is None and self.aggregation != "ignore":
            raise UsageError(
                f"aggregation {self.aggregation!r} needs a qualifier. Name one, or take 'ignore'."
            )
        if self.start and self.stop and self.start > self.stop:
            raise UsageError("start is after stop.")


def _one_of(name: str, value: str, known: tuple[str, ...], of: str) -> None:
    if value not in known:
        raise UsageError(f"{name} {value!r} is none {of}. {did_you_mean(value, known)}")
