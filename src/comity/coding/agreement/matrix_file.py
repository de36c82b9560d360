"""A table of ratings that a person made: coders in rows and units in columns, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from comity.coding.agreement.alpha import MOST_RATIO_VALUES, Level
from comity.coding.agreement.ratings import MISSING, Ratings
from comity.diagnostics import Diagnostic, Severity, errors_in
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


@dataclass(frozen=True, slots=True)
class _Laid:
    """A file laid out: names of its columns and rows, the line of each row, and the cells between them."""

    columns: Sequence[str]
    names: Sequence[str]
    lines: Sequence[int]
    cells: Sequence[Sequence[str]]
    is_numeric: bool


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
        told = f"cannot be read ({error.strerror})."
        return None, [Diagnostic("unreadable", shown, told, "Check the path.")]
    if len(rows) < 2:
        fix = "The first line names the columns, the others hold the ratings."
        return None, [*found, Diagnostic("empty-table", shown, "holds no ratings.", fix)]
    laid = _laid_out(rows)
    found += _problems(rows, laid, level, shown, units_in_rows=units_in_rows)
    if errors_in(found):
        return None, found
    ratings = _ratings(laid.cells, is_numeric=laid.is_numeric, units_in_rows=units_in_rows)
    if level == "ratio" and len(ratings.values) > MOST_RATIO_VALUES:
        told = f"has {len(ratings.values):,} distinct values; the ratio level compares each with each."
        found.append(Diagnostic("too-many-values", shown, told, "Round them, or take --level interval."))
        return None, found
    coders, units = (laid.columns, laid.names) if units_in_rows else (laid.names, laid.columns)
    return Matrix(ratings, tuple(coders), tuple(units)), found


def _laid_out(rows: Sequence[Row]) -> _Laid:
    header = [cell.strip() for cell in rows[0][1]]
    named = int(header[0].casefold() in NAMING or not header[0])
    width = len(header)
    cells = [[c.strip() for c in [*row, *[""] * width][named:width]] for _, row in rows[1:]]
    names = [row[0].strip() if named else str(number) for number, (_, row) in enumerate(rows[1:], 1)]
    return _Laid(header[named:], names, [line for line, _ in rows[1:]], cells, _are_numbers(cells))


def _problems(
    rows: Sequence[Row], laid: _Laid, level: Level, shown: str, *, units_in_rows: bool
) -> Iterator[Diagnostic]:
    """All that is wrong with the names and the cells."""
    yield from _name_problems(laid.columns, "column", shown, [rows[0][0]] * len(laid.columns))
    yield from _name_problems(laid.names, "row", shown, laid.lines)
    width = len(rows[0][1])
    for line, cells in rows[1:]:
        if len(cells) > width:
            told = f"has {len(cells)} cells, and the first line {width}."
            fix = "Take away the extra ones, or name their columns."
            yield Diagnostic("too-many-cells", shown, told, fix, line)
    if not laid.is_numeric or level == "ratio":
        yield from _cell_problems(laid, level, shown)
    coders = laid.columns if units_in_rows else laid.names
    if len(coders) < 2:
        told = f"has {len(coders)} coder; agreement takes two."
        fix = "Coders stand in rows; --units rows turns the table round."
        yield Diagnostic("one-coder", shown, told, fix)


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


def _cell_problems(laid: _Laid, level: Level, shown: str) -> Iterator[Diagnostic]:
    """Cells that the level cannot take, and marks that were perhaps meant as missing; the first ten."""
    places = (
        (line, column, cell)
        for line, row in zip(laid.lines, laid.cells, strict=True)
        for column, cell in zip(laid.columns, row, strict=True)
        if cell
    )
    told = (
        Diagnostic("bad-rating", shown, problem[0], problem[1], line, column, cell, problem[2])
        for line, column, cell in places
        if (problem := _problem(cell, level, is_numeric=laid.is_numeric))
    )
    yield from islice(told, _MOST_CELLS)


def _problem(cell: str, level: Level, *, is_numeric: bool) -> tuple[str, str, Severity] | None:
    if level != "nominal" and not _is_number(cell):
        fix = "Leave missing values empty." if cell in _MARKS else "Write numbers, or take --level nominal."
        return f"is not a number, which the level {level} needs.", fix, "error"
    if level == "ratio" and float(cell) < 0:
        return "is below 0, which the level ratio does not know.", "Take --level interval.", "error"
    if not is_numeric and cell in _MARKS:
        return "is counted as a value.", "Leave missing values empty.", "warning"
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
