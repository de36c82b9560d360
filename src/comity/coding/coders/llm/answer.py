"""From what a model wrote to codings: what is in the passage and was asked is taken, the rest is refused and kept.

Nothing that a model writes is believed. A coding counts if its code was asked, its stance is one, and its
quotation stands in the passage it is given for, word for word. What does not is set down with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from comity.study.answers import Answer, Quoted, Refused
from comity.study.tables import STANCES

# What local models put about their answer: their thoughts before it, and a code fence.
_ABOUT = re.compile(
    r"\s*(?:<think>.*?</think>)?\s*(?:```(?:json)?\s*\n(?P<fenced>.*?)\s*```|(?P<plain>.*?))\s*", re.DOTALL
)
_LONGEST = 300  # characters kept of what was refused


class MalformedError(Exception):
    """What a model wrote is no answer at all; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The answers on passages that were asked, the passages without one, and what was answered on none of them."""

    answers: tuple[Answer, ...]
    missing: tuple[str, ...]
    stray: tuple[Refused, ...]


def judged(content: str, passages: Sequence[str], codes: Collection[str]) -> Judged:
    """The answer on each of the passages, which the model knows by their numbers from 1. Raises: MalformedError."""
    answers: dict[int, Answer] = {}
    stray: list[Refused] = []
    for entry in _entries(content):
        number, codings = entry.get("passage"), entry.get("codings")
        if not isinstance(codings, list):
            raise MalformedError("an entry of the answer has no list of codings")
        if type(number) is not int or not 1 <= number <= len(passages):
            stray += [_refused(coding, "is for a passage that was not asked") for coding in codings]
        elif number in answers:
            stray += [_refused(coding, "is in a second entry for one passage") for coding in codings]
        else:
            answers[number] = _answer(passages[number - 1], codings, codes)
    missing = tuple(text for number, text in enumerate(passages, start=1) if number not in answers)
    return Judged(tuple(answers[number] for number in sorted(answers)), missing, tuple(stray))


def _entries(content: str) -> list[dict[str, Any]]:
    """The entries of an answer: one JSON object, and nothing else that is said."""
    about = _ABOUT.fullmatch(content)
    inside = (about["fenced"] or about["plain"] or "") if about else content
    try:
        value = json.loads(inside, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise MalformedError("the answer is not JSON") from None
    entries = value.get("answers") if isinstance(value, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise MalformedError("the answer has no list of answers")
    return entries


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _answer(passage: str, codings: Sequence[Any], codes: Collection[str]) -> Answer:
    found: list[Quoted] = []
    refused: list[Refused] = []
    for coding in codings:
        why = _wrong(coding, passage, codes)
        if why:
            refused.append(_refused(coding, why))
        else:
            quoted = Quoted(coding["code"], coding["stance"], coding["quotation"].strip())
            found += [] if quoted in found else [quoted]
    return Answer(passage, tuple(found), tuple(refused))


def _wrong(coding: Any, passage: str, codes: Collection[str]) -> str:
    """Why a coding is not taken; nothing where it is."""
    names = ("code", "stance", "quotation")
    if not isinstance(coding, dict) or not all(isinstance(coding.get(name), str) for name in names):
        return "lacks code, stance or quotation"
    if coding["code"] not in codes:
        return "names a code that was not asked"
    if coding["stance"] not in STANCES:
        return "has a stance that is none"
    quotation = coding["quotation"].strip()
    if not quotation:
        return "quotes nothing"
    if quotation not in passage:
        return "quotes what is not in the passage"
    return "" if place_of(quotation, passage) is not None else "quotes a part of a word"


def place_of(quotation: str, passage: str) -> int | None:
    """Where the quotation first stands in the passage as whole words; null where it does not."""
    start = passage.find(quotation)
    while start >= 0:
        if _is_whole(passage, start, start + len(quotation)):
            return start
        start = passage.find(quotation, start + 1)
    return None


def _is_whole(passage: str, start: int, end: int) -> bool:
    """Whether no word goes on beyond either end."""
    before = start > 0 and passage[start - 1].isalnum() and passage[start].isalnum()
    after = end < len(passage) and passage[end - 1].isalnum() and passage[end].isalnum()
    return not before and not after


def _refused(coding: Any, why: str) -> Refused:
    given = coding if isinstance(coding, dict) else {"quotation": coding}
    code, stance, quotation = (_short(given.get(name, "")) for name in ("code", "stance", "quotation"))
    return Refused(code, stance, quotation, why)


def _short(value: object) -> str:
    """What was answered, fit to be printed: no line breaks, no orders to a terminal, no halves of characters."""
    told = value if isinstance(value, str) else json.dumps(value, default=str)
    text = "".join(c if c.isprintable() else "\ufffd" for c in told)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
