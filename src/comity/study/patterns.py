"""The pattern language of codebooks: what may be written, and what is said when it is written wrongly.

``parse`` turns a source string into a frozen tree; nothing here looks at a text. The tree is evaluated on
the word index by ``coding.matching``. Words are cut and folded here and there by the same two functions
(:func:`words_in`, :func:`fold`), so that a pattern always means what the index holds.

The language, from the tightest binding to the loosest:

==================  ====================================================================================
``fair share``      consecutive words; case and accents do not matter
``=US``             this word with its case and accents
``migrat*  wom?n``  ``*`` any letters, also none; ``?`` exactly one
``_``               any one word
``(a|b c)``         alternatives, ``[a|b c]`` the same or nothing
``A ~3 B``          B after A with at most three words between; ``A ~~3 B`` in either order
``A & B``           both in one passage; the hit is A's
``A ! B``           A where no B stands in the passage; ``A !~3 B`` where none is within three words
==================  ====================================================================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from comity.diagnostics import ComityError

FARTHEST = 999
_NEAR = frozenset(["!~", "~~", "~"])
_TOKEN = re.compile(r"(?P<operator>!~|~~|~)(?P<number>[0-9]*)|(?P<single>[!&|()\[\]])|[^\s~!&|()\[\]]+")
_PLAIN = re.compile(r"[A-Za-z0-9*?]+")
_CLOSING = {"(": ")", "[": "]"}
# Accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic, which are mostly left unwritten.
# The vowel signs of Indic scripts are marks as well, but a word without them is another word.
_DROPPED = frozenset([*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670])


class PatternError(ComityError):
    """A pattern that does not follow the language: ``reason``, and the ``column`` (from 1) where it shows."""

    def __init__(self, reason: str, column: int) -> None:
        super().__init__(f"column {column}: {reason}")
        self.reason = reason
        self.column = column


@dataclass(frozen=True, slots=True)
class Word:
    """One word: ``text`` is folded unless ``exact``; ``wild`` when it holds ``*`` or ``?``."""

    text: str
    exact: bool = False
    wild: bool = False


@dataclass(frozen=True, slots=True)
class AnyWord:
    """Any one word (``_``)."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other, with nothing between."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; ``optional`` when none of them will do too."""

    items: tuple[Node, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Right after left (``ordered``), or either order; at most ``within`` words between, no overlap."""

    left: Node
    right: Node
    within: int
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Both:
    """Left, where right stands in the same passage."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Without:
    """Left, where no right stands in the passage or, with ``within``, that many words before or after it."""

    left: Node
    right: Node
    within: int | None = None


Node = Word | AnyWord | Sequence | Choice | Near | Both | Without


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as it was written, and what it means."""

    source: str
    tree: Node


class _Token(NamedTuple):
    kind: str  # an operator, or "word", or "end"
    text: str
    column: int
    number: int | None = None


def parse(source: str) -> Pattern:
    """The pattern that a string means.

    Raises :class:`PatternError` for what is no pattern, for one that could match nothing at all
    (``[the]``), and for one that every word would match (``_``).
    """
    tokens = list(_tokens(source))
    if tokens[0].kind == "end":
        raise PatternError("the pattern is empty.", 1)
    tree = _Parser(tokens).whole()
    for column, part in ((1, tree), *((1, right) for right in _right_sides(tree))):
        if is_optional(part):
            raise PatternError("all of it is optional, so that it could match no word at all.", column)
        if not _is_anchored(part):
            raise PatternError("every word would match; at least one word has to be named.", column)
    return Pattern(source, tree)


def is_word_character(character: str) -> bool:
    """Whether a character is part of words: letters, marks, digits; raised footnote numbers are not."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category in {"Nd", "Nl"}


def words_in(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word of a short text, by the rule by which the index cuts whole documents."""
    start = -1
    for place, character in enumerate(text):
        if is_word_character(character):
            start = place if start < 0 else start
        elif start >= 0:
            yield start, place
            start = -1
    if start >= 0:
        yield start, len(text)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word without case and accents: ``Migración`` and ``MIGRACION`` become ``migracion``."""
    if word.isascii():
        return word.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if ord(c) not in _DROPPED)
    return unicodedata.normalize("NFC", bare.casefold())


def is_optional(node: Node) -> bool:
    """Whether the node may match without any word."""
    match node:
        case Choice(items, optional):
            return optional or any(is_optional(item) for item in items)
        case Sequence(items):
            return all(is_optional(item) for item in items)
        case Both(left, _) | Without(left, _):
            return is_optional(left)
        case _:
            return False


def _is_anchored(node: Node) -> bool:
    match node:
        case Word(text, _, wild):
            return not wild or text.strip("*?") != ""
        case Choice(items, optional):
            return not optional and all(_is_anchored(item) for item in items)
        case Sequence(items):
            return any(_is_anchored(item) for item in items)
        case Near(left, right) | Both(left, right):
            return _is_anchored(left) or _is_anchored(right)
        case Without(left, _):
            return _is_anchored(left)
        case _:
            return False


def _right_sides(node: Node) -> Iterator[Node]:
    if isinstance(node, Both | Without):
        yield node.right
        yield from _right_sides(node.left)
        yield from _right_sides(node.right)


def _tokens(source: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(source):
        place, text = match.start(), match.group()
        operator = match["operator"] or match["single"]
        if operator is None:
            _check_apart(source, place, match.end())
            yield _Token("word", text, place + 1)
        elif operator in _NEAR:
            yield _Token(operator, text, place + 1, _distance(operator, match["number"], place + 1))
        else:
            yield _Token(operator, text, place + 1)
    yield _Token("end", "", len(source) + 1)


def _distance(operator: str, digits: str, column: int) -> int:
    if not digits:
        raise PatternError(
            f"{operator} needs a number right after it: {operator}3 allows three words.", column
        )
    if int(digits) > FARTHEST:
        raise PatternError(f"{operator}{digits} is too far; {FARTHEST} words are the most.", column)
    return int(digits)


def _check_apart(source: str, start: int, end: int) -> None:
    """A group holds whole words: ``migra(tion|nts)`` would silently mean something else."""
    told = "a group holds whole words and stands apart: write (migration|migrants), not migra(tion|nts)."
    if end < len(source) and source[end] in "([" and _is_part(source[end - 1]):
        raise PatternError(told, end + 1)
    if start > 0 and source[start - 1] in ")]" and _is_part(source[start]):
        raise PatternError(told, start + 1)


def _is_part(character: str) -> bool:
    return character in "*?=" or is_word_character(character)


class _Parser:
    """Recursive descent; each method reads one level of binding and leaves what follows."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def whole(self) -> Node:
        node = self._both()
        while self._token.kind in {"!", "!~"}:
            operator = self._take()
            node = Without(node, self._both(), operator.number)
        if self._token.kind != "end":
            raise PatternError(self._stray(self._token), self._token.column)
        return node

    def _both(self) -> Node:
        node = self._near()
        while self._token.kind == "&":
            self._take()
            node = Both(node, self._near())
        return node

    def _near(self) -> Node:
        node = self._phrase()
        while self._token.kind in {"~", "~~"}:
            operator, column = self._take(), self._token.column
            right = self._phrase()
            if is_optional(node) or is_optional(right):
                raise PatternError(
                    f"{operator.text} needs words on both sides; here one side is optional.", column
                )
            node = Near(node, right, operator.number or 0, operator.kind == "~")
        return node

    def _phrase(self) -> Node:
        items: list[Node] = []
        start = self._token
        while self._token.kind in {"word", "(", "["}:
            token = self._take()
            items += _words(token) if token.kind == "word" else [self._group(token)]
        if not items:
            raise PatternError(self._missing(start), start.column)
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _group(self, opening: _Token) -> Node:
        items = [self._near()]
        while self._token.kind == "|":
            self._take()
            items.append(self._near())
        closing = _CLOSING[opening.kind]
        if self._token.kind in {"&", "!", "!~"}:
            reason = f"{self._token.text} cannot stand inside brackets; it joins whole patterns."
            raise PatternError(reason, self._token.column)
        if self._token.kind == "end":
            raise PatternError(f"{opening.text} is not closed; {closing} is missing.", opening.column)
        if self._token.kind != closing:
            reason = f"{opening.text} of column {opening.column} is closed by {self._token.text}."
            raise PatternError(reason, self._token.column)
        self._take()
        if len(items) == 1 and opening.kind == "(":
            return items[0]
        return Choice(tuple(items), opening.kind == "[")

    @staticmethod
    def _stray(token: _Token) -> str:
        if token.kind == "|":
            return "| stands between alternatives in brackets: (a|b)."
        return f"{token.text} closes nothing."

    @staticmethod
    def _missing(token: _Token) -> str:
        if token.kind == "end":
            return "the pattern ends where a word is expected."
        return f"a word is expected before {token.text}."


def _words(token: _Token) -> list[Node]:
    """The words of one blank-delimited piece: ``win-win`` has two, ``=U.S.`` two exact ones."""
    if token.text == "_":
        return [AnyWord()]
    exact = token.text.startswith("=")
    found: list[Node] = []
    for piece in _pieces(token.text[1:] if exact else token.text):
        text = unicodedata.normalize("NFC", piece) if exact else fold(piece)
        wild = "*" in text or "?" in text
        found.append(AnyWord() if not text.strip("*") else Word(text, exact, wild))
    if not found:
        raise PatternError(f"{token.text} holds no letter or digit.", token.column)
    if token.text.strip("*") == "":
        raise PatternError("* stands for letters inside a word; any one word is _.", token.column)
    return found


def _pieces(text: str) -> list[str]:
    if text.isascii():
        return _PLAIN.findall(text)
    return "".join(c if c in "*?" or is_word_character(c) else " " for c in text).split()
