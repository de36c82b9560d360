"""The studies that come with comity, and how one is written into a folder.

A shipped study is a folder of the package's data. One whose texts come from another package has a
``recipe.toml`` that says which; the texts are taken from there, never from the network.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

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
        raise UsageError(f"{folder} is not empty, and nothing in it is overwritten. Name another folder, or empty it.")
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


def _texts(recipe: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """The documents and documents.csv of a study whose texts stand in another package."""
    package, install = str(recipe["package"]), str(recipe["install"])
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(f"This study needs the package {package!r}, which holds its texts. Install it with:  {install}")
    root = Path(next(iter(spec.submodule_search_locations)))
    columns: Mapping[str, str] = recipe["columns"]  # type: ignore[assignment]
    constants: Mapping[str, str] = recipe.get("constants", {})  # type: ignore[assignment]
    out = io.StringIO()
    writer = csv.DictWriter(out, [c for c in DOCUMENTS.names if c in {"id", "file", *columns, *constants}], lineterminator="\n")
    writer.writeheader()
    with (root / str(recipe["metadata"])).open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if int(row[str(recipe["year"])]) >= int(str(recipe["since"]))]
    for row in rows:
        text = (root / str(recipe["texts"]).format(**row)).read_bytes()
        name = f"{row[columns['id']].lower()}.txt"
        yield f"documents/{name}", text
        made = {column: row[field] for column, field in columns.items()}
        writer.writerow({**constants, **made, "id": made["id"].lower(), "file": name})
    yield "documents.csv", out.getvalue().encode()
