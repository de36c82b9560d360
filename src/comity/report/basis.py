"""What a report rests on, and what nobody has checked: the top of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity.report.wording import LANGUAGES, counted, listed

if TYPE_CHECKING:
    from comity.report.content import Content


@dataclass(frozen=True, slots=True)
class Fact:
    """A number and what it counts."""

    value: str
    what: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """By whom the codings were made, in a heading and a sentence; ``checked`` is whether any person did."""

    checked: bool
    heading: str
    text: str


def basis(content: Content) -> list[Fact]:
    """Documents, passages, languages, years, codes."""
    documents = content.documents
    held = documents.filter((pl.col("status") != "cited") & pl.col("passages").is_not_null())
    cited = documents.filter(pl.col("status") == "cited").height
    passages = int(documents["passages"].sum() or 0)
    facts = [
        Fact(f"{held.height:,}", _noun(held.height, "document read", "documents read"), f"{cited:,} more known from statements alone" if cited else ""),
        Fact(f"{passages:,}", _noun(passages, "passage", "passages"), f"{content.statements:,} paraphrased {_noun(content.statements, 'statement', 'statements')}" if content.statements else ""),
    ]
    years = documents["year"].drop_nulls()
    if years.len():
        facts.append(Fact(str(years.min()) if years.min() == years.max() else f"{years.min()}–{years.max()}", "dated"))
    tongues = held.group_by("language").len().sort(["len", "language"], descending=[True, False]).drop_nulls()
    if tongues.height:
        facts.append(Fact(f"{tongues.height}", _noun(tongues.height, "language", "languages"), listed(LANGUAGES.get(t, t) for t in tongues["language"])))
    return [*facts, Fact(f"{len(content.codebook.codes)}", "codes looked for", f"codebook {content.codebook.name}, version {content.codebook.version}")]


def _noun(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def notice(content: Content) -> Notice:
    """Which coder made the figures, and whether a person has coded or checked anything."""
    programs = [p for p in content.programs if p not in content.people]
    made = f"{_noun(len(programs), 'the program', 'the programs')} {listed(programs)}" if programs else ""
    told = f" {counted(content.statements, 'statement').capitalize()} are the researcher's own paraphrases and are marked so." if content.statements else ""
    if content.people:
        who = listed(content.people)
        return Notice(True, f"Coded by {listed([*programs, *content.people])}", f"{who} coded passages of this study. How well the coders agree has not been measured here.{told}")
    return Notice(
        False,
        "No person has checked these codings",
        f"All passages were coded by {made}, which finds phrases and does not understand them. "
        f"Read the passages behind a figure before you rely on it.{told}",
    )
