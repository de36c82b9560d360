"""The subject before a modal: which words of a clause name the one who acts.

No parser: a clause is cut at its commas, what only accompanies is passed over from the right, and what is left is
the subject if its head can act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.coding.duties.agents import Agents, Span, trimmed, unnumbered

_HARD = re.compile(r"[;:]\s|[.?!][”\"»]?\s+(?=[A-ZÁÉÍÓÚÀÂÄÖÜ(])|[“«„]")
_COMMA = re.compile(r",(?!\d)\s*|\s[–—]\s")
_BEFORE_NAME = re.compile(
    r"(?<!^)(?<!\.\s)\b[A-Z][\w-]+\s*$"
)  # "Stabilisation and Association Council" is one
_JOINED = 120  # characters of a member of a list of subjects


@dataclass(frozen=True, slots=True)
class Subject:
    """Where the subject stands and what kind of agent it is ("" where it cannot act); elided: that of the verb before."""

    span: Span | None
    kind: str
    elided: bool = False


_NONE = Subject(None, "")


def subject(text: str, low: int, high: int, agents: Agents, *, follows: bool) -> Subject:
    """The subject of the verb that begins at `high`, sought from `low` on.

    `follows`: another verb of the sentence ends at `low`, whose subject may hold for this one too.
    """
    for cut in _HARD.finditer(text, low, high):
        low, follows = cut.end(), False
    if text[low:high].strip(" ,") == "":
        return Subject(None, "", elided=follows)
    if follows and _ends_joined(text, low, high, agents):
        return Subject(None, "", elided=True)
    found = _sought(text, low, high, agents, follows=follows)
    return found if found.kind or found.elided else _ungoverned(text, low, high, agents) or found


def _ends_joined(text: str, low: int, high: int, agents: Agents) -> bool:
    """Whether a conjunction stands right before the verb, adverbs apart: *… and shall set up*."""
    words = text[low:high]
    if trail := agents.grammar.trailing.search(words):
        words = words[: trail.start()]
    last = words.rstrip(" ,").rsplit(None, 1)[-1:]
    return bool(last) and agents.grammar["and"].fullmatch(last[0]) is not None


def _ungoverned(text: str, low: int, high: int, agents: Agents) -> Subject | None:
    """The phrase right before the verb, where nothing governs it: the last hope in a sentence hard to cut."""
    low, high = trimmed(text, low, high)
    for found in reversed(list(agents.grammar["determiners"].finditer(text, low, high))):
        before = text[low : found.start()].rstrip().rsplit(None, 1)[-1:]
        if before and agents.grammar["governs"].fullmatch(before[0]):
            continue
        kind = agents.kind(text[found.start() : high])
        if kind:
            return Subject((found.start(), high), kind)
    return None


def _sought(text: str, low: int, high: int, agents: Agents, *, follows: bool) -> Subject:
    """The subject as the pieces between commas have it."""
    pieces = _pieces(text, low, high)
    number = len(pieces) - 1
    while number >= 0 and _accompanies(text, pieces[number], agents):
        number -= 1
    if number < 0:
        return _rightmost(text, low, high, agents)
    if follows and number == 0:
        return _after_verb(text, *pieces[0], agents)
    return _widened(text, pieces, number, agents, follows=follows)


def _pieces(text: str, low: int, high: int) -> list[Span]:
    """The stretches between commas that stand in no brackets."""
    made: list[Span] = []
    start, depth, at = low, 0, low
    for comma in _COMMA.finditer(text, low, high):
        depth += text.count("(", at, comma.start()) - text.count(")", at, comma.start())
        at = comma.start()
        if depth <= 0:
            made.append((start, comma.start()))
            start = comma.end()
    made.append((start, high))
    return [piece for piece in made if text[piece[0] : piece[1]].strip()]


def _accompanies(text: str, piece: Span, agents: Agents) -> bool:
    """Whether the piece is no subject but an adverbial, a relative clause or a participle."""
    start, end = unnumbered(text, *piece)
    words = text[start:end]
    if not words:
        return True
    grammar = agents.grammar
    linked = grammar["links"].match(words)
    if linked is not None:
        return not agents.kind(words[linked.end() :])
    if grammar["adverbs"].fullmatch(words):
        return True
    found = grammar["prepositions"].match(words)
    return found is not None and not grammar["lead"].match(words)


def _widened(text: str, pieces: list[Span], number: int, agents: Agents, *, follows: bool) -> Subject:
    start, end = unnumbered(text, *pieces[number])
    joined = agents.grammar["and"].match(text, start, end)
    if joined is not None:
        bare = trimmed(text, joined.end(), end)
        first = 1 if follows else 0
        if number <= first or not agents.kind(text[slice(*pieces[number - 1])]):
            return _within(text, *bare, agents) if bare[0] < bare[1] else Subject(None, "", elided=True)
    found = _within(text, start, end, agents)
    if found.span is None or found.span[0] != start or agents.grammar["and"].search(text, start, end) is None:
        return found
    while number - 1 >= (1 if follows else 0):
        before = unnumbered(text, *pieces[number - 1])
        if before[1] - before[0] > _JOINED or not agents.kind(text[slice(*before)]):
            break
        number, start = number - 1, before[0]
    return Subject((start, end), found.kind or agents.kind(text[start:end]))


def _within(text: str, start: int, end: int, agents: Agents) -> Subject:
    """The subject inside one piece: before a relative clause, behind a conjunction, or the piece itself."""
    grammar = agents.grammar
    linked = grammar["links"].search(text, start, end)
    if linked is not None:
        after = trimmed(text, linked.end(), end)
        if after[0] < after[1] and (kind := agents.kind(text[slice(*after)])):
            return Subject(after, kind)
        before = trimmed(text, start, linked.start())
        said = grammar["finite"].search(text, before[0] + 1, before[1])
        if said is not None and (kind := agents.kind(text[before[0] : said.start()])):
            return Subject(trimmed(text, before[0], said.start()), kind)
        if before[0] < before[1]:
            return _within(text, *_from_last_stop(text, *before, agents), agents)
    start, end = _from_last_stop(text, start, end, agents)
    start, end = trimmed(text, *unnumbered(text, start, end))
    while (
        (adverb := grammar["adverbs"].match(text, start, end))
        and adverb.end() < end
        and not grammar["determiners"].fullmatch(adverb.group())
    ):
        start = trimmed(text, adverb.end(), end)[0]
    if trail := grammar.trailing.search(text[start:end]):
        end = start + trail.start()
    if start >= end:
        return _NONE
    kind = agents.kind(text[start:end])
    if kind:
        return Subject((start, end), kind)
    right = _rightmost(text, start, end, agents) if _has_verb(text[start:end], agents) else _NONE
    right = right if right.kind else _under_heading(text, start, end, agents)
    return right if right.kind else Subject((start, end), "")


def _under_heading(text: str, low: int, high: int, agents: Agents) -> Subject:
    """The subject behind a heading that runs into it: a name in capitals that nothing before it governs."""
    for start in _late_words(text, low, high):
        before = text[low:start].rsplit(None, 1)[-1:]
        governed = before and agents.grammar["before_noun"].fullmatch(before[0])
        if text[start].isupper() and before and not governed and (kind := agents.kind(text[start:high])):
            return Subject((start, high), kind)
    return _NONE


def _has_verb(words: str, agents: Agents) -> bool:
    """Whether the words cannot be one noun phrase: they begin like an adverbial, or hold a heading and a clause."""
    grammar = agents.grammar
    return bool(
        grammar["prepositions"].match(words)
        or grammar["finite"].search(words)
        or (words[0].isupper() and re.search(r"\s(?:The|Each|Any|All|Every|A)\s", words))
    )


def _from_last_stop(text: str, start: int, end: int, agents: Agents) -> Span:
    """Behind the last conjunction; a relative "that" leaves what stands before it."""
    grammar = agents.grammar
    stops = [m for m in grammar["stops"].finditer(text, start, end) if m.end() < end]
    for stop in reversed(stops):
        after = trimmed(text, stop.end(), end)
        before = trimmed(text, start, stop.start())
        if stop.start() == start or _opens_clause(text, before, after, agents):
            return after
        if before[0] < before[1] and stop.group().casefold() in ("that", "que"):
            return before
    return start, end


def _opens_clause(text: str, before: Span, after: Span, agents: Agents) -> bool:
    """Whether a conjunction has a clause with its own subject behind it."""
    words = text[slice(*after)]
    if agents.kind(words):
        return True
    last = text[slice(*before)].rsplit(None, 1)
    return bool(last) and agents.grammar["saying"].fullmatch(last[-1]) is not None


def _after_verb(text: str, low: int, high: int, agents: Agents) -> Subject:
    """The subject of a second verb without a comma before it: behind the last conjunction, or that of the first."""
    start, end = trimmed(text, low, high)
    grammar = agents.grammar
    linked = list(grammar["links"].finditer(text, start, end))
    if linked and linked[-1].end() >= end - 1:
        return _rightmost(text, start, linked[-1].start(), agents)
    if linked and trimmed(text, linked[-1].end(), end)[0] >= end:
        return _rightmost(text, start, linked[-1].start(), agents)
    for joined in reversed(list(grammar["and"].finditer(text, start, end))):
        after = trimmed(text, joined.end(), end)
        if after[0] >= after[1] or grammar["adverbs"].fullmatch(text[slice(*after)]):
            return Subject(None, "", elided=True)
        if text[after[0]].isupper() and _BEFORE_NAME.search(text[start : joined.start()]):
            continue
        kind = agents.kind(text[slice(*after)])
        if kind and not grammar["prepositions"].search(text, *after):
            return Subject(after, kind)
        break
    stopped = _from_last_stop(text, start, end, agents)
    if stopped != (start, end):
        return _within(text, *stopped, agents)
    return _rightmost(text, start, end, agents)


def _rightmost(text: str, low: int, high: int, agents: Agents) -> Subject:
    """The shortest phrase right before the verb that begins with a determiner, or is a name, and can act."""
    low, high = trimmed(text, low, high)
    grammar = agents.grammar
    last = text[low:high].rsplit(None, 1)[-1:]
    if last and agents.kind(last[0]) in {"own", "back"}:
        return Subject((high - len(last[0]), high), agents.kind(last[0]))
    for found in reversed(list(grammar["determiners"].finditer(text, low, high))):
        words = text[found.start() : high]
        kind = agents.kind(words)
        if kind:
            return Subject((found.start(), high), kind)
        if not text[found.end() :].lstrip()[:1].isupper():
            break
    for named in agents.names.finditer(text, low, high):
        if named.end() == high:
            return Subject((named.start(), high), "name")
    for start in _late_words(text, low, high):
        if text[start].isupper() and (kind := agents.kind(text[start:high])) in {"noun", "parties"}:
            return Subject((start, high), kind)
    return Subject((low, high), "") if low < high else _NONE


def _late_words(text: str, low: int, high: int) -> list[int]:
    """Where the last three words begin, the first of them first."""
    return [low + word.start() for word in re.finditer(r"\S+", text[low:high])][-3:]
