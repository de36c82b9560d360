"""Worked examples: a few rows in, the figures of one measure out; docstrings and the page of measures use them.

The case is always the same: *north* leads, *south* and *east* are its partners, the *agency* is a third party;
their arrangement is the *pact*, unless the example has arrangements of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from comity.measures.borrowing import earlier_sides
from comity.measures.figures import Figures
from comity.measures.measure import compute
from comity.measures.registry import placed
from comity.measures.tables import CODED, READ, WORDS
from comity.study.codebook import load_codebook
from comity.study.codes import Codebook
from comity.study.contexts import Context
from comity.study.registry_tables import REGISTRY
from comity.study.settings import read_settings
from comity.study.sides import sides_of
from comity.study.vocabularies import shipped_vocabularies
from comity.table import Table

CASE, PACT = "case", "pact"
_CONTEXT = Context(CASE, "Case", lead=("north",), partner=("south", "east"), third=("agency",))
_ACTORS = (
    "id, name, kind, sector, level",
    "north, North, supranational, home affairs, minister",
    "south, South, state, foreign, official",
    "east, East, state, ,",
    "agency, Agency, international organisation, ,",
)
_ARRANGEMENTS = ("id, name, layer, legal_form, start", "pact, Pact, bilateral, declaration, 2008")


def worked(
    name: str, *quantities: str, by: Sequence[str] | None = None, study: str = "", **rows: Sequence[str]
) -> None:
    """Print the figures of a measure, or those of some of its quantities, one a line.

    `rows` are tables by name: the first line names columns, the others hold cells, with commas between. What is
    left out is filled in: ids, the pact, ten passages to a document, *affirms*. `study` is what study.toml says beside
    the case.

    >>> worked("I2", "asymmetry", roles=["actor, role", "north, drafter", "north, host", "south, host"])
    I2/case = 0.5  (n 3)
    """
    tables: dict[str, object] = dict(_tables(rows, study))
    figures_of = _figures_of(tables)
    for figure in figures_of(name, by).frame.iter_rows(named=True):
        if not quantities or figure["quantity"] in quantities:
            print(_line(figure))  # noqa: T201 (an example shows what it gives)


def _tables(rows: Mapping[str, Sequence[str]], study: str) -> Iterator[tuple[str, object]]:
    settings = replace(read_settings(study, name="worked").settings, contexts={CASE: _CONTEXT})
    given = {"actors": _ACTORS, "arrangements": _ARRANGEMENTS, **rows}
    registry = {table.name: _registered(table, given.get(table.name, ())) for table in REGISTRY}
    vocabularies = shipped_vocabularies()
    read = READ.frame(
        {"context": CASE, "passages": 10, "status": "held", **row}
        for row in _rows(READ, rows.get("read", ()))
    )
    dated = read.with_columns(date=pl.col("year").cast(pl.String))
    read = read.with_columns(earlier=pl.Series(earlier_sides(dated), dtype=pl.List(pl.String)))
    coded = list(_coded(_rows(CODED, rows.get("coded", ())), read))
    words = {table.name: table.frame(_placed(table, rows.get(table.name, ()), read)) for table in WORDS}
    yield from placed(registry, sides_of(registry["actors"], settings), settings, vocabularies).items()
    yield from {
        "read": read, "coded": CODED.frame(coded), "settings": settings, "vocabularies": vocabularies, **words,
        "codebook": _codebook({str(row["code"]) for row in coded}),
    }.items()  # fmt: skip


def _figures_of(tables: dict[str, object]) -> Callable[[str, Sequence[str] | None], Figures]:
    def figures_of(name: str, by: Sequence[str] | None = None) -> Figures:
        return compute(name, {**tables, "figures": figures_of}, by)

    return figures_of


def _rows(table: Table, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows as the table takes them: numbers as numbers, lists as lists, empty cells left out."""
    from comity.cells import PARSERS

    names = [cell.strip() for cell in lines[0].split(",")] if lines else []
    for line in lines[1:]:
        cells = zip(names, (cell.strip() for cell in line.split(",")), strict=True)
        yield {name: PARSERS[table.column(name).kind](cell)[0] for name, cell in cells if cell}


def _registered(table: Table, lines: Sequence[str]) -> pl.DataFrame:
    own = {"arrangement": PACT} if "arrangement" in table.names else {}
    own |= {"context": CASE} if table.name == "arrangements" else {}
    rows = (
        {"id": f"{table.name}-{number}", "text": "", **own, **row}
        for number, row in enumerate(_rows(table, lines), 1)
    )
    made = table.frame({name: value for name, value in row.items() if name in table.names} for row in rows)
    return made.with_columns(line=pl.lit(None, pl.Int64), file=pl.lit(None, pl.String))


def _coded(rows: Iterator[dict[str, Any]], read: pl.DataFrame) -> Iterator[dict[str, Any]]:
    about = {row.pop("document"): row for row in read.drop("passages", "status", "earlier").to_dicts()}
    for number, row in enumerate(rows):
        place = f"{row['document']}#{number}-{number + 1}/{row['code']}/lexicon"
        own = {"table": "codings", "row": place, "stance": "affirms", "coder": "lexicon"}
        yield {**about[row["document"]], **own, **row}


def _placed(table: Table, lines: Sequence[str], read: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Passages that stand in others, each with what its document is compared by."""
    about = {row["document"]: row for row in read.drop("passages", "status", "earlier").to_dicts()}
    for number, row in enumerate(_rows(table, lines)):
        place = f"{row['document']}#{number}-{number + 1}"
        yield {**about[row["document"]], "table": table.name, "row": f"{table.name}/{place}", **row}


def _codebook(codes: set[str]) -> Codebook:
    """The shipped codebook, as far as the example speaks of its codes."""
    book, _ = load_codebook("partnership")
    assert book is not None
    kept = {name: code for name, code in book.codes.items() if name in codes}
    principles = tuple(p for p in book.principles if codes.intersection(p.promise.code))
    return replace(book, codes=kept, principles=principles)


def _line(figure: Mapping[str, Any]) -> str:
    if figure["status"] != "ok":
        return f"{figure['figure']}: {figure['status']}" + (f" ({figure['note']})" if figure["note"] else "")
    told = [] if figure["value"] is None else [f"{figure['value']:.3g}"]
    told += [figure["category"]] if figure["category"] else []
    ends = f", {figure['low']:.2g} to {figure['high']:.2g}" if figure["low"] is not None else ""
    return f"{figure['figure']} = {', '.join(told)}  (n {figure['n']}{ends})"
