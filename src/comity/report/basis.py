"""What a report rests on, and what nobody has checked: the top of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity.coding.coders.llm.reading import NOT_YET_READ
from comity.report.agreement import agreement_told
from comity.report.wording import LANGUAGES, counted, listed, years_of

if TYPE_CHECKING:
    from comity.report.content import Content

MANY = 3_000  # documents in the table of documents


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
    told = f"{content.statements:,}", _noun(content.statements, "statement", "statements")
    if passages or not content.statements:
        more = f"{cited:,} more known from statements alone" if cited else ""
        beside = f"and {told[0]} paraphrased {told[1]}" if content.statements else ""
        facts = [
            Fact(f"{held.height:,}", _noun(held.height, "document read", "documents read"), more),
            Fact(f"{passages:,}", _noun(passages, "passage", "passages"), beside),
        ]
    else:
        none = "none of them held, so that no text was read"
        facts = [
            Fact(f"{cited:,}", _noun(cited, "document cited", "documents cited"), none),
            Fact(*told, "in the researcher's own words"),
        ]
    years = documents["year"].drop_nulls()
    if years.len():
        facts.append(Fact(years_of(years, "–"), "dated"))
    tongues = held.group_by("language").len().sort(["len", "language"], descending=[True, False]).drop_nulls()
    if tongues.height:
        facts.append(
            Fact(
                f"{tongues.height}",
                _noun(tongues.height, "language", "languages"),
                listed(LANGUAGES.get(t, t) for t in tongues["language"]),
            )
        )
    return [
        *facts,
        *_recorded(content),
        Fact(
            f"{len(content.codebook.codes)}",
            "codes looked for",
            f"codebook {content.codebook.name}, version {content.codebook.version}",
        ),
    ]


def _recorded(content: Content) -> list[Fact]:
    """How many rows the registry has, and how many of them name no source."""
    rows = [frame for name, frame in content.registry.items() if name != "actors"]
    total = sum(frame.height for frame in rows)
    if not total:
        return []
    bare = sum(frame["source"].null_count() for frame in rows)
    arrangements = counted(content.registry["arrangements"].height, "arrangement")
    sources = "each with its source" if not bare else f"{bare:,} without a source"
    return [
        Fact(
            f"{total:,}",
            _noun(total, "row of the registry", "rows of the registry"),
            f"{arrangements}; {sources}",
        )
    ]


def listed_documents(content: Content) -> pl.DataFrame:
    """The documents in the page's table: all, or of very many those that the page cites."""
    if content.documents.height <= MANY:
        return content.documents
    return content.documents.filter(pl.col("id").is_in(content.passages["document"].unique().to_list())).head(
        MANY
    )


def _noun(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def notice(content: Content) -> Notice:
    """Which coder made the figures, and whether a person has coded or checked anything."""
    programs = [p for p in content.programs if p not in content.people]
    told = ""
    if content.statements:
        many = counted(content.statements, "statement")
        told = f" {many} {_noun(content.statements, 'is', 'are')} the researcher's own, marked as paraphrase."
    if _recorded(content):
        told += " The registry, too, is the researcher's own record of who did what."
    unread = [d.problem for d in content.diagnostics if d.code == NOT_YET_READ]
    told += "".join(f" {problem}" for problem in unread)
    if content.people:
        return Notice(
            checked=True,
            heading=f"Coded by {listed([*programs, *content.people])}",
            text=f"{listed(content.people)} coded passages of this study. {agreement_told(content)}{told}",
        )
    registry = (
        " What is set up and done is counted in rows of the registry, the researcher's own record."
        if _recorded(content)
        else ""
    )
    if content.statements and not int(content.documents["passages"].sum() or 0):
        return Notice(
            checked=False,
            heading="Rests on paraphrases alone, and no second person has checked them",
            text="No document is held. What is said is counted in statements: what the researcher says, in words "
            f"of their own, that a document holds.{registry}",
        )
    made = f"{_noun(len(programs), 'the program', 'the programs')} {listed(programs)}"
    blind = ", which finds phrases and does not understand them" if programs == ["lexicon"] else ""
    return Notice(
        checked=False,
        heading="No person has checked these codings",
        text=f"{'Passages' if unread else 'All passages'} were coded by {made}{blind}. "
        f"Read the passages behind a figure before you rely on it.{told}",
    )
