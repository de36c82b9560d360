"""The truth table: which combinations of conditions occur, and whether the outcome goes with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.comparison.configurations.fit import sufficiency
from comity.comparison.configurations.sets import (
    Cases,
    Condition,
    Levels,
    configurations,
    term_memberships,
    written,
)

POSITIVE, NEGATIVE, CONTRADICTION, REMAINDER = "1", "0", "C", "?"
CROSSOVER = 0.5
_DUST = 1e-9  # a consistency that is .8 but for the last digit of a float reaches the cut of .8


@dataclass(frozen=True, slots=True)
class Cuts:
    """What a row must reach.

    A row with fewer than ``cases`` cases is a logical remainder; one with the ``consistency`` (and ``pri``) is
    positive; one below is negative, or a contradiction where its consistency still reaches ``doubtful``.
    """

    consistency: float = 0.8
    cases: int = 1
    pri: float = 0.0
    doubtful: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the truth table: ``number`` counts from 1, as the field's programs do."""

    number: int
    levels: tuple[int, ...]
    out: str
    cases: tuple[int, ...]
    consistency: float | None
    pri: float | None


@dataclass(frozen=True, slots=True)
class TruthTable:
    """The rows that have cases, by number; all others of the `size` are logical remainders."""

    conditions: tuple[Condition, ...]
    rows: tuple[Row, ...]
    size: int
    astride: tuple[int, ...]

    def numbered(self, *outs: str) -> Levels:
        """The numbers, from 0, of the rows with cases that came out so; sorted."""
        return np.array([r.number - 1 for r in self.rows if r.out in outs], dtype=np.int64)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many levels each condition has."""
        return tuple(c.levels for c in self.conditions)

    @property
    def remainders(self) -> int:
        """How many configurations no case, or too few cases, speak for."""
        return self.size - sum(r.out != REMAINDER for r in self.rows)

    @property
    def solvable(self) -> bool:
        """Whether there are positive rows, and others to tell them from."""
        return not self.why_not

    @property
    def why_not(self) -> str:
        """Why there is nothing to minimise, in a sentence; empty where there is."""
        if not any(r.out == POSITIVE for r in self.rows):
            best = max((r.consistency or 0.0 for r in self.rows), default=0.0)
            return f"no configuration reaches the cuts, so there is no solution; the highest consistency is {best:.3f}."
        if all(r.out in (POSITIVE, REMAINDER) for r in self.rows):
            return "every configuration with cases goes with the outcome, so no condition makes a difference."
        return ""

    def name(self, row: Row) -> str:
        """The configuration in words: ``DEV*~URB``."""
        return written(row.levels, self.conditions)


def truth_table(cases: Cases, cuts: Cuts) -> TruthTable:
    """The truth table of the cases.

    A case stands in the one row to which it belongs by more than 0.5; a case at 0.5 in a condition stands in
    none (`astride` lists them) but counts in every consistency, as all cases do.
    """
    levels, astride = _corners(cases)
    standing = np.flatnonzero(~astride)
    homes = np.ravel_multi_index(tuple(levels[standing].T), cases.shape)
    occupied = np.unique(homes)
    terms = configurations(occupied, cases.shape)
    members = term_memberships(cases, terms)
    rows = []
    for row, term, x in zip(occupied, terms, members, strict=True):
        fit = sufficiency(x, cases.outcome)
        inside = tuple(int(c) for c in standing[homes == row])
        out = _out(fit.consistency, fit.pri, len(inside), cuts)
        rows.append(Row(int(row) + 1, tuple(int(v) for v in term), out, inside, fit.consistency, fit.pri))
    size = int(np.prod(cases.shape))
    return TruthTable(cases.conditions, tuple(rows), size, tuple(map(int, np.flatnonzero(astride))))


def contradictory(table: TruthTable, cases: Cases) -> list[tuple[Row, list[str], list[str]]]:
    """The rows in which cases with and cases without the outcome stand together, with their names."""
    found = []
    for row in table.rows:
        inside = [(cases.names[c], cases.outcome[c]) for c in row.cases]
        having = [name for name, y in inside if y > CROSSOVER]
        lacking = [name for name, y in inside if y < CROSSOVER]
        if having and lacking:
            found.append((row, having, lacking))
    return found


def _corners(cases: Cases) -> tuple[Levels, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """The level at which each case stands in each condition, and who is at 0.5 somewhere."""
    fuzzy = np.array([c.levels == 2 for c in cases.conditions])
    levels = np.where(fuzzy, cases.values > CROSSOVER, cases.values).astype(np.int64)
    return levels, (fuzzy & (cases.values == CROSSOVER)).any(axis=1)


def _out(consistency: float | None, pri: float | None, number: int, cuts: Cuts) -> str:
    if number < cuts.cases:
        return REMAINDER
    reached = consistency or 0.0
    if reached >= cuts.consistency - _DUST and (pri or 0.0) >= cuts.pri - _DUST:
        return POSITIVE
    if cuts.doubtful is not None and reached >= cuts.doubtful - _DUST:
        return CONTRADICTION
    return NEGATIVE
