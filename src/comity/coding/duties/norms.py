"""The duties of one passage: each modal with its bearer, act, target and condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from comity.coding.duties.agents import STRONG, Agents, Span, trimmed, unnumbered
from comity.coding.duties.clauses import Clause, clauses_of, ends
from comity.coding.duties.conditions import condition
from comity.coding.duties.grammar import Frame, Grammar
from comity.coding.duties.subjects import Subject

DUTY, PROHIBITION, PERMISSION = "duty", "prohibition", "permission"
COMMITMENT, INVITATION = "commitment", "invitation"
EVERYBODY, SOMEBODY = "everybody", "somebody"

_END = re.compile(r";|\.\s+(?=[A-Z(])|\.?\s*$")
_GERUND = re.compile(r"\s+\w+ing\b")
_FEW = 5  # words of a subject whose head no list knows
_WORD = re.compile(r"\w+")
_PHRASE = re.compile(r"[^,;:.()]{2,90}")


@dataclass(frozen=True, slots=True)
class Norm:
    """One duty. All spans count characters of the passage; ``agent`` is what kind of bearer it is.

    ``open``: the act is left to the list that follows; ``elided``: the bearer is that of the verb before.
    """

    kind: str
    force: str
    modal: Span
    act: Span
    bearer: Span | None = None
    agent: str = ""
    target: Span | None = None
    condition: Span | None = None
    beneficiary: Span | None = None
    speaker: Span | None = None
    matter: Span | None = None
    passive: bool = False
    open: bool = False


def norms(text: str, agents: Agents) -> list[Norm]:
    """The duties, permissions, commitments, invitations and prohibitions that a passage lays on somebody.

    What nobody named has to do ("shall be abolished") has no bearer. A question asks and binds nobody.
    """
    if text.rstrip(" \n”\"»'’)").endswith("?"):
        return []
    clauses = clauses_of(text, agents)
    made: list[Norm] = []
    who: Subject | None = None
    for number, told in enumerate(clauses):
        high = ends(text, told, clauses[number + 1 :], agents.grammar)
        clause = replace(told, subject=who) if told.subject.elided and who is not None else told
        who = clause.subject
        found = list(_norms(text, clause, high, agents))
        if found and found[-1].bearer is not None and not found[-1].passive:
            who = Subject(found[-1].bearer, found[-1].agent)
        made += found
    return made


def _norms(text: str, clause: Clause, high: int, agents: Agents) -> Iterator[Norm]:
    if clause.frame.kind == "none":
        return
    if clause.kind == "frame":
        yield from _plain(text, clause, high, agents)
    else:
        yield from _of_another(text, clause, high, agents)


def _plain(text: str, clause: Clause, high: int, agents: Agents) -> Iterator[Norm]:
    """SUBJECT modal ACT."""
    grammar, who = agents.grammar, clause.subject
    lead = grammar.lead_in.match(text, clause.span[1], high)
    start = lead.end() if lead is not None else clause.span[1]
    start = start + len(text[start:high]) - len(text[start:high].lstrip())
    if clause.frame.finite:
        start = clause.span[0]
    act = _act(text, start, high)
    denied = (
        grammar["not"].search(text, clause.span[0], act[1] if grammar.has("late_not") else start) is not None
    )
    span, agent = (who.span, who.kind)
    if not agent and not who.elided and grammar.has("inverts"):
        span, agent = _inverted(text, clause.span[1], high, agents) or (span, agent)
    binds = clause.frame.kind == DUTY and clause.frame.sure and clause.frame.force == "mandatory"
    if binds and not agent and span is not None and _is_doing(text, span, clause.span[1], high, agents):
        agent = "noun"
    if clause.frame.own:
        span, agent = (clause.span[0], clause.span[0] + text[slice(*clause.span)].index(" ")), "own"
    if who.elided:
        return
    if who.span is not None and grammar["nobody"].match(text, *unnumbered(text, *who.span)):
        denied = True
    norm = Norm(
        _kind(clause.frame, denied=denied),
        _force(clause.frame, denied=denied),
        clause.span,
        act,
        span,
        agent,
    )
    yield from _judged(text, norm, clause, (start, high), agents)


def _is_doing(text: str, span: Span, start: int, high: int, agents: Agents) -> bool:
    """Whether the verb is one of those that only somebody who acts can do, and its subject may be such."""
    grammar = agents.grammar
    lead = grammar.lead_in.match(text, start, high)
    if not grammar.has("acts") or lead is None or grammar["acts"].match(text, lead.end(), high) is None:
        return False
    words = agents.zone(agents.bare(text[slice(*span)])).split()
    last = words[-1].casefold() if words else ""
    return bool(last) and not (
        len(words) > _FEW or grammar["things"].fullmatch(last) or last.endswith(grammar.suffixes[1])
    )


def _inverted(text: str, start: int, high: int, agents: Agents) -> tuple[Span, str] | None:
    """The subject behind the modal, where the sentence begins with something else: *Dann wird die Union …*."""
    low = trimmed(text, start, high)[0]
    begins = low
    while (lead := agents.grammar["lead"].match(text, low, high)) is not None:
        low = trimmed(text, lead.end(), high)[0]
    named = agents.names.match(text, low, high) or agents.grammar["parties"].match(text, begins, high)
    if named is not None:
        return (begins, named.end()), agents.kind(text[begins : named.end()])
    word = _WORD.match(text, low, high)
    while word is not None and begins < low:
        kind = agents.kind(text[begins : word.end()])
        if kind or not text[word.end() : word.end() + 2].strip()[:1].isupper():
            return ((begins, word.end()), kind) if kind else None
        word = _WORD.match(text, word.end() + 1, high)
    return None


def _kind(frame: Frame, *, denied: bool) -> str:
    return PROHIBITION if denied and frame.kind != INVITATION else frame.kind


def _force(frame: Frame, *, denied: bool) -> str:
    return "mandatory" if denied and frame.kind == PERMISSION else frame.force


def _act(text: str, start: int, high: int) -> Span:
    end = _END.search(text, start, high)
    return trimmed(text, start, end.start() if end else high)


def _judged(text: str, norm: Norm, clause: Clause, place: Span, agents: Agents) -> Iterator[Norm]:
    """The norm if the verb binds somebody: passives have their agent as bearer, what only sets up is left out."""
    grammar, (start, high) = agents.grammar, place
    end = norm.act[1]
    if norm.act[0] >= end:
        if text[clause.span[1] :].lstrip(" ,").startswith(":") or text.rstrip().endswith((":", "—", "–")):
            yield replace(norm, act=(clause.span[1], clause.span[1]), open=True)
        return
    if not clause.frame.sure and norm.agent == "back" and _is_aside(text, norm, grammar):
        return
    passive = grammar.passive.match(text, start, end)
    known = clause.frame.sure or norm.agent in STRONG | {"back"}
    if not known and passive is None:
        return
    if passive is not None:
        yield from _passive(text, norm, passive, agents)
        return
    if norm.bearer is None or not norm.agent or _is_idle(text, start, end, norm, grammar):
        return
    yield _completed(text, norm, clause.begins, high, agents)


def _is_aside(text: str, norm: Norm, grammar: Grammar) -> bool:
    """Whether a pronoun begins a relative clause without its pronoun: *measures it intends to adopt*."""
    before = text[: norm.bearer[0]].rstrip() if norm.bearer else ""
    if not before or before[-1] in ',;:.)(–—“"':
        return False
    last = before.rsplit(None, 1)[-1]
    return not any(grammar[name].fullmatch(last) for name in ("and", "stops", "links", "saying", "adverbs"))


def _is_idle(text: str, start: int, end: int, norm: Norm, grammar: Grammar) -> bool:
    """Whether the verb sets up, or foretells, and binds nobody."""
    be = grammar["be"].match(text, start, end)
    if be is not None:
        return grammar["binding"].match(text, *trimmed(text, be.end(), end)) is None
    if grammar["idle"].match(text, start, end):
        return True
    if grammar["idle_persons"].match(text, start, end) and norm.agent == "noun":
        return norm.bearer is not None and grammar["persons"].search(text, *norm.bearer) is not None
    return norm.agent in {"back", "proper"} and grammar["idle_weak"].match(text, start, end) is not None


def _passive(text: str, norm: Norm, passive: re.Match[str], agents: Agents) -> Iterator[Norm]:
    grammar = agents.grammar
    ban = grammar["bans"].search(text, passive.start(), norm.act[1])
    if ban is not None and ban.start() <= passive.start("done") and norm.agent:
        yield replace(norm, kind=PROHIBITION, force="mandatory", act=trimmed(text, ban.end(), norm.act[1]))
        return
    everybody = (
        ban is None and norm.agent == "back" and grammar["outlawed"].match(text, *passive.span("done"))
    )
    if everybody:
        yield replace(norm, kind=PROHIBITION, bearer=None, agent=EVERYBODY, passive=True)
        return
    if grammar["set_up"].match(text, passive.start("done"), passive.end("done")):
        return
    span = _doer(text, passive.end(), norm.act[1], agents)
    if span is not None:
        kind = agents.kind(text[slice(*span)])
        told = replace(norm, bearer=span, agent=kind, matter=norm.bearer, passive=True)
        yield _completed(text, told, norm.modal[0], norm.act[1], agents)
        return
    implied = grammar["implied"].match(text, passive.start("done"), norm.act[1]) is not None
    agent = SOMEBODY if implied else ""
    nobody = replace(norm, bearer=None, agent=agent, matter=norm.bearer, passive=True)
    told = _completed(text, nobody, norm.modal[0], norm.act[1], agents)
    if told.condition is not None or norm.kind not in {PERMISSION, COMMITMENT}:
        yield told  # what will or may happen to nobody's account is worth a line only if it is conditional


def _doer(text: str, start: int, high: int, agents: Agents) -> Span | None:
    """Who does what is told in the passive: behind the first *by* that belongs to it, or *between* right after it."""
    grammar = agents.grammar
    for found in grammar["by"].finditer(text, start, high):
        words = text[start : found.start()].split()
        if (words and grammar["participle"].fullmatch(words[-1])) or _GERUND.match(text, found.end()):
            continue
        span = _phrase(text, found.end(), high, agents)
        if span is not None:
            return span
    near = grammar["between"].match(text, *trimmed(text, start, high))
    return None if near is None else _phrase(text, near.end(), high, agents)


def _phrase(text: str, start: int, high: int, agents: Agents) -> Span | None:
    """The noun phrase from `start` on that can act, up to the next verb, preposition of place or comma."""
    found = _PHRASE.match(text, *trimmed(text, start, high))
    if found is None:
        return None
    low, end = found.span()
    cut = agents.grammar["phrase_ends"].search(text, low + 1, end)
    span = trimmed(text, low, cut.start() if cut else end)
    return span if agents.kind(text[slice(*span)]) else None


def _completed(text: str, norm: Norm, begins: int, high: int, agents: Agents) -> Norm:
    """The norm with target, beneficiary, condition, and a weaker force where the verb only tries."""
    grammar = agents.grammar
    kind, force = norm.kind, norm.force
    if grammar["refrain"].match(text, *norm.act) and kind in {DUTY, COMMITMENT}:
        kind = PROHIBITION
    if force == "mandatory" and grammar["weaker"].match(text, *norm.act):
        force = "political"
    begins = _clause_begins(text, begins)
    where = norm.bearer[0] if norm.bearer and norm.bearer[0] < norm.modal[0] else norm.modal[0]
    told = condition(text, (begins, high), where, norm.act[0], grammar)
    return replace(
        norm,
        kind=kind,
        force=force,
        act=_without(text, norm.act, told),
        condition=told,
        target=_target(text, norm.act, agents),
        beneficiary=_beneficiary(text, norm.act, agents),
    )


def _without(text: str, act: Span, told: Span | None) -> Span:
    """The act up to a condition that ends it."""
    if told is None or not act[0] < told[0] < act[1] <= told[1] + 1:
        return act
    return trimmed(text, act[0], told[0])


def _clause_begins(text: str, bearer: int) -> int:
    """Where the sentence begins that the bearer stands in: an opening condition belongs to the clause."""
    cut = max(text.rfind(mark, 0, bearer) for mark in (";", ": ", ". "))
    return cut + 1 if cut >= 0 else 0


def _target(text: str, act: Span, agents: Agents) -> Span | None:
    """Whom the bearer is to make act: *ensure that Y …*, *press Y to …*."""
    cause = agents.grammar["causes"].match(text, *act)
    if cause is None:
        return None
    return _phrase(text, cause.end(), act[1], agents)


def _beneficiary(text: str, act: Span, agents: Agents) -> Span | None:
    """For whom: the first phrase behind *to*, *for* … that names somebody known."""
    for found in agents.grammar["benefit"].finditer(text, *act):
        span = _phrase(text, found.end(), act[1], agents)
        if span is not None and agents.kind(text[slice(*span)]) in {"name", "parties", "noun"}:
            return span
    return None


@cache
def _link(words: str) -> re.Pattern[str] | None:
    """What stands between the one who is asked and the act."""
    return re.compile(rf"\s(?:{words})\s", re.IGNORECASE) if words else None


def _of_another(text: str, clause: Clause, high: int, agents: Agents) -> Iterator[Norm]:
    """SPEAKER asks BEARER to ACT; it is for BEARER to ACT."""
    link = _link(clause.frame.link)
    low = trimmed(text, clause.span[1], high)[0]
    for found in link.finditer(text, low, high) if link else ():
        span = trimmed(text, low, found.start())
        if span[1] - span[0] > 200:
            return
        kind = agents.kind(text[slice(*span)])
        if kind and span[0] < span[1]:
            norm = Norm(
                clause.frame.kind, clause.frame.force, clause.span, _act(text, found.end(), high), span, kind,
                speaker=clause.subject.span if clause.kind == "asked" and clause.subject.kind else None,
            )  # fmt: skip
            yield _completed(text, norm, clause.begins, high, agents)
            return
