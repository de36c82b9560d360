"""Printed lines back into running text: hyphens at line ends, marks of list items, numbered headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from comity.documents.reader import Block

HYPHENS = "-\u00ad\u2010\u2011\ufffe\x02"
# opens with the hyphen, not with the word, so that a search need not try every letter of the text
_BROKEN = re.compile(rf"(?<=[^\W\d_])[{HYPHENS}][ \t]*\n[ \t]*(?=([^\W\d_]+))")
# Chinese and Japanese know no blanks between words, nor between lines
_UNSPACED = re.compile(
    r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])\n(?=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])"
)
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
# first parts that make compounds in the register of treaties and declarations, in the five languages
_COMPOUNDING = frozenset(
    [
        "non",
        "self",
        "cross",
        "so",
        "well",
        "high",
        "low",
        "long",
        "short",
        "mid",
        "ex",
        "vice",
        "co-operating",
        "third",
        "first",
        "second",
        "inter-state",
        "state",
        "afro",
        "euro",
        "austro",
        "franco",
        "anglo",
        "anti",
        "pre",
        "post",
        "semi",
        "socio",
        "pan",
        "quasi",
        "pseudo",
        "geo",
        "win",
        "anti-smuggling",
        "decision",
        "policy",
        "capacity",
        "peace",
        "law",
        "fact",
        "evidence",
        "rights",
        "human",
        "trans-border",
        "vis",
    ]
)

DASH = re.compile(r"[–—-]\s")
BULLET = re.compile(r"[•·▪▫■□●○◦‣⁃∙➢➤✓*–—-]\s+|[\uf0a7\uf0b7\uf0d8\uf0fc]\s*")
NUMBERED = re.compile(
    r"(?:\(?(?:[a-zA-Z]|[ivxlc]{1,6}|[IVXLC]{1,6}|\d{1,3})\)|(?:\d{1,3}|[a-z]|[ivx]{1,5})\.)(?=\s)|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s+[A-ZÀ-ÞА-Я\"“«(])"
)
_DIVISION = re.compile(
    r"(?:preamble|annex|appendix|chapter|title|part|section|article|protocol|schedule|"
    r"préambule|annexe|appendice|chapitre|titre|partie|protocole|"
    r"präambel|anhang|anlage|kapitel|titel|teil|abschnitt|artikel|protokoll|"
    r"preámbulo|preambulo|anexo|apéndice|apendice|capítulo|capitulo|título|titulo|parte|sección|seccion|artículo|articulo|protocolo|"
    r"preambolo|allegato|appendice|capo|capitolo|titolo|sezione|articolo|protocollo|secção|seção|artigo)\b"
    r"(?:\s+(?:[\divxlc]+|[a-h]|one|two|three|first|premier|primero|unico|único)\b.{0,80})?$",
    re.IGNORECASE,
)
# a page number alone on a line: - 12 -, Page 3 of 20, xiv
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|p\.|seite|pagina|página|pág\.|str\.)\s*)?(?:\d{1,5}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|de|von|di|sur|sobre|\|)\s*\d{1,4})?[\W_]*$",
    re.IGNORECASE,
)
_ENDED = (".", "!", "?", ";", ":", ",", "…", "。", "؟", "۔")


def joined(lines: Sequence[str], known: Callable[[], frozenset[str]]) -> str:
    """The lines as one paragraph, words that were broken at a line end made whole.

    `known` gives the words of the document (called only when a word is broken); the spelling that stands
    elsewhere in the document decides between ``co-operation`` and ``cooperation``.
    """
    text = "\n".join(lines)
    if has_broken_words(text) and _BROKEN.search(text):
        words = known()
        text = _BROKEN.sub(lambda m: _mended(m, words), text)
    if not text.isascii():
        text = _UNSPACED.sub("", text)
    return text.replace("\n", " ")


def has_broken_words(text: str) -> bool:
    """Whether a hyphen stands before a line's end; asked of every paragraph, hence without a pattern."""
    if text.isascii():
        return "-\n" in text
    return any(f"{hyphen}\n" in text for hyphen in HYPHENS)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of the document in lower case, compounds in one piece; halves at line ends are among them."""
    different = {piece for text in texts for piece in text.split()}  # each spelling is looked at once
    return frozenset(_WORDS.findall(" ".join(different).lower().replace("\u2010", "-")))


def _mended(match: re.Match[str], words: frozenset[str]) -> str:
    start, second = match.start(), match[1]
    before = _LAST_WORD.search(match.string[max(0, start - 40) : start])
    first = before.group() if before else ""
    whole, compound = (first + second).lower(), f"{first}-{second}".lower()
    if whole in words and compound not in words:
        return ""
    return "-" if compound in words or second[0].isupper() or first.lower() in _COMPOUNDING else ""


def item_mark(line: str) -> int:
    """The length of the bullet, letter or number that opens a list item; 0 where there is none."""
    match = BULLET.match(line) or NUMBERED.match(line)
    return match.end() if match and len(line) > match.end() + 1 else 0


def is_mark(text: str) -> bool:
    """Whether `text` is nothing but the mark of an item: *(a)*, *1.*, *—*."""
    return 0 < len(text) <= 8 and item_mark(f"{text} item") == len(text) + (text[-1] in "-–—•·")


def without_bullet(line: str) -> str:
    """The item without its bullet; letters and numbers are part of the text (*Article 4(2)(a)*) and stay."""
    match = BULLET.match(line)
    return line[match.end() :] if match else line


def is_title(line: str) -> bool:
    """Whether a line that stands alone is a heading: *ARTICLE 5*, *Chapitre II*, capitals, *2.1 Borders*."""
    if len(line) > 120 or line.endswith(_ENDED) or not any(map(str.isalpha, line)):
        return False
    if _DIVISION.match(line):
        return True
    letters = sum(map(str.isalpha, line))
    if line.isupper() and letters >= 4 and letters > len(line) // 2:
        return True
    number = re.match(r"(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-H]\.)\s+(?=[^\W\d_])", line)
    return bool(number) and len(line) <= 80 and line[number.end()].isupper() and line.count(" ") <= 10  # type: ignore[union-attr]


def title_level(line: str) -> int:
    """The depth of a heading as its number tells it: *2.1* is 2; 1 where nothing tells."""
    number = re.match(r"\d{1,2}(?:\.\d{1,2})*", line)
    return number.group().count(".") + 1 if number else 1


def classified(words: str, page: int | None = None) -> Block:
    """A paragraph, or the heading or item that it is by its words where the file does not say."""
    text = " ".join(words.split())
    if is_title(text):
        return Block("heading", text, title_level(text), page)
    if item_mark(text):
        return Block("item", without_bullet(text), 1, page)
    return Block("paragraph", text, 0, page)
