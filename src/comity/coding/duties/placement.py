"""On which side a bearer stands: the first actor or side phrase in its words, as the study or the text has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from comity.coding.duties.agents import pattern_of
from comity.coding.duties.grammar import grammars
from comity.study import name_patterns
from comity.study.codes import Phrase
from comity.study.patterns import words_in
from comity.study.side_lists import Guess, KnownActor, generic_phrases, known_actors
from comity.study.sides import Sides, name_key

SIDES = ("lead", "partner", "third")
_LONGEST = 8  # words of a name

Found = tuple[int, str]
"""Where a mention begins, and its side."""


@dataclass(frozen=True)
class Placement:
    """``named`` gives the side of an actor by a comparable name, ``known`` that of one of the shipped list."""

    named: Callable[[str], str | None]
    known: Callable[[str], str | None]
    phrases: Mapping[str, Sequence[Phrase]]
    _sides: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False)

    def side(self, names: Iterable[str], language: str) -> str | None:
        """The side of some bearers together: both where they stand on both."""
        found = [side for name in names if (side := self._of(name, language)) is not None]
        own = {side for side in found if side != "third"} or {*found}
        return "both" if len(own) > 1 else next(iter(own), None)

    def _of(self, name: str, language: str) -> str | None:
        key = name, language
        if key not in self._sides:
            written, _, meaning = name.partition(" = ")
            self._sides[key] = self._single(written, language) or (
                self._all(meaning, language) if meaning else None
            )
        return self._sides[key]

    def _all(self, meaning: str, language: str) -> str | None:
        """What a definition names may be several: all their sides together."""
        sides = {side for _, side in self._mentions(meaning)}
        own = sides - {"third"} or sides
        return "both" if len(own) > 1 else next(iter(own), self._single(meaning, language))

    def _single(self, words: str, language: str) -> str | None:
        grammar = grammars().get(language)
        if grammar is None:
            return None
        if _are_persons(words, language):
            return "third"
        mentions = self._mentions(words)
        parties = grammar["parties"].search(words)
        first = min(mentions, default=None)
        if parties is not None and (first is None or parties.start() <= first[0]):
            return "both"
        return first[1] if first else None

    def _mentions(self, words: str) -> list[Found]:
        return [*self._by_name(words), *self._by_list(words), *self._by_phrase(words)]

    def _by_name(self, words: str) -> Iterable[Found]:
        places = list(words_in(words))
        for first in range(len(places)):
            for last in range(min(len(places), first + _LONGEST), first, -1):
                side = self.named(name_key(words[places[first][0] : places[last - 1][1]]))
                if side is not None:
                    yield places[first][0], side
                    break

    def _by_list(self, words: str) -> Iterable[Found]:
        for match in _all_known().finditer(words):
            side = self.known(_actor_of(match.group()))
            if side is not None:
                yield match.start(), side

    def _by_phrase(self, words: str) -> Iterable[Found]:
        for side in SIDES:
            for phrase in self.phrases.get(side, ()):
                if name_patterns.found(phrase.tree, words):
                    yield _where(phrase, words), side


def of_study(sides: Sides, context: str | None, date: str | None) -> Placement:
    """As the study places actors in a context at a date, and the shipped list where it knows them by another name."""

    def named(name: str) -> str | None:
        return sides.side(name, context, date) if context and name in sides.names else None

    def known(actor: str) -> str | None:
        listed = known_actors()[actor]
        return next(
            (s for n in (actor, listed.name) if context and (s := sides.side(n, context, date))), None
        )

    phrases = sides.contexts[context].phrases if context and context in sides.contexts else {}
    return Placement(named, known, phrases)


def of_lists(guess: Guess, *, lead: Sequence[str] = (), partner: Sequence[str] = ()) -> Placement:
    """Without a study: sides as somebody named them, else as guessed from the text, else as the list has them."""
    given = {name_key(name): side for side, names in (("lead", lead), ("partner", partner)) for name in names}
    guessed = {actor: side for side in SIDES for actor in getattr(guess, side)}

    def known(actor: str) -> str | None:
        listed = known_actors()[actor]
        for name in (actor, listed.name, *listed.patterns):
            if name_key(name.lstrip("=")) in given:
                return given[name_key(name.lstrip("="))]
        return guessed.get(actor, listed.side)

    return Placement(given.get, known, generic_phrases())


def known_names() -> tuple[str, ...]:
    """Every plain name of the shipped list, for who can act."""
    return tuple(name for names, _ in _plain() for name in names)


def _are_persons(words: str, language: str) -> bool:
    """Whether the head of the phrase is a word for persons or firms: those of a side do not stand for it."""
    grammar = grammars()[language]
    bare = _bare(words, language)
    border = next((m.start() for m in grammar["borders"].finditer(bare) if m.start() > 0), len(bare))
    zone = bare[:border].split()
    head = zone[-1:] if grammar.words["head"] == "last" else zone[:1]
    return bool(head) and grammar["persons"].fullmatch(head[0].strip(".,;:()")) is not None


def _bare(words: str, language: str) -> str:
    grammar = grammars()[language]
    while (found := grammar["lead"].match(words)) is not None and found.end() < len(words):
        words = words[found.end() :].lstrip()
    return words


@cache
def _plain() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((tuple(_names(actor)), actor.id) for actor in known_actors().values())


def _names(actor: KnownActor) -> Iterable[str]:
    """The patterns that are names as they stand; of the others, the part before an operator."""
    for pattern in (actor.name, *actor.patterns, *actor.short, *actor.adjectives):
        name = re.split(r"\s*[!~&]", pattern)[0].replace("the =", "")
        if name and not set("(|[") & set(name):
            yield name


@cache
def _all_known() -> re.Pattern[str]:
    return pattern_of(known_names())


@cache
def _actor_of(written: str) -> str:
    """The id of the actor whose name this is."""
    known = _by_key().get(name_key(written))
    if known is not None:
        return known
    return next(actor for names, actor in _plain() if _pattern(names).fullmatch(written))


@cache
def _by_key() -> Mapping[str, str]:
    """Actors by comparable name, of names without wildcards; the first of the list where two bear one."""
    found: dict[str, str] = {}
    for names, actor in _plain():
        for name in names:
            found.setdefault(name_key(name.removeprefix("=")), actor)
    return found


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return pattern_of(names)


def _where(phrase: Phrase, words: str) -> int:
    """Where the phrase begins: the latest place from which it is still found."""
    starts = [start for start, _ in words_in(words)]
    found = [start for start in starts if name_patterns.found(phrase.tree, words[start:])]
    return found[-1] if found else 0
