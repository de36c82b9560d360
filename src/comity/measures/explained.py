"""A measure explained, part by part, from the docstring of its function: the page of measures is made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from comity.measures.measure import Measure

PARTS = ("Takes", "Gives", "Undefined", "Caveat", "Source")
_PART = re.compile(rf"(?:^|(?<=\s))({'|'.join(PARTS)}): ")


@dataclass(frozen=True, slots=True)
class Explained:
    """What it is in a sentence; its formula in paragraphs; the named parts, by PARTS; an example that runs."""

    summary: str
    formula: tuple[str, ...]
    parts: Mapping[str, str]
    example: str


def explained(card: Measure) -> Explained:
    """The docstring of a measure, taken apart.

    >>> from comity.measures.measure import CATALOGUE
    >>> told = explained(CATALOGUE.get("I2"))
    >>> told.parts["Undefined"]
    'where neither side holds a steering role, "no evidence".'
    """
    text, mark, example = card.definition.partition(">>> ")
    words, *named = _PART.split(text)
    summary, *formula = (_line(paragraph) for paragraph in words.split("\n\n") if paragraph.strip())
    parts = {name: _line(told) for name, told in zip(named[::2], named[1::2], strict=True)}
    return Explained(summary, tuple(formula), parts, (mark + example).rstrip())


def _line(paragraph: str) -> str:
    return " ".join(paragraph.split())
