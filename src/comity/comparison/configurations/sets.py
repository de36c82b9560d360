"""Cases as members of sets, and the words for combinations of sets.

A condition is a set to which each case belongs to a degree from 0 to 1 (crisp: 0 or 1), or, where it has more
than two levels, the level that each case stands at. A *term* is a row of levels, one for each condition, in
which `FREE` means that the condition may be anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Memberships: TypeAlias = npt.NDArray[np.float64]
Levels: TypeAlias = npt.NDArray[np.int64]

FREE = -1


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: `levels` is 2 for crisp and fuzzy sets, more where it has several values."""

    name: str
    levels: int = 2

    def literal(self, level: int) -> str:
        """How the condition at a level is written: ``URB``, ``~URB``, ``URB[2]``."""
        if self.levels > 2:
            return f"{self.name}[{level}]"
        return self.name if level else f"~{self.name}"


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases to be compared.

    ``values`` has the shape (cases, conditions): memberships, or levels where a condition has more than two;
    ``outcome`` the memberships in the outcome, shape (cases,), already turned round where it is negated.
    """

    names: tuple[str, ...]
    conditions: tuple[Condition, ...]
    values: Memberships
    outcome_name: str
    outcome: Memberships

    @property
    def shape(self) -> tuple[int, ...]:
        """How many levels each condition has."""
        return tuple(c.levels for c in self.conditions)


def literal_memberships(cases: Cases, condition: int, level: int) -> Memberships:
    """How far each case belongs to a condition at a level; shape (cases,)."""
    values = cases.values[:, condition]
    if cases.conditions[condition].levels > 2:
        found: Memberships = (values == level).astype(np.float64)
    else:
        found = values if level else 1 - values
    return found


def term_memberships(cases: Cases, terms: Levels) -> Memberships:
    """How far each case belongs to each term: the least of its memberships; shape (terms, cases)."""
    found = np.ones((len(terms), len(cases.names)))
    for condition, made in enumerate(cases.conditions):
        for level in range(made.levels):
            chosen = terms[:, condition] == level
            if chosen.any():
                found[chosen] = np.minimum(found[chosen], literal_memberships(cases, condition, level))
    return found


def written(term: Sequence[int] | Levels, conditions: Sequence[Condition]) -> str:
    """A term in the notation of the field: ``DEV*~URB``; a term that demands nothing is ``1``."""
    parts = [c.literal(int(level)) for c, level in zip(conditions, term, strict=True) if level != FREE]
    return "*".join(parts) or "1"


def configurations(rows: Levels, shape: Sequence[int]) -> Levels:
    """The levels of truth table rows, which are numbered from 0 with the last condition turning fastest."""
    return np.stack(np.unravel_index(rows, tuple(shape)), axis=-1).astype(np.int64)
