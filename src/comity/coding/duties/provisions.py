"""Provisions that name nobody: what has to be, may or may not be, in the register of ordinances.

German building and administrative law says *Die Dächer sind zu begrünen*, *Die Errichtung ist untersagt*: a duty, a
prohibition, and no bearer. The rules stand in deontic.yaml (``provisions``) for the languages that speak so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from comity.coding.duties.agents import Agents, Span, pattern_of, trimmed
from comity.coding.duties.grammar import Grammar, grammars
from comity.coding.duties.norms import Norm, norms

_CONDITIONS = ("after", "with", "without")
MODALITIES: Mapping[str, str] = {
    "prohibition": "prohibition",
    "permission": "permission",
    "invitation": "permission",
    "duty": "obligation",
    "commitment": "obligation",
}


def provision(text: str, grammar: Grammar) -> Norm | None:
    """The first rule of the language's provisions that holds for the sentence, as a duty without a bearer."""
    if not grammar.has("provisions"):
        return None
    introduced = _announcing(grammar).match(text)
    start = introduced.end() if introduced else 0
    if start >= len(text.rstrip()) or grammar["procedure"].search(text, start):
        return None
    for rule, told in zip(_rules(grammar.language), grammar.words["provisions"], strict=True):
        words = rule["words"].search(text, start)
        if words is not None and _holds(rule, text, start, words.end()):
            return Norm(
                told["kind"], told["force"], words.span(), _act(text, start, words.span()), passive=True
            )
    return None


def modality(text: str, language: str) -> str:
    """obligation, prohibition, permission or none: what a sentence is, whoever it binds."""
    grammar = grammars()[language]
    found = provision(text, grammar)
    told = [found] if found else norms(text, Agents(grammar, pattern_of(())))
    if found is None and grammar.has("provisions"):
        told = [norm for norm in told if norm.agent in {"name", "parties", "own"}]
    kinds = [MODALITIES[norm.kind] for norm in told]
    return next((kind for kind in ("prohibition", "obligation", "permission") if kind in kinds), "none")


def _holds(rule: Mapping[str, re.Pattern[str]], text: str, start: int, end: int) -> bool:
    if "after" in rule and not rule["after"].search(text, end):
        return False
    if "with" in rule and not rule["with"].search(text, start):
        return False
    return "without" not in rule or not rule["without"].search(text, start)


def _act(text: str, start: int, words: Span) -> Span:
    """What is told: behind the words, or all before them where the sentence ends with them."""
    act = trimmed(text, words[1], len(text))
    return act if act[0] < act[1] else trimmed(text, start, words[0])


@cache
def _rules(language: str) -> tuple[Mapping[str, re.Pattern[str]], ...]:
    grammar = grammars()[language]
    return tuple(
        {name: grammar.pattern(told[name]) for name in ("words", *_CONDITIONS) if name in told}
        for told in grammar.words["provisions"]
    )


@cache
def _announcing(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(str(grammar.words["announces"]), re.IGNORECASE | re.DOTALL)
