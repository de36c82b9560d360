"""What the passage splitter knows about words: abbreviations, sentence starters, openings of recitals.

The words are data (``shipped/vocabularies/sentences.yaml``, which says what each list is for). Documents of a
study mix languages, so the lists of all five count always; where two languages disagree about a word (*Sr.*
is a title in Spanish and a suffix in English) the language of the text decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

TITLE, INNER, NUMBERED, CLOSING = "title", "inner", "numbered", "closing"

# From the weakest claim to the strongest: a word in two lists is taken for the later one.
_ROLES = (("closing", CLOSING), ("inner", INNER), ("numbered", NUMBERED), ("titles", TITLE))


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words that decide where a sentence ends, for texts mostly in one language."""

    roles: Mapping[str, str]  # abbreviation without its last full stop -> title, inner, numbered or closing
    starters: frozenset[str]  # capitalised words that begin a sentence
    particles: frozenset[str]  # those of them that are parts of names, too
    labels: frozenset[str]  # in small letters
    ordinal_before: frozenset[str]  # in small letters
    ordinal_after: frozenset[str]  # with a capital
    recitals: frozenset[str]  # with a capital
    undertake: frozenset[str]  # as written


@cache
def vocabulary(language: str | None = None) -> Vocabulary:
    """Give the vocabulary of all languages, in which `language` has the last word if it is known."""
    lists = _lists()
    roles: dict[str, str] = {}
    for key in sorted(lists, key=lambda key: (key == language, key)):
        roles.update(_roles(lists[key], keep={} if key == language else roles))
    return Vocabulary(
        roles=MappingProxyType(roles),
        starters=frozenset(_words(lists, "starters")),
        particles=frozenset(_words(lists, "particles")),
        labels=frozenset(word.lower() for word in _words(lists, "labels")),
        ordinal_before=frozenset(_words(lists, "ordinal_before")),
        ordinal_after=frozenset(_words(lists, "ordinal_after")),
        recitals=frozenset(_words(lists, "recitals")),
        undertake=frozenset(_words(lists, "undertake")),
    )


def _roles(words: Mapping[str, str], *, keep: Mapping[str, str]) -> dict[str, str]:
    """Role by spelling; a role in `keep` stays unless the new one is the stronger claim."""
    order = [role for _, role in _ROLES]
    found: dict[str, str] = {}
    for list_name, role in _ROLES:
        for word in words.get(list_name, "").split():
            for spelling in _spellings(word, role):
                before = keep.get(spelling)
                found[spelling] = before if before and order.index(before) > order.index(role) else role
    return found


def _spellings(word: str, role: str) -> set[str]:
    """Give what counts as the word: a title as it is written, the rest also with a capital or in capitals."""
    if role == TITLE:
        return {word}
    if len(word) == 1:
        return {word}  # *p.* is a page, *P.* an initial
    return {word, word.lower(), word[0].upper() + word[1:]} | ({word.upper()} if role == NUMBERED else set())


def _words(lists: Mapping[str, Mapping[str, str]], name: str) -> Iterable[str]:
    return (word for words in lists.values() for word in words.get(name, "").split())


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    import yaml

    source = files("comity").joinpath("shipped", "vocabularies", "sentences.yaml").read_text("utf-8")
    return MappingProxyType(yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506
