"""Which passages a report cites behind each figure, and how they travel with the page.

A figure may count a hundred thousand rows; a page that is sent by mail holds some thousand passages. So each
figure gets its strongest passages, spread over documents first, and says how many more there are and how to
see them. All figures rank by the same strength, so that they share passages and the page stays small.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.report.tables import CITED

if TYPE_CHECKING:
    from comity.report.content import Source

MOST = (40, 30, 20, 14, 10, 7, 5, 3, 2, 1)  # passages per figure, tried from left to right
CHARACTERS = 4_200_000  # what the passages of one page take at most, with their paragraphs and sources
YEARLY = 4  # a figure of one year gets this part of the rest's: there are so many of them
PARAGRAPH = 420  # characters of the paragraph kept on either side of the passage
AROUND = 600  # what a passage takes beside its own words: mostly less than two full sides


def chosen(evidence: pl.DataFrame, codings: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """What is cited behind each figure, best first: ``figure``, ``place`` (from 0), ``row``, ``part``.

    First one row of every document, strongest first (hits, confidence, brevity), then a second one of each;
    parts (affirms, rejects …) take turns. The number per figure is the largest of MOST that keeps the
    passages within CHARACTERS, as far as that can be told before they are read.
    """
    strength = codings.select(
        "row",
        pl.col("hits").fill_null(1),
        "confidence",
        (pl.col("end") - pl.col("start")).fill_null(0).clip(lower_bound=60).alias("length"),
    ).unique("row", keep="first", maintain_order=True)
    known = evidence.join(strength, on="row", how="inner", maintain_order="left")
    best: list[str] = ["hits", "confidence", "length", "document", "row"]
    falling = [True, True, False, False, False]
    ranked = (
        known.sort(best, descending=falling)
        .with_columns(pl.int_range(pl.len()).over("figure", "part", "document").alias("turn"))
        .sort(["turn", *best], descending=[False, *falling])
        .with_columns(pl.int_range(pl.len()).over("figure", "part").alias("turn"))
        .sort("turn", "part", "row")
        .with_columns(pl.int_range(pl.len()).over("figure").alias("place"))
    )
    yearly = figures.filter(pl.col("year").is_not_null()).select("figure", pl.lit(YEARLY).alias("part_of"))
    limited = ranked.join(yearly, on="figure", how="left", maintain_order="left")
    for most in MOST:
        kept = limited.filter(
            pl.col("place") < pl.max_horizontal(pl.lit(1), most // pl.col("part_of").fill_null(1))
        )
        if int(kept.unique("row")["length"].sum()) + AROUND * kept["row"].n_unique() <= CHARACTERS:
            break
    return kept.select("figure", "place", "row", "part").sort("figure", "place")


def cited(source: Source, rows: Sequence[str]) -> pl.DataFrame:
    """CITED for the rows asked for, sorted by row."""
    quotes = source.quotes(sorted(set(rows)))
    about = source.table("codings").select(
        "row", "table", "code", "stance", "coder", pl.col("confidence").cast(pl.Float64).round(3), "pattern"
    )
    titles = source.table("documents").select(pl.col("id").alias("document"), "title", "date")
    joined = quotes.join(about.unique("row", keep="first"), on="row", how="inner").join(
        titles, on="document", how="left"
    )
    return CITED.conform(joined).sort("row")


def packed(
    passages: pl.DataFrame,
    chosen: pl.DataFrame,
    described: Sequence[dict[str, Any]],
    documents: pl.DataFrame,
    codes: Mapping[str, tuple[str, str]],
) -> str:
    """The JSON that the page carries: documents, passages and, per figure, its words and passages by number.

    `described` has one entry per figure (``id`` and what the panel shows of it), `codes` the label and the
    definition of each code. ``</`` and ``<!--`` cannot occur in it, so a text may hold any markup.
    """
    number = {row: place for place, row in enumerate(passages["row"])}
    used = sorted(set(passages["document"]))
    place = {document: n for n, document in enumerate(used)}
    about = {d["id"]: d for d in documents.iter_rows(named=True)}
    rows: dict[str, list[list[object]]] = {}
    for figure, row, part in chosen.select("figure", "row", "part").iter_rows():
        if row in number:
            rows.setdefault(figure, []).append([number[row], part])
    packed = {
        "codes": {code: {"label": label, "definition": meaning} for code, (label, meaning) in codes.items()},
        "documents": [
            {
                k: v
                for k, v in {
                    n: about.get(d, {}).get(n) for n in ("id", "title", "issuer", "date", "source")
                }.items()
                if v
            }
            for d in used
        ],
        "passages": [_passage(p, place) for p in passages.iter_rows(named=True)],
        "figures": {
            d["id"]: {
                **{k: v for k, v in d.items() if k != "id" and v not in (None, "", [])},
                "rows": rows.get(d["id"], []),
            }
            for d in described
        },
    }
    return escaped(packed)


def escaped(value: object) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _passage(row: dict[str, Any], place: dict[str, int]) -> dict[str, object]:
    quote = str(row["quote"])
    made: dict[str, object] = {
        "d": place[row["document"]],
        "p": row["page"],
        "l": row["locator"],
        "k": None if row["kind"] == "paragraph" else row["kind"],
        "b": shortened(row["before"], keep_end=True),
        "q": quote,
        "a": shortened(row["after"], keep_end=False),
        "h": None
        if row["hit_from"] is None
        else [_utf16(quote[: row["hit_from"]]), _utf16(quote[: row["hit_to"]])],
        "c": row["code"],
        "s": row["stance"],
        "w": row["coder"],
        "f": None if row["confidence"] == 1 else row["confidence"],
        "r": row["row"],
        "m": row["pattern"],
    }
    return {k: v for k, v in made.items() if v is not None and v != ""}


def shortened(text: str, *, keep_end: bool) -> str:
    """At most PARAGRAPH characters of the text, from whole words, with … where it goes on."""
    if len(text) <= PARAGRAPH:
        return text
    if keep_end:
        return "… " + text[-PARAGRAPH:].split(" ", 1)[-1]
    return text[:PARAGRAPH].rsplit(" ", 1)[0] + " …"


def _utf16(text: str) -> int:
    """Length as a browser counts it."""
    return len(text.encode("utf-16-le")) // 2
