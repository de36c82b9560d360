"""A table of ratings that a person made: coders in rows and units in columns, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from comity.coding.agreement.alpha import MOST_RATIO_VALUES, Level
from comity.coding.agreement.ratings import MISSING, Ratings
from comity.diagnostics import Diagnostic
from comity.table import read_cells

NAMING = frozenset(
    {"coder", "coders", "rater", "raters", "observer", "annotator", "judge"}
    | {"unit", "units", "item", "items", "case", "id", "name", "nr", "no"}
)
_MARKS = frozenset({"NA", "N/A", "NaN", "nan", ".", "*", "-", "?"})
_MOST_CELLS = 10  # complaints about cells of one file
Row = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The ratings with the names of their coders and units."""

    ratings: Ratings
    coders: tuple[str, ...]
    units: tuple[str, ...]


def read_matrix(
    path: Path, *, level: Level, units_in_rows: bool = False
) -> tuple[Matrix | None, list[Diagnostic]]:
    """The ratings of a CSV file, and all that is wrong with it; null where anything is an error.

    The first line names the columns. A first column that is headed coder, unit, id, name or the like, or by
    nothing, names the rows; without it they are numbered. An empty cell is missing. Values are numbers
    where all are, and texts otherwise, which only the nominal level takes.
    """
    shown = path.name
    try:
        rows, found = read_cells(path)
    except OSError as error:
        return None, [
            Diagnostic("unreadable", shown, f"cannot be read ({error.strerror}).", "Check the path.")
        ]
    if len(rows) < 2:
        fix = "The first line names the columns, the others hold the ratings."
        return None, [*found, Diagnostic("empty-table", shown, "holds no ratings.", fix)]
    header = [cell.strip() for cell in rows[0][1]]
    named = header[0].casefold() in NAMING or not header[0]
    columns = header[1:] if named else header
    lines = [
        cells[0].strip() if named and cells else str(number) for number, (_, cells) in enumerate(rows[1:], 1)
    ]
    found += _name_problems(columns, "column", shown, [rows[0][0]] * len(columns))
    found += _name_problems(lines, "row", shown, [line for line, _ in rows[1:]])
    width = len(header)
    found += [_too_long(line, cells, width, shown) for line, cells in rows[1:] if len(cells) > width]
    cells = [
        [*(c.strip() for c in row[named:width]), *[""] * (width - max(len(row), int(named)))]
        for _, row in rows[1:]
    ]
    places = [line for line, _ in rows[1:]]
    is_numeric = _are_numbers(cells)
    if not is_numeric or level == "ratio":
        found += list(_cell_problems(cells, places, columns, level, shown, is_numeric=is_numeric))
    coders, units = (columns, lines) if units_in_rows else (lines, columns)
    if len(coders) < 2:
        told = f"has {len(coders)} coder; agreement takes two."
        fix = "Coders stand in rows; --units rows turns the table round."
        found.append(Diagnostic("one-coder", shown, told, fix))
    if any(d.severity == "error" for d in found):
        return None, found
    ratings = _ratings(cells, is_numeric=is_numeric, units_in_rows=units_in_rows)
    if level == "ratio" and len(ratings.values) > MOST_RATIO_VALUES:
        told = f"has {len(ratings.values):,} distinct values; the ratio level compares each with each."
        found.append(Diagnostic("too-many-values", shown, told, "Round them, or take --level interval."))
        return None, found
    return Matrix(ratings, tuple(coders), tuple(units)), found


def _ratings(cells: Sequence[Sequence[str]], *, is_numeric: bool, units_in_rows: bool) -> Ratings:
    given = {c for row in cells for c in row if c}
    read = {c: float(c) for c in given} if is_numeric else {c: c for c in given}
    values = tuple(sorted(set(read.values())))  # type: ignore[type-var]
    place = {value: number for number, value in enumerate(values)}
    code = {"": MISSING, **{c: place[value] for c, value in read.items()}}
    table = np.array([[code[c] for c in row] for row in cells], np.int64)
    return Ratings(table if units_in_rows else table.T, values)


def _are_numbers(cells: Sequence[Sequence[str]]) -> bool:
    return all(_is_number(cell) for row in cells for cell in row if cell)


def _is_number(text: str) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return abs(value) < float("inf")


def _cell_problems(
    cells: Sequence[Sequence[str]],
    lines: Sequence[int],
    columns: Sequence[str],
    level: Level,
    shown: str,
    *,
    is_numeric: bool,
) -> Iterator[Diagnostic]:
    """Cells that the level cannot take, and marks that were perhaps meant as missing."""
    left = _MOST_CELLS
    for line, row in zip(lines, cells, strict=True):
        for column, cell in zip(columns, row, strict=True):
            problem = _problem(cell, level, is_numeric=is_numeric) if left and cell else None
            if problem:
                left -= 1
                told, fix, severity = problem
                yield Diagnostic(
                    "bad-rating", shown, told, fix, line, column, cell, "warning" if severity else "error"
                )


def _problem(cell: str, level: Level, *, is_numeric: bool) -> tuple[str, str, bool] | None:
    if level != "nominal" and not _is_number(cell):
        fix = "Leave missing values empty." if cell in _MARKS else "Write numbers, or take --level nominal."
        return f"is not a number, which the level {level} needs.", fix, False
    if level == "ratio" and float(cell) < 0:
        return "is below 0, which the level ratio does not know.", "Take --level interval.", False
    if not is_numeric and cell in _MARKS:
        return "is counted as a value.", "Leave missing values empty.", True
    return None


def _name_problems(names: Sequence[str], what: str, shown: str, lines: Sequence[int]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for name, line in zip(names, lines, strict=True):
        if not name or name in seen:
            told = f"a {what} has no name." if not name else f"two {what}s are called {name!r}."
            fix = "The first line names the columns; give each a name of its own."
            yield Diagnostic("doubled-name", shown, told, fix, line)
            return
        seen.add(name)


def _too_long(line: int, cells: Sequence[str], width: int, shown: str) -> Diagnostic:
    told = f"has {len(cells)} cells, and the first line {width}."
    return Diagnostic("too-many-cells", shown, told, "Take away the extra ones, or name their columns.", line)
