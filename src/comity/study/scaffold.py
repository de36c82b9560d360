"""A new study: the folder with a commented study.toml and the tables to fill in."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from comity.diagnostics import UsageError, did_you_mean
from comity.study.settings import FILE
from comity.study.tables import ACTORS, DOCUMENTS, STATEMENTS

_SETTINGS = """\
# A study. Every line that begins with # is a comment; take the # away to use what it says.

# What the study is called, and what it asks.
name = {name}
description = ""

# What can be said of a passage: a shipped codebook, or a file of this folder ("codebook.yaml").
codebook = "partnership"

# The programs that code. People's codings stand in codings/, one CSV file per person.
coders = ["lexicon"]

# What the study rests on: an article, a book, a project.
# reference = ""

# The settings that are compared; documents.csv names them in its column context. Each actor stands on one
# side: lead (destination countries, donors), partner (countries of origin and transit, recipients), third
# (others). Actors are named by their id in registry/actors.csv.
# [contexts.eu]
# label = "EU external policy"
# lead = ["eu", "european-commission"]
# partner = ["moldova"]
# third = ["iom"]

# Phrases that mean a side without naming an actor; * stands for any letters.
# [contexts.eu.phrases]
# lead = ["Member State*"]
# partner = ["third countr*", "countr* of origin"]

# Spans of years, first and last included, in which figures are compared.
# [periods]
# "1991-2000" = [1991, 2000]
# "2001-2010" = [2001, 2010]

# When a code counts as present in a context: affirmed in so many documents; and when as absent: in none,
# though so many were read.
[thresholds]
present = 2
read = 5

# Intervals: their level, and how often documents are drawn anew.
[intervals]
level = 0.95
replicates = 2000

# A language model to be asked by comity code --coder llm; with "llm" among the coders its answers count.
# [llm]
# endpoint = "http://localhost:11434/v1"
# model = "llama3.1:8b"
"""


def templates() -> list[str]:
    """Names of the templates: studies with an example row in every table, to be written over."""
    return sorted(folder.name for folder in _templates().iterdir() if folder.joinpath(FILE).is_file())


def new_study(path: Path, name: str, template: str | None = None) -> list[Path]:
    """Begin a study in a folder that is new or empty, bare or from a template; gives the files written.

    Everything is made beside its place and then moved there. Raises: UsageError where something is there, or
    there is no such template.
    """
    path = path.resolve()
    if template is not None and template not in templates():
        raise UsageError(f"There is no template {template!r}. {did_you_mean(template, templates())}")
    if (path / FILE).exists():
        raise UsageError(f"{path} is a study already. Put documents in with:  comity add FILE…")
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file. Name a folder that is not there yet.")
    if path.is_dir() and any(path.iterdir()):
        raise UsageError(f"{path} is not empty, and nothing in it is overwritten. Name a new folder.")
    place = path if path.exists() else path.parent
    place.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=place))
    try:
        written = [_write(made, file, text) for file, text in _files(name or path.name, template).items()]
        (made / "documents").mkdir()
        _move(made, path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return [path / file.relative_to(made) for file in written]


def _move(made: Path, path: Path) -> None:
    """Put the folder in its place; one that is there stays the same folder, since somebody may stand in it."""
    if not path.exists():
        made.chmod(0o755)
        made.rename(path)
        return
    # study.toml goes last: until it is there, nobody takes the folder for a study.
    for item in sorted(made.iterdir(), key=lambda item: item.name == FILE):
        item.rename(path / item.name)
    made.rmdir()


def _files(name: str, template: str | None) -> dict[str, str]:
    """Text by file name; a JSON string is a TOML string."""
    quoted = json.dumps(name, ensure_ascii=False)
    if template is None:
        return {
            FILE: _SETTINGS.format(name=quoted),
            "documents.csv": ",".join(DOCUMENTS.names) + "\n",
            "statements.csv": ",".join(STATEMENTS.names) + "\n",
            "registry/actors.csv": ",".join(ACTORS.names) + "\n",
        }
    texts = dict(_texts(_templates().joinpath(template), ""))
    book = files("comity").joinpath("shipped", "codebooks", f"{template}.yaml")
    named = texts[FILE].replace('"@NAME@"', quoted)
    return {**texts, FILE: named, "codebook.yaml": book.read_text(encoding="utf-8")}


def _templates() -> Traversable:
    return files("comity").joinpath("shipped", "templates")


def _texts(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        if item.is_dir():
            yield from _texts(item, f"{prefix}{item.name}/")
        else:
            yield prefix + item.name, item.read_text(encoding="utf-8")


def _write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
