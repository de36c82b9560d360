"""A study folder, read whole: every table, what it says and everything that is wrong with it, at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import Diagnostic, StudyError, UsageError, errors_in
from comity.study import answers, checks, claims, coding_checks, registry_checks, settings, sources
from comity.study.codebook import SHIPPED, Codebook, find_codebook, read_codebook
from comity.study.files import file_key, is_stray, listed_files
from comity.study.registry import read_registry
from comity.study.sides import Sides, sides_of
from comity.study.tables import DOCUMENTS, PEOPLE_CODINGS, STATEMENTS
from comity.study.vocabularies import Vocabularies, extended
from comity.table import Table, read_csv

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """What stands in a study folder; frames follow study/tables.py, with ``line``, people's with ``coder``.

    ``files`` gives the file of each document that is held, ``registry`` the tables of the registry by name
    (study/registry_tables.py), with ``line`` and ``file``, ``sources`` what sources.bib lists. ``people`` are the
    codings of people, ``reading`` what they say they read (study/tables.py, rows without a code). ``answers`` are those
    of the language model that the settings name. ``diagnostics`` are in the order of the files and of their lines.
    """

    path: Path
    settings: settings.Settings
    codebook: Codebook
    documents: pl.DataFrame
    statements: pl.DataFrame
    actors: pl.DataFrame
    people: pl.DataFrame
    reading: pl.DataFrame
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, Path]
    sides: Sides
    registry: Mapping[str, pl.DataFrame]
    vocabularies: Vocabularies
    sources: pl.DataFrame
    claims: tuple[claims.Claim, ...] = ()
    answers: tuple[answers.Record, ...] = ()

    @classmethod
    def read(cls, path: Path | str) -> StudyFolder:
        """The folder as it is now; what is wrong is told in ``diagnostics`` and never raised.

        Raises: UsageError where there is no folder.
        """
        root = Path(path)
        if not root.is_dir():
            what = "is a file" if root.exists() else "is not there"
            raise UsageError(f"{root} {what}; a study is a folder. Begin one with:  comity new {root}")
        reading = _Reading(root)
        return reading.folder()

    def require(self) -> StudyFolder:
        """The folder itself, where nothing stops the work. Raises StudyError with all that is wrong."""
        if errors_in(self.diagnostics):
            raise StudyError(self.diagnostics)
        return self


@dataclass(slots=True)
class _Reading:
    """One reading of a folder; the diagnostics gather in the order of the files."""

    root: Path
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def folder(self) -> StudyFolder:
        told = self._settings()
        book = self._codebook(told)
        documents = self._table("documents.csv", DOCUMENTS)
        registry = read_registry(self.root, self.diagnostics.append)
        listed = listed_files(self.root / "documents")
        contents = checks.Contents(
            settings=told.settings,
            places=told.places,
            codebook=book,
            documents=_with_status(documents),
            statements=self._table("statements.csv", STATEMENTS),
            actors=registry["actors"],
            people=self._people(),
            listed=tuple(listed),
            tables=tuple(_csv_files(self.root)),
        )
        self.diagnostics += checks.run(contents)
        self.diagnostics += coding_checks.run(contents.people, book, told.settings.programs)
        sides = sides_of(contents.actors, contents.settings)
        words = extended(contents.settings.vocabularies)
        findings = self._claims()
        answered = self._answers(told.settings)
        listed_sources = self._sources(contents, registry)
        self.diagnostics += registry_checks.run(
            registry_checks.Record(registry, contents.settings, told.places, sides, words)
        )
        return StudyFolder(
            path=self.root,
            settings=contents.settings,
            codebook=book,
            documents=contents.documents,
            statements=contents.statements,
            actors=contents.actors,
            people=contents.people.drop_nulls(["code", "start", "end", "quote", "stance"]),
            reading=contents.people.filter(contents.people["code"].is_null()),
            diagnostics=tuple(_in_order(self.diagnostics, told.settings.codebook)),
            files=_held(contents.documents, listed),
            sides=sides,
            registry=registry,
            vocabularies=words,
            claims=findings,
            answers=answered,
            sources=listed_sources,
        )

    def _settings(self) -> settings.ReadSettings:
        file = self.root / settings.FILE
        name = self.root.resolve().name
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            told = f"is missing: {self.root} is not a study yet."
            self._tell("no-study", settings.FILE, told, f"Begin one with:  comity new {self.root}")
            return settings.ReadSettings(settings.Settings(name=name))
        except OSError as error:
            self._tell("unreadable", settings.FILE, f"cannot be read ({error.strerror}).", "Is it a file?")
            return settings.ReadSettings(settings.Settings(name=name))
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._tell("not-utf-8", settings.FILE, "is not UTF-8.", "Save it as UTF-8.", line)
            return settings.ReadSettings(settings.Settings(name=name))
        read = settings.read_settings(text, name=name)
        self.diagnostics += read.diagnostics
        return read

    def _codebook(self, told: settings.ReadSettings) -> Codebook:
        path, shown = find_codebook(told.settings.codebook, self.root)
        if path is None:
            self.diagnostics.append(checks.unknown_codebook(told))
            return Codebook(told.settings.codebook)
        book, diagnostics = read_codebook(path, shown, thorough=SHIPPED not in path.parents)
        self.diagnostics += diagnostics
        return book

    def _claims(self) -> tuple[claims.Claim, ...]:
        """The study's findings; none where it states none."""
        path = self.root / claims.FILE
        if not path.exists():
            return ()
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            self._tell("unreadable", claims.FILE, "cannot be read as UTF-8 text.", "Save it as UTF-8.")
            return ()
        found, diagnostics = claims.read_claims_text(text)
        self.diagnostics += diagnostics
        return found

    def _answers(self, told: settings.Settings) -> tuple[answers.Record, ...]:
        """What the study's language model answered so far; nothing where it has none."""
        if told.llm is None:
            return ()
        found, diagnostics = answers.read_answers(self.root, told.llm.file)
        self.diagnostics += diagnostics
        return found

    def _sources(self, contents: checks.Contents, registry: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """What sources.bib lists; where it is there, rows name keys that it has."""
        listed, diagnostics = sources.read_sources(self.root)
        self.diagnostics += diagnostics
        known = set(listed["id"])
        frames = {checks.DOCUMENTS: contents.documents, checks.STATEMENTS: contents.statements, **registry}
        for name, frame in frames.items() if known else ():
            self.diagnostics += sources.unknown_keys(name, frame, known)
        return listed

    def _table(self, name: str, table: Table) -> pl.DataFrame:
        """The rows of a table with ``line``; none where its file is not there."""
        import polars as pl

        nothing = table.empty().with_columns(pl.lit(None, pl.Int64).alias("line"))
        path = self.root / name
        if not path.exists():
            return nothing
        try:
            read = read_csv(path, table, name=name)
        except OSError as error:
            self._tell(
                "unreadable", name, f"cannot be read ({error.strerror}).", "Is it a file that you may read?"
            )
            return nothing
        self.diagnostics += read.diagnostics
        return read.frame

    def _people(self) -> pl.DataFrame:
        """The codings of all people, one file each, with ``coder``."""
        import polars as pl

        folder = self.root / "codings"
        files = sorted(folder.glob("*.csv"), key=lambda p: p.name) if folder.is_dir() else []
        frames = [
            self._table(f"codings/{path.name}", PEOPLE_CODINGS).with_columns(coder=pl.lit(path.stem))
            for path in files
            if not is_stray(path.name)
        ]
        nobody = PEOPLE_CODINGS.empty().with_columns(
            line=pl.lit(None, pl.Int64), coder=pl.lit(None, pl.String)
        )
        return pl.concat([nobody, *frames])

    def _tell(self, code: str, file: str, problem: str, fix: str, line: int | None = None) -> None:
        self.diagnostics.append(Diagnostic(code, file, problem, fix, line))


def _with_status(documents: pl.DataFrame) -> pl.DataFrame:
    """An empty status is held where a file is named, and cited where none is."""
    import polars as pl

    derived = pl.when(pl.col("file").is_null()).then(pl.lit("cited")).otherwise(pl.lit("held"))
    return documents.with_columns(pl.coalesce("status", derived).alias("status"))


def _held(documents: pl.DataFrame, listed: Mapping[str, Path]) -> dict[str, Path]:
    rows = documents.drop_nulls(["id", "file"]).select("id", "file").iter_rows()
    return {identity: listed[file_key(file)] for identity, file in rows if file_key(file) in listed}


def _csv_files(root: Path) -> Iterator[str]:
    """The CSV files where tables of the study stand, by name."""
    for folder in (root, root / "registry"):
        for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
            if not is_stray(path.name):
                yield path.relative_to(root).as_posix()


def _in_order(diagnostics: list[Diagnostic], codebook: str) -> list[Diagnostic]:
    """By file, in the order in which people think of them, then by line and column."""
    first = (settings.FILE, codebook, *checks.TABLES)

    def place(told: Diagnostic) -> tuple[int, str, int, int]:
        column = told.column if isinstance(told.column, int) else 0
        rank = first.index(told.file) if told.file in first else len(first)
        return rank, told.file, told.line or 0, column

    return sorted(diagnostics, key=place)
