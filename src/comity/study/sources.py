"""The sources that rows point at: sources.bib, in BibTeX, which every reference manager writes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.diagnostics import Diagnostic, did_you_mean
from comity.table import Column, Table

if TYPE_CHECKING:
    import polars as pl

FILE = "sources.bib"
_POINTED = re.compile(r"sources\.bib:\s*([\w.:-]*\w(?:\s*;\s*[\w.:-]*\w(?=\s*(?:;|$)))*)")

SOURCES = Table(
    "sources",
    "The sources of sources.bib, which rows name by their keys.",
    (
        Column("id", "the key", required=True),
        Column("kind", "book, article, techreport …", required=True),
        Column("text", "author, year and title", required=True),
        Column("line", "line of the file on which the entry begins", kind="integer"),
    ),
    key=("id",),
)


def read_sources(root: Path) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """The sources (SOURCES), sorted by key, and all that is wrong with the file; none where it is not there."""
    path = root / FILE
    if not path.exists():
        return SOURCES.empty(), []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return SOURCES.empty(), [
            Diagnostic("unreadable", FILE, "cannot be read as UTF-8 text.", "Save it as UTF-8.")
        ]
    return read_sources_text(text)


def read_sources_text(text: str) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """What :func:`read_sources` gives, from the text of the file."""
    from pybtex import errors
    from pybtex.database.input.bibtex import Parser

    with errors.capture() as complaints:
        entries = Parser().parse_string(text).entries
    lines = {key.casefold(): line for key, line in _keys(text)}
    rows = [
        {"id": key, "kind": entry.type, "text": _described(entry), "line": lines.get(key.casefold())}
        for key, entry in entries.items()
    ]
    return SOURCES.frame(sorted(rows, key=lambda row: str(row["id"]))), [_told(c, text) for c in complaints]


def _keys(text: str) -> list[tuple[str, int]]:
    """Each key with its line; of a key given twice the first counts."""
    found = re.finditer(r"^\s*@\s*\w+\s*[{(]\s*([^\s,]+)\s*,", text, re.MULTILINE)
    return [(match[1], text.count("\n", 0, match.start(1)) + 1) for match in found][::-1]


def _described(entry: Any) -> str:
    people = entry.persons.get("author") or entry.persons.get("editor") or ()
    names = " and ".join(_plain(" ".join((*p.prelast_names, *p.last_names))) for p in people)
    head = " ".join(
        part for part in (names, f"({entry.fields['year']})" if "year" in entry.fields else "") if part
    )
    return ": ".join(part for part in (head, _plain(entry.fields.get("title", ""))) if part)


def _plain(text: str) -> str:
    """LaTeX as people read it: letters with their accents, dashes, no braces."""
    from pybtex.richtext import Text

    return str(Text.from_latex(text)).replace("{", "").replace("}", "")


def _told(complaint: Any, text: str) -> Diagnostic:
    line = getattr(complaint, "lineno", None)
    said = str(complaint.args[0]) if complaint.args else "it is no BibTeX"
    twice = re.search(r"repeated bibliography entry: (\S+)", said)
    if twice:
        places = [number for key, number in _keys(text) if key.casefold() == twice[1].casefold()]
        told = f"stands on line {min(places)} already." if places else "stands there twice."
        return Diagnostic(
            "doubled-key",
            FILE,
            told,
            "Give one of them another key.",
            max(places, default=None),
            "key",
            twice[1],
        )
    return Diagnostic(
        "bad-bibtex", FILE, f"cannot be read as BibTeX here ({said}).", "Check braces and commas.", line
    )


def unknown_keys(name: str, frame: pl.DataFrame, known: Collection[str]) -> Iterator[Diagnostic]:
    """The cells of a table that say ``sources.bib: KEY`` of a key that is not there; `name`: its file, if it names none."""
    import polars as pl

    placed = (
        frame
        if "file" in frame.columns and name != "documents.csv"
        else frame.with_columns(file=pl.lit(name))
    )
    for column in (c for c in ("source", "locator") if c in frame.columns):
        for file, line, cell in placed.select("file", "line", column).drop_nulls(column).iter_rows():
            for key in _pointed(cell):
                if key not in known:
                    told = f"names the key {key!r}, which {FILE} has not."
                    fix = did_you_mean(key, known)
                    yield Diagnostic(
                        "unknown-source", file, told, fix, line, column, cell, severity="warning"
                    )


def _pointed(cell: str) -> list[str]:
    """The keys in ``sources.bib: un-2004; iom-2003``."""
    return [key.strip() for found in _POINTED.findall(cell) for key in found.split(";")]
