"""Scores duties found against those labelled: sides, force and conditions, passage by passage."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from comity.coding.duties.found import duties_of
from comity.coding.duties.placed import placed
from comity.coding.duties.placement import of_lists
from comity.study.side_lists import Guess

GOLD = Path(__file__).parent.parent.parent / "gold" / "duties"
Told = tuple[str, str, str, str]  # kind, side, force, condition


def labelled(name: str, languages: Sequence[str]) -> dict[str, tuple[str, str, list[Told]]]:
    """By id: language, text, and the duties labelled in it."""
    made: dict[str, tuple[str, str, list[Told]]] = {}
    with (GOLD / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["language"] in languages:
                told = made.setdefault(row["id"], (row["language"], row["text"], []))[2]
                if row["kind"]:
                    told.append((row["kind"], row["side"], row["force"], row["condition"]))
    return made


def found_in(sentences: Iterable[tuple[str, str, str]]) -> pl.DataFrame:
    """DUTIES in single sentences (id, language, text), sides as the shipped list has them."""
    texts, passages = [], []
    for name, language, text in sentences:
        texts.append({"document": name, "text": text, "language": language})
        passages.append(
            {"document": name, "start": 0, "end": len(text), "kind": "paragraph", "language": language}
        )
    found = duties_of(pl.DataFrame(texts), pl.DataFrame(passages))
    nobody = of_lists(Guess((), (), ()))
    return placed(found, {}, lambda _: nobody)


def told_in(found: pl.DataFrame) -> dict[str, list[Told]]:
    """By document, what was found of duties with a bearer, in the form of the labels."""
    made: dict[str, list[Told]] = {}
    for row in found.drop_nulls("bearer").iter_rows(named=True):
        told = (row["kind"], row["side"] or "", row["force"], "yes" if row["condition"] else "")
        made.setdefault(row["document"], []).append(told)
    return made


def f1(expected: Counter[tuple[str, str]], found: Counter[tuple[str, str]]) -> float:
    """F1 of labels, each counted as often as it stands in a passage."""
    both = sum((expected & found).values())
    return 2 * both / max(1, sum(expected.values()) + sum(found.values()))


def scores(expected: dict[str, list[Told]], found: dict[str, list[Told]]) -> dict[str, float]:
    """F1 of bearer side, kind, force and condition (whether there is one)."""

    def counted(duties: dict[str, list[Told]], place: int) -> Counter[tuple[str, str]]:
        return Counter((name, told[place]) for name, own in duties.items() for told in own if told[place])

    names = {"side": 1, "kind": 0, "force": 2, "condition": 3}
    return {name: f1(counted(expected, place), counted(found, place)) for name, place in names.items()}
