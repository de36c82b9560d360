"""Statements of a few words each, as a test tells them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from comity.measures.networks.network import Network, network
from comity.measures.networks.settings import Asked
from comity.measures.networks.statements import PLACE, Kind, Statements

KINDS: dict[str, Kind] = {
    "organization": "text",
    "concept": "text",
    "agreement": "boolean",
    "document": "text",
}


def said(*lines: str, kinds: dict[str, Kind] | None = None) -> Statements:
    """``eu return + d1 2020-01-05``: who, what, for (+), against (-) or a number, where and when.

    What is ``.`` is missing; document and date may be left out.
    """
    rows = []
    for number, line in enumerate(lines):
        who, what, stance, *rest = line.split()
        document, date, coder = (*rest, *("d", ".", "me")[len(rest) :])
        rows.append(
            {
                "table": "statements",
                "row": str(number),
                "document": document,
                "coder": coder,
                "time": None if date == "." else dt.datetime.fromisoformat(date),
                "start": None if coder == "me" else 0,
                "end": None if coder == "me" else 9,
                "quote": f"words of {number}",
                "organization": None if who == "." else who,
                "concept": None if what == "." else what,
                "agreement": {"+": 1, "-": 0, ".": None}.get(stance, stance if stance in "abc" else None)
                if not stance.lstrip("-").isdigit()
                else int(stance),
            }
        )
    schema = {**PLACE, "organization": pl.String, "concept": pl.String}
    return Statements(pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None), kinds or KINDS)


def tied(statements: Statements, **asked: object) -> Network:
    return network(statements, Asked(**asked))  # type: ignore[arg-type]


def weights(made: Network) -> dict[tuple[str, str], float]:
    return {(one, other): weight for one, other, weight in made.edges.iter_rows()}
