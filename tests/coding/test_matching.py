"""Matching on the index finds exactly what a slow reading of the words finds."""

from __future__ import annotations

import pickle
from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.coding.matching import Matcher
from comity.documents.words import index_words
from comity.study.patterns import (
    AnyWord,
    Both,
    Choice,
    Near,
    Node,
    Pattern,
    Sequence,
    Without,
    Word,
    fold,
    is_optional,
    parse,
    words_in,
)

Place = tuple[int, int]


def naive(node: Node, words: list[str]) -> set[Place]:  # noqa: PLR0911 (one answer per kind of node)
    """All places of a pattern among the words of one passage, straight from what the language says."""
    match node:
        case Word(text, exact, _):
            return {
                (n, n + 1) for n, word in enumerate(words) if fnmatchcase(word if exact else fold(word), text)
            }
        case AnyWord():
            return {(n, n + 1) for n in range(len(words))}
        case Choice(items):
            return {place for item in items for place in naive(item, words)}
        case Sequence(items):
            reached: set[Place] = {(n, n) for n in range(len(words) + 1)}
            for item in items:
                step = naive(item, words) | (
                    {(n, n) for n in range(len(words) + 1)} if is_optional(item) else set()
                )
                reached = {(a, d) for a, b in reached for c, d in step if b == c}
            return {(a, b) for a, b in reached if a < b}
        case Near(left, right, within, ordered):
            pairs = [(a, b) for a in naive(left, words) for b in naive(right, words)]
            found = {(a[0], b[1]) for a, b in pairs if 0 <= b[0] - a[1] <= within}
            return (
                found if ordered else found | {(b[0], a[1]) for a, b in pairs if 0 <= a[0] - b[1] <= within}
            )
        case Both(left, right):
            return naive(left, words) if naive(right, words) else set()
        case Without(left, right, None):
            return set() if naive(right, words) else naive(left, words)
        case Without(left, right, int(within)):
            others = naive(right, words)
            return {
                (a, b)
                for a, b in naive(left, words)
                if not any(c - b <= within and a - d <= within for c, d in others)
            }
    raise AssertionError(node)


def expected(pattern: Pattern, passages: list[str]) -> list[Place]:
    found: list[Place] = []
    offset = 0
    for passage in passages:
        words = [passage[a:b] for a, b in words_in(passage)]
        found += [(a + offset, b + offset) for a, b in naive(pattern.tree, words)]
        offset += len(words)
    return sorted(found)


def matched(pattern: Pattern, passages: list[str]) -> list[Place]:
    starts, place = [], 0
    for passage in passages:
        starts.append(place)
        place += len(passage) + 1
    index = index_words(
        "\n".join(passages), starts, [s + len(p) for s, p in zip(starts, passages, strict=True)]
    )
    hits = Matcher(index).find(pattern)
    return list(zip(hits.start.tolist(), hits.end.tolist(), strict=True))


WORDS = ["a", "b", "c", "ab", "Ab", "abc", "bá", "ba", "É", "e"]
texts = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text("ab é.-", max_size=12),
    min_size=1,
    max_size=4,
)
pieces = st.sampled_from(
    ["a", "b", "c", "ab", "=Ab", "=ba", "a*", "*b", "?b", "*b*", "a?c", "e", "_", "=a*", "a-b"]
)


def grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    choices = st.lists(inner, min_size=1, max_size=3).map("|".join)
    group = choices.map("({})".format) | choices.map("[{}]".format)
    phrase = st.lists(pieces | group, min_size=1, max_size=3).map(" ".join)
    near = st.tuples(phrase, st.sampled_from(["~0", "~1", "~3", "~~0", "~~2"]), phrase).map(" ".join)
    return phrase | near


near_level = st.recursive(st.lists(pieces, min_size=1, max_size=3).map(" ".join), grouped, max_leaves=6)
sources = near_level | st.tuples(
    near_level, st.sampled_from(["&", "!", "!~0", "!~1", "!~3"]), near_level
).map(" ".join)


def parsed(source: str) -> Pattern | None:
    try:
        return parse(source)
    except ValueError:
        return None
    except Exception as error:
        if type(error).__name__ == "PatternError":
            return None
        raise


@settings(max_examples=300, deadline=None)
@given(sources.map(parsed).filter(lambda pattern: pattern is not None), texts)
def test_the_index_finds_what_a_slow_reading_finds(pattern: Pattern, passages: list[str]) -> None:
    assert matched(pattern, passages) == expected(pattern, passages)


@pytest.mark.parametrize(
    ("source", "text", "hits"),
    [
        ("migracion", "La Migración y la migración.", [(1, 2), (4, 5)]),
        ("=US", "The US told us.", [(1, 2)]),
        ("win-win", "A win-win, a win win", [(1, 3), (4, 6)]),
        ("*migra*", "emigrants and immigration of Migra", [(0, 1), (2, 3), (4, 5)]),
        ("wom?n", "woman women womn", [(0, 1), (1, 2)]),
        ("(shared|joint) [and common] responsibilit*", "shared and common responsibility", [(0, 4)]),
        ("rights ~2 migrants", "rights of all migrants, rights of all the many migrants", [(0, 4)]),
        ("rights ~~2 migrants", "migrants have rights", [(0, 3)]),
        ("migration !~0 data", "data migration and migration", [(3, 4)]),
        ("migration ! data", "data migration and migration", []),
        ("aid & reform", "reform for aid", [(2, 3)]),
    ],
)
def test_the_language_means_what_its_page_says(source: str, text: str, hits: list[Place]) -> None:
    assert matched(parse(source), [text]) == hits


def test_no_match_crosses_a_passage() -> None:
    assert matched(parse("shared responsibility"), ["all is shared", "Responsibility is"]) == []
    assert matched(parse("shared ~9 responsibility"), ["all is shared", "Responsibility is"]) == []
    assert matched(parse("all ! responsibility"), ["all is shared", "Responsibility is"]) == [(0, 1)]


def test_an_index_can_be_sent_from_a_worker():
    index = index_words("Fair shares for all", [0], [19])
    sent = pickle.loads(pickle.dumps(index))  # noqa: S301 (our own bytes)
    assert sent.vocabulary == index.vocabulary == ["all", "Fair", "for", "shares"]
