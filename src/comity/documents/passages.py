"""Where one passage ends and the next begins, in the register of diplomacy and law.

A passage is a sentence, except that

- a heading is one passage, whatever stands in it; a line break that a block keeps (in cells) is a border;
- a number, letter or label at the start stays with what it numbers: *12. The Conference …*, *(a) …*, *Article 5. The …*;
- at a **semicolon** a new passage begins where the next clause is one of its own: it has an enumerator
  (*…; (b) …; and (c) …*), it begins like a recital or an operative paragraph (*Recognising …; Reaffirming …*; with a
  small letter only if the sentence itself begins so), or the list was announced by a colon after words such as
  *undertake to:* and has three members or more. Any other semicolon is punctuation of prose and no border, unless the
  sentence is longer than 600 characters: then it is one, where both sides have 80 characters at least;
- a colon is never a border, so that *The President (spoke in French): I thank …* is one passage.

A full stop is judged where it stands and nowhere else: one regular expression finds the few places that could be a
border at all (a stop, then a blank, then no small letter), and only there Python looks at the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from comity.documents.abbreviations import CLOSING, INNER, NUMBERED, TITLE, Vocabulary, vocabulary

if TYPE_CHECKING:
    from comity.documents.text import Placed

LONG, HALF = (
    600,
    80,
)  # characters: a sentence in which every semicolon may be a border; the least of either side

_OPEN = r"[¿¡\"“”„«‹»'‘’(\[–—•*]"
_CLOSE = r"[\"”’»“›«)\]'*]"
_SMALL = "a-zß-öø-ÿœ"
# A footnote's number that hangs on the stop ("… of migrants.12 The"), where letters stand before it.
_NOTE = r"(?:\[\d{1,3}\]|[⁰¹²³⁴-⁹]{1,3}|(?:(?<=[^\W\d]{3}\.)|(?<=[^\W\d]{3}\.[”\"’»“]))\d{1,3})?"
# Groups: the stops, what is closed behind them, what is opened before the next word, the next word. The last two are
# looked at without being eaten. A small letter ends the matter at once, except in an enumerator ("b) …", "iv) …").
# A stop without a blank counts where a word ends and a capitalised one begins: lost blanks are common in PDF.
_STOP = re.compile(
    rf"([.!?…]+)({_CLOSE}*){_NOTE}(?: [»›](?= |$))?"
    rf"(?: +(?! |[{_SMALL}](?!\)|[ivx]{{1,4}}\)))|(?<=[{_SMALL}]{{3}}\.)(?=[A-ZÀ-ÖØ-Þ][{_SMALL}]+[ ,]))"
    rf"(?=((?:{_OPEN} ?)*)(\w*))"
)
_SEMICOLON = re.compile(
    rf"; +(?=((?:(?:and|or|y|e|o|et|ou|und|oder|sowie)(?:/or)? )?){_OPEN}*?"
    r"([(\[]?(?:[A-Za-z]|[ivxIVX]{1,5}|\d{1,2})(?:[)\]º°]|\.(?= \D)) ?|[–—•-] )?(\w*))"
)
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})")
_LABEL = re.compile(r"[(\[]?([^\W\d]+)\.? (?:\d{1,4}(?:º|bis|ter)?|[IVXLC]{1,7}|[A-Z])(?:\(\w{1,3}\))*")
_ROMAN = re.compile(r"[IVXLC]{2,7}|[B-Z]")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_VOWEL = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäëïöüãõåœæ]", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\W*(?:[(\[]?(?:\w{1,3}|\d{1,3})[).] )?\W*(\w*)")
_GERMAN_MONTHS = frozenset(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert".split()
)
_GERMAN_ARTICLES = frozenset(
    "der die das den dem des am im zum zur vom beim Der Die Das Den Dem Am Im Zum Zur Vom Beim".split()
)
_ELISION = re.compile(r"^(?:[ldcjmnst]|(?:\w*q)u)['’]", re.IGNORECASE)
_CONTINUES = "&/+=,;:%).?!…"  # after a stop and a blank: no sentence begins with these
_QUOTES = "\"“”„«»'‘’([¿¡"


def quote_hash(quote: str) -> int:
    """A number in [0, 2**64) that belongs to these very characters, the same on every machine and in every version.

    BLAKE2b of the UTF-8 bytes, 8 bytes, the lowest first.

    >>> quote_hash("We agree.") == quote_hash("We agree. ")
    False
    """
    return int.from_bytes(blake2b(quote.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def passages_of(
    text: str, blocks: Sequence[Placed], language: str | None = None
) -> list[tuple[int, int, int]]:
    """The passages of a text: (first character, character after the last, number of the block), in order.

    *Takes* the canonical text, its blocks in order, and the language most of it is in, where that is known: it
    settles what an abbreviation is (*Sr.*) and whether *12.* is an ordinal (German).

    *Gives* offsets in Unicode code points. Passages do not overlap, begin and end with no blank, and cover every
    character of the blocks that is not a blank. A block is split the same way whatever stands around it.
    """
    words = vocabulary(language)
    found: list[tuple[int, int, int]] = []
    for number, placed in enumerate(blocks):
        block = text[placed.start : placed.end]
        whole = placed.kind == "heading"
        spans = [(0, len(block))] if whole else _sentences(block, words, language=language)
        for start, end in spans:
            quote = block[start:end]
            left = len(quote) - len(quote.lstrip())
            quote = quote.strip()
            if quote:
                first = placed.start + start + left
                found.append((first, first + len(quote), number))
    return found


def _sentences(block: str, words: Vocabulary, *, language: str | None) -> Iterator[tuple[int, int]]:
    """Spans that cover the block without a gap, borders right behind the blanks."""
    # Blanks of all kinds count as one; each is one code point, so that no offset moves.
    if not block.isascii():
        block = block.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")
    if "\n" not in block:
        yield from _line(block, 0, words, language=language)
        return
    start = 0
    for line in re.split(rf"(?<=\n)(?![{_SMALL}])", block):
        yield from _line(line.replace("\n", " "), start, words, language=language)
        start += len(line)


def _line(line: str, offset: int, words: Vocabulary, *, language: str | None) -> Iterator[tuple[int, int]]:
    start = 0
    semicolons = ";" in line
    for stop in _STOP.finditer(line):
        if _ends(line, start, stop, words, language=language):
            end = stop.end()
            if semicolons:
                yield from _clauses(line, start, end, offset, words)
            else:
                yield offset + start, offset + end
            start = end
    if semicolons:
        yield from _clauses(line, start, len(line), offset, words)
    else:
        yield offset + start, offset + len(line)


def _ends(line: str, start: int, stop: re.Match[str], words: Vocabulary, *, language: str | None) -> bool:
    """Whether the sentence that began at `start` ends with this stop."""
    at = stop.start()
    marks, closed, opened, following = stop.groups()
    after = stop.end() + len(opened)
    behind = line[after + len(following) : after + len(following) + 1]
    enumerated = behind == ")" and len(following) <= 5
    if following[:1].islower() and not enumerated and not ("(" in opened and _aside(line, after)):
        return False
    if not following and behind and behind in _CONTINUES:
        return False
    if at - start < 4 and not any(map(str.isalnum, line[start:at])):
        return False
    if _parenthesised(line, start, at, least=2) and not (")" in closed and following in words.starters):
        return False
    if marks != ".":
        # "(…)" marks an omission.
        return "!" in marks or "?" in marks or line[at - 1 : at] not in {"(", "["}
    if (
        len(following) <= 2
        and behind
        and behind in "'’."
        and following not in words.starters - words.particles
    ):
        following += "'" if behind != "." else behind
    return _full_stop_ends(
        line, start, at, opened, following, words, enumerated=enumerated, language=language
    )


def _aside(line: str, after: int) -> bool:
    """Whether a parenthesis that begins small stands on its own: *… court. (spoke in Arabic) For the …*."""
    closing = line.find(")", after, after + 60)
    return (
        closing >= 0 and line[closing + 1 : closing + 2] == " " and line[closing + 2 : closing + 3].isupper()
    )


def _parenthesised(line: str, start: int, at: int, *, least: int) -> bool:
    """Whether the place is in a parenthesis that opens `least` characters into the sentence or later, and closes before long."""
    opening = line.rfind("(", start, at)
    return opening >= start + least and line.find(")", opening, at) < 0 and line.find(")", at, at + 300) >= 0


def _full_stop_ends(
    line: str,
    start: int,
    at: int,
    opened: str,
    following: str,
    words: Vocabulary,
    *,
    enumerated: bool,
    language: str | None,
) -> bool:
    """The same for a single full stop, by the word before it (`token`) and the word after it."""
    begin = max(line.rfind(" ", start, at) + 1, start)
    token = line[begin:at]
    role = words.roles.get(token)
    if role is None:
        if len(token) > 6 and token.isalpha():
            return True
        token = _ELISION.sub("", token.lstrip(_QUOTES))
        role = words.roles.get(token) or _role_by_shape(token)
    if at - start <= 40 and _is_label(line[start:at], words):
        return False
    if line[begin - 2 : begin - 1] in {":", ";"} and begin > start + 1 and _ENUMERATOR.fullmatch(token):
        return False
    before = line[line.rfind(" ", start, max(begin - 1, start)) + 1 : max(begin - 1, 0)].lstrip(_QUOTES)
    if len(token) == 1 and before.lower() in words.labels:
        return True
    if role in {TITLE, INNER}:
        return False
    if role == NUMBERED:
        if _is_numeral(following, token, opened, language):
            return False
        if not (len(token) == 1 and token.isupper()):
            return True
        role = "initial"
    if role == CLOSING:
        return enumerated or not following or following[0].isdigit() or following in words.starters
    if role == "initial":
        return following in words.starters and (
            token in "aàyoe"
            or (token.isupper() and following not in words.particles and not _is_initial(before))
        )
    if role == "number":
        if following in _GERMAN_MONTHS:
            return False
        ordinal = (language == "de" and len(token) <= 2) or (before in _GERMAN_ARTICLES and len(token) <= 3)
        return not ordinal or following in words.starters or before.lower() in words.labels
    return True


def _role_by_shape(token: str) -> str | None:
    """What a word that is in no list looks like: a number, an initial, initials, an abbreviation without a vowel."""
    if token.isdigit():
        return "number"
    if len(token) == 1 and token.isalpha():
        return "initial"
    if "." in token:
        return CLOSING if _INITIALS.fullmatch(token) else None
    if token.isalpha() and len(token) > 1 and token[1:].islower() and not _VOWEL.search(token):
        return CLOSING
    return None


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0].isalpha()


def _is_label(head: str, words: Vocabulary) -> bool:
    """Whether all that stands in the sentence so far is its number: *12*, *(a)*, *IV*, *Article 5*, *§ 5*."""
    if _ENUMERATOR.fullmatch(head):
        return True
    label = _LABEL.fullmatch(head)
    return label is not None and (label[1].lower() in words.labels or words.roles.get(label[1]) == NUMBERED)


def _is_numeral(following: str, token: str, opened: str, language: str | None) -> bool:
    """Whether what follows *Art.*, *No.*, *p.* is the number they announce."""
    if not following:
        return bool(opened)
    if following == "I" and language == "en" and token.islower():
        return False
    if following[0].isdigit() or opened[:1] in {"(", "["} or _ROMAN.fullmatch(following) is not None:
        return True
    return token[0].isupper() and len(following) > 1 and following.isupper()  # "Doc. COM(2011) 743"


def _clauses(line: str, start: int, end: int, offset: int, words: Vocabulary) -> Iterator[tuple[int, int]]:
    """The sentence, cut at those semicolons that are borders (the module says which)."""
    semicolons = list(_SEMICOLON.finditer(line, start, end))
    last = start
    if semicolons:
        recital = _first_word(line, start).capitalize() in words.recitals
        colon = line.find(": ", start, semicolons[0].start())
        announced = len(semicolons) > 1 and colon >= 0 and _last_word(line, start, colon) in words.undertake
        for semicolon in semicolons:
            at, border = semicolon.span()
            joined, enumerator, word = semicolon.groups()
            if _parenthesised(line, last, at, least=0):
                continue
            own = (
                enumerator is not None
                or word in words.recitals
                or (recital and word.capitalize() in words.recitals)
            )
            border += len(joined) if enumerator else 0  # "(b) …; and" is how the page has it, above "(c) …"
            if own or announced or (end - start > LONG and at - last >= HALF and end - border >= HALF):
                yield offset + last, offset + border
                last = border
    yield offset + last, offset + end


def _first_word(line: str, start: int) -> str:
    found = _FIRST_WORD.match(line, start)
    return found[1] if found else ""


def _last_word(line: str, start: int, end: int) -> str:
    return line[start:end].rstrip().rpartition(" ")[2].strip(_QUOTES + ",")
