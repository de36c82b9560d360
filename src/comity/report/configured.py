"""A comparison of configurations as a page shows it, whether it stands alone or in the report of a study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.memberships import Member, memberships_plot
from comity.charts.svg import svg_of

if TYPE_CHECKING:
    from comity.comparison.configurations.compared import Compared

PLOTTED = 12  # of one solution: its first model and that model's terms
Address = Callable[[str], str]
"""Where the rows of a case open; empty where they do not."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of one solution: its models, all or the first of them, and the plots of the first."""

    kind: str
    models: Sequence[Mapping[str, Any]]
    count: int
    exact: bool
    plots: Sequence[Mapping[str, str]]

    @property
    def number(self) -> str:
        """How many models there are, in words."""
        least = "" if self.exact else "At least "
        shown = f", of which {len(self.models)} are shown" if len(self.models) < self.count else ""
        return f"{least}{self.count:,} equally short model{'' if self.count == 1 else 's'}{shown}."


@dataclass(frozen=True, slots=True)
class Configured:
    """The tables of a page: rows of the truth table, single conditions, solutions, and other cuts where asked for."""

    outcome: str
    conditions: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    remainders: int
    singles: Sequence[Mapping[str, Any]]
    solutions: Sequence[Shown]
    robustness: Sequence[Mapping[str, Any]] = ()


def configured(
    made: Compared, address: Address, *, robust: bool = False, names: Mapping[str, str] | None = None
) -> Configured:
    """What a page shows of a comparison; marks and names of cases lead to the `address` of the case.

    `names`: what the cases are called, where that is more than their names.
    """
    return Configured(
        made.cases.outcome_name,
        [c.name for c in made.cases.conditions],
        list(_rows(made, address)),
        made.table.remainders,
        _singles(made.tables["single_conditions"]),
        [_shown(kind, made, address, names or {}) for kind in dict.fromkeys(s.kind for s in made.solved)],
        list(_moved(made.robustness)) if robust else (),
    )


def _rows(made: Compared, address: Address) -> Iterator[dict[str, Any]]:
    for row in sorted(made.table.rows, key=lambda r: ("1C0?".index(r.out), -(r.consistency or 0), r.number)):
        names = [made.cases.names[c] for c in row.cases]
        yield {
            "number": row.number,
            "levels": row.levels,
            "out": row.out,
            "consistency": row.consistency,
            "pri": row.pri,
            "cases": [(name, address(name)) for name in names],
        }


def _singles(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Each condition and its negation, with both relations to the outcome."""
    rows = frame.to_dicts()
    enough = {r["condition"]: r for r in rows if r["relation"] == "sufficiency"}
    return [{"need": r, "enough": enough[r["condition"]]} for r in rows if r["relation"] == "necessity"]


def _shown(kind: str, made: Compared, address: Address, names: Mapping[str, str]) -> Shown:
    same = [s for s in made.solved if s.kind == kind]
    listed = made.tables["models"].filter(pl.col("solution") == kind).head(PLOTTED).to_dicts()
    by_model: dict[str, list[dict[str, Any]]] = {}
    for term in made.tables["terms"].to_dicts():
        by_model.setdefault(term["model"], []).append(term)
    models = [{**m, "terms": by_model[m["model"]]} for m in listed]
    plots = list(plots_of(kind, made, address, names))
    return Shown(kind, models, sum(s.count for s in same), all(s.exact for s in same), plots)


def plots_of(
    kind: str, made: Compared, address: Address, names: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """The first model of a solution and its terms, each with all cases, as SVG."""
    own = made.tables["xy"].filter(pl.col("model").str.starts_with(f"{kind}/"))
    for number, name in enumerate(own["set"].unique(maintain_order=True).to_list()[: PLOTTED + 1]):
        places = own.filter(pl.col("set") == name).select("case", "membership", "outcome")
        members = [Member(c, x, y, address(c), names.get(c, "")) for c, x, y in places.iter_rows()]
        yield {"name": name, "svg": _plot(name, members, made.cases.outcome_name, f"{kind}-{number}")}


def _plot(name: str, members: Sequence[Member], outcome: str, key: str) -> str:
    title = f"{name} and {outcome}: each case by its memberships"
    return svg_of(memberships_plot(members, x=name, y=outcome, title=title), name=f"xy-{key}")


def _moved(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Other cuts, one line each: the solutions there by kind."""
    for key, rows in frame.group_by("cut", "value", maintain_order=True):
        lines = rows.to_dicts()
        yield {
            "cut": "consistency" if key[0] == "incl" else "cases",
            "value": f"{key[1]:.3f}" if key[0] == "incl" else f"{key[1]:.0f}",
            "rows": lines[0]["positive_rows"],
            "solutions": {r["solution"]: r for r in lines},
        }
