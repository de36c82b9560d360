"""The words that the columns of the registry may hold, with what they mean and what measures take from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a vocabulary: its meaning, and the value that a measure takes from it, where one does."""

    word: str
    meaning: str
    value: float | None = None


Vocabulary = Mapping[str, Term]
Vocabularies = Mapping[str, Vocabulary]


@cache
def shipped_vocabularies() -> Vocabularies:
    """The vocabularies that ship: by name, then by word."""
    text = files("comity").joinpath("shipped", "vocabularies", "registry.yaml").read_text(encoding="utf-8")
    named = yaml.safe_load(text)
    return {name: {t.word: t for t in _terms(words)} for name, words in named.items()}


def extended(own: Mapping[str, Mapping[str, Any]]) -> Vocabularies:
    """The shipped vocabularies with the study's own words; a word that is there already gets its new value.

    `own`: by vocabulary, then by word: its meaning, or a table with `meaning` and `value`.
    """
    shipped = shipped_vocabularies()
    return {
        name: {**words, **{t.word: t for t in _terms(own.get(name, {}), words)}}
        for name, words in shipped.items()
    }


def values(vocabularies: Vocabularies, name: str) -> dict[str, float]:
    """Word to value, of the words of a vocabulary that have one."""
    return {word: term.value for word, term in vocabularies[name].items() if term.value is not None}


def _terms(words: Mapping[str, Any], known: Vocabulary | None = None) -> Iterator[Term]:
    for word, told in words.items():
        before = (known or {}).get(word)
        said = told if isinstance(told, dict) else {"meaning": str(told)}
        meaning = said.get("meaning") or (before.meaning if before else "")
        value = said.get("value", before.value if before else None)
        yield Term(str(word), str(meaning), None if value is None else float(value))
