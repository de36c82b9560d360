"""What a page carries for its script, read back; and the sides that an audit guesses."""

from __future__ import annotations

import json
import re
from typing import Any

import polars as pl

SIDES = pl.DataFrame(
    {
        "side": ["lead", "lead", "partner"],
        "actor": ["European Union", "Member States", "Georgia"],
        "mentions": [12, 3, None],
        "guessed": [True, True, False],
    }
)


def carried(html: str) -> dict[str, Any]:
    """The data of a page as its script reads them: figures by id, documents and passages as rows."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return unpacked(found.group(1))


def unpacked(text: str) -> dict[str, Any]:
    """Rows again from the tables by column."""
    data = json.loads(text)

    def said(number: int | list[int]) -> Any:
        return [said(n) for n in number] if isinstance(number, list) else data["words"][number]

    def rows(name: str) -> list[dict[str, Any]]:
        columns = data[name]["values"] | {n: said(of) for n, of in data[name]["texts"].items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    figures = {figure["id"]: figure for figure in rows("figures")}
    return {"figures": figures, "documents": rows("documents"), "passages": rows("passages")}
