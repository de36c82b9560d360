"""The clauses of a passage that tell of a duty: the words found, and the subject of their verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.coding.duties.agents import STRONG, Agents, Span
from comity.coding.duties.grammar import Frame, Grammar
from comity.coding.duties.subjects import Subject, subject


@dataclass(frozen=True, slots=True)
class Clause:
    """A frame found in a passage, with the subject of its verb and where that begins.

    ``kind``: "frame" (the subject bears), "asked" (it asks another) or "impersonal" (the bearer comes afterwards).
    """

    frame: Frame
    span: Span
    kind: str
    subject: Subject
    begins: int


def ends(text: str, clause: Clause, later: Sequence[Clause], grammar: Grammar) -> int:
    """Where a clause ends: before the next that is joined to it; one inside it, as *which they must …*, goes on."""
    for other in later:
        between = text[clause.span[1] : other.begins].rstrip()
        opening = text[other.begins : other.span[0]]
        if between.endswith((",", ";", ":")) or grammar["and"].match(opening):
            return other.begins
        if (last := list(grammar["and"].finditer(between))) and last[-1].end() == len(between):
            return clause.span[1] + last[-1].start()
    return len(text)


def clauses_of(text: str, agents: Agents) -> list[Clause]:
    """The clauses of a passage in its order; words inside those of another (*shall endeavour to*) belong to it."""
    grammar = agents.grammar
    found: list[tuple[Span, Frame, str]] = []
    for kind, (pattern, frames) in (
        ("asked", grammar.asked),
        ("impersonal", grammar.impersonal),
        ("frame", grammar.frames),
    ):
        found += [(match.span(), frames[str(match.lastgroup)], kind) for match in pattern.finditer(text)]
    found.sort(key=lambda f: (f[0][0], -f[0][1]))
    made: list[Clause] = []
    low = 0
    for span, frame, kind in found:
        if span[0] < low or (made and _is_joined(text[low : span[0]], grammar)):
            continue
        follows = bool(made)
        who = subject(text, low, span[0], agents, follows=follows)
        if kind == "asked" and not _is_verb(text, span, low, who, agents):
            continue
        begins = who.span[0] if who.span else span[0]
        made.append(Clause(frame, span, kind, who, begins))
        low = span[1]
    return made


def _is_joined(between: str, grammar: Grammar) -> bool:
    """Whether a verb stands right behind the modal before it, and belongs to its act: *shall endeavour to*."""
    words = between.strip()
    return not words or grammar["adverbs"].fullmatch(words) is not None


def _is_verb(text: str, span: Span, low: int, who: Subject, agents: Agents) -> bool:
    """Whether "request", "calls" … is a verb here that reports, and no noun or infinitive."""
    before = text[low : span[0]].rstrip()
    if not before:
        return low == 0 or text[span[0]].isupper()
    if before.endswith((",", "“", '"')):
        return True
    if agents.grammar["before_noun"].fullmatch(before.rsplit(None, 1)[-1]):
        return False
    return who.kind in STRONG | {"back"} or who.elided
