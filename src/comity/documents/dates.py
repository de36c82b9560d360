"""The date that a document states in its opening lines, in the five languages of the study."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import islice

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_NUMBER = {name: n for names in _MONTHS.values() for n, name in enumerate(names.split(), 1)}
_NUMBER |= {"fevrier": 2, "aout": 8, "decembre": 12, "jänner": 1, "setiembre": 9, "marco": 3}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|°|ª|\.)?"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_STATED = re.compile(
    rf"\b{_DAY}\s*(?:of\s+|de\s+|del\s+)?(?P<month>{_MONTH}),?\s+(?:de\s+|del\s+)?{_YEAR}\b"
    rf"|\b(?P<month2>{_MONTH})\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year2>1[89]\d\d|20\d\d)\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"^\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?")
HEAD_BLOCKS, HEAD_LENGTH = 8, 160


def first_date(parts: Iterable[str]) -> str | None:
    """The ISO date that stands in one of the first eight blocks, if it is a short line of its own.

    ``Brussels, 16 May 2007`` is a date line; a date inside a long sentence is what the text is about, not
    when it was issued, and is left alone.
    """
    for part in islice(parts, HEAD_BLOCKS):
        if len(part) > HEAD_LENGTH:
            continue
        for match in _STATED.finditer(part):
            if found := _iso(match):
                return found
    return None


def iso_date(value: str | None) -> str | None:
    """An ISO date at the start of `value` (``2007``, ``2007-05``, ``20070516T10:00``), checked; else null."""
    match = _ISO.match(value or "")
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join(part for part in match.groups() if part)


def _iso(match: re.Match[str]) -> str | None:
    day, year = match["day"] or match["day2"], match["year"] or match["year2"]
    month = _NUMBER[(match["month"] or match["month2"]).casefold()]
    try:
        return dt.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
