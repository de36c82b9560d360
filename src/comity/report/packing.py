"""How figures and passages travel with the page: tables by column, and every text once.

A study of two centuries has fifteen thousand figures, most of them of single years. Their names, answers and
reservations are few words in many combinations, so a page that said each in full would be twice as large.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from comity.coding.reuse.table import changed
from comity.measures.tables import WORDS
from comity.report.evidence import shortened

if TYPE_CHECKING:
    import polars as pl

_PAIRED = tuple(table.name for table in WORDS)
DOCUMENT = ("id", "title", "issuer", "date", "source")
FIGURE = (
    "id", "measure", "name", "answer", "short", "interval", "lines", "status",
    "context", "period", "code", "group", "counted",
)  # fmt: skip


class Words:
    """Texts by number, in the order in which they first occur; 0 is no text."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def numbers(self, value: Any) -> Any:
        """The number of a text, or the numbers of the texts in a list."""
        if isinstance(value, list):
            return [self.numbers(text) for text in value]
        return self._numbers.setdefault(value or "", len(self._numbers))

    def table(
        self, texts: Sequence[Mapping[str, Any]], values: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Rows as columns: of `texts` their numbers, `values` as they are."""
        numbered = {name: self.numbers(column) for name, column in _columns(texts).items()}
        return {"texts": numbered, "values": _columns(values)}

    def listed(self) -> list[str]:
        """Every text so far, at the place of its number."""
        return list(self._numbers)


def packed(
    passages: pl.DataFrame,
    chosen: pl.DataFrame,
    listing: Sequence[Mapping[str, Any]],
    documents: pl.DataFrame,
    codes: Mapping[str, tuple[str, str]],
) -> str:
    """The JSON that the page carries: words, codes, documents, passages and figures with their passages.

    `listing` has one entry per figure, `codes` the label and the definition of each code. ``</`` and ``<!--``
    cannot occur in it, so a text may hold any markup.
    """
    words = Words()
    used = sorted({*passages["document"], *passages["other_document"].drop_nulls()})
    about = {d["id"]: d for d in documents.iter_rows(named=True)}
    tables = {
        "codes": {code: {"label": label, "definition": meaning} for code, (label, meaning) in codes.items()},
        "documents": words.table([{n: about.get(d, {"id": d}).get(n) for n in DOCUMENT} for d in used], []),
        "passages": _passages(words, passages, {document: n for n, document in enumerate(used)}),
        "figures": _figures(words, listing, passages, chosen),
    }
    return escaped({"words": words.listed(), **tables})


def escaped(value: object) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _figures(
    words: Words, listing: Sequence[Mapping[str, Any]], passages: pl.DataFrame, chosen: pl.DataFrame
) -> dict[str, Any]:
    """What the panel, the filters and the table of figures show, with passages by number."""
    number = {row: place for place, row in enumerate(passages["row"])}
    cited: dict[str, list[tuple[int, str]]] = {}
    for figure, row, part in chosen.select("figure", "row", "part").iter_rows():
        if row in number:
            cited.setdefault(figure, []).append((number[row], part))
    return words.table(
        [
            {**{n: f[n] for n in FIGURE}, "parts": [part for _, part in cited.get(f["id"], [])]}
            for f in listing
        ],
        [
            {
                **{n: f[n] for n in ("year", "total", "n", "documents", "value")},
                "rows": [place for place, _ in cited.get(f["id"], [])],
            }
            for f in listing
        ],
    )


def _passages(words: Words, passages: pl.DataFrame, place: Mapping[str, int]) -> dict[str, Any]:
    rows = list(passages.iter_rows(named=True))
    same = ("locator", "quote", "code", "stance", "coder")
    return words.table(
        [
            {
                **{n: row[n] for n in same},
                "record": row["row"] if row["kind"] == "record" else "",
                "kind": "" if row["kind"] == "paragraph" else row["kind"],
                "row": row["table"] if row["table"] in _PAIRED else "",
                "before": shortened(row["before"], keep_end=True),
                "after": shortened(row["after"], keep_end=False),
                **_other(row),
            }
            for row in rows
        ],
        [
            {
                "document": place[row["document"]],
                "page": row["page"],
                "confidence": row["confidence"],
                "hit": _hit(row),
                "other": None if row["other_document"] is None else place[row["other_document"]],
                "other_page": row["other_page"],
                "likeness": None if row["likeness"] is None else round(row["likeness"], 2),
            }
            for row in rows
        ],
    )


def _other(row: Mapping[str, Any]) -> dict[str, Any]:
    """The other passage in its paragraph, and word by word what became of the earlier one of the two."""
    if row["other_quote"] is None:
        return {"beside": [], "steps": []}
    later, earlier = row["quote"], row["other_quote"]
    if row["table"] == "survived":
        later, earlier = earlier, later
    ends = shortened(row["other_before"], keep_end=True), shortened(row["other_after"], keep_end=False)
    return {
        "beside": [ends[0], row["other_quote"], ends[1]],
        "steps": [
            ["", "", come] if how == "same" else [gone, come, ""]
            for how, gone, come in changed(later, earlier)
        ],
    }


def _hit(row: Mapping[str, Any]) -> list[int] | None:
    if row["hit_from"] is None:
        return None
    return [_utf16(row["quote"][: row["hit_from"]]), _utf16(row["quote"][: row["hit_to"]])]


def _utf16(text: str) -> int:
    """Length as a browser counts it."""
    return len(text.encode("utf-16-le")) // 2


def _columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    made: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            made.setdefault(name, []).append(value)
    return made
