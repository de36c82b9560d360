"""Which full stops end a sentence.

One regular expression finds the few places that could be a border at all (a stop, then a blank, then no small
letter); only there Python looks at the words around. What the word before the stop is (its *role*: title,
number, initial …) decides which question is asked of the word behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from comity.documents.abbreviations import CLOSING, INNER, NUMBERED, TITLE, Vocabulary

_OPEN = r"[¿¡\"“”„«‹»'‘’(\[–—•*-]"
_CLOSE = r"[\"”’»“›«)\]'*]"
SMALL = "a-zß-öø-ÿœ"
# A footnote's number that hangs on the stop ("… of migrants.12 The"), where letters stand before it.
_NOTE = r"(?:\[\d{1,3}\]|[⁰¹²³⁴-⁹]{1,3}|(?:(?<=[^\W\d]{3}\.)|(?<=[^\W\d]{3}\.[”\"’»“]))\d{1,3})?"
# Groups: the stops, what is closed behind them, what is opened before the next word, the next word; the last
# two are looked at without being eaten. A small letter ends the matter at once, except in an enumerator ("b)
# …", "iv) …"). A stop without a blank counts where a word ends and a capitalised one begins: lost blanks are
# common in PDF. The quantifiers are possessive, so that no input takes longer than in proportion to its
# length.
_STOP = re.compile(
    rf"([.!?…](?<![.!?…]{{2}})[.!?…]*+)({_CLOSE}*+){_NOTE}(?: [»›](?= |$))?"
    rf"(?: ++(?![{SMALL}](?!\)|[ivx]{{1,4}}\)))|(?<=[{SMALL}]{{3}}\.)(?=[A-ZÀ-ÖØ-Þ][{SMALL}]+[ ,]))"
    rf"(?=((?:{_OPEN} ?)*+)(\w*))"
)
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})")
_LABEL = re.compile(
    r"[(\[]?([^\W\d]+|§§?)\.?[º°]? (?:\d{1,4}(?:º|bis|ter)?|[IVXLC]{1,7}|[A-Z])(?:\(\w{1,3}\))*"
)
_ROMAN = re.compile(r"[IVXLC]{2,7}|[B-Z]")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_VOWEL = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäëïöüãõåœæ]", re.IGNORECASE)
_ELISION = re.compile(r"(?:[ldcjmnst]|\w*qu)['’]", re.IGNORECASE)
_QUOTES = "\"“”„«»'‘’([¿¡"
_CONTINUES = frozenset("&/+=,;:%).?!…")  # behind a stop and a blank: no sentence begins with these

_LONGEST_LABEL = 40
_INITIAL, _NUMBER, _SHORTENED, _WORD = "initial", "number", "shortened", "word"


@dataclass(frozen=True, slots=True)
class _Place:
    """A full stop and what stands around it."""

    before: str  # the word before `word`
    word: str  # the word that the stop hangs on
    opened: str  # marks opened before the next word
    following: str  # the next word, with its stop or apostrophe where it is an initial or elided
    enumerated: bool  # whether that word is an enumerator, "b)"
    words: Vocabulary
    language: str | None

    @property
    def starts(self) -> bool:
        """Whether the next word is one that begins sentences."""
        return self.following in self.words.starters


def borders(line: str, words: Vocabulary, language: str | None) -> Iterator[int]:
    """Where, in a line with no blank but spaces, the sentences after the first one begin."""
    start = 0
    brackets = "(" in line
    for stop in _STOP.finditer(line):
        if _ends(line, start, stop, words, language, brackets=brackets):
            start = stop.end()
            yield start


def in_parenthesis(line: str, start: int, at: int, *, least: int) -> bool:
    """Whether the place is in a parenthesis, opened `least` characters into the sentence or later."""
    opening = line.rfind("(", start, at)
    return opening >= start + least and line.find(")", opening, at) < 0 <= line.find(")", at, at + 300)


def _ends(
    line: str, start: int, stop: re.Match[str], words: Vocabulary, language: str | None, *, brackets: bool
) -> bool:
    """Whether the sentence that began at `start` ends with this stop."""
    at = stop.start()
    marks, closed, opened, following = stop.groups()
    plain = marks == "." and len(following) > 2 and not (opened or closed or brackets)
    if plain and at - start > _LONGEST_LABEL and not following[0].islower():
        # Nine in ten: a word, a stop, a capitalised word.
        known = _known(line[line.rfind(" ", start, at) + 1 : at], words)
        if known.role == _WORD and not known.enumerator:
            return True
    after = stop.end() + len(opened)
    behind = line[after + len(following) : after + len(following) + 1]
    enumerated = behind == ")" and len(following) <= 5
    if not enumerated and _goes_on(line, after, opened, following, behind):
        return False
    if at - start < 4 and not any(map(str.isalnum, line[start:at])):
        return False
    inside = brackets and in_parenthesis(line, start, at, least=2)
    if inside and not (")" in closed and following in words.starters):
        return False
    if marks != ".":
        # "(…)" marks an omission.
        return "!" in marks or "?" in marks or line[at - 1 : at] not in {"(", "["}
    following = _completed(following, behind, words)
    return _full_stop_ends(line, start, at, _Place("", "", opened, following, enumerated, words, language))


def _goes_on(line: str, after: int, opened: str, following: str, behind: str) -> bool:
    """Whether what follows the stop cannot begin a sentence: a small letter, or the wrong mark."""
    if following[:1].islower():
        return not ("(" in opened and _stands_alone(line, after))
    return not following and behind in _CONTINUES


def _completed(following: str, behind: str, words: Vocabulary) -> str:
    """The next word with the stop of an initial, the apostrophe of an elision, the sign of a currency."""
    if not following:
        return behind if behind in {"$", "€", "£"} else ""
    if len(following) > 2 or (following in words.starters and following not in words.particles):
        return following
    return following + {".": ".", "'": "'", "’": "'"}.get(behind, "")


def _stands_alone(line: str, after: int) -> bool:
    """Whether a parenthesis that begins small is no part of a sentence: *… court. (in Arabic) For …*."""
    closing = line.find(")", after, after + 60)
    return (
        closing >= 0 and line[closing + 1 : closing + 2] == " " and line[closing + 2 : closing + 3].isupper()
    )


def _full_stop_ends(line: str, start: int, at: int, place: _Place) -> bool:
    begin = max(line.rfind(" ", start, at) + 1, start)
    known = _known(line[begin:at], place.words)
    if at - start <= _LONGEST_LABEL and _is_label(line[start:at], place.words):
        return False
    if known.enumerator and begin > start + 1 and line[begin - 2] in ":;":
        return False
    if known.role == _WORD:
        return True
    before = line[line.rfind(" ", start, max(begin - 1, start)) + 1 : max(begin - 1, 0)].lstrip(_QUOTES)
    if len(known.word) == 1 and before.lower() in place.words.labels:
        return True
    return _QUESTIONS[known.role](replace(place, before=before, word=known.word))


class _Known(NamedTuple):
    """What can be said of a word by itself."""

    word: str  # without quotation marks and elided article
    role: str
    enumerator: bool  # whether it may number something


@lru_cache(maxsize=1 << 16)
def _known(word: str, words: Vocabulary) -> _Known:
    role = words.roles.get(word)
    if role is None:
        word = _ELISION.sub("", word.lstrip(_QUOTES), count=1)
        role = words.roles.get(word) or _role_by_shape(word)
    return _Known(word, role, _ENUMERATOR.fullmatch(word) is not None)


def _role_by_shape(word: str) -> str:
    """Guess from its shape what a word in no list is: number, initial(s), abbreviation without a vowel."""
    if word.isdigit():
        return _NUMBER
    if len(word) == 1 and word.isalpha():
        return _INITIAL
    if "." in word and _INITIALS.fullmatch(word):
        return CLOSING
    if word.isalpha() and len(word) > 1 and word[1:].islower() and not _VOWEL.search(word):
        return _SHORTENED
    return _WORD


def _is_label(head: str, words: Vocabulary) -> bool:
    """Whether all that stands in the sentence so far is its number: *12*, *(a)*, *IV*, *Article 5*, *§ 5*."""
    if _ENUMERATOR.fullmatch(head):
        return True
    label = _LABEL.fullmatch(head)
    return label is not None and (label[1].lower() in words.labels or words.roles.get(label[1]) == NUMBERED)


def _never(_place: _Place) -> bool:
    return False


def _after_numbered(place: _Place) -> bool:
    """*Art.*, *No.*, *p.*: no border before the number they announce."""
    following, word = place.following, place.word
    if not following:
        return not place.opened
    if following == "I" and place.language == "en" and word.islower():
        return True
    if (
        place.enumerated
        or following[0].isdigit()
        or place.opened[:1] in {"(", "["}
        or _ROMAN.fullmatch(following.rstrip("."))
    ):
        return False
    if len(word) == 1 and word.isupper():
        return _after_initial(place)
    return not (word[0].isupper() and len(following) > 1 and following.isupper())  # "Doc. COM(2011) 743"


def _after_closing(place: _Place) -> bool:
    """*etc.*, *U.S.*: a border only before what begins a sentence."""
    return place.enumerated or not place.following or place.following[0].isdigit() or place.starts


def _after_shortened(place: _Place) -> bool:
    return place.enumerated or place.starts


def _after_initial(place: _Place) -> bool:
    """*J.*: a name goes on, unless a word follows that begins sentences and is no part of names."""
    if place.word in "mtgls" and place.before[-1:].isdigit() and place.following[-1:] != ".":
        return True  # a unit: "9 m."
    if not place.starts or place.word in "aàyoe":
        return place.starts
    another = len(place.before) == 2 and place.before[1] == "." and place.before[0].isalpha()
    return place.word.isupper() and place.following not in place.words.particles and not another


def _after_number(place: _Place) -> bool:
    """*12.*: an ordinal in German, the end of a sentence elsewhere."""
    if place.following in place.words.ordinal_after:
        return False
    short = 2 if place.language == "de" else 3 if place.before.lower() in place.words.ordinal_before else 0
    return len(place.word) > short or place.starts or place.before.lower() in place.words.labels


_QUESTIONS: Mapping[str, Callable[[_Place], bool]] = {
    TITLE: _never,
    INNER: _never,
    NUMBERED: _after_numbered,
    CLOSING: _after_closing,
    _SHORTENED: _after_shortened,
    _INITIAL: _after_initial,
    _NUMBER: _after_number,
}
