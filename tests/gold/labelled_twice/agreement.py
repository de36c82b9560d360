"""How far two labellings agree: ``python tests/gold/labelled_twice/agreement.py`` prints the tables of the data sheet.

A unit is a sentence (or passage) and a code. A code counts for its parents in both labellings, as everywhere. A label
that is held arguable counts as given; below each table stands what is left without those.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from comity.coding.agreement.alpha import krippendorff_alpha
from comity.coding.agreement.chance import cohen_kappa
from comity.coding.agreement.coefficient import Drawing, Estimate, bootstrapped, value_of
from comity.coding.agreement.ratings import Ratings, kinds_of
from comity.study.codebook import load_codebook
from comity.study.codes import Codebook

HERE = Path(__file__).parent
FILES = ("blind", "held_out")
Labels = dict[str, dict[str, str]]  # by sentence: code -> stance


class Agreed(NamedTuple):
    """How far two labellings agree on a code, or on all."""

    code: str
    first: int
    second: int
    both: int
    alpha: Estimate
    kappa: float

    @property
    def f1(self) -> float:
        given = self.first + self.second
        return 2 * self.both / given if given else math.nan


def of_sentences(codebook: Codebook) -> tuple[Labels, Labels, set[tuple[str, str]]]:
    """The labels of ``blind.csv`` and ``held_out.csv``: the first, the second, and the units that are arguable."""
    first: Labels = defaultdict(dict)
    optional = set()
    for row in (row for name in FILES for row in _rows(HERE.parent / f"{name}.csv")):
        first[row["id"]] |= dict.fromkeys(_with_parents(row["code"], codebook), row["stance"])
        if row["optional"]:
            optional |= {(row["id"], code) for code in _with_parents(row["code"], codebook) or codebook.codes}
    second: Labels = defaultdict(dict)
    for row in _rows(HERE / "sentences.csv"):
        second[row["id"]] |= dict.fromkeys(_with_parents(row["code"], codebook), row["stance"])
    return first, second, optional


def of_passages(codebook: Codebook) -> tuple[Labels, Labels, set[tuple[str, str]]]:
    """The labels of ``passages.csv``, likewise; a unit is arguable where either says so."""
    labels: dict[str, Labels] = {"first": defaultdict(dict), "second": defaultdict(dict)}
    arguable = set()
    for row in _rows(HERE / "passages.csv"):
        passage = f"{row['document']}#{row['start']}-{row['end']}"
        codes = _with_parents(row["code"], codebook)
        labels[row["labeller"]][passage] |= dict.fromkeys(codes, row["stance"])
        if row["arguable"]:
            arguable |= {(passage, code) for code in codes}
    return labels["first"], labels["second"], arguable


def agreement(
    codes: Sequence[str], first: Labels, second: Labels, optional: set[tuple[str, str]]
) -> Iterator[Agreed]:
    """Of each code, and of all together."""
    for name, chosen in (*((code, [code]) for code in codes), ("all codes", list(codes))):
        pairs = [
            (code in first[sentence], code in second[sentence], at)
            for at, sentence in enumerate(first)
            for code in chosen
            if (sentence, code) not in optional
        ]
        given = np.array([pair[:2] for pair in pairs], np.int64)
        cluster = np.array([pair[2] for pair in pairs])
        kinds = kinds_of(Ratings(given, (False, True), cluster, len(first)))
        yield Agreed(
            name,
            *(int(n) for n in given.sum(axis=0)),
            int(given.all(axis=1).sum()),
            bootstrapped(
                krippendorff_alpha(kinds), kinds, Drawing(500, names=("gold", name), over="sentences")
            ),
            value_of(cohen_kappa(kinds), kinds),
        )


def stances(first: Labels, second: Labels) -> tuple[int, int, float]:
    """Of the units that both gave the code: how many, how many with the same stance, and alpha of the stances."""
    values = ("affirms", "rejects", "reports")
    pairs = [
        (first[s][code], second[s][code])
        for s in first
        for code in first[s]
        if code in second[s] and first[s][code]
    ]
    given = np.array([[values.index(stance) for stance in pair] for pair in pairs])
    kinds = kinds_of(Ratings(given, values))
    return len(pairs), sum(a == b for a, b in pairs), value_of(krippendorff_alpha(kinds), kinds)


def _with_parents(code: str, codebook: Codebook) -> Sequence[str]:
    return (code, *codebook.ancestors(code)) if code else ()


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def table(labels: tuple[Labels, Labels, set[tuple[str, str]]], codes: Sequence[str]) -> str:
    """A table of the data sheet, with what stands below it."""
    lines = [
        "| code | first | second | both | F1 | Cohen's kappa | Krippendorff's alpha |",
        "|---|---|---|---|---|---|---|",
    ]
    first, second, arguable = labels
    for found in agreement(codes, first, second, set()):
        name = f"`{found.code}`" if found.code in codes else f"**{found.code}**"
        f1, kappa = ("–" if math.isnan(value) else f"{value:.2f}" for value in (found.f1, found.kappa))
        lines.append(
            f"| {name} | {found.first} | {found.second} | {found.both} | {f1} | {kappa} | {_told(found.alpha)} |"
        )
    *_, clear = agreement(codes, *labels)
    pairs, same, alpha_of_stances = stances(first, second)
    return "\n".join(
        [
            *lines,
            "",
            f"Without the {len(arguable)} arguable units, all codes: alpha {_told(clear.alpha)}.",
            f"Stance: the same in {same} of {pairs} labels that both gave (alpha {alpha_of_stances:.2f}).",
        ]
    )


def _told(alpha: Estimate) -> str:
    """The coefficient and its interval; none where all draws give the same."""
    if not alpha.is_defined:
        return "–"
    interval = "" if alpha.interval is None else f" ({alpha.low:.2f} to {alpha.high:.2f})"
    return f"{alpha.value:.2f}{interval}"


if __name__ == "__main__":
    book, _ = load_codebook("partnership")
    assert book is not None
    for make in (of_sentences, of_passages):
        print(table(make(book), list(book.codes)), end="\n\n")
