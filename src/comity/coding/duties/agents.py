"""Whether a noun phrase names somebody who can act, and what stands at its head."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from comity.coding.duties.grammar import Grammar

Span = tuple[int, int]
STRONG = {"name", "parties", "own", "noun", "proper"}
"""Kinds of agents that are surely one; pronouns for somebody named before may mean a thing."""

_NUMBER = re.compile(
    r"\s*(?:[(\[]?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,5})[.)\]]+\s+|\d+(?:\.\d+)*\.?\s+|[-–—•▪*]\s+|"
    r"(?:Article|ARTICLE|Art\.|Artículo|ARTÍCULO|Artikel|Artigo|ARTIGO|CHAPTER|Chapter|Section)\s+\w+[.:]?\s+)+"
)
_TRIM = " \t\n\xa0,;:.–—-“”\"'‘’«»()"
_ACCENTS = {
    "a": "àáâãä",
    "e": "èéêë",
    "i": "ìíîï",
    "o": "òóôõö",
    "u": "ùúûü",
    "c": "ç",
    "n": "ñ",
    "E": "É",
    "A": "Á",
}
_WORD = re.compile(r"[^\W\d_][\w’'.&-]*")


@dataclass(frozen=True)
class Agents:
    """Who can act, in one language: the grammar's nouns, and names that are known.

    ``common`` are words that the document also writes with a small letter: such a word is no name at the head of
    a sentence.
    """

    grammar: Grammar
    names: re.Pattern[str]
    common: frozenset[str] = frozenset()
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def kind(self, phrase: str) -> str:
        """name, parties, own, back, noun or proper; "" for what cannot act."""
        key = phrase.strip(_TRIM)
        if key not in self._known:
            self._known[key] = self._kind(key)
        return self._known[key]

    def _kind(self, phrase: str) -> str:
        bare = self.bare(phrase)
        if not bare or len(bare) > 400 or self.grammar["finite"].match(bare):
            return ""
        pronoun = self._pronoun(phrase)
        if pronoun:
            return pronoun
        named = self.names.match(bare)
        if named is not None and (after := self._after(bare[named.end() :])) != "noun":
            return "name" if after else ""
        if self._parties(bare):
            return "parties"
        zone = self.zone(bare)
        return self._head(zone, phrase) if zone else ""

    def _pronoun(self, phrase: str) -> str:
        grammar = self.grammar
        if grammar["own"].fullmatch(phrase):
            return "own"
        return "back" if grammar["back"].fullmatch(phrase) else ""

    def _parties(self, bare: str) -> bool:
        found = self.grammar["parties"].match(bare)
        return found is not None and self._after(bare[found.end() :]) == "end"

    def _after(self, rest: str) -> str:
        """What follows a name: "end" where the phrase goes on with something else than a noun, "noun" else."""
        rest = rest.strip(_TRIM)
        if not rest or self._joins(rest):
            return "end"
        word = _WORD.match(rest)
        if word is not None and self.grammar["participle_tail"].fullmatch(word.group()):
            return "end"
        if word is None or self.grammar["prepositions"].match(rest) or self._is_tail(word.group()):
            return "end"
        return "noun"

    def _joins(self, rest: str) -> bool:
        return self.grammar["and"].match(rest) is not None or self.grammar["stops"].match(rest) is not None

    def _is_tail(self, word: str) -> bool:
        return self.grammar["tails"].fullmatch(word) is not None

    def bare(self, phrase: str) -> str:
        """The phrase without number, determiners and quotation marks in front."""
        text = phrase[m.end() :] if (m := _NUMBER.match(phrase)) else phrase
        text = text.lstrip(_TRIM)
        while (found := self.grammar["lead"].match(text)) is not None and found.end() < len(text):
            text = text[found.end() :].lstrip(_TRIM)
        return text

    def zone(self, bare: str) -> str:
        """The words of the phrase up to its first preposition, relative or participle: where its head stands."""
        grammar = self.grammar
        end = len(bare)
        for found in grammar["borders"].finditer(bare):
            if found.start() > 0:
                end = found.start()
                break
        words = list(_WORD.finditer(bare, 0, end))
        for before, word in pairwise(words):
            if grammar["participle_tail"].fullmatch(word.group()) and self._is_noun(before.group()):
                end = word.start()
                break
        return bare[:end].strip(_TRIM)

    def _head(self, zone: str, phrase: str) -> str:
        parts = [p for p in self.grammar["and"].split(zone) if p and p.strip(_TRIM)]
        for part in parts:
            kind = self._of_words([w.group() for w in _WORD.finditer(part)], phrase)
            if kind:
                return kind
        return ""

    def _of_words(self, words: list[str], phrase: str) -> str:
        while words and self._is_tail(words[-1]):
            words = words[:-1]
        if not words:
            return ""
        order = [words[-1]] if self.grammar.words["head"] == "last" else words
        for word in order:
            if self._is_noun(word):
                return "noun"
        last = order[0] if self.grammar.words["head"] == "first" else words[-1]
        return "proper" if self._is_proper(last, phrase) else ""

    def _is_noun(self, word: str) -> bool:
        low = word.casefold().removesuffix("'s").removesuffix("’s")
        if low in self.grammar.not_agents:
            return False
        if self.grammar["agents"].fullmatch(word) is not None:
            return True
        return len(low) > 4 and low.endswith(self.grammar.suffixes[0])

    def _is_proper(self, word: str, phrase: str) -> bool:
        """A capital letter that is not that of a sentence's first word, a heading or a text."""
        if not word[0].isupper() or self.grammar["texts"].fullmatch(word):
            return False
        low = word.casefold()
        if low in self.common or low in self.grammar.not_agents or low.endswith(self.grammar.suffixes[1]):
            return False
        return self.grammar.language != "de" or phrase == word  # German writes every noun so


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Names as one pattern, the longest first; ``*`` stands for any ending, ``=`` for exactly this case."""
    exact, folded = set(), set()
    for name in names:
        if name.startswith("="):
            exact.add(_escaped(name[1:]))
        elif name:
            folded.add(_escaped(name))
    parts = [
        *([rf"(?-i:{'|'.join(sorted(exact, key=_longest))})"] if exact else []),
        *sorted(folded, key=_longest),
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts) or '(?!)'})(?!\w)", re.IGNORECASE)


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def _escaped(name: str) -> str:
    """The name as a pattern that takes any accent, as the patterns of codes do."""
    made = _plain(name)
    return "".join(f"[{letter}{_ACCENTS[letter]}]" if letter in _ACCENTS else letter for letter in made)


def _plain(name: str) -> str:
    name = unicodedata.normalize("NFD", name)
    name = "".join(letter for letter in name if not unicodedata.combining(letter))
    return r"[\s-]+".join(
        re.escape(word).replace(r"\*", r"\w*").replace(r"\?", r"\w?") for word in name.split()
    )


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without blanks and punctuation at its ends."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def unnumbered(text: str, start: int, end: int) -> Span:
    """The span without a number, letter or label in front."""
    found = _NUMBER.match(text, start, end)
    return trimmed(text, found.end() if found else start, end)
