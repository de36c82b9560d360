"""Declare a table once: its reader, checks, documentation and JSON schema all come from the declaration.

A :class:`Table` says what its columns are called, mean and may hold. People's CSV files are read against it
with every problem found at once (file, line, column, value, remedy); derived frames are held to its schema
where they leave a package.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cells import PARSERS, Kind
from comity.diagnostics import Diagnostic, did_you_mean

if TYPE_CHECKING:
    import polars as pl

_TYPES: dict[str, str] = {
    "text": "String",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "Boolean",
    "date": "String",
    "category": "String",
    "hash": "UInt64",
}
_JSON_TYPES: dict[str, object] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "string",
    "category": "string",
    "hash": "string",
    "list": "array",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, what its values are, and what they mean.

    ``allowed`` are the only values it takes (empty: any). ``kind`` "list" is text split at ``;`` in a CSV
    file. ``required`` cells may not be empty. ``dtype`` narrows the Polars type of a derived column.
    ``refers`` are the tables whose rows it names (references.py); with ``cites``, among other words.
    """

    name: str
    meaning: str
    kind: Kind = "text"
    required: bool = False
    allowed: tuple[str, ...] = ()
    dtype: str = ""
    refers: tuple[str, ...] = ()
    cites: bool = False

    def polars(self) -> pl.DataType:
        """The Polars type of the column."""
        import polars as pl

        if self.kind == "list":
            return pl.List(pl.String)
        made = getattr(pl, self.dtype or _TYPES[self.kind])()
        assert isinstance(made, pl.DataType)
        return made


@dataclass(frozen=True, slots=True)
class Table:
    """A table as declared: ``key`` names the columns that tell its rows apart."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(c for c in self.columns if c.name == name)

    def schema(self) -> dict[str, pl.DataType]:
        """Column name to Polars type, in order."""
        return {c.name: c.polars() for c in self.columns}

    def empty(self) -> pl.DataFrame:
        """A frame with the columns and no row."""
        import polars as pl

        return pl.DataFrame(schema=self.schema())

    def frame(self, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
        """A frame from mappings; columns left out are null, unknown ones are refused."""
        import polars as pl

        listed = list(rows)
        unknown = {key for row in listed for key in row} - set(self.names)
        if unknown:
            raise ValueError(f"{self.name} has no column {', '.join(sorted(unknown))}")
        return pl.DataFrame([{n: row.get(n) for n in self.names} for row in listed], schema=self.schema())

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly the declared columns, order and types; missing columns become null."""
        import polars as pl

        return frame.select(
            (pl.col(c.name) if c.name in frame.columns else pl.lit(None).alias(c.name)).cast(c.polars())
            for c in self.columns
        )

    def json_schema(self) -> dict[str, object]:
        """The JSON schema of a list of this table's rows, as ``--json`` prints them."""
        properties: dict[str, object] = {}
        for c in self.columns:
            kind = _JSON_TYPES[c.kind]
            entry: dict[str, object] = {"description": c.meaning}
            entry["type"] = kind if c.required or c.name in self.key else [kind, "null"]
            if c.kind == "list":
                entry["items"] = {"type": "string"}
            if c.allowed:
                entry["enum"] = [*c.allowed] if c.required else [*c.allowed, None]
            properties[c.name] = entry
        return {
            "type": "array",
            "description": self.meaning,
            "items": {
                "type": "object",
                "properties": properties,
                "required": list(self.names),
                "additionalProperties": False,
            },
        }


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a file: the good rows (with ``line``), what is wrong, and how the file is written."""

    frame: pl.DataFrame
    diagnostics: list[Diagnostic] = field(default_factory=list)
    delimiter: str = ","
    encoding: str = "utf-8"


def read_csv(path: Path, table: Table, *, name: str | None = None) -> Read:
    """Read a CSV file that a person made: comma, semicolon or tab, UTF-8 (BOM or not), UTF-16 or Latin-1.

    Gives the declared columns plus ``line`` (Int64, the line of the file on which the row starts; quoted
    line breaks are counted). A row with a bad cell keeps its other cells, so that all problems show at once.
    """
    shown = name or path.name
    text, encoding, trouble = _decode(path.read_bytes(), shown)
    delimiter = _delimiter(text)
    rows, problems = _rows(text, delimiter, shown)
    read = read_rows(rows, table, name=shown)
    return Read(read.frame, trouble + problems + read.diagnostics, delimiter, encoding)


def read_cells(
    path: Path, *, name: str | None = None
) -> tuple[list[tuple[int, list[str]]], list[Diagnostic]]:
    """The rows of any CSV file as cells, each with its line, and what is wrong with how it is written."""
    shown = name or path.name
    text, _, trouble = _decode(path.read_bytes(), shown)
    rows, problems = _rows(text, _delimiter(text), shown)
    return rows, trouble + problems


def read_rows(rows: Sequence[tuple[int, Sequence[str]]], table: Table, *, name: str) -> Read:
    """Read rows of cells, each with its line; the first names the columns. Gives what :func:`read_csv` does."""
    import polars as pl

    header = [cell.strip() for cell in rows[0][1]] if rows else []
    problems = _check_header(header, table, name, rows[0][0] if rows else None)
    records: list[dict[str, object]] = []
    for line, cells in rows[1:]:
        record, found = _record(line, cells, header, table, name)
        problems += found
        records.append(record)
    problems += _check_keys(records, table, name)
    frame = pl.DataFrame(
        [{**{n: r.get(n) for n in table.names}, "line": r["line"]} for r in records],
        schema={**table.schema(), "line": pl.Int64()},
    )
    return Read(frame, problems)


def write_csv(frame: pl.DataFrame, table: Table, *, delimiter: str = ",") -> str:
    """The text of a CSV file with the table's columns; lists are joined with ``; ``."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.names)
    for row in frame.select(table.names).iter_rows():
        writer.writerow(["; ".join(v) if isinstance(v, list) else "" if v is None else v for v in row])
    return out.getvalue()


def _decode(data: bytes, shown: str) -> tuple[str, str, list[Diagnostic]]:
    for encoding, mark in (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding, []
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = Diagnostic(
            "not-utf-8",
            shown,
            "is not UTF-8; it was read as Windows-1252 (Latin-1).",
            "Check the accents, and save it as UTF-8.",
            line=line,
            severity="warning",
        )
        return data.decode("cp1252", errors="replace"), "cp1252", [told]


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=head.count)


def _rows(text: str, delimiter: str, shown: str) -> tuple[list[tuple[int, list[str]]], list[Diagnostic]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        fix = "Check the quotation marks: a quote inside a quoted cell is doubled."
        return rows, [Diagnostic("bad-csv", shown, f"cannot be read further ({error}).", fix, line=start)]
    return rows, []


def _check_header(header: Sequence[str], table: Table, shown: str, line: int | None) -> list[Diagnostic]:
    if line is None:
        return [
            Diagnostic(
                "empty-table", shown, "is empty.", f"The first line names columns: {', '.join(table.names)}."
            )
        ]
    found = [
        Diagnostic(
            "unknown-column",
            shown,
            f"{name!r} is not a column of {table.name}.",
            did_you_mean(name, set(table.names) - set(header)),
            line=line,
            column=number,
        )
        for number, name in enumerate(header, 1)
        if name and name not in table.names
    ]
    found += [
        Diagnostic(
            "doubled-column", shown, f"the column {name!r} stands there twice.", "Keep one.", line=line
        )
        for name in sorted({n for n in header if n and header.count(n) > 1})
    ]
    found += [
        Diagnostic(
            "missing-column",
            shown,
            f"the column {c.name!r} is missing ({c.meaning}).",
            "Add it to the first line.",
            line=line,
        )
        for c in table.columns
        if (c.required or c.name in table.key) and c.name not in header
    ]
    return found


def _record(
    line: int, cells: Sequence[str], header: Sequence[str], table: Table, shown: str
) -> tuple[dict[str, object], list[Diagnostic]]:
    record: dict[str, object] = {"line": line}
    found: list[Diagnostic] = []
    if len(cells) > len(header):
        extra = [c for c in cells[len(header) :] if c.strip()]
        if extra:
            found.append(
                Diagnostic(
                    "too-many-cells",
                    shown,
                    f"has {len(cells)} cells, the first line names {len(header)} columns; {extra[0]!r} is over.",
                    "A cell that holds the separator stands in quotation marks.",
                    line=line,
                )
            )
    given = dict(zip(header, cells, strict=False))
    for column in table.columns:
        text = given.get(column.name, "").strip()
        if not text:
            if (column.required or column.name in table.key) and column.name in header:
                told = Diagnostic(
                    "missing-value",
                    shown,
                    f"the cell {column.name!r} is empty ({column.meaning}).",
                    "Fill it in.",
                    line=line,
                    column=column.name,
                )
                found.append(told)
            continue
        value, problem = PARSERS[column.kind](text)
        if not problem and column.allowed:
            wrong = [v for v in (value if isinstance(value, list) else [value]) if v not in column.allowed]
            if wrong:
                problem = f"is not one of the values of {column.name}. {did_you_mean(str(wrong[0]), column.allowed)}"
        if problem:
            found.append(
                Diagnostic(f"bad-{column.kind}", shown, problem, line=line, column=column.name, value=text)
            )
        else:
            record[column.name] = value
    return record, found


def _check_keys(records: Sequence[Mapping[str, object]], table: Table, shown: str) -> list[Diagnostic]:
    if not table.key:
        return []
    first: dict[tuple[object, ...], object] = {}
    found: list[Diagnostic] = []
    for record in records:
        key = tuple(record.get(n) for n in table.key)
        if None in key:
            continue
        if key in first:
            found.append(
                Diagnostic(
                    "doubled-key",
                    shown,
                    f"stands on line {first[key]} already; {' + '.join(table.key)} tells the rows apart.",
                    "Give one of them another.",
                    line=int(str(record["line"])),
                    column=table.key[0],
                    value=str(key[0]),
                )
            )
        first.setdefault(key, record["line"])
    return found
