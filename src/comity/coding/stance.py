"""Whether a passage says a thing itself, denies it, or tells that another says it.

A passage affirms unless something near the words says otherwise. Cues (codebook data, by language) reach over
a stretch of words after or before themselves; a hit inside that stretch is *rejected* or *reported*. The reach
of a denial ends where the clause does: at a semicolon, colon, dash or bracket, and at words that turn the
sentence ("not charity **but** shared responsibility"). What is no denial ("not only", "cannot be overstated")
is excepted by the cue's own pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import yaml
from numpy.typing import NDArray

from comity.coding.coder import Batched
from comity.coding.matching import Hits, Matcher, Positions
from comity.documents.prepare import Indexed
from comity.documents.words import Places
from comity.store import fingerprint
from comity.study import patterns
from comity.study.codebook import Cue, Cues

AFFIRMS, REJECTS, REPORTS = 0, 1, 2
_KINDS = (REJECTS, REPORTS)
_BOUNDS = Path(__file__).parent.parent / "shipped" / "vocabularies" / "stance.yaml"
_LINKS = frozenset(
    [
        "of",
        "the",
        "for",
        "and",
        "de",
        "la",
        "le",
        "les",
        "del",
        "der",
        "den",
        "des",
        "du",
        "d",
        "l",
        "von",
        "van",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "el",
        "los",
        "las",
        "a",
        "o",
        "y",
        "e",
        "et",
        "und",
    ]
)
_LONGEST_NAME = 9  # words


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Runs of words that some cue reaches, sorted; ``speaker`` is whom the text names at the cue."""

    low: Positions
    high: Positions
    speaker: Sequence[str | None]

    def holding(self, words: Positions) -> Positions:
        """For each word, the number of a stretch that holds it; -1 where there is none."""
        if not len(self.low):
            return np.full(len(words), -1, dtype=np.int64)
        farthest = np.maximum.accumulate(self.high)
        holder = np.maximum.accumulate(np.where(self.high == farthest, np.arange(len(self.high)), 0))
        last = np.searchsorted(self.low, words, side="right") - 1
        held = (last >= 0) & (farthest[last] > words)
        return np.where(held, holder[last], -1)


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How far the cues of an index reach, after and before themselves, by kind."""

    after: dict[int, Stretches]
    before: dict[int, Stretches]

    def of(self, hits: Hits) -> tuple[Positions, list[str | None]]:
        """The stance of each hit, and the speaker where the text names one.

        A denial in another's mouth is that speaker's rejection where the text names the speaker, and a report
        where it does not.
        """
        turned = {kind: self._held(hits, kind) for kind in _KINDS}
        stance = np.where(turned[REPORTS][0], REPORTS, np.where(turned[REJECTS][0], REJECTS, AFFIRMS))
        speakers = turned[REPORTS][1]
        named = np.asarray([speaker is not None for speaker in speakers], dtype=np.bool_)
        return np.where(named & turned[REJECTS][0], REJECTS, stance), speakers

    def _held(self, hits: Hits, kind: int) -> tuple[NDArray[np.bool_], list[str | None]]:
        after, before = self.after[kind], self.before[kind]
        first, second = after.holding(hits.start), before.holding(hits.end - 1)
        held = (first >= 0) | (second >= 0)
        speakers: list[str | None] = [None] * len(hits)
        for hit in np.flatnonzero(held).tolist():
            named = after.speaker[first[hit]] if first[hit] >= 0 else None
            speakers[hit] = named or (before.speaker[second[hit]] if second[hit] >= 0 else None)
        return held, speakers


@lru_cache(maxsize=16)
def cues_key(cues: Cues) -> str:
    """Changes when any cue, or any word that ends a denial's reach, does."""
    told = [
        [(c.source, c.language, c.scope, c.within) for c in kind] for kind in (cues.rejects, cues.reports)
    ]
    return fingerprint(repr((told, _bounds("turns"), _bounds("own"))))


def reach_in(batch: Batched, matcher: Matcher, cues: Cues) -> Reach:
    """How far the cues of a batch reach: from memory, from the notes of an earlier run, or found now."""
    key = cues_key(cues)
    if key not in batch.memory:
        kept = batch.notes.read("cues", key)
        if kept is not None:
            columns = {name: kept.array(name) for name in ("kind", "after", "low", "high")}
            speakers = kept.values["speakers"]
        else:
            columns, speakers = columns_of(find_cues(batch.indexed, matcher, cues, batch.text))
            batch.notes.write("cues", key, columns, {"speakers": speakers})
        batch.memory[key] = reach_of(columns, speakers)
    found: Reach = batch.memory[key]
    return found


def columns_of(frame: pl.DataFrame) -> tuple[dict[str, NDArray[Any]], list[str | None]]:
    """What :func:`find_cues` found as arrays (kind, after, low, high), and the speakers."""
    arrays = {name: frame[name].to_numpy() for name in ("kind", "low", "high")}
    return arrays | {"after": (frame["side"] == "after").to_numpy()}, frame["speaker"].to_list()


def reach_of(columns: Mapping[str, NDArray[Any]], speakers: Sequence[str | None]) -> Reach:
    """The reach of cues, given as :func:`columns_of` has them."""

    def stretches(chosen: NDArray[np.bool_]) -> Stretches:
        named = [speakers[row] for row in np.flatnonzero(chosen).tolist()]
        return Stretches(columns["low"][chosen], columns["high"][chosen], named)

    of_kind = {kind: columns["kind"] == kind for kind in _KINDS}
    after = columns["after"]
    return Reach(
        {kind: stretches(rows & after) for kind, rows in of_kind.items()},
        {kind: stretches(rows & ~after) for kind, rows in of_kind.items()},
    )


def find_cues(indexed: Indexed, matcher: Matcher, cues: Cues, text: Callable[[], str]) -> pl.DataFrame:
    """Where the cues of an index reach: columns kind, side, low, high (words), speaker; sorted."""
    spoken = {name: indexed.speaks(name) for name in {*indexed.languages, ""} if name is not None}
    whole = cache(text)  # joined from many texts, and asked for by each cue of a report
    turns = _words(indexed, matcher, spoken, "turns")
    own = _words(indexed, matcher, spoken, "own")
    clauses = indexed.index.breaks.astype(np.int64)
    ends = np.sort(np.concatenate([turns, clauses, [len(indexed.index)]]))
    begins = np.sort(np.concatenate([[0], turns + 1, clauses]))
    columns: list[tuple[int, str, Positions, Positions, Sequence[str | None]]] = []
    for kind, cue in [*((REJECTS, cue) for cue in cues.rejects), *((REPORTS, cue) for cue in cues.reports)]:
        if cue.language not in spoken:
            continue
        hits = matcher.find(cue.tree)
        hits = hits.where(spoken[cue.language][indexed.index.passage_of(hits.start)])
        if kind == REPORTS:
            hits = hits.where(~_follows(indexed, hits, own))
        if not len(hits):
            continue
        speakers = _speakers(indexed, hits, whole()) if kind == REPORTS else [None] * len(hits)
        columns += [
            (kind, side, low, high, speakers)
            for side, low, high in _stretches(indexed, hits, cue, (begins, ends) if kind == REJECTS else None)
        ]
    found = _frame(columns).filter(pl.col("low") < pl.col("high"))
    return found.unique().sort("kind", "side", "low", "high", "speaker")


def _words(
    indexed: Indexed, matcher: Matcher, spoken: Mapping[str, NDArray[np.bool_]], kind: str
) -> Positions:
    """The places of the words that bound cues, each in passages of its language."""
    places = [np.zeros(0, dtype=np.int64)]
    for language, words in _bounds(kind).items():
        for word in words if language in spoken else ():
            found = matcher.find(patterns.parse(word)).end - 1
            places.append(found[spoken[language][indexed.index.passage_of(found)]])
    return np.unique(np.concatenate(places))


def _follows(indexed: Indexed, hits: Hits, own: Positions) -> NDArray[np.bool_]:
    """Whether one of the words stands before each hit, with at most one word between ("I have said")."""
    if not len(own):
        return np.zeros(len(hits), dtype=np.bool_)
    last = np.searchsorted(own, hits.start, side="left") - 1
    bounds = indexed.index.passages
    first = np.maximum(bounds[indexed.index.passage_of(hits.start)], hits.start - 2)
    return (last >= 0) & (own[last] >= first)


def _frame(found: Sequence[tuple[int, str, Positions, Positions, Sequence[str | None]]]) -> pl.DataFrame:
    columns = {
        "kind": [kind for kind, _, low, _, _ in found for _ in range(len(low))],
        "side": [side for _, side, low, _, _ in found for _ in range(len(low))],
        "low": np.concatenate([np.zeros(0, np.int64), *(low for _, _, low, _, _ in found)]),
        "high": np.concatenate([np.zeros(0, np.int64), *(high for _, _, _, high, _ in found)]),
        "speaker": [speaker for *_, speakers in found for speaker in speakers],
    }
    return pl.DataFrame(columns, schema=_SCHEMA)


_SCHEMA = {
    "kind": pl.Int64(),
    "side": pl.String(),
    "low": pl.Int64(),
    "high": pl.Int64(),
    "speaker": pl.String(),
}


def _stretches(
    indexed: Indexed, hits: Hits, cue: Cue, stops: tuple[Positions, Positions] | None
) -> list[tuple[str, Positions, Positions]]:
    """The words that a cue reaches: side, low, high. Never more than its passage."""
    bounds = indexed.index.passages
    passage = indexed.index.passage_of(hits.start)
    after = ("after", hits.end, bounds[passage + 1])
    before = ("before", bounds[passage], hits.start)
    if cue.scope == "passage":
        return [after, before]
    if cue.scope == "before":
        low = np.maximum(before[1], hits.start - cue.within)
        if stops is not None:
            low = np.maximum(low, stops[0][np.searchsorted(stops[0], hits.start, side="right") - 1])
        return [("before", low, hits.start)]
    high = np.minimum(after[2], hits.end + cue.within)
    if stops is not None:
        high = np.minimum(high, stops[1][np.searchsorted(stops[1], hits.end, side="left")])
    return [("after", hits.end, high)]


def _speakers(indexed: Indexed, hits: Hits, text: str) -> list[str | None]:
    """The proper name right before each cue ("Morocco claims that"), else right after it ("said Morocco")."""
    index = indexed.index
    bounds = index.passages[index.passage_of(hits.start)], index.passages[index.passage_of(hits.start) + 1]
    places = zip(hits.start.tolist(), hits.end.tolist(), bounds[0].tolist(), bounds[1].tolist(), strict=True)
    return [
        _name(index.start, index.end, range(start - 1, max(first, start - _LONGEST_NAME) - 1, -1), text)
        or _name(index.start, index.end, range(end, min(last, end + _LONGEST_NAME)), text)
        for start, end, first, last in places
    ]


def _name(starts: Places, ends: Places, words: range, text: str) -> str | None:
    """The proper name at the beginning of the words (which run forwards or backwards from a cue)."""
    taken: list[int] = []
    previous: int | None = words.start - words.step
    for word in words:
        low, high = sorted((word, previous if previous is not None else word))
        if not _is_joined(text[int(ends[low]) : int(starts[high])]):
            break
        form = text[int(starts[word]) : int(ends[word])]
        if not (form[0].isupper() or form.casefold() in _LINKS):
            break
        taken.append(word)
        previous = word
    taken.sort()
    while taken and not _is_name(text[int(starts[taken[0]]) : int(ends[taken[0]])]):
        taken.pop(0)
    while taken and not _is_name(text[int(starts[taken[-1]]) : int(ends[taken[-1]])]):
        taken.pop()
    return text[int(starts[taken[0]]) : int(ends[taken[-1]])] if taken else None


def _is_joined(between: str) -> bool:
    return between in {" ", "'", "’", "-", ". ", "\xa0", "’ ", ".’"}


def _is_name(form: str) -> bool:
    return form[0].isupper() and form.casefold() not in _LINKS and patterns.fold(form) not in _never_names()


@cache
def _never_names() -> frozenset[str]:
    from comity.documents.language import function_words

    return frozenset(word for language in ("en", "es", "fr", "de", "pt") for word in function_words(language))


@cache
def _bounds(kind: str) -> dict[str, tuple[str, ...]]:
    """Words that bound the cues, by language: those that end a denial, those that make a report the text's own."""
    given = yaml.safe_load(_BOUNDS.read_text("utf-8"))[kind]
    return {language: tuple(words) for language, words in given.items()}
