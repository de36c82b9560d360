"""What the text of a cell means: numbers, dates, yes and no, lists; and what a person meant where it is none.

Spreadsheets write numbers and dates as their country does, and turn some texts into dates on their own; so
each complaint says what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from comity.dates import is_date

Kind = Literal["text", "integer", "number", "boolean", "date", "list", "category", "hash"]
Parser = Callable[[str], tuple[object, str]]
"""Gives the value and an empty text, or null and what is wrong with remedy."""

_TRUE, _FALSE = {"yes", "true", "1", "x"}, {"no", "false", "0"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _text(text: str) -> tuple[object, str]:
    return text, ""


def _integer(text: str) -> tuple[object, str]:
    try:
        return int(text), ""
    except ValueError:
        return None, f"is not a whole number.{_number_meant(text)}"


def _number(text: str) -> tuple[object, str]:
    try:
        value = float(text)
    except ValueError:
        return None, f"is not a number.{_number_meant(text)}"
    return (value, "") if value == value and abs(value) != float("inf") else (None, "is not a number.")  # noqa: PLR0124


def _number_meant(text: str) -> str:
    """The number as a computer writes it, of one that people wrote: ``0,8``, ``75 %``, ``1.000.000``."""
    if re.fullmatch(r"-?\d+,\d+", text) and not re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
        return f" Write a point for the decimals: {text.replace(',', '.')}."
    percent = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*%", text)
    if percent:
        return f" Did you mean {float(percent[1].replace(',', '.')) / 100:g}?"
    if re.fullmatch(r"-?\d{1,3}(?:([.,' \u00a0\u202f\u2019])\d{3})(?:\1\d{3})*", text):
        return f" Write it without separators: {re.sub('[^0-9-]', '', text)}."
    return ""


def _boolean(text: str) -> tuple[object, str]:
    folded = text.casefold()
    if folded in _TRUE or folded in _FALSE:
        return folded in _TRUE, ""
    return None, "is neither yes nor no."


def _date(text: str) -> tuple[object, str]:
    if is_date(text):
        return text, ""
    meant = _date_meant(text)
    if meant:
        return None, f"is not a date in the form YYYY-MM-DD. Did you mean {meant!r}?"
    return (
        None,
        "is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD, as far as it is known (1997~ for about 1997).",
    )


def _date_meant(text: str) -> str:
    """The date that was meant by ``16.5.2007``, ``05/2007`` or ``May-07``, as spreadsheets write 2007-05."""
    day = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
    month = re.fullmatch(r"(\d{1,2})[./-](\d{4})", text)
    named = re.fullmatch(r"([A-Za-z]{3})[a-z]*[ -](\d{4}|\d\d)", text)
    meant = ""
    if day:
        meant = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    elif month:
        meant = f"{month[2]}-{int(month[1]):02}"
    elif named and named[1].casefold() in _MONTHS:
        # two digits: spreadsheets take those up to 29 for this century
        century = "" if len(named[2]) == 4 else "20" if int(named[2]) < 30 else "19"
        meant = f"{century}{named[2]}-{_MONTHS.index(named[1].casefold()) + 1:02}"
    return meant if is_date(meant) else ""


def _list(text: str) -> tuple[object, str]:
    return [part.strip() for part in text.split(";") if part.strip()], ""


PARSERS: Mapping[Kind, Parser] = {
    "text": _text,
    "category": _text,
    "hash": _integer,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "list": _list,
}
