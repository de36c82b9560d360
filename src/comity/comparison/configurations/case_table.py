"""Cases from a table that somebody has: which columns, which values, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from comity.comparison.configurations.anchors import Anchors
from comity.comparison.configurations.implicants import MOST_CONDITIONS
from comity.comparison.configurations.sets import Cases, Condition, Memberships
from comity.diagnostics import Diagnostic, did_you_mean
from comity.measures.calibration import suggested_thresholds
from comity.table import read_cells

_MISSING = frozenset({"", "na", "n/a", "nan", "none", "null", "?", "-", "."})
_WORDS = {"yes": 1.0, "true": 1.0, "present": 1.0, "no": 0.0, "false": 0.0, "absent": 0.0}
_NAMES = frozenset({"column 1", "case", "cases", "id", "name", "unit", "country"})
_MOST_LEVELS = 10


@dataclass(frozen=True, slots=True)
class CaseTable:
    """A table of cases as it stands in a file: cells by column name, the line of each row."""

    name: str
    columns: dict[str, tuple[str, ...]]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asks of a table.

    Where ``conditions`` are empty all other columns are meant, where ``names`` is empty a first column that holds
    words, or is called as names are. ``words`` gives what words in small letters mean, beside yes and no.
    """

    outcome: str
    conditions: tuple[str, ...] = ()
    names: str = ""
    calibration: Mapping[str, Anchors] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)

    @property
    def outcome_column(self) -> str:
        """The column of the outcome, without the sign of negation and the level."""
        return self.outcome.removeprefix("~").partition("[")[0]


def read_case_table(path: Path) -> tuple[CaseTable, list[Diagnostic]]:
    """The cells of a CSV file by column; the first line names the columns (an unnamed first one holds the cases)."""
    rows, diagnostics = read_cells(path)
    header = [cell.strip() or f"column {n}" for n, cell in enumerate(rows[0][1], 1)] if rows else []
    body = rows[1:]
    columns = {
        name: tuple(cells[n].strip() if n < len(cells) else "" for _, cells in body)
        for n, name in enumerate(header)
    }
    return CaseTable(path.name, columns, tuple(line for line, _ in body)), diagnostics


def cases_of(table: CaseTable, asked: Asked) -> tuple[Cases | None, list[Diagnostic]]:
    """The cases with their memberships, or None where something is wrong that stops the work."""
    asked, wrong = _named(table, asked)
    if wrong:
        return None, wrong
    names = table.columns[asked.names] if asked.names else tuple(map(str, range(1, len(table.lines) + 1)))
    columns = [_values(table, name, asked.words) for name in (*asked.conditions, asked.outcome_column)]
    wrong = [d for _, found in columns for d in found]
    if wrong:
        return None, wrong
    *values, outcome = (
        asked.calibration[name](column) if name in asked.calibration else column
        for name, (column, _) in zip((*asked.conditions, asked.outcome_column), columns, strict=True)
    )
    levels = [_levels(column) for column in values]
    wrong = [
        d
        for name, column, found in zip(asked.conditions, values, levels, strict=True)
        if not found
        for d in _outside(table, name, column)
    ]
    reached, told = _outcome(table, asked, outcome)
    if wrong or told:
        return None, wrong + told
    conditions = tuple(Condition(n, k) for n, k in zip(asked.conditions, levels, strict=True))
    return Cases(names, conditions, np.column_stack(values), asked.outcome, reached), []


def _named(table: CaseTable, asked: Asked) -> tuple[Asked, list[Diagnostic]]:
    """The same with all columns named, and what is wrong with the names."""
    known = list(table.columns)
    names = asked.names or next(
        (c for c in known[:1] if c not in (*asked.conditions, asked.outcome_column)), ""
    )
    if not asked.names and names.casefold() not in _NAMES and _all_numbers(table.columns.get(names, ())):
        names = ""
    conditions = asked.conditions or tuple(c for c in known if c not in (names, asked.outcome_column))
    wrong = [
        Diagnostic("unknown-column", table.name, f"has no column {name!r}.", did_you_mean(name, known))
        for name in dict.fromkeys((asked.outcome_column, *conditions, *([names] if names else [])))
        if name not in table.columns
    ]
    if asked.outcome_column in conditions:
        problem = f"{asked.outcome_column!r} is the outcome and cannot be a condition of itself."
        wrong.append(
            Diagnostic("outcome-among-conditions", table.name, problem, "Leave it out of --conditions.")
        )
    wrong += [
        Diagnostic(
            "doubled-condition", table.name, f"the condition {name!r} is named twice.", "Name it once."
        )
        for name in sorted({c for c in conditions if conditions.count(c) > 1})
    ]
    if not table.lines:
        wrong.append(Diagnostic("no-cases", table.name, "has no cases.", "One row is one case."))
    if not conditions:
        wrong.append(Diagnostic("no-conditions", table.name, "has no column beside the outcome.", "Add one."))
    if len(conditions) > MOST_CONDITIONS:
        problem = f"{len(conditions)} conditions make {2 ** len(conditions):,} configurations."
        fix = f"Name at most {MOST_CONDITIONS} with --conditions; few cases carry more than seven."
        wrong.append(Diagnostic("too-many-conditions", table.name, problem, fix))
    return replace(asked, conditions=conditions, names=names), wrong


def _all_numbers(cells: Sequence[str]) -> bool:
    return all(_number(cell) is not None for cell in cells)


def _number(cell: str, words: Mapping[str, float] = _WORDS) -> float | None:
    if cell.casefold() in words:
        return words[cell.casefold()]
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _values(
    table: CaseTable, column: str, words: Mapping[str, float]
) -> tuple[Memberships, list[Diagnostic]]:
    """The numbers of a column, and each cell that is none."""
    words = {**_WORDS, **words}
    found: list[float] = []
    wrong: list[Diagnostic] = []
    for line, cell in zip(table.lines, table.columns[column], strict=True):
        value = _number(cell, words)
        found.append(0.0 if value is None else value)
        if cell.casefold() in _MISSING:
            fix = "Fill it in, or leave the case out: a case with an unknown condition has no configuration."
            problem = f"the case has no value for {column!r}."
            wrong.append(Diagnostic("missing-value", table.name, problem, fix, line=line, column=column))
        elif value is None:
            fix = "Write a membership from 0 to 1 or a level, or say what words mean: --present WORD, --absent WORD."
            if cell.count(",") == 1 and cell.replace(",", "", 1).strip("-").isdigit():
                fix = "Write a point for the decimals."
            wrong.append(
                Diagnostic(
                    "bad-number", table.name, "is not a number.", fix, line=line, column=column, value=cell
                )
            )
    return np.array(found), wrong


def _levels(values: Memberships) -> int:
    """2 for memberships from 0 to 1, more for whole numbers from 0 without a hole, 0 for anything else."""
    if ((values >= 0) & (values <= 1)).all():
        return 2
    steps = np.unique(values)
    whole = np.array_equal(steps, np.arange(len(steps)))
    return len(steps) if whole and len(steps) <= _MOST_LEVELS else 0


def _outside(table: CaseTable, column: str, values: Memberships) -> list[Diagnostic]:
    """The first value of a column that is no membership, for all of them."""
    wrong = np.flatnonzero((values < 0) | (values > 1))
    first = int(wrong[0])
    more = f" (and {len(wrong) - 1} more in this column)" if len(wrong) > 1 else ""
    return [
        Diagnostic(
            "not-a-membership",
            table.name,
            f"is outside 0 to 1{more}.",
            f"Calibrate it: --calibrate {column}=EXCLUSION,CROSSOVER,INCLUSION.{_gaps(values)}",
            line=table.lines[first],
            column=column,
            value=table.columns[column][first],
        )
    ]


def _gaps(values: Memberships) -> str:
    """Where the values part, as a hint; what a value means is for whoever knows the cases."""
    gaps = suggested_thresholds(values, 3)
    listed = ", ".join(f"{g.threshold:g} ({g.cases_below} cases below)" for g in gaps)
    return f" The values part most plainly at {listed}." if gaps else ""


def _outcome(table: CaseTable, asked: Asked, values: Memberships) -> tuple[Memberships, list[Diagnostic]]:
    """The memberships in the outcome as it was asked for: a level of it, its negation."""
    _, _, level = asked.outcome.partition("[")
    if level:
        wanted = _number(level.removesuffix("]"))
        if wanted is None or not (values == wanted).any():
            there = ", ".join(f"{v:g}" for v in np.unique(values)[:_MOST_LEVELS])
            problem = f"no case has the outcome {asked.outcome.removeprefix('~')}."
            told = Diagnostic("unknown-level", table.name, problem, f"The column has the values {there}.")
            return values, [told]
        values = (values == wanted).astype(np.float64)
    elif _levels(values) != 2:
        if _levels(values):
            fix = f"Name one of its levels: --outcome {asked.outcome_column}[1]."
            problem = f"the outcome {asked.outcome_column!r} has several levels."
            return values, [Diagnostic("outcome-with-levels", table.name, problem, fix)]
        return values, _outside(table, asked.outcome_column, values)
    return (1 - values if asked.outcome.startswith("~") else values), []
