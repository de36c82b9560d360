"""C2: the types of a study set beside its cases, and what is wrong with how they are defined.

A type must not be true by construction: anchors between which a figure can never fall say nothing of a case, so
they are refused before anything is computed, together with what does not exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from comity.comparison.tables import CONDITIONS, MEMBERSHIPS, WHOLE
from comity.diagnostics import Diagnostic, did_you_mean
from comity.measures.comparison.c2_types import FiguresOf, Measured, measured
from comity.measures.measure import CATALOGUE, Measure
from comity.study.settings import FILE
from comity.study.types import Condition, Type

_PLACES = ("context", "case")


def checked(types: Mapping[str, Type], known: Mapping[str, Collection[str]]) -> list[Diagnostic]:
    """All that is wrong with the types; `known` gives the values that a grouping column may take."""
    found = [
        told for kind in types.values() for c in kind.conditions for told in _Check(kind, c, known).all()
    ]
    return [*found, *(told for kind in types.values() for told in _impossible(kind))]


def memberships(
    types: Mapping[str, Type], cases: Mapping[str, FiguresOf], periods: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """MEMBERSHIPS and CONDITIONS: each type in each case, and by period where the type asks for it.

    `cases`: by id (empty: the whole study), what gives its figures, in which the case stands as ``context``.
    Source: method C2.
    """
    rows: list[dict[str, object]] = []
    parts: list[dict[str, object]] = []
    asked = periods if any(kind.by_period for kind in types.values()) else ()
    for case, figures in cases.items():
        for period in (None, *asked) if types else ():
            place = {k: v for k, v in (("context", case), ("period", period)) if v}
            for row, met in _met(types, place, figures):
                rows.append(_row(row, case, types[str(row["code"])], met))
                parts += [_condition(str(row["figure"]), number, m) for number, m in enumerate(met, start=1)]
    return MEMBERSHIPS.frame(rows), CONDITIONS.frame(parts)


def _met(
    types: Mapping[str, Type], place: Mapping[str, str], figures: FiguresOf
) -> Iterator[tuple[Mapping[str, Any], list[Measured]]]:
    """The memberships at one place, each with how its conditions are met."""
    frame = figures("C2", tuple(place)).frame
    for column, value in place.items():
        frame = frame.filter(pl.col(column) == value)
    for row in frame.iter_rows(named=True):
        yield row, [measured(condition, place, figures) for condition in types[row["code"]].conditions]


def _row(row: Mapping[str, Any], case: str, kind: Type, met: Sequence[Measured]) -> dict[str, object]:
    least = min(met, key=lambda m: 2.0 if m.membership is None else m.membership)
    kept = ("figure", "low", "high", "n", "documents", "status", "note", "period")
    return {
        **{column: row[column] for column in kept},
        "case": case or WHOLE,
        "type": kind.id,
        "label": kind.label,
        "membership": row["value"],
        "decided_by": None if row["value"] is None else least.condition.name,
        "parts": [in_words(m) for m in met],
    }


def in_words(met: Measured) -> str:
    """``P2.conditional (side partner) = 0.24, anchors 0 | 0.2 | 0.5: 0.57``."""
    anchors = " | ".join(f"{anchor:g}" for anchor in met.condition.anchors)
    if met.membership is None:
        return f"{met.condition.name}, anchors {anchors}: {met.why}"
    return f"{met.condition.name} = {met.figure['value']:.3g}, anchors {anchors}: {met.membership:.2f}"


def _condition(membership: str, number: int, met: Measured) -> dict[str, object]:
    condition = met.condition
    return {
        "membership_of": membership,
        "number": number,
        "condition": condition.name,
        "measure": condition.measure,
        "quantity": condition.quantity or CATALOGUE.get(condition.measure).quantities[0].name,
        "where": [f"{column} {value}" for column, value in condition.where.items()],
        **{c: met.figure.get(c) for c in ("figure", "value", "low", "high", "n")},
        **dict(zip(("full_out", "crossover", "full_in"), condition.anchors, strict=True)),
        "invert": condition.invert,
        "reason": condition.reason or None,
        "membership": met.membership,
        "why": met.why or None,
    }


@dataclass(frozen=True, slots=True)
class _Check:
    kind: Type
    condition: Condition
    known: Mapping[str, Collection[str]]

    def all(self) -> Iterator[Diagnostic]:
        name = self.condition.measure
        card = CATALOGUE.all().get(name)
        if card is None:
            fix = did_you_mean(name, CATALOGUE.all())
            yield self._told("unknown-measure", "measure", f"there is no measure {name!r}.", fix)
            return
        if card.id == "C2":
            told = "a type cannot be a condition of a type."
            yield self._told(
                "circular-type", "measure", told, "Name the measures that the other type rests on."
            )
            return
        yield from self._where(card)
        yield from self._anchors(card)

    def _where(self, card: Measure) -> Iterator[Diagnostic]:
        given = self.condition.where
        for column in card.always:
            if column not in given:
                told = f"{card.id} has a figure for each {column}, and none is named."
                yield self._told("missing-value", "measure", told, f'Write where = {{ {column} = "…" }}.')
        for column, value in given.items():
            key = f"where.{column}"
            if column in _PLACES or (column == "period" and self.kind.by_period):
                told = f"{column} is given by the case itself."
                yield self._told("unknown-grouping", key, told, f"Leave {column} out.")
            elif column not in (*card.by, *card.always):
                fix = did_you_mean(column, (*card.by, *card.always))
                yield self._told("unknown-grouping", key, f"{card.id} has no grouping {column!r}.", fix)
            elif column in self.known and value not in self.known[column]:
                fix = did_you_mean(value, self.known[column])
                yield self._told(f"unknown-{column}", key, f"there is no {column} {value!r}.", fix)

    def _anchors(self, card: Measure) -> Iterator[Diagnostic]:
        name = self.condition.quantity
        quantity = next((q for q in card.quantities if name in ("", q.name)), None)
        if quantity is None:
            fix = did_you_mean(name, [q.name for q in card.quantities])
            yield self._told("unknown-quantity", "quantity", f"{card.id} has no quantity {name!r}.", fix)
            return
        least, greatest = quantity.range
        crossover = self.condition.anchors[1]
        if crossover <= least or (greatest is not None and crossover >= greatest):
            side = "in" if (crossover <= least) != self.condition.invert else "out"
            span = f"{least:g} to {'any number' if greatest is None else f'{greatest:g}'}"
            told = f"the crossover {crossover:g} puts whatever {quantity.name} can be ({span}) {side}."
            yield self._told("cannot-fail", "anchors", told, "A type must not be true by construction.")

    def _told(self, code: str, key: str, problem: str, fix: str = "") -> Diagnostic:
        line, column = self.condition.places.get(key) or self.condition.places.get("measure") or (None, None)
        return Diagnostic(code, FILE, f"the type {self.kind.id!r}: {problem}", fix, line, column)


def _impossible(kind: Type) -> Iterator[Diagnostic]:
    """Two conditions on one figure that no value meets: more than 0.6 and not more than 0.4."""
    above: dict[object, float] = {}
    for condition in (c for c in kind.conditions if not c.invert):
        key = _figure(condition)
        above[key] = max(above.get(key, condition.anchors[1]), condition.anchors[1])
    for condition in (c for c in kind.conditions if c.invert):
        at = above.get(_figure(condition))
        if at is not None and at >= condition.anchors[1]:
            told = f"the type {kind.id!r}: {condition.name} leaves no value that another condition allows."
            line, column = condition.places.get("anchors", (None, None))
            yield Diagnostic("cannot-hold", FILE, told, "Look at the crossovers.", line, column)


def _figure(condition: Condition) -> tuple[object, ...]:
    return condition.measure, condition.quantity, tuple(sorted(condition.where.items()))
