"""Which measures a report shows, and grouped by what, as far as the study has anything for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import polars as pl

from comity.measures.measure import CATALOGUE, Measure

if TYPE_CHECKING:
    from comity.study.settings import Settings

Planned = tuple[str, tuple[str, ...]]
"""The id of a measure and the columns that it is grouped by."""

SPEAKERS = (3, 150)  # actors with a position of whom a report tells the network: pairs grow with their square
_DISCOURSE = ("D1", "D2", "D5", "D3")
_TYPES = "C2"
_NETWORK = "D4"
_WORDS = "D8"
_UPTAKE = "P3"
_BACKGROUND = ("actors", "arrangements")  # every registry has them; they alone are no reason to measure


def plan(
    read: pl.DataFrame,
    coded: pl.DataFrame,
    registry: Mapping[str, pl.DataFrame],
    settings: Settings,
    *,
    drafts: bool = False,
) -> list[Planned]:
    """What is said, by context, period, side and year where these differ; then the registry; then types.

    `drafts`: some of the documents are said to be drafts of others.
    """
    place = ("context",) if read["context"].drop_nulls().len() else ()
    made: list[Planned] = [(name, place) for name in _DISCOURSE]
    if place and read["context"].n_unique() > 1:
        made += [("D2", ()), ("D3", ())]
    if read["period"].drop_nulls().n_unique() > 1:
        made += [("D1", (*place, "period")), ("D2", (*place, "period"))]
    if read["side"].drop_nulls().n_unique() > 1:
        made += [("D2", (*place, "side")), ("D5", (*place, "side"))]
    if read["year"].drop_nulls().n_unique() > 1:
        made.append(("D2", ("year",)))
    spoken = coded.filter(pl.col("stance") != "reports")["actor"].drop_nulls()
    if SPEAKERS[0] <= spoken.n_unique() <= SPEAKERS[1]:
        made.append((_NETWORK, place))
    made += _on_words(read, place)
    uptake = [(_UPTAKE, place), (_UPTAKE, (*place, "side"))] if drafts else []
    recorded = _on_registry(registry, settings, is_read=_is_read(read))
    return list(dict.fromkeys([*made, *recorded, *uptake, *of_types(settings, place)]))


def _on_words(read: pl.DataFrame, place: tuple[str, ...]) -> Iterator[Planned]:
    """Whose words, where there are two texts to be compared: by side, by issuer, and by whose words they are."""
    held = read.filter(pl.col("passages") > 0)
    if held["document"].n_unique() < 2:
        return
    yield _WORDS, place
    if held["side"].drop_nulls().n_unique() > 1:
        yield _WORDS, (*place, "side")
    if 1 < held["actor"].drop_nulls().n_unique() <= SPEAKERS[1]:
        yield from ((_WORDS, (*place, "actor")), (_WORDS, (*place, "actor", "other")))


def own_grouping(card: Measure, settings: Settings) -> tuple[str, ...]:
    """The measure's default grouping, as far as the study compares contexts."""
    return card.default if settings.contexts else tuple(n for n in card.default if n != "context")


def of_types(settings: Settings, place: tuple[str, ...]) -> Iterator[Planned]:
    """The memberships in the types of the study and the figures they stand on, by period where one asks for it."""
    place = place or own_grouping(CATALOGUE.get(_TYPES), settings)
    asked: dict[Planned, None] = {}
    for kind in settings.types.values():
        for by in (place, (*place, "period")) if kind.by_period and settings.periods else (place,):
            asked[_TYPES, by] = None
            for condition in kind.conditions:
                card = CATALOGUE.get(condition.measure)
                columns = (*by, *(c for c in condition.where if c not in card.always))
                if set(columns) <= set(card.by):
                    asked[card.id, columns] = None
    yield from asked


def _is_read(read: pl.DataFrame) -> bool:
    """Whether there is text in which duties may stand."""
    return bool((read["passages"] > 0).any())


def _on_registry(
    registry: Mapping[str, pl.DataFrame], settings: Settings, *, is_read: bool
) -> Iterator[Planned]:
    """The measures on the registry and on duties in texts, as far as there is any of it; then those on figures."""
    recorded = {name for name, frame in registry.items() if frame.height} - set(_BACKGROUND)
    for card in CATALOGUE.all().values():
        counted = {name for name in card.tables if name in registry} - set(_BACKGROUND)
        told = is_read and "duties" in card.tables
        apart = (*_DISCOURSE, _NETWORK, _WORDS, _TYPES)
        if card.id not in apart and (told or (counted or {*recorded}) & recorded):
            compares = bool(settings.contexts)
            yield from ((card.id, tuple(n for n in by if compares or n != "context")) for by in card.shown)
