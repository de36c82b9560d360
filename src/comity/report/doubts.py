"""Which conclusions hang on one document, one source or one number, as a report shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.measures.measure import CATALOGUE

if TYPE_CHECKING:
    from comity.report.bundles import Bundles
    from comity.report.content import Content

HEADINGS = {
    "reading": "Readings",
    "type": "Of which type a case is most",
    "membership": "Whether it is of a type",
    "claim": "Claims",
    "sign": "Which side it is on",
    "order": "Which case has more of it",
}
NONE = {
    "reading": "no reading",
    "type": "no type",
    "membership": "neither",
    "claim": "undecided",
    "sign": "no figure",
    "order": "not comparable",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A conclusion that some change turns: what it is, what is concluded, how many changes, and one of them."""

    label: str
    answer: str
    fragile: bool
    flips: int
    least: str


def doubts(content: Content) -> list[tuple[str, list[Doubt], int]]:
    """By kind of conclusion: heading, those that a change turns, and how many stand whatever is changed."""
    if content.sensitivity is None:
        return []
    made = []
    for kind, heading in HEADINGS.items():
        own = content.sensitivity.filter(pl.col("kind") == kind)
        turned = sorted(_doubts(content, own), key=lambda d: not d.fragile)
        if own.height:
            made.append((heading, turned, own.height - len(turned)))
    return made


def fragile(content: Content, kind: str, conclusion: str) -> str:
    """A change that turns a decided conclusion, and into what; empty where none does, or none was tried."""
    return _fragile(content).get((kind, conclusion), "")


@dataclass(frozen=True, slots=True)
class Overturned:
    """How few rows would turn the reading of a case, and which; each row opens."""

    label: str
    text: str
    rows: tuple[tuple[str, str], ...]


def overturned(content: Content, bundles: Bundles) -> list[Overturned]:
    """The fewest rows without which each case is read otherwise."""
    if content.overturn is None:
        return []
    return [
        Overturned(str(content.labels.get(r["case"], r["case"])), fewest(r), tuple(_opened(bundles, r)))
        for r in content.overturn.iter_rows(named=True)
    ]


def fewest(row: Mapping[str, Any]) -> str:
    """What is known of how few rows turn a reading (a row of OVERTURN), as the end of a sentence on the case."""
    if row["most"] is None:
        return f"reads as {row['reading']}; no set of rows was found that turns it, and no single row does."
    other = f"as {row['becomes']}" if row["becomes"] else "as none of them"
    many = "one row" if row["most"] == 1 else f"{row['most']} rows"
    sure = "" if row["least"] == row["most"] else f"; fewer may do, {row['least'] - 1} will not"
    return f"reads as {row['reading']}, and without {many} {other}{sure}:"


def _opened(bundles: Bundles, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in row["rows"]:
        yield name, bundles.open("Row", ("row", name), f"A row on which the reading stands: {name}", [name])


def counted(content: Content, kind: str) -> int:
    """How many conclusions of a kind are fragile."""
    return sum(of == kind for of, _ in _fragile(content))


def _fragile(content: Content) -> dict[tuple[str, str], str]:
    if content.sensitivity is None:
        return {}
    own = content.sensitivity.filter("fragile").select("kind", "conclusion", "least")
    return {(kind, conclusion): least for kind, conclusion, least in own.iter_rows()}


def _doubts(content: Content, frame: pl.DataFrame) -> Iterator[Doubt]:
    for row in frame.filter(pl.col("flips") > 0).iter_rows(named=True):
        answer = str(row["answer"] or NONE[row["kind"]])
        answer = _type_label(content, answer) if row["kind"] == "type" else answer
        yield Doubt(_label(content, row), answer, row["fragile"], row["flips"], row["least"] or "")


def _type_label(content: Content, name: str) -> str:
    known = content.settings.types.get(name)
    return known.label if known else name


def _label(content: Content, row: Mapping[str, Any]) -> str:
    if row["kind"] == "claim":
        return str(row["text"])
    if row["kind"] in ("reading", "type"):
        return str(content.labels.get(row["conclusion"], row["conclusion"]))
    if row["kind"] == "membership":
        case, kind = str(row["conclusion"]).split("/")
        return f"{content.labels.get(case, case)}: {_type_label(content, kind)}"
    measure, *cases = str(row["conclusion"]).split("/")
    card = CATALOGUE.all().get(measure)
    name = f"{card.name} ({measure})" if card else measure
    return f"{name[:1].upper()}{name[1:]}: {' against '.join(content.labels.get(c, c) for c in cases)}"
