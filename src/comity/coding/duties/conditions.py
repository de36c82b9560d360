"""The condition in a clause, before its verb or after it."""

from __future__ import annotations

import re

from comity.coding.duties.agents import Span, trimmed
from comity.coding.duties.grammar import Grammar

_JOINS = {
    "and",
    "but",
    "or",
    "that",
    "only",
    "y",
    "e",
    "o",
    "et",
    "ou",
    "und",
    "que",
    "dass",
    "mas",
    "mais",
    "pero",
}
_CLOSES = re.compile(r",\s|;|:\s*$|\.\s|\)\s*[,;.]?\s*$")


def condition(text: str, clause: Span, subject: int, act: int, grammar: Grammar) -> Span | None:
    """The first condition of a clause; one that opens before the `subject` or the `act` ends with the comma before it."""
    low, high = clause
    hedges = [m.span() for m in grammar["hedges"].finditer(text, low, high)]
    for found in grammar["conditions"].finditer(text, low, high):
        if any(a <= found.start() < b for a, b in hedges) or not _opens(text, low, found, grammar):
            continue
        if found.start() < subject and not _is_apart(text, low, found.start()):
            continue
        before = subject if found.start() < subject else act
        if found.start() < before:
            comma = text.rfind(",", found.end(), before)
            end = comma if comma > 0 else before
        else:
            end = _end(text, found, high)
        start, end = trimmed(text, found.start(), end)
        if end > found.end() + 1 or grammar["whole"].fullmatch(found.group()):
            return start, end
    return None


def _opens(text: str, low: int, found: re.Match[str], grammar: Grammar) -> bool:
    """Whether the words open a condition here: some do so only at the beginning of a clause."""
    before = text[max(0, low - 1) : found.start()].rstrip()
    if grammar["starts_only"].fullmatch(found.group()) is None:
        return not grammar["not_conditional"].search(text[max(0, found.start() - 24) : found.end() + 1])
    return not before or before[-1] in ',;:.)–—“"' or before.endswith((" and", " or", " only"))


def _is_apart(text: str, low: int, start: int) -> bool:
    """Whether words before the subject begin a clause, and are no complement of a noun."""
    before = text[max(0, low - 1) : start].rstrip()
    return not before or before[-1] in ',;:.)(–—“"' or before.rsplit(None, 1)[-1].casefold() in _JOINS


def _end(text: str, found: re.Match[str], high: int) -> int:
    """A condition after the verb goes to the end of the clause; one between two commas to the second of them."""
    between = text[: found.start()].rstrip().endswith(",")
    for closes in _CLOSES.finditer(text, found.end(), high):
        if between or not closes.group().startswith(","):
            return closes.start()
    return high
