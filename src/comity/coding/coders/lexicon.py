"""The lexicon coder: a passage says a code when one of the code's patterns stands in it.

Exact and deterministic. Patterns apply to passages in their language. All hits of a passage become one coding:
affirming hits win over rejecting ones, these over reports, because a passage that says a thing and then denies
a part of it has said it.

The confidence is 1 for a phrase, 0.8 where the deciding pattern is one of proximity (``~``, ``&``), and nine
tenths of that where a cue decided the stance, since a cue's reach is an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.coding.coder import FOUND, Batched, Coder
from comity.coding.matching import Hits, Matcher, Positions
from comity.coding.stance import AFFIRMS, Reach, cues_key, find_cues, reach_of
from comity.store import fingerprint
from comity.study.codebook import Code, Codebook, Phrase
from comity.study.patterns import Both, Choice, Near, Node, Without
from comity.study.patterns import Sequence as InSequence
from comity.study.tables import STANCES

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


def _code(batch: Batched, codebook: Codebook, codes: Sequence[Code]) -> Iterator[tuple[str, pl.DataFrame]]:
    matcher = Matcher(batch.indexed.index)
    reach: Reach | None = None
    for code in codes:
        hits, numbers = _hits(batch, matcher, code)
        if not len(hits):
            yield code.id, pl.DataFrame(schema=FOUND)
            continue
        reach = reach or _reach(batch, matcher, codebook)
        yield code.id, _codings(batch, code, hits, numbers, reach)


def _reach(batch: Batched, matcher: Matcher, codebook: Codebook) -> Reach:
    key = cues_key(codebook.cues)
    if key not in batch.memory:
        frame = batch.get_or_make(
            "cues", key, lambda: find_cues(batch.indexed, matcher, codebook.cues, batch.text)
        )
        batch.memory[key] = reach_of(frame)
    found: Reach = batch.memory[key]
    return found


def _hits(batch: Batched, matcher: Matcher, code: Code) -> tuple[Hits, Positions]:
    """All hits of a code that no exception overlaps, and the number of the pattern of each."""
    spoken = _spoken(batch)
    excepted = [_in_language(batch, matcher, phrase, spoken) for phrase in code.exceptions]
    starts, ends, numbers = [], [], []
    for number, phrase in enumerate(code.patterns):
        hits = _in_language(batch, matcher, phrase, spoken)
        for others in excepted if len(hits) else ():
            hits = matcher.apart(hits, others)
        if len(hits):
            starts.append(hits.start)
            ends.append(hits.end)
            numbers.append(np.full(len(hits), number))
    if not starts:
        return Hits(np.zeros(0, np.int64), np.zeros(0, np.int64)), np.zeros(0, np.int64)
    return Hits(np.concatenate(starts), np.concatenate(ends)), np.concatenate(numbers)


def _spoken(batch: Batched) -> dict[str, NDArray[np.bool_] | None]:
    """Languages that some passage is in, each with the passages; null where that is all of them."""
    if "spoken" not in batch.memory:
        found = {name: batch.indexed.speaks(name) for name in batch.indexed.languages if name}
        batch.memory["spoken"] = {"": None, **{n: None if s.all() else s for n, s in found.items()}}
    spoken: dict[str, NDArray[np.bool_] | None] = batch.memory["spoken"]
    return spoken


def _in_language(
    batch: Batched, matcher: Matcher, phrase: Phrase, spoken: dict[str, NDArray[np.bool_] | None]
) -> Hits:
    if phrase.language not in spoken:
        return Hits(np.zeros(0, np.int64), np.zeros(0, np.int64))
    hits = matcher.find(phrase.tree)
    chosen = spoken[phrase.language]
    return hits if chosen is None else hits.where(chosen[batch.indexed.index.passage_of(hits.start)])


def _codings(batch: Batched, code: Code, hits: Hits, numbers: Positions, reach: Reach) -> pl.DataFrame:
    """One row for each passage, from the hit that decides."""
    indexed = batch.indexed
    passage = indexed.index.passage_of(hits.start)
    stance, speakers = reach.of(hits)
    loose = [n for n in np.unique(numbers).tolist() if is_loose(code.patterns[n].tree.tree)]
    confidence = np.where(np.isin(numbers, loose), LOOSE, PLAIN) * np.where(stance == AFFIRMS, 1.0, TURNED)
    order = np.lexsort((numbers, -hits.end, hits.start, -confidence, stance, passage))
    first = np.concatenate([[True], np.diff(passage[order]) != 0])
    deciding = order[first]
    places = _places(hits, passage, stance, deciding)
    passage, stance, word = passage[deciding], stance[deciding], indexed.index
    document = indexed.document[passage]
    offset = indexed.offset[document]
    return pl.DataFrame(
        {
            "document": pl.Series(indexed.documents, dtype=pl.String).gather(document),
            "start": indexed.start[passage],
            "end": indexed.end[passage],
            "code": pl.repeat(code.id, len(passage), eager=True),
            "stance": pl.Series(STANCES).gather(stance),
            "confidence": confidence[deciding],
            "speaker": pl.Series(
                [speakers[n] if s != AFFIRMS else None for n, s in zip(deciding, stance, strict=True)],
                dtype=pl.String,
            ),
            "hit_start": word.start[hits.start[deciding]] - offset,
            "hit_end": word.end[hits.end[deciding] - 1] - offset,
            "pattern": pl.Series([phrase.source for phrase in code.patterns], dtype=pl.String).gather(
                numbers[deciding]
            ),
            "hits": places,
        }
    ).cast(pl.Schema(FOUND))


def _places(hits: Hits, passage: Positions, stance: Positions, deciding: Positions) -> Positions:
    """How many places of each passage say it, with the stance that decided; overlapping hits are one place."""
    _, which = np.unique(passage, return_inverse=True)
    same = stance == stance[deciding][which]
    start, end, which = hits.start[same], hits.end[same], which[same]
    order = np.lexsort((end, start))
    reached = np.concatenate([[-1], np.maximum.accumulate(end[order])[:-1]])
    return np.bincount(which[order][start[order] >= reached], minlength=len(deciding))


LEXICON = Coder(
    id="lexicon",
    summary="Phrases with wildcards, proximity and exclusions, per language; exact and fast.",
    key=_key,
    code=_code,
)
