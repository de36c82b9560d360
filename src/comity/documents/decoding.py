"""Bytes to text, in whatever encoding they came."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 1 << 17
# letters and signs that texts in Western languages hold beside ASCII; in moderation, since Cyrillic
# misread is nothing but such letters
_WESTERN = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜŸ«»‹›“”„‘’‚–—…•€£§°ºª¿¡·´¨\xa0©®™½¼¾×†‡%²³"
)
_MODERATE = 0.25
_AS_WRITTEN = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text, and a warning where the encoding had to be guessed.

    Order: byte order mark, UTF-8, what the file declares, UTF-16 by its zeros, then a guess. UTF-8 goes
    before the declaration: text in another encoding almost never is valid UTF-8, while declarations are
    often left over from a template.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), None
    if b"\0" not in data[:SAMPLE]:
        try:
            return data.decode("utf-8"), None
        except UnicodeDecodeError as error:
            # a file cut off inside its last letter, or with a few spoilt bytes, still is UTF-8
            if _mostly_utf8(data, error.start):
                return data.decode("utf-8", "replace"), "A few bytes are no letters; each stands as \ufffd."
    elif wide := _wide(data):
        return data.decode(wide, "replace"), None
    if declared and (text := _declared(data, declared)) is not None:
        return text, None
    encoding = _guess(data)
    return data.decode(encoding, "replace"), f"The encoding is not stated; it was read as {encoding}."


def _declared(data: bytes, declared: str) -> str | None:
    name = declared.strip(" \"'").lower()
    try:
        return data.decode(_AS_WRITTEN.get(name, name), "replace")
    except (LookupError, UnicodeError, ValueError):
        return None


def _wide(data: bytes) -> str | None:
    head = data[:SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 8:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _mostly_utf8(data: bytes, first: int) -> bool:
    """Whether spoilt bytes are rare beside well-formed letters of two bytes or more."""
    sample = data[max(0, first - SAMPLE // 2) : first + SAMPLE // 2]
    text = sample.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    wide = sum(1 for letter in text if letter > "\x7f") - spoilt
    return wide > 10 * spoilt or (first >= len(data) - 3 and not data[:first].isascii())


def _guess(data: bytes) -> str:
    if _is_western(data[:SAMPLE]):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    return "cp1252" if encoding in {"ascii", "latin_1", "iso8859_1"} else encoding


def _is_western(sample: bytes) -> bool:
    text = sample.decode("cp1252", "replace")
    beyond = [letter for letter in text if letter > "\x7f"]
    letters = sum(map(str.isalpha, text))
    return len(beyond) < _MODERATE * max(letters, 1) and _WESTERN.issuperset(beyond)
