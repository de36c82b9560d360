"""C2: the types of a study set beside its cases, and what is wrong with how they are defined.

A type must not be true by construction: anchors between which a figure can never fall say nothing of a case, so
they are refused before anything is computed, together with what does not exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from comity.comparison.condition_checks import Asked
from comity.comparison.tables import CONDITIONS, MEMBERSHIPS, WHOLE
from comity.diagnostics import Diagnostic
from comity.measures.comparison.c2_types import FiguresOf, Measured, measured
from comity.measures.measure import CATALOGUE
from comity.study.conditions import Condition
from comity.study.settings import FILE
from comity.study.types import Type

_PLACES = ("context", "case")


def checked(types: Mapping[str, Type], known: Mapping[str, Collection[str]]) -> list[Diagnostic]:
    """All that is wrong with the types; `known` gives the values that a grouping column may take."""
    found = [told for kind in types.values() for c in kind.conditions for told in _checked(kind, c, known)]
    return [*found, *(told for kind in types.values() for told in _impossible(kind))]


def _checked(kind: Type, condition: Condition, known: Mapping[str, Collection[str]]) -> Iterator[Diagnostic]:
    given = ("context", "case", *(["period"] if kind.by_period else ()))
    asked = Asked(f"the type {kind.id!r}", condition, known, given)
    if condition.measure == "C2":
        fix = "Name the measures that the other type rests on."
        yield asked.told("circular-type", "measure", "a type cannot be a condition of a type.", fix)
    else:
        yield from asked.wrong()


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
