"""The words behind a passage that stands in another document: both passages, each in its paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl

Texts = Callable[[Sequence[str]], dict[str, str]]
Blocks = Callable[[Sequence[str]], pl.DataFrame]
_OTHER = {
    "reused": {"other": "source", "other_start": "source_start", "other_end": "source_end"},
    "survived": {"other": "in", "other_start": "in_start", "other_end": "in_end"},
}


def of(
    rows: Sequence[str], *, beside: Mapping[str, Callable[[], pl.DataFrame]], texts: Texts, blocks: Blocks
) -> Iterator[dict[str, object]]:
    """The cells of QUOTES of the rows ``reused/…`` and ``survived/…`` among those asked for.

    `beside` gives, by the first part of the row, the table (REUSE, SURVIVAL) in which it stands with its other passage.
    """
    for name, table in beside.items():
        asked = [row.removeprefix(f"{name}/") for row in rows if row.startswith(f"{name}/")]
        if not asked:
            continue
        found = table().filter(pl.col("row").is_in(asked)).sort("row")
        pairs = found.select("row", "document", "start", "end", "likeness", **_OTHER[name])
        documents = sorted({*pairs["document"], *pairs["other"].drop_nulls()})
        known, paragraphs = texts(documents), _paragraphs(blocks(documents))
        for row in pairs.iter_rows(named=True):
            own = _passage(known, paragraphs, row["document"], row["start"], row["end"])
            made = {**own, "row": f"{name}/{row['row']}", "kind": own["kind"] or "paragraph"}
            if row["other"] is not None:
                beside_it = _passage(known, paragraphs, row["other"], row["other_start"], row["other_end"])
                made |= {
                    f"other_{cell}": beside_it[cell]
                    for cell in ("document", "page", "before", "quote", "after")
                }
                made["likeness"] = row["likeness"]
            yield made


Paragraphs = Mapping[str, list[tuple[int, int, str, int | None]]]


def _paragraphs(blocks: pl.DataFrame) -> Paragraphs:
    made: dict[str, list[tuple[int, int, str, int | None]]] = {}
    columns = ("document", "start", "end", "kind", "page")
    for document, *block in blocks.sort("document", "start").select(columns).iter_rows():
        made.setdefault(document, []).append(tuple(block))
    return made


def _passage(
    known: Mapping[str, str], paragraphs: Paragraphs, document: str, start: int, end: int
) -> dict[str, object]:
    from bisect import bisect_right

    text, own = known[document], paragraphs.get(document, [])
    place = bisect_right(own, start, key=lambda block: block[0]) - 1
    first, last, kind, page = own[place] if place >= 0 else (start, end, "", None)
    return {
        "document": document,
        "page": page,
        "kind": kind,
        "before": text[first:start],
        "quote": text[start:end],
        "after": text[end : max(last, end)],
    }
