"""What a document calls its parties: *the European Union, hereinafter "the Union"*; *"Signatories" means …*."""

from __future__ import annotations

import re
from collections.abc import Mapping

from comity.coding.duties.grammar import Grammar
from comity.study.sides import name_key

_ARTICLE = r"(?:(?:the|la|el|los|las|le|les|l['’]|die|der|das|a|o|os|as)\s+)?"
_QUOTED = rf"[“”\"„«‘'’]\s*{_ARTICLE}(?P<term>[^“”\"„«»‘’\n]{{2,60}}?)\s*[“”\"»’']"
_BEFORE = 400  # characters in which what is named stands
_BREAK = re.compile(r"[;\n]\s*\n?|hereinafter|of the one part|of the other part", re.IGNORECASE)


def terms(text: str, grammar: Grammar) -> Mapping[str, str]:
    """What each defined term means, in the document's words: by the comparable form of the term.

    A term defined twice means what it meant first; one that means itself is left out.
    """
    found: dict[str, str] = {}
    for name, said in [*_named(text, grammar), *_meant(text, grammar)]:
        meaning = " ".join(said.split()).strip(" ,(-–—")
        if meaning and name_key(meaning) != name_key(name):
            found.setdefault(name_key(name), meaning)
    return found


def _named(text: str, grammar: Grammar) -> list[tuple[str, str]]:
    """What *X, hereinafter "T"* says."""
    if not grammar.has("defining"):
        return []
    pattern = re.compile(rf"{grammar['defining'].pattern}\s*(?:the\s+)?{_QUOTED}", re.IGNORECASE)
    made = []
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        made.append((match["term"], _BREAK.split(before.rstrip(" ,(\n"))[-1]))
    return made


def _meant(text: str, grammar: Grammar) -> list[tuple[str, str]]:
    """What *"T" means X* says."""
    if not grammar.has("defines"):
        return []
    pattern = re.compile(
        rf"{_QUOTED}\s*{grammar['defines'].pattern}\s*:?\s*(?P<meaning>[^.;\n]{{3,300}})", re.IGNORECASE
    )
    return [(match["term"], match["meaning"]) for match in pattern.finditer(text)]
