"""Changes to a study's files: documents are copied in, and rows are put below the rows that people wrote.

Nothing that stands in a file is changed: its bytes are kept and new ones follow them, in the file's own
encoding, separator and order of columns. A file that somebody else changed in the meantime is left alone.
"""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from comity.dates import is_date
from comity.diagnostics import ComityError, Diagnostic, UsageError
from comity.store import write_atomically
from comity.study.files import file_key, is_stray, listed_files
from comity.study.languages import is_language
from comity.study.patterns import fold, words_in
from comity.study.settings import FILE
from comity.study.tables import DOCUMENTS
from comity.table import read_csv

if TYPE_CHECKING:
    import polars as pl

TABLE = "documents.csv"
_SAID = ("title", "issuer", "date", "language")
_LONGEST_ID, _LONGEST_CELL = 48, 300
# File names that say nothing; then the title says more.
_EMPTY_NAMES = re.compile(
    r"(document|doc|file|scan|img|image|download|untitled|unbenannt|text|page)?[\W\d_]*|[0-9a-f-]{16,}"
)
# A spreadsheet takes text that begins so for a formula, and the titles of files are not ours.
_FORMULA = re.compile(r"^[=+@\-\s]+")

Describe = Callable[[Path], Mapping[str, str | None]]
"""What a file says of itself (title, date, issuer, language); raises ComityError where it cannot be read."""


@dataclass(frozen=True, slots=True)
class _Existing:
    """documents.csv as it is written now; `ids` by the file they name (or by themselves)."""

    data: bytes
    columns: Sequence[str]
    delimiter: str
    encoding: str
    ids: Mapping[str, str]


def add_documents(
    folder: Path, files: Iterable[Path], *, describe: Describe
) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Copy files into documents/ and append their rows to documents.csv; gives the rows (DOCUMENTS).

    A file that is there already (same content) is left out with a word; one that cannot be read is left out
    with the reason, and the others go on. Raises: UsageError where the folder is no study or documents.csv
    cannot be written to as it is.
    """
    if not (folder / FILE).exists():
        raise UsageError(f"{folder} is not a study; it has no {FILE}. Begin one with:  comity new {folder}")
    existing = _existing(folder / TABLE)
    plan = _Plan(folder / "documents", existing).start()
    for file in files:
        plan.add(file, describe)
    if plan.rows:
        data = existing.data + _appended(existing, plan.rows)
        _carry_out(folder / TABLE, existing, data, plan.copies)
    return DOCUMENTS.frame(plan.rows), plan.diagnostics


def _existing(path: Path) -> _Existing:
    data = path.read_bytes() if path.exists() else b""
    if not data.strip():
        return _Existing(data, DOCUMENTS.names, ",", "utf-8", {})
    read = read_csv(path, DOCUMENTS, name=TABLE)
    text = data.decode(read.encoding, errors="replace")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=read.delimiter)
    header = ([c.strip() for c in row] for row in lines if any(c.strip() for c in row))
    columns = next(header, DOCUMENTS.names)
    broken = [told for told in read.diagnostics if told.code == "bad-csv"]
    missing = [name for name in ("id", "file") if name not in columns]
    if broken:
        raise UsageError(f"{broken[0]} No row can be added before.")
    if missing:
        raise UsageError(
            f"{TABLE} has no column {missing[0]!r}. Add it to the first line; no row can be added before."
        )
    rows = read.frame.drop_nulls("id").select("file", "id").iter_rows()
    ids = {file_key(file) if file else f"#{name}": name for file, name in rows}
    return _Existing(data, columns, read.delimiter, read.encoding, ids)


@dataclass(slots=True)
class _Plan:
    """What goes in, file by file; each step sees the names, ids and contents that are taken by then."""

    documents: Path
    existing: _Existing
    rows: list[dict[str, object]] = field(default_factory=list)
    copies: list[tuple[Path, Path]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    names: dict[Path, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    sizes: dict[int, list[Path]] = field(default_factory=dict)

    def start(self) -> _Plan:
        """The names, contents and ids that are taken before the first file."""
        self.ids = dict(self.existing.ids)
        for name, path in listed_files(self.documents).items():
            self._take(path, name)
        return self

    def add(self, file: Path, describe: Describe) -> None:
        """Plan one file, or say why not."""
        told = _not_a_file(file) or self._already_there(file)
        if told:
            self.diagnostics.append(told)
            return
        try:
            said = describe(file)
        except ComityError as error:
            self.diagnostics.append(_unreadable(file, error))
            return
        target = self.names.get(file.resolve()) or _free_name(file, self.names.values())
        name = _free_id(file, said.get("title"), {i.casefold() for i in self.ids.values()})
        cells = {**_row(said), "id": name, "file": target, "status": "held"}
        self.rows.append({column: cell for column, cell in cells.items() if cell})
        self.copies.append((file, self.documents / target))
        self.ids[target] = name
        self._take(file, target)

    def _take(self, file: Path, name: str) -> None:
        self.names[file.resolve()] = name
        self.sizes.setdefault(file.stat().st_size, []).append(file.resolve())

    def _already_there(self, file: Path) -> Diagnostic | None:
        """A word where the very bytes of the file are in the study; its own place in documents/ is none."""
        own = file.resolve() if self.names.get(file.resolve()) not in self.ids else None
        alike = [path for path in self.sizes.get(file.stat().st_size, ()) if path != own]
        data = file.read_bytes() if alike else b""
        same = next((path for path in alike if path.read_bytes() == data), None)
        if same is None:
            return None
        name = self.names[same]
        who = f"as {self.ids[name]!r}" if name in self.ids else f"as documents/{name}"
        told = f"is in the study already {who}."
        return Diagnostic("already-there", str(file), told, "It was left out.", severity="warning")


def _not_a_file(file: Path) -> Diagnostic | None:
    if file.is_file():
        return None
    if file.is_dir():
        return Diagnostic(
            "no-such-file", str(file), "is a folder, not a document.", f"Name the files in it:  {file}/*"
        )
    return Diagnostic("no-such-file", str(file), "is not there.", "Check the path.")


def _unreadable(file: Path, error: ComityError) -> Diagnostic:
    code = getattr(error, "code", "unreadable")
    return Diagnostic(code, str(file), getattr(error, "problem", str(error)), getattr(error, "fix", ""))


def _row(said: Mapping[str, str | None]) -> dict[str, object]:
    """The cells that the file fills itself; what is no date or no language is left empty."""
    cells = {
        name: _FORMULA.sub("", " ".join((said.get(name) or "").split()))[:_LONGEST_CELL] for name in _SAID
    }
    if not is_date(cells["date"]):
        cells["date"] = ""
    if not is_language(cells["language"]):
        cells["language"] = ""
    return dict(cells)


def _free_name(file: Path, others: Collection[str]) -> str:
    """The file's own name, with a number where another file has it."""
    taken = {other.casefold() for other in others}
    name = unicodedata.normalize("NFC", file.name)
    name = name.lstrip(".~$") or "document" if is_stray(name) else name
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    numbered = (f"{stem}-{number}{suffix}" for number in range(2, len(taken) + 3))
    return next(n for n in (name, *numbered) if n.casefold() not in taken)


def _free_id(file: Path, title: str | None, taken: set[str]) -> str:
    """A readable id from the file's name, or from the title where the name says nothing."""
    stem = file.stem
    says_nothing = _EMPTY_NAMES.fullmatch(stem.casefold()) is not None
    base = _slug(title or "") if says_nothing and title else ""
    base = base or _slug(stem) or "document"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(i for i in (base, *numbered) if i.casefold() not in taken)


def _slug(text: str) -> str:
    """Small letters without accents, words joined by hyphens, cut between words."""
    words = [fold(text[start:end]) for start, end in words_in(unicodedata.normalize("NFC", text))]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_LONGEST_ID]
        if len(longer) > _LONGEST_ID:
            break
        slug = longer
    return slug


def _appended(existing: _Existing, rows: Sequence[Mapping[str, object]]) -> bytes:
    """The bytes that follow those of documents.csv: its rows in its own form."""
    text = existing.data.decode(existing.encoding, errors="replace")
    newline = "\r\n" if "\r\n" in text else "\n"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=existing.delimiter, lineterminator=newline)
    if not text.strip():
        writer.writerow(existing.columns)
    elif not text.endswith(("\n", "\r")):
        out.write(newline)
    for row in rows:
        writer.writerow([row.get(column) or "" for column in existing.columns])
    try:
        return out.getvalue().encode(_without_mark(existing))
    except UnicodeEncodeError as error:
        sign = error.object[error.start : error.end][:1]
        told = f"{TABLE} is written in {existing.encoding}, which has no {sign!r}."
        raise UsageError(f"{told} Save it as UTF-8 and add again.") from error


def _without_mark(existing: _Existing) -> str:
    """The encoding in which text can be appended; a byte order mark stands only where a file begins."""
    if existing.encoding == "utf-16":
        return "utf-16-le" if existing.data.startswith(b"\xff\xfe") else "utf-16-be"
    return "utf-8" if existing.encoding == "utf-8-sig" else existing.encoding


def _carry_out(table: Path, existing: _Existing, data: bytes, copies: Sequence[tuple[Path, Path]]) -> None:
    """Copy the files, then write the table; where it cannot be written, the copies are taken back."""
    made: list[Path] = []
    try:
        for source, target in copies:
            if source.resolve() != target.resolve():
                _check(unchanged=not target.exists())
                made.append(target)
                write_atomically(target, source.read_bytes())
        _check(unchanged=(table.read_bytes() if table.exists() else b"") == existing.data)
        write_atomically(table, data)
    except BaseException:
        for target in made:
            target.unlink(missing_ok=True)
        raise


def _check(*, unchanged: bool) -> None:
    if not unchanged:
        told = "The study was changed by somebody else in the meantime; nothing was added. Add again."
        raise UsageError(told)
