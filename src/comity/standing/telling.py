"""What a thing says, in a line: a row of the registry as a sentence, a passage in its words, a figure's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.measures import records
from comity.references import Row
from comity.standing.ground import CLAIMS, NOUNS, Ground, address
from comity.table import Column, Table

if TYPE_CHECKING:
    from comity.analysis import Analysis

Cells = Mapping[str, Any]

THINGS = Table(
    "things",
    "Rows, passages, figures and claims that are shown: those that a thing names, or that name it.",
    (
        Column("table", "the table it stands in", kind="category", required=True, allowed=tuple(NOUNS)),
        Column("row", "its identity there", required=True),
        Column("column", "the column that names; empty for the thing that was asked for", required=True),
        Column("text", "what it says, in a line", required=True),
        Column("file", "the file it stands in; null where it is derived"),
        Column("line", "the line there, from 1", kind="integer"),
    ),
)


def things(ground: Ground, rows: Iterable[tuple[Row, str]]) -> pl.DataFrame:
    """THINGS for rows, each with the column by which it is named."""
    listed = list(rows)
    every = {row: _cells(ground, row) for row, _ in listed}
    sentences = _sentences(ground, [row for row, _ in listed])
    return THINGS.frame(
        {
            "table": row.table,
            "row": row.id,
            "column": column,
            "text": sentences.get(address(row)) or _TELLING[row.table](every[row], ground.analysis),
            "file": every[row].get("file") if address(row) in sentences else _FILES.get(row.table),
            "line": every[row].get("line"),
        }
        for row, column in listed
    )


def cells(ground: Ground, row: Row) -> Cells:
    """The cells of a row, by column in the order of its table; those that hold something."""
    names = ground.held[row.table].table.names
    held = _cells(ground, row)
    return {name: held[name] for name in names if held[name] not in (None, "", [])}


def answer(figure: Cells) -> str:
    """A figure's value with its interval, or its answer in a word; its status where that is not ok."""
    told = [] if figure["value"] is None else [f"{figure['value']:.4g}"]
    if figure["low"] is not None:
        told.append(f"[{figure['low']:.3g}, {figure['high']:.3g}]")
    told += [str(figure[name]) for name in ("category",) if figure[name]]
    return " ".join(told) if figure["status"] == "ok" else " ".join([*told, f"({figure['status']})"])


def _cells(ground: Ground, row: Row) -> dict[str, Any]:
    held = ground.held[row.table]
    cells = held.frame.filter(pl.col(held.identity) == row.id).row(0, named=True)
    if row.table == CLAIMS:
        claim = next(claim for claim in ground.analysis.folder.claims if claim.id == row.id)
        cells["line"] = claim.places["id"][0]
    return cells


def _sentences(ground: Ground, rows: Iterable[Row]) -> dict[str, str]:
    """The rows of the registry as sentences, by their address."""
    told = records.of([address(row) for row in rows if address(row) != row.id], ground.analysis.registry)
    return {str(each["row"]): str(each["quote"]) for each in told}


def _passage(passage: Cells, analysis: Analysis) -> str:
    text = analysis.coded_texts.texts_of([passage["document"]])[passage["document"]]
    return " ".join(text[passage["start"] : passage["end"]].split())


def _document(document: Cells, _: Analysis) -> str:
    told = (document["issuer"], document["title"] or document["file"], document["date"])
    return ", ".join(str(part) for part in told if part) or str(document["id"])


_TELLING: Mapping[str, Callable[[Cells, Analysis], str]] = {
    "documents": _document,
    "statements": lambda row, _: row["text"],
    "sources": lambda row, _: row["text"],
    "passages": _passage,
    "codings": lambda row, analysis: f"{row['code']}, {row['stance']}: {_passage(row, analysis)}",
    "duties": lambda row, analysis: (
        f"{row['kind']}, {row['side'] or 'no side'}, {row['force']}: {_passage(row, analysis)}"
    ),
    "figures": lambda row, _: answer(row),
    "claims": lambda row, _: row["text"],
}
_FILES = {
    "documents": "documents.csv",
    "statements": "statements.csv",
    "sources": "sources.bib",
    CLAIMS: "claims.yaml",
}
