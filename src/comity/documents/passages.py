"""Where one passage ends and the next begins, in the register of diplomacy and law.

A passage is a sentence, except that

- a heading is one passage, whatever stands in it; a line break that a block keeps (in cells) is a border;
- a number, letter or label at the start stays with what it numbers: *12. The Conference …*, *(a) …*,
  *Article 5. The Parties …*;
- at a **semicolon** a new passage begins where the next clause is one of its own: it has an enumerator
  (*…; (b) …; and (c) …*), it begins like a recital or an operative paragraph (*Recognising …; Reaffirming …*;
  with a small letter only if the sentence itself begins so), or the list was announced by a colon after words
  such as *undertake to:* and has three members or more. Any other semicolon is punctuation of prose and no
  border, unless the sentence is longer than 600 characters: then it is one, where both sides have 80
  characters at least;
- a colon is never a border, so that *The President (spoke in French): I thank …* is one passage;
- a full stop in a parenthesis inside a sentence does not end it, and one inside closing quotation marks does
  only if the next word begins a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from comity.documents import clauses, stops
from comity.documents.abbreviations import Vocabulary, vocabulary

if TYPE_CHECKING:
    from comity.documents.text import Placed

# Behind a line break a small letter goes on with the sentence: the lines of preformatted text.
_BREAK = re.compile(rf"(?<=\n)(?![{stops.SMALL}])")


def quote_hash(quote: str) -> int:
    """Hash of these very characters in [0, 2**64), the same on every machine and in every version.

    BLAKE2b of the UTF-8 bytes, 8 bytes, the lowest first.

    >>> quote_hash("We agree.") == quote_hash("We agree. ")
    False
    """
    return int.from_bytes(quote_digest(quote), "little")


def quote_digest(quote: str) -> bytes:
    """The eight bytes of :func:`quote_hash`."""
    return blake2b(quote.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def passages_of(
    text: str, blocks: Sequence[Placed], language: str | None = None
) -> list[tuple[int, int, int]]:
    """List the passages of a text in order: first character, character after the last, number of the block.

    *Takes* the canonical text, its blocks in order, and the language most of it is in, where that is known:
    it settles what an abbreviation is (*Sr.*) and whether *12.* is an ordinal (German).

    *Gives* offsets in Unicode code points. Passages do not overlap, begin and end with no blank, and cover
    every character of the blocks that is not a blank. A block is split the same way whatever stands around
    it.
    """
    words = vocabulary(language)
    found: list[tuple[int, int, int]] = []
    for number, placed in enumerate(blocks):
        block = text[placed.start : placed.end]
        start = 0
        for end in _borders(block, words, language, whole=placed.kind == "heading"):
            if quote := block[start:end].strip():
                first = placed.start + (start if block[start] == quote[0] else block.index(quote[0], start))
                found.append((first, first + len(quote), number))
            start = end
    return found


def _borders(block: str, words: Vocabulary, language: str | None, *, whole: bool) -> Iterator[int]:
    """Where passages begin behind the first one, and the end of the block."""
    if not whole:
        # Blanks of all kinds count as one; each is one code point, so that no offset moves.
        if not block.isascii():
            block = block.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
        lines = _BREAK.split(block) if "\n" in block else (block,)
        start = 0
        for line in lines:
            if start:
                yield start
            for border in _borders_of_line(line.replace("\n", " "), words, language):
                yield start + border
            start += len(line)
    yield len(block)


def _borders_of_line(line: str, words: Vocabulary, language: str | None) -> Iterator[int]:
    if ";" not in line:
        yield from stops.borders(line, words, language)
        return
    start = 0
    for end in stops.borders(line, words, language):
        yield from clauses.borders(line, start, end, words)
        yield end
        start = end
    yield from clauses.borders(line, start, len(line), words)
