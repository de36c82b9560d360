"""What each side takes on, side by side: the one table that an analyst wants from a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from comity.coding.duties.grammar import grammars
from comity.coding.tables import BEARING, DUTY_KINDS, FORCES
from comity.table import Column, Table

_DENIAL = re.compile(r"\b(?:not|never|refrain|prohibited|no|ne|nicht|não|abstain)\b", re.IGNORECASE)
NOBODY = "nobody"
OTHER = "other"
_PRONOUNS = ["it", "they", "he", "she", "he or she", "the latter", "both of them", "them"]
COLUMNS = (*BEARING, OTHER, NOBODY)
"""The columns of the ledger: the sides, bearers on no known side, and what is told of no bearer."""

LEDGER = Table(
    "ledger",
    "What each side takes on, is told, may and may not do: one row for each duty, by side, force and place.",
    (
        Column(
            "side",
            "lead, partner, both, third; other: somebody on no known side; nobody: the text names no bearer",
            kind="category",
            required=True,
            allowed=COLUMNS,
        ),
        Column("kind", "what is told", kind="category", required=True, allowed=DUTY_KINDS),
        Column("force", "how binding the words are", kind="category", required=True, allowed=FORCES),
        Column("conditional", "whether it depends on a condition", kind="boolean", required=True),
        Column("bearer", "who bears it; of a pronoun, whom it means"),
        Column("modal", "the words that lay it on"),
        Column("act", "what is to be done", required=True),
        Column("matter", "to what it is to be done, in the passive"),
        Column("condition", "on what it depends"),
        Column("target", "whom the bearer is to make act"),
        Column("target_side", "the side of the target", kind="category", allowed=BEARING),
        Column("beneficiary", "for whom"),
        Column("beneficiary_side", "the side of the beneficiary", kind="category", allowed=BEARING),
        Column("document", "the document it stands in", required=True),
        Column("page", "page, from 1; null where the format has none", kind="integer"),
        Column("row", "the row of duties", required=True),
    ),
    key=("row",),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger's overview: which rows are counted, and how many there are by column."""

    id: str
    label: str
    chosen: pl.Expr
    counts: Mapping[str, int]


def ledger(duties: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """LEDGER from DUTIES, in the order of side, force and place in the text; `passages` give the pages."""
    pages = passages.select("document", "start", "page").unique(["document", "start"], keep="first")
    column = (
        pl.when(pl.col("bearer").is_null()).then(pl.lit(NOBODY)).otherwise(pl.col("side").fill_null(OTHER))
    )
    flat = {
        n: pl.col(n).str.replace_all(r"\s+", " ")
        for n in ("modal", "act", "matter", "condition", "target", "beneficiary")
    }
    named = pl.col("bearer_names").list.eval(pl.element().str.split(" = ").list.first()).list.join(", ")
    rows = duties.join(pages, on=["document", "start"], how="left", maintain_order="left").with_columns(
        side=column,
        conditional=pl.col("condition").is_not_null(),
        bearer=pl.when(pl.col("bearer").str.to_lowercase().is_in(_PRONOUNS) & (named.str.len_chars() > 0))
        .then(named)
        .otherwise(pl.col("bearer").str.replace_all(r"\s+", " ")),
        **flat,
    )
    order = [
        pl.col("side").replace_strict({s: n for n, s in enumerate(COLUMNS)}, return_dtype=pl.Int64),
        pl.col("force").replace_strict({f: n for n, f in enumerate(FORCES)}, return_dtype=pl.Int64),
    ]
    return LEDGER.conform(rows.sort(*order, "document", "start", "act_start", "row"))


def overview(frame: pl.DataFrame) -> list[Line]:
    """How much each column of the ledger holds, by kind and force; then what of it is conditional."""
    asked: list[tuple[str, str, pl.Expr]] = [
        ("must", "must", _is("duty", "mandatory") | _is("commitment", "mandatory")),
        ("must_not", "must not", pl.col("kind") == "prohibition"),
        ("will", "says it will", _is("commitment", "political")),
        ("should", "should", _is("duty", "political")),
        ("may", "may", pl.col("kind") == "permission"),
        ("invited", "is invited to", pl.col("kind") == "invitation"),
        ("conditional", "of these on a condition", pl.col("conditional")),
    ]
    return [Line(name, label, chosen, _counts(frame.filter(chosen))) for name, label, chosen in asked]


def unread(passages: pl.DataFrame) -> str:
    """A sentence on the passages in languages for which there are no rules; empty where there are none."""
    known = pl.col("language").is_in(list(grammars()))
    rest = passages.filter(pl.col("language").is_not_null() & ~known & (pl.col("kind") != "heading"))
    if not rest.height:
        return ""
    spoken = ", ".join(rest["language"].unique().sort().to_list())
    return f"Not looked for in {rest.height:,} of {passages.height:,} passages, which are in other languages ({spoken})."


def _is(kind: str, force: str) -> pl.Expr:
    return (pl.col("kind") == kind) & (pl.col("force") == force)


def _counts(frame: pl.DataFrame) -> dict[str, int]:
    found = dict(frame.group_by("side").len().iter_rows())
    return {column: int(found.get(column, 0)) for column in COLUMNS}


def entry(row: Mapping[str, object]) -> str:
    """Who is to do what, in few words: *Georgia shall readmit its nationals*; passives begin with their matter."""
    denied = (
        "not "
        if row["kind"] == "prohibition" and not _DENIAL.search(f"{row['modal']} {row['act']}"[:30])
        else ""
    )
    who = row["matter"] or row["bearer"] or ""
    return f"{who} {row['modal'] or ''} {denied}{row['act']}".strip()


def columns_of(frame: pl.DataFrame) -> Sequence[str]:
    """The columns that are shown: the two sides and both always, the others where they hold anything."""
    filled = set(frame["side"])
    return [c for c in COLUMNS if c in ("lead", "partner", "both") or c in filled]
