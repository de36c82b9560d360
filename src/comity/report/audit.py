"""What an audit shows of a document or a few: each code with its strongest passage, and what was not found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.report.evidence import shortened
from comity.report.wording import documents

if TYPE_CHECKING:
    from comity.report.content import Content

STRONGEST = 2  # passages printed for each code


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in its paragraph, the deciding words apart."""

    before: str
    head: str
    hit: str
    tail: str
    after: str
    title: str
    place: str
    stance: str
    paraphrase: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A code that was found: how often, and its strongest passages."""

    figure: str
    code: str
    label: str
    place: str
    count: int
    per_thousand: str
    part: float
    documents: int
    quotes: tuple[Quote, ...]


def found(content: Content) -> list[tuple[str, str, tuple[Found, ...]]]:
    """The codes found, by group; within a group the most frequent first."""
    quotes = _quotes(content)
    frame = content.select("D1", "code", quantity="presence").filter(pl.col("n") > 0)
    most = int(str(frame["n"].max() or 1))
    made = []
    for group, codes in content.groups.items():
        rows = frame.filter(pl.col("code").is_in(codes)).sort(["n", "figure"], descending=[True, False])
        if rows.height:
            made.append((group, content.group_label(group), tuple(_found(r, content, most, quotes) for r in rows.iter_rows(named=True))))
    return made


def _found(row: Mapping[str, Any], content: Content, most: int, quotes: Mapping[str, list[Quote]]) -> Found:
    rates = content.select("D2", "code", quantity="per_thousand").filter((pl.col("code") == row["code"]) & (pl.col("place") == row["place"]))
    rate = rates["value"].drop_nulls()
    where = content.contexts[row["place"]] if len(content.contexts) > 1 else ""
    shown = tuple(quotes.get(row["figure"], ())[:STRONGEST])
    said = f"{rate[0]:.0f}" if rate.len() else ""
    return Found(row["figure"], row["code"], content.labels[row["code"]], where, row["n"], said, row["n"] / most, row["documents"], shown)


def _quotes(content: Content) -> dict[str, list[Quote]]:
    wanted = content.chosen.filter(pl.col("figure").str.starts_with("D1/") & (pl.col("place") < STRONGEST)).sort("figure", "place")
    made: dict[str, list[Quote]] = {}
    for row in wanted.join(content.passages, on="row", maintain_order="left").iter_rows(named=True):
        made.setdefault(row["figure"], []).append(_quote(row))
    return made


def _quote(row: Mapping[str, Any]) -> Quote:
    text, start, end = row["quote"], row["hit_from"], row["hit_to"]
    head, hit, tail = (text[:start], text[start:end], text[end:]) if start is not None else (text, "", "")
    page = f"p. {row['page']}" if row["page"] is not None else ""
    return Quote(
        shortened(row["before"], keep_end=True),
        head,
        hit,
        tail,
        shortened(row["after"], keep_end=False),
        row["title"] or row["document"],
        ", ".join(p for p in (row["date"], page or row["locator"]) if p),
        row["stance"],
        row["table"] == "statements",
    )


def silent(content: Content) -> list[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """Codes looked for and not found, by group: (label, figure, definition)."""
    frame = content.select("D1", "code", quantity="presence")
    heard = set(frame.filter(pl.col("n") > 0)["code"])
    named = dict(frame.select("code", "figure").iter_rows())
    made = []
    for group, codes in content.groups.items():
        rows = tuple((content.labels[c], named[c], str(content.codebook.codes[c].definition).strip()) for c in codes if c in named and c not in heard)
        if rows:
            made.append((content.group_label(group), rows))
    return made


def frames(content: Content) -> list[tuple[str, str, int, float]]:
    """The frames as parts of all framed passages: (label, figure, passages, share), the largest first."""
    listed = [f for f in content.codebook.frames]
    rows = content.select("D1", "code", quantity="presence").filter(pl.col("code").is_in(listed))
    total = int(rows["n"].sum() or 0)
    ranked = rows.sort(["n", "figure"], descending=[True, False])
    return [(content.labels[r["code"]], r["figure"], r["n"], r["n"] / total) for r in ranked.iter_rows(named=True)] if total else []


def sides(content: Content) -> list[tuple[str, str]]:
    """Who was taken to stand where: (side, names)."""
    return [(str(side), str(names)) for side, names in getattr(content.sides, "rows", [])]


def counted_in(row: Found) -> str:
    """``12 passages in 2 documents``."""
    return f"{row.count:,} passages in {documents(row.documents)}"
