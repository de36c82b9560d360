"""Who is meant by a name, and on which side that actor stands in a context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from comity.dates import is_before
from comity.study import name_patterns
from comity.study.patterns import fold
from comity.study.tables import SIDES

if TYPE_CHECKING:
    import polars as pl

    from comity.study.contexts import Context
    from comity.study.settings import Settings

_BRACKETS = re.compile(r"(?P<name>[^()]+)\((?P<short>[^()]+)\)")
_ARTICLE = re.compile(r"(?:the|la|le|les|el|los|las|die|der|das|a|o|os|as) (?=\S+)|l['’](?=\S)")


def name_key(name: str) -> str:
    """A name without case, accents and doubled blanks, by which names are compared."""
    return " ".join(fold(word) for word in name.replace("’", "'").split())


@dataclass(frozen=True)
class Sides:
    """Actors by id, name and alias, and their sides by context.

    ``names`` holds each comparable name with the ids of all actors who bear it; one borne by two resolves to
    nobody.
    """

    names: Mapping[str, frozenset[str]]
    member_of: Mapping[str, str]
    contexts: Mapping[str, Context]
    _actors: dict[str, str | None] = field(default_factory=dict, repr=False)
    _sides: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False)

    def actor(self, name: str) -> str | None:
        """The id of the actor who goes by that id, name or alias; null for a name of nobody or of several.

        ``International Organization for Migration (IOM)`` and ``the IOM`` find what ``IOM`` finds.
        """
        if name not in self._actors:
            self._actors[name] = self._actor(name)
        return self._actors[name]

    def side(self, name: str, context: str, date: str | None = None) -> str | None:
        """The side of an actor (id, name, alias) or of a generic phrase in a context; null where it has none.

        An actor whom the study does not place stands where the one stands to whom it belongs (``member_of``).
        A phrase that two sides claim has none. At a `date` an actor stands where its latest change before then
        put it; without one, where the study places it.
        """
        changed = self._changed(name, context, date)
        if changed is not None:
            return changed
        if (name, context) not in self._sides:
            self._sides[name, context] = self._side(name, context)
        return self._sides[name, context]

    def _changed(self, name: str, context: str, date: str | None) -> str | None:
        if date is None or context not in self.contexts or not self.contexts[context].changes:
            return None
        actor = self.actor(name)
        own = [c for c in self.contexts[context].changes if (self.actor(c.actor) or c.actor) == actor]
        past = [change.side for change in own if is_before(date, change.since) is False]
        return past[-1] if past else None

    def _actor(self, name: str) -> str | None:
        if name in self._ids:
            return name
        for key in _variants(name):
            bearers = self.names.get(key, frozenset())
            if len(bearers) == 1:
                return next(iter(bearers))
        return None

    def _side(self, name: str, context: str) -> str | None:
        placed = self._placed.get(context)
        if placed is None:
            return None
        actor = self.actor(name)
        seen: set[str] = set()
        while actor is not None and actor not in seen:
            if actor in placed:
                return placed[actor]
            seen.add(actor)
            above = self.member_of.get(actor)
            actor = None if above is None else self.actor(above) or above
        phrases = self.contexts[context].phrases
        claimed = [s for s in SIDES if any(name_patterns.found(p.tree, name) for p in phrases.get(s, ()))]
        return claimed[0] if len(claimed) == 1 else None

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(actor for bearers in self.names.values() for actor in bearers)

    @cached_property
    def _placed(self) -> dict[str, dict[str, str]]:
        """By context: actor id to side. A name that study.toml gives instead of an id means its actor."""
        return {
            context.id: {self.actor(name) or name: side for side in SIDES for name in context.actors(side)}
            for context in self.contexts.values()
        }


def sides_of(actors: pl.DataFrame, settings: Settings) -> Sides:
    """Who stands where, from the registry (ACTORS) and study.toml.

    Actors whom study.toml places and the registry does not know are known by that name alone.
    """
    names: dict[str, set[str]] = {}
    for actor, _, name in bearers(actors):
        names.setdefault(name_key(name), set()).add(actor)
    for context in settings.contexts.values():
        for side in SIDES:
            for actor in context.actors(side):
                names.setdefault(name_key(actor), {actor})
    belongs = actors.drop_nulls(["id", "member_of"]).select("id", "member_of").iter_rows()
    return Sides({k: frozenset(v) for k, v in names.items()}, dict(belongs), settings.contexts)


def bearers(actors: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Actor id, column and a name as written there: the id itself, the full name, each alias; none twice."""
    for actor, name, aliases in actors.select("id", "name", "aliases").iter_rows():
        seen: set[str] = set()
        for column, written in (
            ("id", actor),
            ("name", name),
            *(("aliases", alias) for alias in aliases or ()),
        ):
            if actor and written and name_key(written) not in seen:
                seen.add(name_key(written))
                yield actor, column, written


def _variants(name: str) -> Sequence[str]:
    """The comparable forms of a name as people write it: whole, without article, around and in brackets."""
    bracketed = _BRACKETS.fullmatch(name.strip())
    forms = [name, *((bracketed["name"], bracketed["short"]) if bracketed else ())]
    keys = [name_key(form) for form in forms]
    return list(
        dict.fromkeys(
            [*keys, *(_ARTICLE.sub("", key, count=1) if _ARTICLE.match(key) else key for key in keys)]
        )
    )
