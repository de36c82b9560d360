"""What the comparison finds, across dimensions: short sentences in the order of their strength, with their doubts.

A finding is *clear* where the whole interval of its figure lies on one side, *tentative* where there is no
interval or it spans the threshold. A finding never says more than its figure; what has no evidence is counted
at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import number
from comity.measures.measure import CATALOGUE
from comity.report import doubts, reading
from comity.report.sentences import Part, Sentence, capital, compared
from comity.report.wording import counted, listed

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
MOST = 9  # sentences: more are no summary
GRADES = ("clear", "tentative")
FAR = 0.15  # from the threshold, before a finding without an interval is told


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with its grade; ``strength`` (0 to 1) orders those of one grade.

    ``fragile``: a single change that would turn it, where sensitivity was asked for and there is one.
    """

    grade: str
    strength: float
    sentence: Sentence
    fragile: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} Fragile: {self.fragile}." if self.fragile else str(self.sentence)


@dataclass(frozen=True, slots=True)
class Told:
    """How a quantity is said: above and below its middle, which is neither; ``weight`` is how much it matters.

    ``least``: on so many documents, arrangements or partners it has to stand ("most partners" are more than one).
    """

    measure: str
    quantity: str
    middle: float
    above: str
    below: str
    weight: float = 1.0
    least: int = 1


TOLD = (
    Told(
        "I2",
        "asymmetry",
        0,
        "the lead side holds more of the steering roles",
        "the partner side holds more of the steering roles",
    ),
    Told(
        "I1",
        "informality",
        0.5,
        "the arrangements are informal",
        "the arrangements bind",
        0.5,
    ),
    Told(
        "I1",
        "voluntariness_partner",
        0.5,
        "what the partner side bears is mostly voluntary",
        "what the partner side bears is mostly not voluntary",
        0.8,
    ),
    Told(
        "P1",
        "dominance",
        0.5,
        "control outweighs the other pillars",
        "control does not outweigh the other pillars",
    ),
    Told(
        "P3",
        "difference",
        0,
        "the lead side's proposals are taken up more often",
        "the partner side's proposals are taken up more often",
    ),
    Told(
        "P4",
        "share",
        0.5,
        "the lead side pays most of it",
        "the lead side does not pay most of it",
        0.7,
    ),
    Told(
        "P5",
        "production",
        0.5,
        "most partners took on a duty and reformed or passed it on",
        "few partners took on a duty and reformed or passed it on",
        least=2,
    ),
    Told(
        "P7",
        "partner_first",
        0.5,
        "in exchanges the partner side has to deliver first",
        "in exchanges the partner side need not deliver first",
    ),
    Told(
        "P9",
        "balance",
        0,
        "transfers go from lead to partner",
        "transfers go from partner to lead",
        0.7,
    ),
)


def findings(content: Content) -> list[Finding]:
    """The findings of a report, the strongest first, at most MOST; with the tally of the claims at the end."""
    if content.kind != "report":
        return []
    made = [*_said(content), *_told(content), *_gatekeepers(content)]
    made += [Finding(*told) for told in reading.told(content)]
    ranked = sorted(made, key=lambda f: (GRADES.index(f.grade), -f.strength, str(f)))
    return [*ranked[:MOST], *_claims(content)]


def _told(content: Content) -> Iterator[Finding]:
    """One sentence per quantity, over all contexts in which it says something."""
    for told in TOLD:
        rows = content.select(told.measure, quantity=told.quantity).filter(
            pl.col("value").is_not_null() & (pl.col("status") == "ok") & (pl.col("documents") >= told.least)
        )
        places = list(content.contexts)
        ordered = sorted(rows.iter_rows(named=True), key=lambda r: places.index(r["place"]))
        for above in (True, False):
            own = [r for r in ordered if (r["value"] > told.middle) == above and _far(r, told)]
            for grade in GRADES:
                same = [r for r in own if _grade(r, told.middle) == grade]
                if same:
                    yield _finding(content, told, same, grade, above=above)


def _said(content: Content) -> Iterator[Finding]:
    """What the texts of one context say more often than those of another, at most twice."""
    for parts in compared(content):
        if any(part.figure for part in parts):
            yield Finding("clear", 0.65, Sentence(parts))


def _far(row: Row, told: Told) -> bool:
    return float(abs(row["value"] - told.middle)) >= FAR * _half(told)


def _half(told: Told) -> float:
    card = CATALOGUE.all().get(told.measure)
    quantity = next((q for q in card.quantities if q.name == told.quantity), None) if card else None
    return abs((quantity.range[1] or 1.0) - told.middle) if quantity else 1.0


def _grade(row: Row, middle: float) -> str:
    known = row["low"] is not None and row["high"] is not None
    return "clear" if known and (row["low"] > middle or row["high"] < middle) else "tentative"


def _finding(content: Content, told: Told, rows: Sequence[Row], grade: str, *, above: bool) -> Finding:
    words = told.above if above else told.below
    parts: list[Part] = []
    if len(content.contexts) > 1:
        places = [f"in {content.contexts[r['place']]}" for r in rows]
        parts.append(Part(f"{listed(places)}, "))
    parts.append(Part(words))
    parts += _values(content, rows)
    strength = told.weight * max(abs(r["value"] - told.middle) for r in rows) / _half(told)
    return Finding(grade, strength, Sentence(capital((*parts, Part(".")))), _turned(content, told, rows))


def _turned(content: Content, told: Told, rows: Sequence[Row]) -> str:
    """What turns the side on which a main figure is, in the first context in which something does."""
    if told.middle != 0:
        return ""
    found = (doubts.fragile(content, "sign", f"{told.measure}/{row['place']}") for row in rows)
    return next(filter(None, found), "")


def _values(content: Content, rows: Sequence[Row]) -> Iterator[Part]:
    for place, row in enumerate(rows):
        yield Part(" (" if place == 0 else "; ")
        yield Part(number(row["value"], row["unit"]), row["figure"])
        yield Part(_doubt(content, row))
    yield Part(")")


def _doubt(content: Content, row: Row) -> str:
    if row["low"] is not None and row["high"] is not None and row["low"] < row["high"]:
        return f", {number(row['low'], row['unit'])} to {number(row['high'], row['unit'])}"
    ground = content.ground(row["figure"], row["measure"])
    noun = {"text": "passage", "registry": "row"}.get(ground, "piece")
    alike = "all alike" if row["low"] is not None else "without an interval"
    return f", from {counted(row['n'], noun)}, {alike}"


def _gatekeepers(content: Content) -> Iterator[Finding]:
    """Through whom the sides of a context meet; where no one stands between all of them, whose gate is widest."""
    gates = content.select("I3", "actor", quantity="gate").filter(pl.col("value") > 0)
    for place, label in content.contexts.items():
        rows = gates.filter(pl.col("place") == place)
        if not rows.height:
            continue
        rows = rows.filter(pl.col("value") == pl.col("value").max()).sort("figure")
        where = f"In {label}, the" if len(content.contexts) > 1 else "The"
        named: list[Part] = []
        for at, row in enumerate(rows.iter_rows(named=True)):
            named += [Part(" and " if at else ""), Part(content.name(row["actor"]), row["figure"])]
        widest = rows["value"][0]
        whole = "sides meet only through " if widest == 1 else "widest gate between the sides is held by "
        told = "" if widest == 1 else f" ({number(widest, 'share')} of the pairs across them)"
        parts = (Part(f"{where} {whole}"), *named, Part(f"{told}, as far as the record goes."))
        yield Finding("tentative", 0.55 * widest, Sentence(parts))


def _claims(content: Content) -> Iterator[Finding]:
    if content.verdicts is None:
        return
    counts = dict(content.verdicts.group_by("verdict").len().iter_rows())
    told = [
        f"{counts[w]:,} {'is' if counts[w] == 1 else 'are'} {w}"
        for w in ("supported", "contradicted", "undecided")
        if counts.get(w)
    ]
    fragile = doubts.counted(content, "claim")
    hangs = f"; {fragile} hang on a single document, source or number" if fragile else ""
    sentence = Sentence(
        (
            Part(
                f"Of {counted(content.verdicts.height, 'claim')} that the study makes, {listed(told)}{hangs}."
            ),
        )
    )
    yield Finding("clear", 0, sentence)
