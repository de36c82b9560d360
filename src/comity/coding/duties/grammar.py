"""The words of deontic.yaml as compiled patterns, one grammar for each language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

_ADVERBS = "(?:(?:{}),?\\s+){{0,3}}"
_BRACKET = re.compile(r"(?<!\\)\((?!\?)")


@dataclass(frozen=True, slots=True)
class Frame:
    """Words by which a duty is told: what kind with what force, and how sure they are without a known bearer."""

    kind: str
    force: str
    sure: bool
    finite: bool
    own: bool
    link: str


@dataclass(frozen=True, eq=False)
class Grammar:
    """The words of one language. Patterns are read once, when they are first asked for."""

    language: str
    words: Mapping[str, Any]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """The words of that name, to be found whole and in any case."""
        if name not in self._single:
            self._single[name] = self.pattern(self.words[name])
        return self._single[name]

    def pattern(self, words: str) -> re.Pattern[str]:
        """Some words of the language, to be found whole and in any case."""
        return re.compile(rf"(?<![\w])(?:{self._regex(words)})(?:(?<=['’])|(?!\w))", re.IGNORECASE)

    def has(self, name: str) -> bool:
        """Whether the language gives words of that name."""
        return bool(self.words.get(name))

    @cached_property
    def _single(self) -> dict[str, re.Pattern[str]]:
        return {}

    @cached_property
    def frames(self) -> tuple[re.Pattern[str], Mapping[str, Frame]]:
        """One pattern for all frames (the group that matched names the frame), and the frames by group."""
        return self._alternatives("frames")

    @cached_property
    def asked(self) -> tuple[re.Pattern[str], Mapping[str, Frame]]:
        """The same for words by which somebody asks another to do something."""
        return self._alternatives("asked")

    @cached_property
    def impersonal(self) -> tuple[re.Pattern[str], Mapping[str, Frame]]:
        """The same for words that name the bearer afterwards."""
        return self._alternatives("impersonal")

    @cached_property
    def coordination(self) -> re.Pattern[str]:
        """What stands between the members of a list of bearers."""
        words = self._regex(self.words["coordination"])
        return re.compile(rf"\s*,\s*(?:(?:{words})(?!\w))?|\s+(?:{words})(?!\w)", re.IGNORECASE)

    @cached_property
    def trailing(self) -> re.Pattern[str]:
        """Adverbs at the end of a phrase."""
        return re.compile(rf"(?:[\s,]+(?:{self._regex(self.words['adverbs'])}))+\s*$", re.IGNORECASE)

    @cached_property
    def lead_in(self) -> re.Pattern[str]:
        """What may stand between the modal and its verb: a parenthesis between commas, adverbs, a denial."""
        adverb, joint = self._regex(self.words["adverbs"]), self._regex(self.words["and"])
        adverbs = f"(?:(?:{adverb}),?\\s+(?:(?:{joint})\\s+(?=(?:{adverb})\\s))?){{0,4}}"
        return re.compile(
            rf"\s*(?:,[^,;:]{{1,140}}?,)?\s*(?P<first>{adverbs})(?:,[^,;:]{{1,140}}?,\s*)?(?P<rest>{adverbs})",
            re.IGNORECASE,
        )

    @cached_property
    def passive(self) -> re.Pattern[str]:
        """A passive at the beginning of an act."""
        adverbs = _ADVERBS.format(self._regex(self.words["adverbs"]))
        be, done = self._regex(self.words["be"]), self._regex(self.words["participle"])
        return re.compile(rf"(?:{be})\s+{adverbs}(?P<done>{done})\b", re.IGNORECASE)

    @cached_property
    def not_agents(self) -> frozenset[str]:
        """Words that look like those for who can act."""
        return frozenset(self.words["not_agents"].split("|"))

    @cached_property
    def suffixes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Endings of words for who can act, and for what cannot."""
        return tuple(self.words["suffixes"].split("|")), tuple(self.words["abstract"].split("|"))

    def _alternatives(self, name: str) -> tuple[re.Pattern[str], Mapping[str, Frame]]:
        made: dict[str, Frame] = {}
        parts: list[str] = []
        for number, told in enumerate(self.words.get(name, ())):
            group = f"n{number}"
            made[group] = Frame(
                told["kind"],
                told.get("force", ""),
                told.get("sure", True),
                told.get("finite", False),
                told.get("own", False),
                told.get("link", ""),
            )
            parts.append(f"(?P<{group}>{self._regex(told['words'])})")
        pattern = rf"(?<!\w)(?:{'|'.join(parts)})(?:(?<=['’])|(?!\w))" if parts else r"(?!)"
        return re.compile(pattern, re.IGNORECASE), made

    def _regex(self, words: str) -> str:
        adverbs = _BRACKET.sub("(?:", str(self.words["adverbs"])).replace(" ", r"\s+")
        plain = _BRACKET.sub("(?:", words).replace(" ~ ", f"\\s+(?:(?:{adverbs}),?\\s+){{0,3}}")
        return plain.replace(" ?", r"\s*").replace(" ", r"\s+")


@cache
def grammars() -> Mapping[str, Grammar]:
    """The grammars that ship, by language."""
    return {language: Grammar(language, words) for language, words in _read().items()}


@cache
def source() -> str:
    """The file itself, for fingerprints."""
    return (files("comity") / "shipped" / "vocabularies" / "deontic.yaml").read_text(encoding="utf-8")


def languages() -> Sequence[str]:
    """The languages in which duties are found."""
    return tuple(_read())


@cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    read: Mapping[str, Mapping[str, Any]] = yaml.load(source(), Loader=yaml.CSafeLoader)
    return {
        language: {name: _joined(told) for name, told in words.items()} for language, words in read.items()
    }


def _joined(told: Any) -> Any:
    """Words that stand in several lines as one."""
    in_lines = isinstance(told, list) and all(isinstance(line, str) for line in told)
    return "|".join(told) if in_lines and told else told
