"""Who stands on which side where nobody has said so: for a draft that is read without a study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from yaml import Node

from comity.diagnostics import StudyError, UsageError, did_you_mean
from comity.study.codes import Phrase
from comity.study.tables import SIDES
from comity.study.yaml_lines import YamlFile

# An actor named less than a tenth as often as the first of its side is a passing mention.
PASSING = 0.1

_OPERATORS = set("~&!|")


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor of the shipped list: the side it mostly stands on, and the patterns that are its names.

    ``either``: a country of origin and of destination, which leads where nobody else could. ``phrases`` say
    the same as ``patterns`` in as few searches as possible. ``short`` names and ``adjectives`` (of its
    authorities) tell on which side a duty falls, and do not count as mentions.
    """

    id: str
    name: str
    side: str
    kind: str
    either: bool
    patterns: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    short: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """Ids of known actors by side, those named most often first."""

    lead: tuple[str, ...]
    partner: tuple[str, ...]
    third: tuple[str, ...]


def known_actors() -> Mapping[str, KnownActor]:
    """The actors of the shipped list by id."""
    return _lists()[0]


def generic_phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Phrases by side that mean it and name nobody: third countries, Herkunftsländer."""
    return _lists()[1]


def guess_sides(mentions: Mapping[str, int]) -> Guess:
    """Who leads, who is partner and who stands by, from how often a text names each known actor.

    A country that is both origin and destination is taken for a partner, unless the text names no lead and it
    is the only such country among several partners: Mexico leads when it writes to Guatemala. Raises:
    UsageError for an id that is not in the list.
    """
    known = known_actors()
    unknown = next((name for name in mentions if name not in known), None)
    if unknown is not None:
        raise UsageError(f"{unknown!r} is not in the list of actors. {did_you_mean(unknown, known)}")
    named = {side: _most_named(mentions, side) for side in SIDES}
    either = [actor for actor in named["partner"] if known[actor].either]
    if not named["lead"] and len(either) == 1 and len(named["partner"]) > 1:
        named["lead"] = tuple(either)
        named["partner"] = tuple(a for a in named["partner"] if a not in either)
    return Guess(**named)


def _most_named(mentions: Mapping[str, int], side: str) -> tuple[str, ...]:
    counted = {name: n for name, n in mentions.items() if n > 0 and known_actors()[name].side == side}
    least = PASSING * max(counted.values(), default=0)
    return tuple(
        sorted((name for name, n in counted.items() if n >= least), key=lambda name: (-counted[name], name))
    )


@cache
def _lists() -> tuple[Mapping[str, KnownActor], Mapping[str, tuple[Phrase, ...]]]:
    from comity.study.codebook import SHIPPED

    file = YamlFile((SHIPPED / "vocabularies" / "sides.yaml").read_text("utf-8"), "sides.yaml")
    keys = file.mapping(file.root(), "the list of sides", known=(*SIDES, "phrases"))
    actors = [
        _actor(file, item, side) for side in SIDES if side in keys for item in file.items(keys[side][1], side)
    ]
    generic = file.mapping(keys["phrases"][1] if "phrases" in keys else None, "'phrases'", known=SIDES)
    phrases = {side: _phrases(file, node) for side, (_, node) in generic.items()}
    if file.diagnostics:
        raise StudyError(file.diagnostics)
    return {actor.id: actor for actor in actors}, phrases


def _actor(file: YamlFile, node: Node | None, side: str) -> KnownActor:
    keys = {
        name: value
        for name, (_, value) in file.mapping(
            node,
            "an actor",
            known=("id", "name", "kind", "either", "patterns", "short", "adjectives"),
            required=("id", "name", "patterns"),
        ).items()
    }
    patterns = _phrases(file, keys.get("patterns"))
    return KnownActor(
        id=file.string(keys.get("id"), "'id'"),
        name=file.string(keys.get("name"), "'name'"),
        side=side,
        kind=file.string(keys.get("kind"), "'kind'"),
        either=file.flag(keys.get("either"), "'either'"),
        patterns=tuple(phrase.source for phrase in patterns),
        phrases=_joined(patterns),
        short=tuple(phrase.source for phrase in _phrases(file, keys.get("short"))),
        adjectives=tuple(phrase.source for phrase in _phrases(file, keys.get("adjectives"))),
    )


def _phrases(file: YamlFile, node: Node | None) -> tuple[Phrase, ...]:
    items = file.items(node, "patterns")
    return tuple(Phrase(file.filled(item, "a pattern"), "", *file.place(item)) for item in items)


def _joined(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Names of words alone become alternatives of one pattern; exceptions cannot stand in brackets."""
    plain = [p for p in phrases if not _OPERATORS & set(p.source)]
    rest = tuple(p for p in phrases if p not in plain)
    if len(plain) < 2:
        return phrases
    return (replace(plain[0], source=f"({'|'.join(p.source for p in plain)})"), *rest)
