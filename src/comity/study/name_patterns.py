"""Whether a pattern is found in a name: the few words of an issuer or speaker, without an index of words.

Documents are matched on their word index (coding); this is the same language on half a dozen words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

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
    words_in,
)

Words = tuple[str, ...]
Span = tuple[int, int]


def found(pattern: Pattern, name: str) -> bool:
    """Whether the pattern is found anywhere in the name."""
    words = tuple(name[start:end] for start, end in words_in(name))
    return bool(_spans(pattern.tree, words))


def _spans(node: Node, words: Words) -> set[Span]:
    """Where the node is found: (first word, word after the last)."""
    match node:
        case Near(left, right, within, ordered):
            pairs = [(a, b) for a in _spans(left, words) for b in _spans(right, words)]
            forward = {(a[0], b[1]) for a, b in pairs if 0 <= b[0] - a[1] <= within}
            return forward | (
                set() if ordered else {(b[0], a[1]) for a, b in pairs if 0 <= a[0] - b[1] <= within}
            )
        case Both(left, right):
            return _spans(left, words) if _spans(right, words) else set()
        case Without(left, right, within):
            others = _spans(right, words)
            return {a for a in _spans(left, words) if not any(_is_near(a, b, within) for b in others)}
        case _:
            return {(start, end) for start in range(len(words)) for end in _ends(node, words, start)}


def _ends(node: Node, words: Words, start: int) -> Iterator[int]:
    """Where the node ends when it begins at the word `start`."""
    match node:
        case Word(text, exact, _):
            if start < len(words) and _wild(text).fullmatch(words[start] if exact else fold(words[start])):
                yield start + 1
        case AnyWord():
            if start < len(words):
                yield start + 1
        case Sequence(items):
            ends = {start}
            for item in items:
                ends = {end for begin in ends for end in _ends(item, words, begin)}
            yield from ends
        case Choice(items, optional):
            yield from {end for item in items for end in _ends(item, words, start)} | (
                {start} if optional else set()
            )
        case _:
            yield from (end for begin, end in _spans(node, words) if begin == start)


def _is_near(one: Span, other: Span, within: int | None) -> bool:
    return within is None or max(other[0] - one[1], one[0] - other[1]) <= within


@lru_cache(maxsize=4096)
def _wild(text: str) -> re.Pattern[str]:
    """A word with ``*`` and ``?`` as a regular expression."""
    return re.compile("".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in text), re.DOTALL)
