"""Which semicolons part a sentence into passages: those of recitals and undertakings, not those of prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.documents.abbreviations import Vocabulary
from comity.documents.stops import in_parenthesis

LONG = 600  # characters: a sentence in which every semicolon may be a border …
HALF = 80  # … that leaves at least so many on either side

_SEMICOLON = re.compile(
    r"; +(?=((?:(?:and|or|y|e|o|et|ou|und|oder|sowie)(?:/or)? )?)[¿¡\"“”„«‹»'‘’(\[–—•*]*?"
    r"([(\[]?(?:[A-Za-z]|[ivxIVX]{1,5}|\d{1,2})(?:[)\]º°]|\.(?= \D)) ?|[–—•-] )?(\w*))"
)
_FIRST_WORD = re.compile(r"\W*(?:[(\[]?\w{1,3}[).] )?\W*(\w*)")


def borders(line: str, start: int, end: int, words: Vocabulary) -> Iterator[int]:
    """Where, in the sentence from `start` to `end`, the clauses after the first one begin."""
    semicolons = list(_SEMICOLON.finditer(line, start, end))
    if not semicolons:
        return
    recital = _first_word(line, start).capitalize() in words.recitals
    announced = len(semicolons) > 1 and _is_announced(line, start, semicolons[0].start(), words)
    last = start
    for semicolon in semicolons:
        at, border = semicolon.span()
        joined, enumerator, word = semicolon.groups()
        if in_parenthesis(line, last, at, least=0):
            continue
        if enumerator:
            border += len(joined)  # "(b) …; and" is how the page has it, above "(c) …"
        own = enumerator or word in words.recitals or (recital and word.capitalize() in words.recitals)
        if own or announced or (end - start > LONG and at - last >= HALF and end - border >= HALF):
            yield border
            last = border


def _is_announced(line: str, start: int, end: int, words: Vocabulary) -> bool:
    """Whether a colon before the first semicolon opens a list of undertakings."""
    colon = line.find(": ", start, end)
    return colon >= 0 and line[start:colon].rstrip().rpartition(" ")[2].strip("\"'“”«»(,") in words.undertake


def _first_word(line: str, start: int) -> str:
    found = _FIRST_WORD.match(line, start)
    return found[1] if found else ""
