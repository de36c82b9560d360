"""From a file to the canonical text that all offsets count in.

Whatever the format, the text comes out the same way: NFC, blocks joined by one empty line, single blanks
inside a block, nothing invisible. Two files with the same words therefore give the same passages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.documents.dates import first_date
from comity.documents.reader import READERS, Block, Metadata, Reading, UnreadableDocument
from comity.documents.recognise import recognise

GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and its place: ``text[start:end]``; ``page`` (from 1) is the one on which it starts."""

    kind: str
    level: int
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Text:
    """The canonical text of a document with its blocks; ``notes`` are warnings in words."""

    text: str
    blocks: tuple[Placed, ...]
    pages: int | None
    metadata: Metadata
    notes: tuple[str, ...]


def read_text(data: bytes, name: str) -> Text:
    """The canonical text of a file; its format is told by its content first, then by its name.

    `data` is the whole file and `name` its name (only the extension matters). Whatever a hostile or broken
    file does to the library that reads it, the answer is a text or an :class:`UnreadableDocument`.
    """
    found = recognise(data, name)
    reader = READERS.get(found.reader)
    try:
        reading = reader.read(data, name)
    except UnreadableDocument:
        raise
    except Exception as error:  # the last resort for errors of libraries in files that nobody foresaw
        raise UnreadableDocument(
            "corrupt-file",
            f"The file is damaged: its content breaks off or contradicts itself ({type(error).__name__}).",
            "Open it in the program that made it, save it anew, and add that copy.",
        ) from error
    text = canonical(reading)
    return replace(text, notes=(*found.notes, *text.notes)) if found.notes else text


def canonical(reading: Reading) -> Text:
    """The reading in canonical form; raises :class:`UnreadableDocument` where no letter is left."""
    parts: list[str] = []
    placed: list[Placed] = []
    start = 0
    for block, words in _tidied(reading.blocks):
        end = start + len(words)
        parts.append(words)
        placed.append(Placed(block.kind, block.level, start, end, block.page))
        start = end + len(GAP)
    text = GAP.join(parts)
    if not any(map(str.isalpha, text)):
        raise UnreadableDocument(
            "no-text",
            "The file can be opened, but there are no words in it.",
            "Check that it is the right file.",
        )
    return Text(text, tuple(placed), reading.pages, _described(reading.metadata, parts), reading.notes)


def _tidied(blocks: Iterable[Block]) -> Iterable[tuple[Block, str]]:
    for block in blocks:
        words = tidy_lines(block.text) if block.kind == "cell" else tidy(block.text)
        if words:
            yield block, words


# Ligatures are typesetting; private-use letters are bullets and logos; the rest cannot be seen or cannot
# stand in XML. Joiners (U+200C, U+200D) stay: Persian and the Indic scripts are spelled with them.
_ODD = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufb00-\ufb06"
    "\ue000-\uf8ff\ufeff\ufff0-\uffff\ud800-\udfff\U000f0000-\U0010ffff]"
)
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


def tidy(text: str) -> str:
    """`text` in NFC on one line, with single blanks and nothing invisible."""
    if text.isascii() and text.isprintable():  # nothing but blanks can be wrong with it
        is_tidy = "  " not in text and text == text.strip()
        return text if is_tidy else " ".join(text.split())
    text = _ODD.sub(_plain, text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def tidy_lines(text: str) -> str:
    """The same for a table cell, whose line breaks are kept and whose empty lines are not."""
    return "\n".join(filter(None, map(tidy, text.splitlines())))


def _plain(match: re.Match[str]) -> str:
    letter = match.group()
    if letter in "\ufffd\ufffc":
        return letter if letter == "\ufffd" else " "
    if "\ue000" <= letter <= "\uf8ff":
        return " "
    return _LIGATURES.get(ord(letter), "")


# what programs put where a title belongs, and the dates on which their clocks start
_FILE_NAME = re.compile(
    r"(?:microsoft \w+ - .*|\S{1,80}\.\w{2,5}|untitled.*|document\d*|(?:https?|file):\S*)$", re.IGNORECASE
)
_NO_DATES = frozenset({"1970-01-01", "1980-01-01", "1601-01-01", "1899-12-30", "1900-01-01"})


def _described(metadata: Metadata, parts: list[str]) -> Metadata:
    """The metadata, tidied; a date that the opening lines state goes before what the file's making left."""
    stated = first_date(parts)
    clean = {
        name: tidy(value) or None
        for name in ("title", "issuer", "language")
        if (value := getattr(metadata, name))
    }
    if _FILE_NAME.match(clean.get("title") or ""):
        clean["title"] = None
    made = metadata.date if metadata.date not in _NO_DATES else None
    return replace(metadata, **clean, date=stated or made)
