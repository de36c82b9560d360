"""The duties of a whole document: lists with a common stem, pronouns and defined terms carried across passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from comity.coding.duties.agents import STRONG, Agents, Span, trimmed
from comity.coding.duties.grammar import Grammar, grammars
from comity.coding.duties.norms import Norm, norms
from comity.coding.duties.provisions import provision
from comity.coding.duties.terms import terms
from comity.study.sides import name_key

_ITEM = re.compile(r"\s*(?:\(?(?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})[.)]|[-–—•▪*])\s+")
_POINTS = re.compile(r"(?:^|[;,:]\s*(?:and\s+|or\s+)?|\band\s+)\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+")
_FAR = 2  # passages over which a pronoun looks back

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage's place in its document."""

    start: int
    end: int
    kind: str
    language: str


@dataclass
class _Stem:
    """A passage that ends in a colon: its open duties hold for the items that follow."""

    norms: Sequence[Norm]
    passage: Passage
    block: str


@dataclass
class Document:
    """A document that is being read for its duties."""

    id: str
    text: str
    passages: Sequence[Passage]
    names: re.Pattern[str]
    _agents: dict[str, Agents] = field(default_factory=dict)
    _last: tuple[int, Passage, Norm] | None = None
    _stem: _Stem | None = None

    def rows(self) -> Iterator[Row]:
        """One row for each duty, in the order of the text."""
        for number, passage in enumerate(self.passages):
            grammar = grammars().get(passage.language)
            if grammar is None:
                self._stem = None
                continue
            yield from self._of(number, passage, grammar)

    def _of(self, number: int, passage: Passage, grammar: Grammar) -> Iterator[Row]:
        words = self.text[passage.start : passage.end]
        own = (
            norms(words, self._agents_of(grammar))
            if passage.kind != "heading" and _may(words, grammar)
            else []
        )
        if not any(norm.agent for norm in own) and passage.kind != "heading":
            own = [told] if (told := provision(words, grammar)) else own
        stem = self._stem
        if stem is not None and not _is_item(words, passage):
            stem = None
        if stem is not None and not any(norm.agent for norm in own):
            yield from self._items(stem, passage, words)
        for norm in own:
            yield from self._told(number, passage, norm)
        if own or not _is_item(words, passage):
            self._stem = stem
        opened = [n for n in own if n.open and n.agent]
        if opened and words.rstrip().endswith((":", "—", "–")):
            self._stem = _Stem(opened, passage, words)

    def _told(self, number: int, passage: Passage, norm: Norm) -> Iterator[Row]:
        words = self.text[passage.start : passage.end]
        if norm.open and words.rstrip().endswith((":", "—", "–")):
            if norm.agent in STRONG:
                self._last = (number, passage, norm)
            return
        points = _points(words, norm)
        for act in points or [norm.act]:
            yield self._row(passage, passage, replace(norm, act=act), *self._bearer(number, passage, norm))
        if norm.agent in STRONG and norm.bearer is not None:
            self._last = (number, passage, norm)

    def _items(self, stem: _Stem, passage: Passage, words: str) -> Iterator[Row]:
        """The item as act of the duty that its stem opened."""
        start = found.end() if (found := _ITEM.match(words)) else 0
        act = trimmed(words, start, len(words.rstrip(" ;.,\n")))
        if act[0] < act[1] and (words[act[0]].islower() or passage.language == "de"):
            for norm in stem.norms:
                names = self._bearer(-9, stem.passage, norm)
                yield self._row(passage, stem.passage, replace(norm, act=act, open=True), *names)

    def _bearer(self, number: int, passage: Passage, norm: Norm) -> tuple[list[str], str]:
        """Who bears, by names: as written, as the pronoun means, as the document defines; and what kind of agent."""
        if norm.bearer is None:
            return [], norm.agent
        written = self.text[passage.start + norm.bearer[0] : passage.start + norm.bearer[1]]
        if norm.agent == "back":
            before = self._before(passage, norm)
            if before:
                return self._parts(before, passage.language), "name"
            if self._last is None or not 0 <= number - self._last[0] <= _FAR:
                return [], "back"
            _, other, named = self._last
            assert named.bearer is not None, "only duties with a bearer are remembered"
            written = self.text[other.start + named.bearer[0] : other.start + named.bearer[1]]
            return self._parts(written, passage.language), named.agent
        return self._parts(written, passage.language), norm.agent

    def _before(self, passage: Passage, norm: Norm) -> str:
        """Whom a pronoun means in its own sentence: the party or actor named in the condition before it."""
        if norm.condition is None or norm.bearer is None or norm.condition[0] > norm.bearer[0]:
            return ""
        words = self.text[passage.start + norm.condition[0] : passage.start + norm.condition[1]]
        agents = self._agents_of(grammars()[passage.language])
        found = [m for m in (agents.grammar["parties"].search(words), agents.names.search(words)) if m]
        if not found:
            return ""
        first = min(found, key=lambda m: m.start())
        joined = agents.grammar["and"].match(words, first.end() + 1)
        rest = agents.bare(words[joined.end() :]) if joined else ""
        other = agents.names.match(rest)
        return f"{first.group()} {joined.group()} {other.group()}" if joined and other else first.group()

    def _parts(self, written: str, language: str) -> list[str]:
        agents = self._agents_of(grammars()[language])
        parts = _split(written, agents) or [written]
        return [self._meaning(part, language) for part in parts]

    def _meaning(self, part: str, language: str) -> str:
        """The part with what the document defines it to mean."""
        agents = self._agents_of(grammars()[language])
        bare = agents.bare(part)
        meaning = self._terms(language).get(name_key(bare)) or self._terms(language).get(
            name_key(agents.zone(bare))
        )
        flat = " ".join(part.split())
        return f"{flat} = {meaning}" if meaning else flat

    def _terms(self, language: str) -> Mapping[str, str]:
        if language not in self._defined:
            self._defined[language] = terms(self.text, grammars()[language])
        return self._defined[language]

    @cached_property
    def _defined(self) -> dict[str, Mapping[str, str]]:
        return {}

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(re.findall(r"\b[^\W\d_A-Z][^\W\d_]*\b", self.text))

    def _agents_of(self, grammar: Grammar) -> Agents:
        if grammar.language not in self._agents:
            self._agents[grammar.language] = Agents(grammar, self.names, self._common)
        return self._agents[grammar.language]

    def _row(self, passage: Passage, bearing: Passage, norm: Norm, names: list[str], agent: str) -> Row:
        place, stem = passage.start, bearing.start

        def told(name: str, span: Span | None, offset: int) -> Row:
            start, end = (offset + span[0], offset + span[1]) if span else (None, None)
            words = self.text[start:end] if span else None
            return {name: words, f"{name}_start": start, f"{name}_end": end}

        return {
            "document": self.id,
            "start": passage.start,
            "end": passage.end,
            "kind": norm.kind,
            "force": norm.force,
            **told("bearer", norm.bearer, stem),
            "bearer_names": names,
            "agent": agent or None,
            **told("modal", norm.modal, stem),
            **told("act", norm.act, place),
            **told("matter", norm.matter, stem),
            **told("target", norm.target, place if not norm.open else stem),
            **told("condition", norm.condition, stem),
            **told("beneficiary", norm.beneficiary, place if not norm.open else stem),
            **told("speaker", norm.speaker, stem),
            "language": passage.language,
        }


def _may(words: str, grammar: Grammar) -> bool:
    """Whether anything in the passage could tell of a duty; most passages end here."""
    return grammar["triggers"].search(words) is not None


def _is_item(words: str, passage: Passage) -> bool:
    return passage.kind == "item" or _ITEM.match(words) is not None or words[:1].islower()


def _points(words: str, norm: Norm) -> list[Span]:
    """The acts of a list inside the passage: *shall: (a) …; (b) …*."""
    if not words[norm.modal[1] :].lstrip(" ,").startswith(":"):
        return []
    marks = list(_POINTS.finditer(words, norm.modal[1]))
    if not marks:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(words)]
    return [
        span
        for mark, end in zip(marks, ends, strict=True)
        if (span := trimmed(words, mark.end(), end))[0] < span[1]
    ]


def _split(written: str, agents: Agents) -> list[str]:
    """The members of a coordination; names that hold an *and* are left whole."""
    held = [m.span() for m in agents.names.finditer(written)]
    parts: list[str] = []
    start = 0
    for cut in agents.grammar.coordination.finditer(written):
        within = any(a <= cut.start() < b for a, b in held)
        if not within and agents.kind(written[start : cut.start()]) and agents.kind(written[cut.end() :]):
            parts.append(written[start : cut.start()])
            start = cut.end()
    return [part for p in (*parts, written[start:]) if (part := p.strip(" ,"))]
