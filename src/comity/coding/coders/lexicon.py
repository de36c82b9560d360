"""The lexicon coder: a passage says a code when one of the code's patterns stands in it.

Exact and deterministic. Patterns apply to passages in their language. All hits of a passage become one coding:
affirming hits win over rejecting ones, these over reports, because a passage that says a thing and then denies
a part of it has said it.

The confidence is 1 for a phrase, 0.8 where the deciding pattern is one of proximity (``~``, ``&``), and nine
tenths of that where a cue decided the stance, since a cue's reach is an estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.arrays import Mapped
from comity.coding.coder import FOUND, Batched, Coder
from comity.coding.matching import Hits, Matcher, Positions
from comity.coding.stance import AFFIRMS, Reach, cues_key, reach_in
from comity.store import fingerprint
from comity.study.codebook import Code, Codebook, Phrase
from comity.study.patterns import Both, Choice, Near, Node, Without
from comity.study.patterns import Sequence as InSequence
from comity.study.tables import STANCES

_Known = dict[tuple[str, str], Hits]  # by the source and the language of a phrase

PLAIN, LOOSE, TURNED = 1.0, 0.8, 0.9


def is_loose(node: Node) -> bool:
    """Whether a pattern allows other words between its own."""
    match node:
        case Near() | Both():
            return True
        case Choice(items) | InSequence(items):
            return any(is_loose(item) for item in items)
        case Without(left, _):
            return is_loose(left)
        case _:
            return False


def _key(codebook: Codebook, code: Code) -> str:
    phrases = [[(p.source, p.language) for p in kind] for kind in (code.patterns, code.exceptions)]
    return fingerprint(repr((code.id, phrases)), cues_key(codebook.cues))


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The hits of some codes, the number of the code of each hit and of the phrase (among all of theirs)."""

    hits: Hits
    code: Positions
    phrase: Positions


def _code(batch: Batched, codebook: Codebook, codes: Sequence[Code]) -> pl.DataFrame:
    matcher = Matcher(batch.indexed.index)
    found = _hits(batch, matcher, codes)
    if not len(found.hits):
        return pl.DataFrame(schema=FOUND)
    return _codings(batch, codes, found, reach_in(batch, matcher, codebook.cues))


def _hits(batch: Batched, matcher: Matcher, codes: Sequence[Code]) -> _Found:
    """All hits of the codes' patterns that no exception of the same code overlaps."""
    known = _known(batch)
    before = len(known)
    found: list[tuple[Hits, int, int]] = []
    phrases = count()
    for number, code in enumerate(codes):
        excepted = [_in_language(batch, matcher, phrase, known) for phrase in code.exceptions]
        for phrase, which in zip(code.patterns, phrases, strict=False):
            hits = _in_language(batch, matcher, phrase, known)
            for others in excepted if len(hits) else ():
                hits = matcher.apart(hits, others)
            if len(hits):
                found.append((hits, number, which))
    if len(known) > 2 * before:  # a single new phrase is sooner looked for again than all are written
        _note(batch, known)
    sizes = [len(hits) for hits, _, _ in found]
    return _Found(
        Hits(_whole([hits.start for hits, _, _ in found]), _whole([hits.end for hits, _, _ in found])),
        np.repeat([number for _, number, _ in found], sizes),
        np.repeat([which for _, _, which in found], sizes),
    )


def _whole(parts: Sequence[Positions]) -> Positions:
    return np.concatenate([np.zeros(0, np.int64), *parts])


def _spoken(batch: Batched) -> dict[str, NDArray[np.bool_] | None]:
    """Languages that some passage is in, each with the passages; null where that is all of them."""
    if "spoken" not in batch.memory:
        found = {name: batch.indexed.speaks(name) for name in batch.indexed.languages if name}
        batch.memory["spoken"] = {"": None, **{n: None if s.all() else s for n, s in found.items()}}
    spoken: dict[str, NDArray[np.bool_] | None] = batch.memory["spoken"]
    return spoken


def _in_language(batch: Batched, matcher: Matcher, phrase: Phrase, known: _Known) -> Hits:
    """The places of a phrase in passages of its language; looked for where they are not known."""
    spoken = _spoken(batch)
    if phrase.language not in spoken:
        return Hits(np.zeros(0, np.int64), np.zeros(0, np.int64))
    key = phrase.source, phrase.language
    if key not in known:
        hits = matcher.find(phrase.tree)
        chosen = spoken[phrase.language]
        known[key] = (
            hits if chosen is None else hits.where(chosen[batch.indexed.index.passage_of(hits.start)])
        )
    return known[key]


def _known(batch: Batched) -> _Known:
    """The hits of phrases that were looked for before, in an earlier run too: most of a changed code is old."""
    if "hits" not in batch.memory:
        kept = batch.notes.read("hits", "phrases")
        batch.memory["hits"] = {} if kept is None else _noted(kept)
    known: _Known = batch.memory["hits"]
    return known


def _noted(kept: Mapped) -> _Known:
    start, end, bounds = kept.array("start"), kept.array("end"), kept.array("bounds").tolist()
    return {
        (source, language): Hits(start[low:high], end[low:high])
        for (source, language), low, high in zip(kept.values["phrases"], bounds, bounds[1:], strict=False)
    }


def _note(batch: Batched, known: _Known) -> None:
    arrays = {
        "start": _whole([hits.start for hits in known.values()]),
        "end": _whole([hits.end for hits in known.values()]),
        "bounds": np.cumsum([0, *map(len, known.values())]),
    }
    batch.notes.write("hits", "phrases", arrays, {"phrases": [*known]})


def _codings(batch: Batched, codes: Sequence[Code], found: _Found, reach: Reach) -> pl.DataFrame:
    """One row for each passage and code, from the hit that decides."""
    indexed, word, hits = batch.indexed, batch.indexed.index, found.hits
    phrases = [phrase for code in codes for phrase in code.patterns]
    passage = word.passage_of(hits.start)
    stance, speakers = reach.of(hits)
    loose = np.zeros(len(phrases), dtype=np.bool_)
    for number in {*found.phrase.tolist()}:
        loose[number] = is_loose(phrases[number].tree.tree)
    sure = np.where(loose[found.phrase], LOOSE, PLAIN) * np.where(stance == AFFIRMS, 1.0, TURNED)
    deciding, coding = _decided(found, passage, stance, sure)
    places = _places(hits, coding, stance == stance[deciding][coding], len(word))
    passage, stance = passage[deciding], stance[deciding]
    document = indexed.document[passage]
    offset = indexed.offset[document]
    columns: dict[str, Any] = {
        "document": _named(indexed.documents, document),
        "start": indexed.start[passage],
        "end": indexed.end[passage],
        "code": _named([code.id for code in codes], found.code[deciding]),
        "stance": _named(STANCES, stance),
        "confidence": sure[deciding],
        "speaker": [
            speakers[n] if s != AFFIRMS else None
            for n, s in zip(deciding.tolist(), stance.tolist(), strict=True)
        ],
        "hit_start": word.start[hits.start[deciding]] - offset,
        "hit_end": word.end[hits.end[deciding] - 1] - offset,
        "pattern": _named([phrase.source for phrase in phrases], found.phrase[deciding]),
        "hits": places,
    }
    return pl.DataFrame([pl.Series(name, columns[name], dtype) for name, dtype in FOUND.items()])


def _named(names: Sequence[str], numbers: Positions) -> list[str]:
    return [names[number] for number in numbers.tolist()]


def _decided(
    found: _Found, passage: Positions, stance: Positions, sure: NDArray[np.float64]
) -> tuple[Positions, Positions]:
    """The hits that decide, one for each passage and code; and for each hit, the number of the one that does."""
    hits = found.hits
    order = np.lexsort((found.phrase, -hits.end, hits.start, -sure, stance, passage, found.code))
    is_first = np.concatenate([[True], (np.diff(passage[order]) != 0) | (np.diff(found.code[order]) != 0)])
    coding = np.empty(len(hits), dtype=np.int64)
    coding[order] = np.cumsum(is_first) - 1
    return order[is_first], coding


def _places(hits: Hits, coding: Positions, same: NDArray[np.bool_], words: int) -> Positions:
    """How many places each coding has, of hits with the stance that decided; overlapping hits are one place."""
    shift = coding[same] * (words + 1)  # sets the codings apart, so that one running maximum serves them all
    start, end = hits.start[same] + shift, hits.end[same] + shift
    order = np.lexsort((end, start))
    reached = np.concatenate([[-1], np.maximum.accumulate(end[order])[:-1]])
    return np.bincount(coding[same][order][start[order] >= reached], minlength=int(coding.max()) + 1)


LEXICON = Coder(
    id="lexicon",
    summary="Phrases with wildcards, proximity and exclusions, per language; exact and fast.",
    key=_key,
    code=_code,
)
