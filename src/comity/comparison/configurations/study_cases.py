"""Which cases of a study are compared as configurations, and what is wrong with how [qca] asks for their figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from comity.comparison.condition_checks import Asked
from comity.diagnostics import Diagnostic, did_you_mean
from comity.measures.comparison.c2_types import FiguresOf
from comity.measures.measure import CATALOGUE
from comity.study.configurations import CASE, CalibratedSet, Configurations
from comity.study.settings import FILE

if TYPE_CHECKING:
    from comity.study.settings import Case

_OF_ARRANGEMENTS = ("context", "layer")  # what is known of an arrangement beside its own figures


@dataclass(frozen=True, slots=True)
class StudyCase:
    """A case: its name, what it is called, where its figures stand (column and value), and who gives them."""

    name: str
    label: str
    place: Mapping[str, object]
    figures: FiguresOf = field(repr=False)


def columns_of(asked: Configurations, each: CalibratedSet) -> tuple[str, ...]:
    """The columns at which the figure of a set is taken."""
    own = each.by or asked.cases
    return ("context",) if own == (CASE,) else own


def planned(asked: Configurations) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The measures that are asked for, each with its grouping, as far as they have it."""
    for each in asked.sets:
        card = CATALOGUE.all().get(each.condition.measure)
        if card and {*columns_of(asked, each), *each.condition.where} <= {*card.by, *card.always}:
            yield _figures_of(asked, each)


def _figures_of(asked: Configurations, each: CalibratedSet) -> tuple[str, tuple[str, ...]]:
    """The measure that a set asks for, and the grouping."""
    card = CATALOGUE.get(each.condition.measure)
    columns = dict.fromkeys((*columns_of(asked, each), *each.condition.where))
    return card.id, tuple(c for c in columns if c not in card.always)


def checked(asked: Configurations | None, known: Mapping[str, Collection[str]]) -> list[Diagnostic]:
    """All that is wrong with [qca]; `known` gives the values that a grouping column may take."""
    return [] if asked is None else [told for each in asked.sets for told in _checked(asked, each, known)]


def _checked(
    asked: Configurations, each: CalibratedSet, known: Mapping[str, Collection[str]]
) -> Iterator[Diagnostic]:
    of_arrangements = _OF_ARRANGEMENTS if "arrangement" in asked.cases else ()
    by = columns_of(asked, each)
    thresholds = each.condition.anchors
    parting = thresholds[1:2] if each.way in ("direct", "linear") else thresholds
    check = Asked(
        f"[qca] {each.name}", each.condition, known, given=(CASE, *asked.cases, *by), by=by, parting=parting,
        reached=each.way in ("crisp", "levels"),
    )  # fmt: skip
    strange = (
        []
        if CASE in asked.cases and not each.by
        else [c for c in by if c not in (*asked.cases, *of_arrangements)]
    )
    if strange:
        told = f"a case has no {strange[0]} to take the figure at."
        yield check.told(
            "unknown-grouping", "by", told, did_you_mean(strange[0], (*asked.cases, *of_arrangements))
        )
        return
    yield from check.wrong()


def line_of(each: CalibratedSet) -> int | None:
    """Where the set names its measure in study.toml."""
    return each.condition.places.get("measure", (None, None))[0]


def study_cases(
    asked: Configurations,
    figures: FiguresOf,
    named: Mapping[str, tuple[Case, FiguresOf]],
    registry: Mapping[str, pl.DataFrame],
) -> tuple[list[StudyCase], list[Diagnostic]]:
    """The cases that [qca] means, sorted by name, and what is wrong with their names.

    `named` are the cases of the study with what gives their figures; any other grouping has a case wherever one of
    the conditions has a figure at it.
    """
    if asked.cases == (CASE,):
        found = [StudyCase(c.id, c.label, {"context": c.id}, of) for c, of in named.values()]
    else:
        found = list(_grouped(asked, figures, registry))
    known = [case.name for case in found]
    wrong = [
        Diagnostic("unknown-case", FILE, f"[qca] among: there is no case {name!r}.", did_you_mean(name, known), line)
        for line, _ in [asked.places.get("among", (None, None))]
        for name in asked.among
        if name not in known
    ]  # fmt: skip
    return [case for case in found if not asked.among or case.name in asked.among], wrong


def _grouped(
    asked: Configurations, figures: FiguresOf, registry: Mapping[str, pl.DataFrame]
) -> Iterator[StudyCase]:
    whole = [s for s in asked.sets if columns_of(asked, s) == asked.cases]
    groups = {
        row
        for each in whole
        for row in figures(*_figures_of(asked, each))
        .frame.filter(_named(each))
        .select(asked.cases)
        .drop_nulls()
        .rows()
    }
    labels = dict(_labels(registry))
    homes = {row["id"]: row for row in registry["arrangements"].iter_rows(named=True)}
    for row in sorted(groups, key=lambda r: tuple(map(str, r))):
        place = dict(zip(asked.cases, row, strict=True))
        home = homes.get(place.get("arrangement"), {})
        more = {c: home[c] for c in _OF_ARRANGEMENTS if c not in place and home.get(c) is not None}
        label = ", ".join(str(labels.get(str(v), v)) for v in row)
        yield StudyCase(" ".join(map(str, row)), label, {**place, **more}, figures)


def _named(each: CalibratedSet) -> pl.Expr:
    """The figures of the set among those of its measure."""
    card = CATALOGUE.get(each.condition.measure)
    wanted = pl.col("quantity") == (each.condition.quantity or card.quantities[0].name)
    for column, value in each.condition.where.items():
        wanted &= pl.col(column).cast(pl.String) == value
    return wanted


def _labels(registry: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, str]]:
    for table in ("actors", "arrangements"):
        yield from registry[table].select("id", "name").iter_rows()
