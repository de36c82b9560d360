"""What must hold between the files of a study: one function per rule, each giving all that breaks it.

A new rule is a function of :class:`Contents` and its name in ``RULES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity.diagnostics import Diagnostic, Severity, did_you_mean
from comity.study import settings as settings_file
from comity.study.codebook import shipped_codebooks
from comity.study.files import file_key
from comity.study.languages import CODES, language_meant
from comity.study.registry_tables import REGISTRY
from comity.study.sides import bearers, name_key, sides_of
from comity.study.tables import SIDES

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import ReadSettings, Settings
    from comity.study.toml_lines import TomlPlaces

DOCUMENTS, STATEMENTS, ACTORS = "documents.csv", "statements.csv", "registry/actors.csv"
TABLES = (DOCUMENTS, STATEMENTS, *(f"registry/{table.name}.csv" for table in REGISTRY))
# They separate the parts of a row's identity, document#start-end/code/coder.
_NOT_IN_IDS = re.compile(r"[#/\\]")
_MOST_SUGGESTIONS = 20
_MOST_UNLISTED = 5


@dataclass(frozen=True, slots=True)
class Contents:
    """All that the rules look at; `listed`: the names below documents/, `tables`: the CSV files."""

    settings: Settings
    places: TomlPlaces
    codebook: Codebook
    documents: pl.DataFrame
    statements: pl.DataFrame
    actors: pl.DataFrame
    people: pl.DataFrame
    listed: tuple[str, ...]
    tables: tuple[str, ...]


def run(contents: Contents) -> list[Diagnostic]:
    """Everything that breaks a rule."""
    return [told for rule in RULES for told in rule(contents)]


def actors_of_contexts_are_registered(contents: Contents) -> Iterator[Diagnostic]:
    """Contexts place actors of the registry, where there is one."""
    known = set(contents.actors["id"].drop_nulls())
    placed = [
        (context.id, side, number, actor)
        for context in contents.settings.contexts.values()
        for side in SIDES
        for number, actor in enumerate(context.actors(side))
        if known and actor not in known
    ]
    for context_id, side, number, actor in placed:
        line, column = contents.places.place(("contexts", context_id, side, number))
        meant = {a for a, _, name in bearers(contents.actors) if name_key(name) == name_key(actor)}
        fix = f"Its id is {min(meant)!r}." if meant else did_you_mean(actor, known)
        told = f"{actor!r} is not the id of an actor in {ACTORS}."
        yield Diagnostic("unknown-actor", settings_file.FILE, told, fix, line, column, actor)


def ids_separate(contents: Contents) -> Iterator[Diagnostic]:
    """An id holds none of the signs that separate the parts of an identity."""
    tables = ((DOCUMENTS, contents.documents), (STATEMENTS, contents.statements), (ACTORS, contents.actors))
    for file, frame in tables:
        for line, value in _cells(frame, "id"):
            found = _NOT_IN_IDS.search(value)
            if found:
                told = f"is not an id: {found.group()!r} may not stand in one."
                fix = f"Did you mean {_NOT_IN_IDS.sub('-', value)!r}?"
                yield _of_cell("bad-id", (file, line, "id", value), told, fix)


def documents_are_there(contents: Contents) -> Iterator[Diagnostic]:
    """A document that is held has its file in documents/; one that is cited has none."""
    suggest = _suggesting(contents.listed)
    listed = set(contents.listed)
    for line, file, status in contents.documents.select("line", "file", "status").iter_rows():
        place = (DOCUMENTS, line, "status", status)
        if file is None and status == "held":
            yield _of_cell("no-file", place, "but the row names no file.", "Name the file, or write 'cited'.")
        elif file is not None and status == "cited":
            told = f"but the row names the file {file!r}."
            yield _of_cell("cited-with-file", place, told, "Write 'held', or leave the status empty.")
        if file is not None and file_key(file) not in listed:
            fix = suggest(file_key(file)) if listed else "Put it there."
            yield _of_cell("no-such-file", (DOCUMENTS, line, "file", file), "is not in documents/.", fix)


def files_stand_once(contents: Contents) -> Iterator[Diagnostic]:
    """No file is two documents: it would count twice."""
    first: dict[str, int] = {}
    for line, file in _cells(contents.documents, "file"):
        before = first.setdefault(file_key(file), line)
        if before != line:
            told = f"is the file of line {before} already; it would be counted twice."
            yield _of_cell(
                "doubled-file", (DOCUMENTS, line, "file", file), told, "Take one of the rows away."
            )


def files_are_listed(contents: Contents) -> Iterator[Diagnostic]:
    """A file in documents/ has its row; without one it is not read."""
    named = {file_key(file) for _, file in _cells(contents.documents, "file")}
    bare = [name for name in contents.listed if name not in named]
    for name in bare[:_MOST_UNLISTED]:
        told = f"documents/{name} has no row and is not read."
        fix = f'Add it with:  comity add "documents/{name}"'
        yield Diagnostic("unlisted-file", DOCUMENTS, told, fix, severity="warning")
    if len(bare) > _MOST_UNLISTED:
        told = f"{len(bare) - _MOST_UNLISTED} more files in documents/ have no row and are not read."
        fix = "Add them with:  comity add documents/*"
        yield Diagnostic("unlisted-file", DOCUMENTS, told, fix, severity="warning")


def contexts_are_known(contents: Contents) -> Iterator[Diagnostic]:
    """The contexts of documents are those of study.toml."""
    known = contents.settings.contexts
    suggest = _suggesting(known)
    for line, value in _unknown(contents.documents, "context", known):
        fix = suggest(value) if known else f"Add [contexts.{value}] to study.toml."
        told = "is not a context of study.toml."
        yield _of_cell("unknown-context", (DOCUMENTS, line, "context", value), told, fix)


def documents_have_contexts(contents: Contents) -> Iterator[Diagnostic]:
    """Where a study compares contexts, a document without one is compared with nothing."""
    bare = contents.documents.filter(pl.col("context").is_null() & pl.col("id").is_not_null())
    if contents.settings.contexts and bare.height:
        told = (
            f"{bare.height} of {contents.documents.height} documents have no context, the first on this line."
        )
        fix = f"Fill in one of: {', '.join(contents.settings.contexts)}."
        yield Diagnostic("no-context", DOCUMENTS, told, fix, bare["line"][0], severity="warning")


def languages_are_known(contents: Contents) -> Iterator[Diagnostic]:
    """Languages are two-letter codes."""
    for line, value in _unknown(contents.documents, "language", CODES):
        place = (DOCUMENTS, line, "language", value)
        yield _of_cell("unknown-language", place, "is not a language code.", language_meant(value))


def references_lead_to_documents(contents: Contents) -> Iterator[Diagnostic]:
    """Statements and people's codings name documents of documents.csv."""
    known = set(contents.documents["id"].drop_nulls())
    suggest = _suggesting(known)
    for file, frame in _coded(contents):
        for line, value in _unknown(frame, "document", known):
            place = (file, line, "document", value)
            yield _of_cell("unknown-document", place, "is not a document of documents.csv.", suggest(value))


def drafts_are_of_other_documents(contents: Contents) -> Iterator[Diagnostic]:
    """A draft names the document that came of it, and that is another one."""
    known = set(contents.documents["id"].drop_nulls())
    suggest = _suggesting(known)
    for line, value in _unknown(contents.documents, "draft_of", known):
        place = (DOCUMENTS, line, "draft_of", value)
        yield _of_cell("unknown-document", place, "is not a document of documents.csv.", suggest(value))
    for line, value in (
        contents.documents.filter(pl.col("draft_of") == pl.col("id")).select("line", "id").iter_rows()
    ):
        fix = "Name the text that negotiations ended with, or leave the cell empty."
        yield _of_cell(
            "draft-of-itself", (DOCUMENTS, line, "draft_of", value), "is this document itself.", fix
        )


def codes_are_in_the_codebook(contents: Contents) -> Iterator[Diagnostic]:
    """Statements name codes of the codebook (of people's codings: coding_checks.py)."""
    known = contents.codebook.codes
    suggest = _suggesting(known)
    told = f"is not a code of the codebook {contents.codebook.name!r}."
    for line, value in _unknown(contents.statements, "code", known) if known else ():
        yield _of_cell("unknown-code", (STATEMENTS, line, "code", value), told, suggest(value))


def names_mean_one_actor(contents: Contents) -> Iterator[Diagnostic]:
    """No two actors go by one name: what it says could not be ascribed to either."""
    lines = dict(contents.actors.drop_nulls("id").select("id", "line").iter_rows())
    first: dict[str, str] = {}
    for actor, column, name in bearers(contents.actors):
        other = first.setdefault(name_key(name), actor)
        if other != actor:
            told = f"is a name of {other!r} (line {lines[other]}) and of {actor!r}; it would mean neither."
            place = (ACTORS, lines[actor], column, name)
            yield _of_cell("ambiguous-name", place, told, "Keep it with one of them.")


def actors_belong_to_actors(contents: Contents) -> Iterator[Diagnostic]:
    """``member_of`` names an actor, and nobody belongs to itself by whatever way."""
    known = set(contents.actors["id"].drop_nulls())
    suggest = _suggesting(known)
    for line, value in _unknown(contents.actors, "member_of", known):
        place = (ACTORS, line, "member_of", value)
        yield _of_cell("unknown-actor", place, "is not the id of an actor.", suggest(value))
    belonging = contents.actors.drop_nulls(["id", "member_of"])
    above = dict(belonging.select("id", "member_of").iter_rows())
    seen: set[str] = set()
    for actor, line in belonging.select("id", "line").iter_rows():
        path = _upwards(actor, above)
        if above.get(path[-1]) == actor and actor not in seen:
            seen.update(path)
            told = f"an actor cannot belong to itself: {' > '.join((*path, actor))}."
            yield _of_cell(
                "cycle", (ACTORS, line, "member_of", above[actor]), told, "Take one of these away."
            )


def speakers_are_registered(contents: Contents) -> Iterator[Diagnostic]:
    """Where there is a registry, who speaks is found in it or in a generic phrase of a context."""
    if contents.actors["id"].drop_nulls().is_empty():
        return
    sides = sides_of(contents.actors, contents.settings)
    suggest = _suggesting({name_key(name) for _, _, name in bearers(contents.actors)})
    seen: set[str] = set()
    for file, column, frame in _speaking(contents):
        for line, value in _cells(frame, column):
            if value in seen:
                continue
            seen.add(value)
            if sides.actor(value) or any(sides.side(value, c) for c in contents.settings.contexts):
                continue
            near = suggest(name_key(value))
            fix = f"{near} Otherwise add" if near.startswith("Did") else "Add"
            told = "is no actor's id, name or alias, and has no side."
            place = (file, line, column, value)
            yield _of_cell("unknown-speaker", place, told, f"{fix} it to {ACTORS}.", severity="warning")


def tables_are_known(contents: Contents) -> Iterator[Diagnostic]:
    """A CSV file that is none of the study's tables is not read."""
    for name in contents.tables:
        if name not in TABLES:
            told = "is none of the study's tables and is not read."
            near = did_you_mean(name.rpartition("/")[2], [table.rpartition("/")[2] for table in TABLES])
            yield Diagnostic("unknown-table", name, told, near, severity="warning")


def unknown_codebook(read: ReadSettings) -> Diagnostic:
    """What to say of a codebook that is neither a file of the folder nor shipped."""
    name = read.settings.codebook
    line, column = read.places.place(("codebook",))
    told = f"there is no codebook {name!r}, neither in the folder nor shipped."
    fix = did_you_mean(name, shipped_codebooks())
    return Diagnostic("unknown-codebook", settings_file.FILE, told, fix, line, column, name)


RULES: tuple[Callable[[Contents], Iterable[Diagnostic]], ...] = (
    actors_of_contexts_are_registered,
    ids_separate,
    documents_are_there,
    files_stand_once,
    files_are_listed,
    contexts_are_known,
    documents_have_contexts,
    languages_are_known,
    references_lead_to_documents,
    drafts_are_of_other_documents,
    codes_are_in_the_codebook,
    names_mean_one_actor,
    actors_belong_to_actors,
    speakers_are_registered,
    tables_are_known,
)


def _coded(contents: Contents) -> Iterator[tuple[str, pl.DataFrame]]:
    """Statements, and each person's codings, with the file they stand in."""
    yield STATEMENTS, contents.statements
    for (coder,), frame in contents.people.group_by(["coder"], maintain_order=True):
        yield f"codings/{coder}.csv", frame


def _speaking(contents: Contents) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """File, column and rows of all cells that name who speaks or is spoken to."""
    yield DOCUMENTS, "issuer", contents.documents
    for file, frame in _coded(contents):
        yield file, "speaker", frame
        yield file, "addressee", frame


def _upwards(actor: str, above: dict[str, str]) -> list[str]:
    """The actor, the one it belongs to and so on, to the end or to where it comes round."""
    path = [actor]
    while path[-1] in above and above[path[-1]] not in path:
        path.append(above[path[-1]])
    return path


def _cells(frame: pl.DataFrame, column: str) -> Iterator[tuple[int, str]]:
    """Line and text of the cells that are not empty."""
    yield from frame.select("line", column).drop_nulls(column).iter_rows()


def _unknown(frame: pl.DataFrame, column: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Line and text of the cells that are neither empty nor known."""
    wrong = frame.filter(~pl.col(column).is_in(pl.Series(list(known), dtype=pl.String).implode()))
    yield from wrong.select("line", column).iter_rows()


def _of_cell(
    code: str, place: tuple[str, int, str, str], problem: str, fix: str = "", *, severity: Severity = "error"
) -> Diagnostic:
    """A complaint of one cell: file, line, column and text."""
    file, line, column, value = place
    return Diagnostic(code, file, problem, fix, line, column, value, severity)


def _suggesting(known: Collection[str]) -> Callable[[str], str]:
    """What ends a complaint about an unknown name; after some twenty names the rest go without.

    Looking for the nearest of ten thousand ids takes a hundredth of a second, and a wrong column has twenty
    thousand wrong cells.
    """
    said: dict[str, str] = {}

    def suggestion(value: str) -> str:
        if value not in said and len(said) < _MOST_SUGGESTIONS:
            said[value] = did_you_mean(value, known)
        return said.get(value, "")

    return suggestion
