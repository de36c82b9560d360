"""What does not stop a comparison of configurations, but should be known before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from comity.comparison.configurations.sets import Cases
from comity.comparison.configurations.truth_table import CROSSOVER, TruthTable, contradictory
from comity.diagnostics import Diagnostic

Told = Callable[[str], tuple[str, int | None]]
"""File and line of the set of that name; of the whole where the name is empty."""

_Doubt = tuple[str, str, str, str]  # code, the set that it is of, problem, remedy


def doubtful_cases(cases: Cases, told: Told) -> list[Diagnostic]:
    """Cases on the crossover, by name; conditions and outcomes that do not vary."""
    return [_warned(doubt, told) for doubt in (*_astride(cases), *_constant(cases))]


def doubtful_rows(table: TruthTable, cases: Cases, told: Told) -> list[Diagnostic]:
    """More configurations than cases, rows with cases of both kinds, and why there is nothing to minimise."""
    doubts = (*_crowded(table, cases), *_torn(table, cases), *_unsolvable(table))
    return [_warned(doubt, told) for doubt in doubts]


def _warned(doubt: _Doubt, told: Told) -> Diagnostic:
    code, subject, problem, fix = doubt
    file, line = told(subject)
    return Diagnostic(code, file, problem, fix, line, severity="warning")


def _astride(cases: Cases) -> Iterator[_Doubt]:
    for place, condition in enumerate(cases.conditions):
        if condition.levels == 2:
            names = [cases.names[c] for c in np.flatnonzero(cases.values[:, place] == CROSSOVER)]
            if names:
                stand = "stands" if len(names) == 1 else "stand"
                yield (
                    "on-the-crossover",
                    condition.name,
                    f"{', '.join(names)} {stand} at exactly 0.5 in {condition.name!r}.",
                    "No row of the truth table holds them; move the crossover, or decide on which side they are.",
                )


def _constant(cases: Cases) -> Iterator[_Doubt]:
    for place, condition in enumerate(cases.conditions):
        values = cases.values[:, place]
        if len(np.unique(values > CROSSOVER if condition.levels == 2 else values)) == 1:
            yield (
                "no-variation",
                condition.name,
                f"all cases are on the same side of the condition {condition.name!r}.",
                "What does not vary explains nothing: leave it out, or calibrate it anew.",
            )
    if len(np.unique(cases.outcome > CROSSOVER)) == 1:
        having = "has" if cases.outcome[0] > CROSSOVER else "lacks"
        yield (
            "no-variation",
            cases.outcome_name.strip("~").partition("[")[0],
            f"every case {having} the outcome {cases.outcome_name!r}; there is nothing to tell apart.",
            "Add cases of the other kind, or calibrate the outcome anew.",
        )


def _crowded(table: TruthTable, cases: Cases) -> Iterator[_Doubt]:
    if table.size > len(cases.names):
        made = f"{len(cases.conditions)} conditions make {table.size:,} configurations for {len(cases.names)} cases"
        yield (
            "more-configurations-than-cases",
            "",
            f"{made}; {table.remainders:,} are logical remainders.",
            "The parsimonious solution rests on assumptions about them; fewer conditions need fewer.",
        )


def _torn(table: TruthTable, cases: Cases) -> Iterator[_Doubt]:
    for row, having, lacking in contradictory(table, cases):
        sides = f"{', '.join(having)} with the outcome, {', '.join(lacking)} without"
        yield (
            "contradictory-row",
            "",
            f"row {row.number} ({table.name(row)}) is contradictory: {sides}.",
            "Look for the condition that tells them apart.",
        )


def _unsolvable(table: TruthTable) -> Iterator[_Doubt]:
    if not table.solvable:
        yield "nothing-to-minimise", "", table.why_not, ""
