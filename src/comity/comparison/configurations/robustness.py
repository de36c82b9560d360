"""What happens to the solutions when the cuts move: an answer that hangs on a cut is one about the cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from comity.comparison.configurations.fit import sufficiency
from comity.comparison.configurations.minimise import KINDS, Minimisation, Solution, solutions
from comity.comparison.configurations.sets import Cases, Levels, term_memberships, written
from comity.comparison.configurations.tables import ROBUSTNESS
from comity.comparison.configurations.truth_table import Cuts, truth_table

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class _Change:
    """The cuts as they are moved, and which of them was."""

    cut: str
    value: float
    cuts: Cuts


def robustness(cases: Cases, cuts: Cuts, asked: Minimisation) -> pl.DataFrame:
    """The solutions at every other value of the cuts at which the truth table changes, as ROBUSTNESS.

    Moving a cut changes nothing until it passes the consistency of a configuration (or its number of cases). So
    all values are tried that matter and no other: each consistency from 0.5 up, and each number of cases up to
    three times the cut.
    """
    table = truth_table(cases, cuts)
    if not table.solvable:
        return ROBUSTNESS.empty()
    base = {s.kind: s for s in reversed(solutions(table, asked))}
    return ROBUSTNESS.frame(
        row for change in _changes(cases, cuts) for row in _outcomes(cases, change, asked, base)
    )


def _changes(cases: Cases, cuts: Cuts) -> Iterator[_Change]:
    rows = truth_table(cases, cuts).rows
    reached = {r.consistency for r in rows if r.consistency is not None and r.consistency >= _LOWEST}
    for value in sorted(reached - {cuts.consistency}):
        doubtful = None if cuts.doubtful is None else min(cuts.doubtful, value)
        yield _Change("incl", value, replace(cuts, consistency=value, doubtful=doubtful))
    numbers = {len(r.cases) for r in rows} - {cuts.cases}
    for number in sorted(n for n in numbers if n <= 3 * cuts.cases):
        yield _Change("n", number, replace(cuts, cases=number))


_LOWEST = 0.5  # below it a configuration goes rather with the negation of the outcome


def _outcomes(
    cases: Cases, change: _Change, asked: Minimisation, base: dict[str, Solution]
) -> Iterator[dict[str, object]]:
    table = truth_table(cases, change.cuts)
    positive = int(sum(r.out == "1" for r in table.rows))
    shared = {"cut": change.cut, "value": change.value, "positive_rows": positive}
    if not table.solvable:
        for kind in filter(base.__contains__, KINDS):
            yield {**shared, "solution": kind, "same": False, "expression": None}
        return
    found = {s.kind: s for s in reversed(solutions(table, asked))}
    for kind in filter(found.__contains__, KINDS):
        solution = found[kind]
        first = solution.terms[list(solution.models[0])]
        fit = sufficiency(term_memberships(cases, first).max(axis=0), cases.outcome)
        yield {
            **shared,
            "solution": kind,
            "same": _models(solution) == _models(base[kind]),
            "expression": " + ".join(written(term, cases.conditions) for term in first),
            "models": solution.count,
            "consistency": fit.consistency,
            "coverage": fit.coverage,
        }


def _models(solution: Solution) -> set[frozenset[tuple[int, ...]]]:
    return {frozenset(_term(solution.terms[t]) for t in model) for model in solution.models}


def _term(term: Levels) -> tuple[int, ...]:
    return tuple(int(level) for level in term)
