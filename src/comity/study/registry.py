"""The registry of a study, read from its CSV files or from one workbook with a sheet per table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import Diagnostic, did_you_mean
from comity.study.registry_tables import REGISTRY
from comity.table import Table, read_csv, read_rows

if TYPE_CHECKING:
    import polars as pl

FOLDER = "registry"
WORKBOOKS = ("registry.xlsx", "registry.ods")

Tell = Callable[[Diagnostic], None]


def read_registry(root: Path, tell: Tell) -> dict[str, pl.DataFrame]:
    """Each table by its name, with ``line`` and ``file``; one that is not there has no rows.

    A table that stands both in a workbook and as CSV is an error: nobody could say which counts.
    """
    sheets = dict(_sheets(root, tell))
    read = {}
    for table in REGISTRY:
        path = root / FOLDER / f"{table.name}.csv"
        name = f"{FOLDER}/{path.name}"
        if path.exists() and table.name in sheets:
            book, _ = sheets[table.name]
            told = f"stands there, and {book} has a sheet {table.name!r} too."
            tell(Diagnostic("doubled-table", name, told, "Keep one of them."))
        if path.exists():
            read[table.name] = _from_csv(path, table, name, tell)
        elif table.name in sheets:
            book, rows = sheets[table.name]
            read[table.name] = _told(
                read_rows(rows, table, name=f"{book}[{table.name}]"), f"{book}[{table.name}]", tell
            )
        else:
            read[table.name] = nothing(table)
    return read


def nothing(table: Table) -> pl.DataFrame:
    """The table without a row, with the columns that say where rows stand."""
    import polars as pl

    return table.empty().with_columns(line=pl.lit(None, pl.Int64), file=pl.lit(None, pl.String))


def _from_csv(path: Path, table: Table, name: str, tell: Tell) -> pl.DataFrame:
    try:
        read = read_csv(path, table, name=name)
    except OSError as error:
        tell(
            Diagnostic(
                "unreadable", name, f"cannot be read ({error.strerror}).", "Is it a file that you may read?"
            )
        )
        return nothing(table)
    return _told(read, name, tell)


def _told(read: object, name: str, tell: Tell) -> pl.DataFrame:
    import polars as pl

    from comity.table import Read

    assert isinstance(read, Read)
    for diagnostic in read.diagnostics:
        tell(diagnostic)
    return read.frame.with_columns(file=pl.lit(name))


def _sheets(root: Path, tell: Tell) -> Iterator[tuple[str, tuple[str, list[tuple[int, list[str]]]]]]:
    """Sheet name to workbook and rows (line, cells) of the workbooks that are there."""
    for name in WORKBOOKS:
        path = root / FOLDER / name
        if not path.exists():
            continue
        shown = f"{FOLDER}/{name}"
        known = {table.name for table in REGISTRY}
        for sheet, rows in _workbook(path, shown, tell).items():
            if sheet in known:
                yield sheet, (shown, rows)
            elif rows:
                fix = did_you_mean(sheet, known)
                told = f"the sheet {sheet!r} is none of the tables of the registry and is not read."
                tell(Diagnostic("unknown-table", shown, told, fix, severity="warning"))


def _workbook(path: Path, shown: str, tell: Tell) -> Mapping[str, list[tuple[int, list[str]]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name: _rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        told = f"cannot be read as a workbook ({error})."
        tell(Diagnostic("bad-workbook", shown, told, "Save it again as .xlsx or .ods, or as CSV files."))
        return {}


def _rows(cells: Sequence[Sequence[object]]) -> list[tuple[int, list[str]]]:
    written = [(number, [_text(cell) for cell in row]) for number, row in enumerate(cells, 1)]
    return [(number, row) for number, row in written if any(cell.strip() for cell in row)]


def _text(cell: object) -> str:
    """A cell as people see it: whole numbers without a point, dates as dates, truth as yes and no."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if cell is not None else ""
