"""What a comparison of configurations answers, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from comity.comparison.configurations.fit import necessity, quotient, sufficiency
from comity.comparison.configurations.minimise import Solution
from comity.comparison.configurations.sets import (
    Cases,
    Memberships,
    literal_memberships,
    term_memberships,
    written,
)
from comity.comparison.configurations.tables import MODELS, SINGLE_CONDITIONS, TERMS, TRUTH_TABLE, XY
from comity.comparison.configurations.truth_table import CROSSOVER, TruthTable

if TYPE_CHECKING:
    import polars as pl


MOST_PATHS = 20  # of an intermediate solution that are told by name


def truth_table_frame(table: TruthTable, cases: Cases) -> pl.DataFrame:
    """The truth table as TRUTH_TABLE."""
    return TRUTH_TABLE.frame(
        {
            "row": row.number,
            "configuration": table.name(row),
            "out": row.out,
            "n": len(row.cases),
            "consistency": row.consistency,
            "pri": row.pri,
            "cases": [cases.names[c] for c in row.cases],
        }
        for row in table.rows
    )


def single_conditions(cases: Cases) -> pl.DataFrame:
    """Necessity and sufficiency of each condition at each level, as SINGLE_CONDITIONS."""
    return SINGLE_CONDITIONS.frame(_relations(cases))


def _relations(cases: Cases) -> Iterator[dict[str, object]]:
    for place, condition in enumerate(cases.conditions):
        for level in reversed(range(condition.levels)):
            x = literal_memberships(cases, place, level)
            name = condition.literal(level)
            need, enough = necessity(x, cases.outcome), sufficiency(x, cases.outcome)
            yield {
                "condition": name,
                "relation": "necessity",
                "consistency": need.consistency,
                "relevance": need.relevance,
                "coverage": need.coverage,
            }
            yield {
                "condition": name,
                "relation": "sufficiency",
                "consistency": enough.consistency,
                "pri": enough.pri,
                "coverage": enough.coverage,
            }


def model_frames(solutions: Sequence[Solution], cases: Cases) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All listed models as MODELS, and their terms as TERMS."""
    models: list[dict[str, object]] = []
    terms: list[dict[str, object]] = []
    numbers: dict[str, int] = {}
    for solution in solutions:
        members = term_memberships(cases, solution.terms)
        facts = [_term(solution, n, x, cases) for n, x in enumerate(members)]
        for chosen in solution.models:
            numbers[solution.kind] = numbers.get(solution.kind, 0) + 1
            name = f"{solution.kind}/{numbers[solution.kind]}"
            inside = [facts[t] for t in chosen]
            models.append({"model": name, **_model(solution, inside, members[list(chosen)], cases)})
            unique = _unique_coverages(members[list(chosen)], cases.outcome)
            terms += [
                {"model": name, "unique_coverage": alone, **fact}
                for alone, fact in zip(unique, inside, strict=True)
            ]
    return MODELS.frame(models), TERMS.frame(terms)


def xy(solutions: Sequence[Solution], cases: Cases) -> pl.DataFrame:
    """The cases by their memberships in the first model of each solution and in its terms, as XY."""
    return XY.frame(row for solution in _first(solutions) for row in _places(solution, cases))


def _first(solutions: Sequence[Solution]) -> list[Solution]:
    """One solution of each kind."""
    return list({s.kind: s for s in reversed(solutions)}.values())[::-1]


def _places(solution: Solution, cases: Cases) -> Iterator[dict[str, object]]:
    terms = solution.terms[list(solution.models[0])]
    members = term_memberships(cases, terms)
    names = [written(t, cases.conditions) for t in terms]
    whole = [(" + ".join(names), members.max(axis=0))]
    sets = [*whole, *(zip(names, members, strict=True) if len(names) > 1 else ())]
    for name, x in sets:
        for case, a, b in zip(cases.names, x, cases.outcome, strict=True):
            yield {
                "model": f"{solution.kind}/1",
                "set": name,
                "case": case,
                "membership": float(a),
                "outcome": float(b),
            }


def _term(solution: Solution, number: int, x: Memberships, cases: Cases) -> dict[str, object]:
    """What is true of a term in whichever model it stands."""
    y = cases.outcome
    fit = sufficiency(x, y)
    return {
        "term": written(solution.terms[number], cases.conditions),
        "consistency": fit.consistency,
        "pri": fit.pri,
        "coverage": fit.coverage,
        "cases": [cases.names[c] for c in np.flatnonzero((x > CROSSOVER) & (y > CROSSOVER))],
        "deviant": [cases.names[c] for c in np.flatnonzero((x > CROSSOVER) & (y < CROSSOVER))],
    }


def _model(
    solution: Solution, terms: Sequence[dict[str, object]], members: Memberships, cases: Cases
) -> dict[str, object]:
    fit = sufficiency(members.max(axis=0), cases.outcome)
    return {
        "solution": solution.kind,
        "expression": f"{' + '.join(str(t['term']) for t in terms)} => {cases.outcome_name}",
        "consistency": fit.consistency,
        "pri": fit.pri,
        "coverage": fit.coverage,
        "from_models": list(solution.paths[:MOST_PATHS]),
        "of": solution.count,
        "counted": solution.exact,
    }


def _unique_coverages(members: Memberships, outcome: Memberships) -> list[float | None]:
    """How much of the outcome each term of a model covers that the others do not."""
    ranked = np.sort(members, axis=0)
    first, second = ranked[-1], ranked[-2] if len(ranked) > 1 else np.zeros_like(ranked[-1])
    others = np.where(members == first, second, first)  # the highest membership in any other term
    alone = np.minimum(first, outcome) - np.minimum(others, outcome)
    return [quotient(each.sum(), outcome.sum()) for each in alone]
