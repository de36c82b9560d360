"""The page of a comparison of configurations on its own: solutions, plots with the names of cases, truth table, cases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from comity.comparison.configurations.sets import Cases
from comity.report.configured import configured, plots_of
from comity.report.page import asset, templates

if TYPE_CHECKING:
    import polars as pl

    from comity.comparison.configurations.compared import Compared

_LINK = re.compile(r'<a href="[^"]*"([^>]*)>')  # a picture on its own has no rows to lead to


def configurations_page(
    made: Compared, *, summary: Sequence[str], calibrated: pl.DataFrame | None = None, robust: bool = False
) -> str:
    """One HTML page that stands alone; each mark of a plot leads to the row of its case.

    `calibrated`: of a study, the figures that its cases were made of. `robust`: also the solutions at other cuts.
    """
    return (
        templates()
        .get_template("configurations.html.j2")
        .render(
            shown=configured(made, _address, robust=robust),
            summary=summary,
            doubts=[str(d) for d in made.doubts],
            cases=_cases(made.cases),
            calibrated=[] if calibrated is None else _figures(calibrated, made.cases),
            style=asset("report.css"),
        )
    )


def pictures(made: Compared) -> dict[str, str]:
    """The XY plots as SVG by the name of their file: ``conservative-1.svg`` is the model, the next its terms."""
    return {
        f"{kind}-{number}.svg": _LINK.sub(r'<g role="img"\1>', plot["svg"]).replace("</a>", "</g>")
        for kind in dict.fromkeys(s.kind for s in made.solved)
        for number, plot in enumerate(plots_of(kind, made, _address, {}), 1)
    }


def _address(name: str) -> str:
    return f"#{_identity(name)}"


def _identity(name: str) -> str:
    return "case-" + quote(name, safe="")


def _figures(calibrated: pl.DataFrame, cases: Cases) -> list[dict[str, Any]]:
    """What the memberships were made of; a case that was left out has no row to lead to."""
    return [
        {**row, "address": _address(row["case"]) if row["case"] in cases.names else ""}
        for row in calibrated.to_dicts()
    ]


def _cases(cases: Cases) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "id": _identity(name),
            "values": [
                f"{v:.2f}" if c.levels == 2 else f"{v:.0f}"
                for v, c in zip(row, cases.conditions, strict=True)
            ],
            "outcome": f"{y:.2f}",
        }
        for name, row, y in zip(cases.names, cases.values, cases.outcome, strict=True)
    ]
