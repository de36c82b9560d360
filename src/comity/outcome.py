"""What a verb gives back: an object that can show itself on a terminal, as JSON and in a notebook.

Verbs compute and never print; the command line renders an :class:`Outcome` and turns its ``exit_code`` into
the process's.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from comity.diagnostics import Diagnostic
from comity.version import VERSION

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis

    StudyPlace: TypeAlias = Analysis | Path
else:
    # What the command line gives is a path; naming the class here would import Polars for every --help.
    StudyPlace = Path

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A small table for people: heading, column titles (none: no header), rows of words, a remark below.

    Columns named in `numbers` are set right; the last column takes the room that is left.
    """

    title: str
    rows: Sequence[Sequence[str]]
    columns: Sequence[str] = ()
    numbers: frozenset[int] = frozenset()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a command.

    ``tables`` are the frames that ``--json`` prints and ``--csv`` writes, by name, each as declared;
    ``written`` are the files made; ``exit_code`` is 0 fine, 1 a check failed, 2 wrong use or bad input. ``stream``, where
    there is one, is all that goes to standard output, as it stands (``--csv -``).
    """

    command: str
    summary: Sequence[str] = ()
    sections: Sequence[Section] = ()
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    diagnostics: Sequence[Diagnostic] = ()
    written: Sequence[Path] = ()
    exit_code: int = 0
    stream: str | None = None

    def as_json(self) -> dict[str, object]:
        """One object in which each table stands under its name as a list of rows."""
        return {
            "comity": VERSION,
            "schema": SCHEMA_VERSION,
            "command": self.command,
            "summary": list(self.summary),
            **{name: rows_of(frame) for name, frame in self.tables.items()},
            "diagnostics": [diagnostic_row(d) for d in self.diagnostics],
            "written": [str(path) for path in self.written],
            "exit_code": self.exit_code,
        }

    def __str__(self) -> str:
        """The summary, the sections as plain text, and the files written."""
        lines = [*self.summary]
        for section in self.sections:
            lines += ["", section.title]
            lines += ["  " + "  ".join(row) for row in section.rows]
            lines += [section.remark] if section.remark else []
        lines += [str(d) for d in self.diagnostics]
        lines += [f"Written: {path}" for path in self.written]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """The same for a notebook."""
        parts = [f"<p>{html.escape(line)}</p>" for line in self.summary]
        for section in self.sections:
            head = "".join(f"<th>{html.escape(c)}</th>" for c in section.columns)
            body = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
                for row in section.rows
            )
            parts.append(f"<h4>{html.escape(section.title)}</h4><table><tr>{head}</tr>{body}</table>")
            parts.append(f"<p>{html.escape(section.remark)}</p>" if section.remark else "")
        return "".join(parts)


@runtime_checkable
class Answer(Protocol):
    """What a verb may give instead: an object of its own, which has its outcome made when it is to be shown."""

    def outcome(self) -> Outcome:
        """What a command line shows of it."""
        ...


def rows_of(frame: pl.DataFrame) -> list[dict[str, object]]:
    """The rows of a frame as JSON takes them: hashes as text, since they outgrow a double."""
    import polars as pl

    wide = [name for name, kind in frame.schema.items() if kind == pl.UInt64]
    return frame.with_columns(pl.col(wide).cast(pl.String)).to_dicts() if wide else frame.to_dicts()


def diagnostic_row(diagnostic: Diagnostic) -> dict[str, object]:
    """A diagnostic as JSON prints it."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "value": diagnostic.value,
        "problem": diagnostic.problem,
        "fix": diagnostic.fix,
    }


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path) -> list[Path]:
    """Each table as ``NAME.csv`` in the folder (lists joined with ``; ``); gives the files written, sorted."""
    from comity.store import write_atomically

    written: list[Path] = []
    for name, frame in sorted(tables.items()):
        path = folder / f"{name}.csv"
        write_atomically(path, _flat(frame).write_csv())
        written.append(path)
    return written


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(lists).list.join("; ")) if lists else frame


def worst(diagnostics: Iterable[Diagnostic]) -> int:
    """2 where an error is among them, else 0."""
    return 2 if any(d.severity == "error" for d in diagnostics) else 0
