"""The page of a comparison of configurations: solutions, plots with the names of cases, truth table, cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from comity.charts.memberships import Member, memberships_plot
from comity.charts.svg import svg_of
from comity.comparison.configurations.sets import Cases, term_memberships, written
from comity.comparison.configurations.truth_table import TruthTable
from comity.report.page import asset, templates

if TYPE_CHECKING:
    import polars as pl

    from comity.comparison.configurations.minimise import Solution

PLOTTED = 12  # of one solution: its first model and that model's terms


def configurations_page(
    cases: Cases,
    table: TruthTable,
    solved: Sequence[Solution],
    *,
    models: pl.DataFrame,
    terms: pl.DataFrame,
    summary: Sequence[str],
    doubts: Sequence[str],
) -> str:
    """One HTML page that stands alone; each mark of a plot leads to the row of its case."""
    kinds = dict.fromkeys(s.kind for s in solved)
    solutions = [_solution(kind, cases, solved, models, terms) for kind in kinds]
    return (
        templates()
        .get_template("configurations.html.j2")
        .render(
            outcome=cases.outcome_name,
            conditions=[c.name for c in cases.conditions],
            summary=summary,
            doubts=doubts,
            solutions=solutions,
            rows=_rows(table, cases),
            remainders=table.remainders,
            cases=_cases(cases),
            style=asset("report.css"),
        )
    )


def _address(name: str) -> str:
    return "case-" + quote(name, safe="")


def _solution(
    kind: str, cases: Cases, solved: Sequence[Solution], models: pl.DataFrame, terms: pl.DataFrame
) -> dict[str, Any]:
    first = next(s for s in solved if s.kind == kind)
    same = [s for s in solved if s.kind == kind]
    listed = [m for m in models.to_dicts() if m["solution"] == kind]
    by_model: dict[str, list[dict[str, Any]]] = {}
    for term in terms.to_dicts():
        by_model.setdefault(term["model"], []).append(term)
    chosen = first.terms[list(first.models[0])]
    members = term_memberships(cases, chosen)
    names = [written(term, cases.conditions) for term in chosen]
    sets = [("the whole model", members.max(axis=0)), *zip(names, members, strict=True)]
    return {
        "kind": kind,
        "models": [{**m, "terms": by_model[m["model"]]} for m in listed[:PLOTTED]],
        "listed": min(len(listed), PLOTTED),
        "count": sum(s.count for s in same),
        "exact": all(s.exact for s in same),
        "plots": [
            _plot(name, x, cases, f"{kind}-{number}") for number, (name, x) in enumerate(sets[: PLOTTED + 1])
        ],
    }


def _plot(name: str, x: np.ndarray[Any, Any], cases: Cases, key: str) -> dict[str, str]:
    members = [
        Member(case, float(a), float(b), f"#{_address(case)}")
        for case, a, b in zip(cases.names, x, cases.outcome, strict=True)
    ]
    title = f"{name} and {cases.outcome_name}: each case by its memberships"
    spec = memberships_plot(members, x=name, y=cases.outcome_name, title=title)
    return {"name": name, "svg": svg_of(spec, name=f"xy-{key}")}


def _rows(table: TruthTable, cases: Cases) -> list[dict[str, Any]]:
    order = sorted(table.rows, key=lambda r: ("1C0?".index(r.out), -(r.consistency or 0), r.number))
    return [
        {
            "number": row.number,
            "levels": row.levels,
            "out": row.out,
            "consistency": row.consistency,
            "pri": row.pri,
            "cases": [(cases.names[c], _address(cases.names[c])) for c in row.cases],
        }
        for row in order
    ]


def _cases(cases: Cases) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "address": _address(name),
            "values": [
                f"{v:.2f}" if c.levels == 2 else f"{v:.0f}"
                for v, c in zip(row, cases.conditions, strict=True)
            ],
            "outcome": f"{y:.2f}",
        }
        for name, row, y in zip(cases.names, cases.values, cases.outcome, strict=True)
    ]
