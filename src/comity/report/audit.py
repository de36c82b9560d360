"""What an audit shows of a document or a few: each code with its strongest passage, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.report.evidence import shortened
from comity.report.wording import counted, listed

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
    part: float
    documents: int
    turned: str
    quotes: tuple[Quote, ...]


def found(content: Content) -> list[tuple[str, str, tuple[Found, ...]]]:
    """The codes found in whatever stance, by group; within a group the most affirmed first."""
    quotes = _quotes(content)
    frame = content.select("D1", "code", quantity="presence")
    contested = {
        (r["code"], r["place"]): r
        for r in content.select("D5", "code").filter(pl.col("n") > 0).iter_rows(named=True)
    }
    most = int(str(frame["n"].max() or 1))
    made = []
    for group, codes in content.groups.items():
        rows = frame.filter(pl.col("code").is_in(codes)).sort(["n", "figure"], descending=[True, False])
        told = tuple(
            _found(r, content, most, quotes, contested.get((r["code"], r["place"])))
            for r in rows.iter_rows(named=True)
            if r["n"] or (r["code"], r["place"]) in contested
        )
        if told:
            made.append((group, content.group_label(group), told))
    return made


def _found(
    row: Mapping[str, Any],
    content: Content,
    most: int,
    quotes: Mapping[str, list[Quote]],
    contested: Mapping[str, Any] | None,
) -> Found:
    where = content.contexts[row["place"]] if len(content.contexts) > 1 else ""
    rejected = round((contested["value"] or 0) * contested["n"]) if contested else 0
    reported = content.stances.get((row["code"], "reports"), 0) if not where else 0
    figure = row["figure"] if row["n"] or contested is None else contested["figure"]
    turned = [
        f"{n:,} {word}" for n, word in ((rejected, "rejecting"), (reported, "reporting what others say")) if n
    ]
    shown = tuple(quotes.get(figure, ())[:STRONGEST])
    label = content.labels[row["code"]]
    return Found(
        figure, row["code"], label, where, row["n"], row["n"] / most, row["documents"], listed(turned), shown
    )


def _quotes(content: Content) -> dict[str, list[Quote]]:
    wanted = content.chosen.filter(
        pl.col("figure").str.contains(r"^D[15](/|$)") & (pl.col("place") < STRONGEST)
    ).sort("figure", "place")
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


def silent(content: Content) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Codes with no passage, as (answer, group, (label, definition) …): those looked for, then the rest.

    A code was looked for where it, or one that counts for it, has a pattern in a language of the documents.
    """
    heard = {code for code, _ in content.stances}
    spoken = set(content.documents["language"].drop_nulls())
    made = []
    for answer, wanted in (("not found", True), ("not looked for", False)):
        for group, codes in content.groups.items():
            rows = tuple(
                (content.labels[c], str(content.codebook.codes[c].definition or "").strip())
                for c in codes
                if c not in heard and _is_looked_for(content, c, spoken) is wanted
            )
            if rows:
                made.append((answer, content.group_label(group), rows))
    return made


@dataclass(frozen=True, slots=True)
class Glance:
    """One line of the overview: the answer is found, not found or not looked for."""

    label: str
    child: bool
    answer: str
    figure: str
    count: int
    part: float
    turned: str


def glance(content: Content) -> list[tuple[str, tuple[Glance, ...]]]:
    """Every code of the codebook on one screen, in its order."""
    told = {row.code: row for _, _, rows in found(content) for row in rows}
    spoken = set(content.documents["language"].drop_nulls())
    made = []
    for group, codes in content.groups.items():
        rows = []
        for code in codes:
            row, child = told.get(code), bool(content.codebook.codes[code].parent)
            if row:
                rows.append(Glance(row.label, child, "found", row.figure, row.count, row.part, row.turned))
            else:
                reported = content.stances.get((code, "reports"), 0)
                answer = (
                    "reported only"
                    if reported
                    else "not found"
                    if _is_looked_for(content, code, spoken)
                    else "not looked for"
                )
                rows.append(Glance(content.labels[code], child, answer, "", 0, 0, ""))
        made.append((content.group_label(group), tuple(rows)))
    return made


def _is_looked_for(content: Content, code: str, spoken: set[str]) -> bool:
    counting = [c for c in content.codebook.codes.values() if code in (c.id, c.parent)]
    return any(phrase.language in spoken for c in counting for phrase in c.patterns)


def frames(content: Content) -> list[tuple[str, str, int, float]]:
    """The frames as parts of all framed passages: (label, figure, passages, share), the largest first."""
    whole = [f for f in content.codebook.frames if not content.codebook.codes[f].parent]
    rows = content.select("D1", "code", quantity="presence").filter(pl.col("code").is_in(whole))
    total = int(rows["n"].sum() or 0)
    ranked = rows.sort(["n", "figure"], descending=[True, False])
    return (
        [
            (content.labels[r["code"]], r["figure"], r["n"], r["n"] / total)
            for r in ranked.iter_rows(named=True)
        ]
        if total
        else []
    )


def sides(content: Content) -> list[tuple[str, str, bool]]:
    """Who stands where: (side, names, whether they were guessed)."""
    frame = content.sides
    if frame is None:
        return []
    made = []
    for side in ("lead", "partner"):
        rows = frame.filter(pl.col("side") == side)
        named = [
            a if n is None else f"{a} ({counted(n, 'mention')})"
            for a, n in rows.select("actor", "mentions").iter_rows()
        ]
        made.append((side, ", ".join(named) or "nobody recognised", bool(rows["guessed"].any())))
    return made
