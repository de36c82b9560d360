"""Documents without a study: what a verb reads when it is given files alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import Diagnostic, UsageError

if TYPE_CHECKING:
    from comity.coding.coded_texts import Input
    from comity.study.folder import StudyFolder


def inputs_of(files: Sequence[Path]) -> tuple[list[Input], list[Diagnostic]]:
    """What to read: ids from file names, doubled names told apart; a file that is not there is a diagnostic."""
    from comity.coding.coded_texts import Input

    inputs: list[Input] = []
    missing: list[Diagnostic] = []
    taken: dict[str, int] = {}
    for file in files:
        path = Path(file)
        data = _standard_input() if str(file) == "-" else None
        if data is None and not path.is_file():
            what = "is a folder, not a document." if path.is_dir() else "is not there."
            fix = "Name the files in it." if path.is_dir() else "Check the path."
            missing.append(Diagnostic("no-such-file", str(path), what, fix))
            continue
        name = "standard input" if data is not None else path.name
        identity = name if data is not None else path.stem
        taken[identity] = taken.get(identity, 0) + 1
        identity = identity if taken[identity] == 1 else f"{identity} ({taken[identity]})"
        inputs.append(Input(identity, None if data is not None else path, data, name, None))
    return inputs, missing


def inputs_in(
    place: Path, option: str, counts: Callable[[Path], bool]
) -> tuple[list[Input], list[Diagnostic]]:
    """What to read in a folder and the folders in it, as far as it `counts`, or the one document that stands there.

    Raises: UsageError, naming the `option` that gave the place, where there is nothing to read.
    """
    from comity.documents.reader import READERS

    if place.is_dir():
        endings = {ending for reader in READERS.all().values() for ending in reader.extensions}
        every = (p for p in place.rglob("*") if p.is_file() and p.suffix.lower() in endings)
        files = sorted(filter(counts, every))
        if not files:
            raise UsageError(f"{option} {place}: the folder holds no document that comity can read.")
        return inputs_of(files)
    if not place.exists():
        raise UsageError(f"{option} {place}: it is not there. Check the path.")
    return inputs_of([place])


def _standard_input() -> bytes:
    import sys

    return sys.stdin.buffer.read()


def folder_of(inputs: Sequence[Input], codebook: Path | None) -> StudyFolder:
    """A study in memory: the documents, no context, no statements, nobody's codings."""
    import polars as pl

    from comity.diagnostics import StudyError
    from comity.study.codebook import load_codebook
    from comity.study.folder import StudyFolder
    from comity.study.registry import nothing
    from comity.study.registry_tables import REGISTRY
    from comity.study.settings import Settings
    from comity.study.sides import sides_of
    from comity.study.sources import SOURCES
    from comity.study.tables import ACTORS, DOCUMENTS, PEOPLE_CODINGS, STATEMENTS
    from comity.study.vocabularies import shipped_vocabularies

    book, diagnostics = load_codebook(codebook or "partnership", base=Path())
    if book is None:
        raise StudyError(diagnostics)
    name = inputs[0].name if len(inputs) == 1 else f"{len(inputs)} documents"
    settings = Settings(name=name)
    line = pl.lit(None, pl.Int64).alias("line")
    actors = ACTORS.empty().with_columns(line)
    nobody = PEOPLE_CODINGS.empty().with_columns(line, coder=pl.lit(None, pl.String))
    return StudyFolder(
        path=Path(),
        settings=settings,
        codebook=book,
        documents=DOCUMENTS.frame(
            {"id": i.document, "file": i.name, "status": "held"} for i in inputs
        ).with_columns(line),
        statements=STATEMENTS.empty().with_columns(line),
        actors=actors,
        people=nobody,
        reading=nobody,
        diagnostics=tuple(diagnostics),
        files={},
        sides=sides_of(actors, settings),
        registry={table.name: nothing(table) for table in REGISTRY},
        vocabularies=shipped_vocabularies(),
        sources=SOURCES.empty(),
    )
