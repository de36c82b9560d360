"""Dates as far as they are known: Extended Date/Time Format (EDTF), ISO 8601-2.

``1996``, ``2001-09``, ``2001-09-11``, ``1997~`` (about), ``1997?`` (uncertain), ``199X`` (in the nineties),
``2007/2009`` (from, to, or some time between), ``2008/..`` (open end). Plain dates are read here, since a study
has thousands of them; whatever is uncertain is read by the library ``edtf``.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

Span = tuple[int | None, int | None]
"""First and last year that a date may lie in, both included; null: open."""


def is_date(text: str) -> bool:
    """Whether the text is a date in EDTF."""
    return years(text) is not None


def years(text: str | None) -> Span | None:
    """The first and the last year that the date covers; null where the text is no date.

    >>> years("2001-09"), years("2008/.."), years("199X"), years("32.13.2001")
    ((2001, 2001), (2008, None), (1990, 1999), None)
    """
    return None if text is None else _years(text.strip())


def year_of(text: str | None) -> int | None:
    """The year a date starts in; null where it has none, or where the year is not known (``199X``).

    >>> year_of("2007/2009"), year_of("1997~"), year_of("199X")
    (2007, 1997, None)
    """
    span = years(text)
    if span is None or "X" in (text or ""):
        return None
    return span[0] if span[0] is not None else span[1]


def is_before(text: str | None, other: str | None) -> bool | None:
    """Whether the first date is surely earlier (by year, month and day as far as known); null: cannot be told."""
    one, two = bounds(text), bounds(other)
    if one is None or two is None:
        return None
    if one[1] is not None and two[0] is not None and one[1] < two[0]:
        return True
    if one[0] is not None and two[1] is not None and one[0] >= two[1]:
        return False
    return None


def bounds(text: str | None) -> tuple[dt.date | None, dt.date | None] | None:
    """The first and the last day that the date may mean; null: open. Null for no date."""
    return None if text is None else _bounds(text.strip())


@lru_cache(maxsize=1 << 14)
def _years(text: str) -> Span | None:
    found = _bounds(text)
    if found is None:
        return None
    first, last = found
    return (first.year if first else None, last.year if last else None)


@lru_cache(maxsize=1 << 14)
def _bounds(text: str) -> tuple[dt.date | None, dt.date | None] | None:
    plain = _PLAIN.fullmatch(text)
    if plain:
        year, month, day = (int(part) if part else None for part in plain.groups())
        try:
            first = dt.date(year or 0, month or 1, day or 1)
        except ValueError:
            return None
        if day:
            return first, first
        after = dt.date(first.year + (month in (None, 12)), 1 if month in (None, 12) else (month or 0) + 1, 1)
        return first, after - dt.timedelta(days=1)
    if not re.search(r"\d{3}", text):
        return None
    return _by_library(text)


def _by_library(text: str) -> tuple[dt.date | None, dt.date | None] | None:
    from edtf import parse_edtf

    try:
        parsed = parse_edtf(text)
        ends = parsed.lower_strict(), parsed.upper_strict()
    except Exception:  # noqa: BLE001 (the library raises its parser's own errors, and a date is refused by any)
        return None
    made = tuple(_day(end) for end in ends)
    if made[0] and made[1] and made[0] > made[1]:
        return None
    return None if made == (None, None) else (made[0], made[1])


def _day(end: object) -> dt.date | None:
    """A bound of the library's: a time tuple, or infinity where it is open."""
    if isinstance(end, tuple) and 1 <= int(end[0]) <= 9998:
        return dt.date(int(end[0]), int(end[1]), int(end[2]))
    return None
