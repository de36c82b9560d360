"""How well the coders of a report's figures agree with people, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from comity.report.content import Content
from comity.report.wording import counted, listed

MOST = 4  # pairs of coders told one by one; the command tells all
Row = dict[str, Any]


def agreement_told(content: Content) -> str:
    """Sentences: each program with each person, then people with one another; nothing where none was compared."""
    if content.agreement is None:
        return "How well the coders agree has not been measured here."
    pairs = list(_pairs(content.agreement, content))
    told = [_sentence(coders, of_pair, content) for coders, of_pair in pairs[:MOST]]
    more = f"{counted(len(pairs) - MOST, 'more pair')} of coders: comity agree." if len(pairs) > MOST else ""
    return " ".join(filter(None, [*told, more]))


def _pairs(agreement: pl.DataFrame, content: Content) -> Iterator[tuple[list[str], pl.DataFrame]]:
    """The pairs in which there is a person, those with a program first."""
    people = set(content.people)
    found = [
        (part["coders"][0].to_list(), part) for part in agreement.partition_by("coders", maintain_order=True)
    ]
    pairs = [(c, part) for c, part in found if len(c) == 2 and people & set(c)]
    yield from sorted(pairs, key=lambda pair: people.issuperset(pair[0]))


def _sentence(coders: Sequence[str], of_pair: pl.DataFrame, content: Content) -> str:
    """What one pair agrees on, over all codes, and the code on which it agrees least."""
    overall = {r["quantity"]: r for r in of_pair.filter(pl.col("code").is_null()).iter_rows(named=True)}
    alpha = overall["alpha"]
    on = f"on {counted(alpha['n'], 'passage')} that both read"
    if alpha["status"] == "no evidence":
        return f"{listed(coders)} have read no passage in common."
    if alpha["value"] is None:
        return f"Of {listed(coders)} it cannot be said how well they agree, {on}: {alpha['note']}."
    aside = f" ({alpha['note']})" if alpha["note"] else ""
    beside = [f"F1 {_value(overall['f1'])}"] if overall.get("f1", {}).get("value") is not None else []
    figures = ", ".join([f"Krippendorff's alpha {_value(alpha)}", *beside])
    return f"{coders[0]} against {coders[1]}, {on}{aside}: {figures}{_least(of_pair, content)}."


def _least(of_pair: pl.DataFrame, content: Content) -> str:
    by_code = of_pair.filter(
        pl.col("code").is_not_null() & (pl.col("quantity") == "alpha") & pl.col("value").is_not_null()
    ).sort("value", "code")
    if by_code["value"].n_unique() < 2:
        return ""
    row = by_code.row(0, named=True)
    return f"; least on {content.labels.get(row['code'], row['code'])} ({round(row['value'], 2) + 0.0:.2f})"


def _value(row: Row) -> str:
    interval = "" if row["low"] is None else f" [{row['low']:.2f}, {row['high']:.2f}]"
    return f"{row['value']:.2f}{interval}"
