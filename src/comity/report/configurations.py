"""The page of a comparison of configurations: solutions, plots with the names of cases, truth table, cases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import polars as pl

from comity.charts.memberships import Member, memberships_plot
from comity.charts.svg import svg_of
from comity.comparison.configurations.sets import Cases
from comity.comparison.configurations.truth_table import TruthTable
from comity.report.page import asset, templates

if TYPE_CHECKING:
    from comity.comparison.configurations.compared import Compared

_LINK = re.compile(r'<a href="#[^"]*"([^>]*)>')  # a picture on its own has no rows to lead to
PLOTTED = 12  # of one solution: its first model and that model's terms


def configurations_page(
    made: Compared, *, summary: Sequence[str], calibrated: pl.DataFrame | None = None
) -> str:
    """One HTML page that stands alone; each mark of a plot leads to the row of its case.

    `calibrated`: of a study, the figures that its cases were made of.
    """
    kinds = dict.fromkeys(s.kind for s in made.solved)
    return (
        templates()
        .get_template("configurations.html.j2")
        .render(
            outcome=made.cases.outcome_name,
            conditions=[c.name for c in made.cases.conditions],
            summary=summary,
            doubts=[str(d) for d in made.doubts],
            solutions=[_solution(kind, made) for kind in kinds],
            rows=_rows(made.table, made.cases),
            remainders=made.table.remainders,
            cases=_cases(made.cases),
            singles=_singles(made.tables["single_conditions"]),
            calibrated=[] if calibrated is None else _figures(calibrated, made.cases),
            style=asset("report.css"),
        )
    )


def pictures(made: Compared) -> dict[str, str]:
    """The XY plots as SVG by the name of their file: ``conservative-1.svg`` is the model, the next its terms."""
    return {
        f"{kind}-{number}.svg": _LINK.sub(r'<g role="img"\1>', plot["svg"]).replace("</a>", "</g>")
        for kind in dict.fromkeys(s.kind for s in made.solved)
        for number, plot in enumerate(_plots(kind, made), 1)
    }


def _address(name: str) -> str:
    return "case-" + quote(name, safe="")


def _solution(kind: str, made: Compared) -> dict[str, Any]:
    same = [s for s in made.solved if s.kind == kind]
    listed = [m for m in made.tables["models"].to_dicts() if m["solution"] == kind]
    by_model: dict[str, list[dict[str, Any]]] = {}
    for term in made.tables["terms"].to_dicts():
        by_model.setdefault(term["model"], []).append(term)
    return {
        "kind": kind,
        "models": [{**m, "terms": by_model[m["model"]]} for m in listed[:PLOTTED]],
        "listed": min(len(listed), PLOTTED),
        "count": sum(s.count for s in same),
        "exact": all(s.exact for s in same),
        "plots": _plots(kind, made),
    }


def _plots(kind: str, made: Compared) -> list[dict[str, str]]:
    """The first model of the solution and its terms, each with all cases."""
    own = made.tables["xy"].filter(pl.col("model").str.starts_with(f"{kind}/"))
    names = own["set"].unique(maintain_order=True).to_list()[: PLOTTED + 1]
    return [
        _plot(name, own.filter(pl.col("set") == name), made.cases.outcome_name, f"{kind}-{number}")
        for number, name in enumerate(names)
    ]


def _plot(name: str, places: pl.DataFrame, outcome: str, key: str) -> dict[str, str]:
    members = [
        Member(case, x, y, f"#{_address(case)}")
        for case, x, y in places.select("case", "membership", "outcome").iter_rows()
    ]
    title = f"{name} and {outcome}: each case by its memberships"
    spec = memberships_plot(members, x=name, y=outcome, title=title)
    return {"name": name, "svg": svg_of(spec, name=f"xy-{key}")}


def _singles(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Each condition and its negation, with both relations to the outcome."""
    rows = frame.to_dicts()
    need = [r for r in rows if r["relation"] == "necessity"]
    enough = {r["condition"]: r for r in rows if r["relation"] == "sufficiency"}
    return [{"need": r, "enough": enough[r["condition"]]} for r in need]


def _figures(calibrated: pl.DataFrame, cases: Cases) -> list[dict[str, Any]]:
    """What the memberships were made of; a case that was left out has no row to lead to."""
    return [
        {**row, "address": _address(row["case"]) if row["case"] in cases.names else ""}
        for row in calibrated.to_dicts()
    ]


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
