"""The semantic coders: a passage says a code when it is near in meaning to what the codebook says of the code.

They find what is said in other words, also in languages for which the codebook has no patterns, and are less exact
than the lexicon: read what they find. *semantic* reads whole sentences by a model (comity[semantic]);
*semantic-words* takes the mean of the words, from a table distilled from the same model, and is faster.

A passage is coded where its calibrated probability reaches the study's `least` (rubric *semantic*); that
probability is the coding's confidence. As reason the nearest example of the code stands in ``pattern``, and the words
that are marked are the one that speaks most for the code. Its place also decides the stance: a cue of denial or
report that reaches it turns the passage, as it turns a hit of the lexicon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.coding.coder import FOUND, Batched, Coder
from comity.coding.matching import Hits, Matcher
from comity.coding.meaning import encoder
from comity.coding.meaning.codebook_sense import Sense, can_learn, sense_key, sense_of
from comity.coding.meaning.discriminant import Matrix
from comity.coding.meaning.represented import (
    passages_as_sentences,
    passages_as_words,
    word_table,
    words_as_sentences,
)
from comity.coding.meaning.vectors import Vectors
from comity.coding.stance import cues_key, reach_in
from comity.diagnostics import UsageError
from comity.store import Store, fingerprint
from comity.study.codebook import Code, Codebook
from comity.study.rubrics import shipped_rubrics
from comity.study.tables import STANCES

_FEWEST_WORDS = 4  # in fewer (headings, numbers, names) there is little to be near to
REASON = "like: "
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Way:
    """How passages, and the codebook's sentences, become vectors; ``penalty`` suits their kind."""

    name: str
    passages: Callable[[Batched, Numbers], Matrix]
    texts: Callable[[Vectors, Sequence[str]], Matrix]
    penalty: float


_FULL = _Way("full", passages_as_sentences, lambda vectors, texts: vectors.of(texts), 3.0)
_STATIC = _Way("words", passages_as_words, words_as_sentences, 0.3)


def _key(way: _Way, codebook: Codebook, code: Code) -> str:
    return fingerprint(
        way.name, encoder.model_name(), _sense_key(codebook), code.id, least(), cues_key(codebook.cues)
    )


@lru_cache(maxsize=8)
def _sense_key(codebook: Codebook) -> str:
    return sense_key(codebook)


def least() -> float:
    """From which probability on a passage is coded."""
    return shipped_rubrics()["semantic"]["least"].value


def _lacks(_: Codebook) -> tuple[str, str] | None:
    return (encoder.lacking(), encoder.remedy()) if encoder.lacking() else None


def _code(way: _Way, batch: Batched, codebook: Codebook, codes: Sequence[Code]) -> pl.DataFrame:
    if lacking := _lacks(codebook):
        raise UsageError(f"The coder by meaning {' '.join(lacking)}")
    asked = [code.id for code in codes if can_learn(codebook, code)]
    words = np.diff(batch.indexed.index.passages)
    chosen = np.flatnonzero(words >= _FEWEST_WORDS)
    if not asked or not len(chosen):
        return pl.DataFrame(schema=FOUND)
    sense = _sense(way, codebook, batch.notes.store)
    columns = [sense.codes.index(code) for code in asked]
    vectors = way.passages(batch, chosen)
    chance = sense.probabilities(vectors)[:, columns]
    passage, code = np.nonzero(chance >= least())
    near = _Near(chosen[passage], code, vectors[passage], chance[passage, code])
    return _codings(batch, codebook, sense, asked, near)


_senses: dict[tuple[str, str], Sense] = {}


def _sense(way: _Way, codebook: Codebook, store: Store | None) -> Sense:
    """What the codes mean, learnt once for a codebook and kept in memory."""
    key = way.name, _sense_key(codebook)
    if key not in _senses:
        represented = partial(way.texts, Vectors(store))
        _senses[key] = sense_of(codebook, represented, penalty=way.penalty)
    return _senses[key]


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """Passages that say a code: number of the passage, of the code among those asked, vector, probability."""

    passage: Numbers
    code: Numbers
    vectors: Matrix
    chance: NDArray[np.float64]


def _codings(
    batch: Batched, codebook: Codebook, sense: Sense, asked: Sequence[str], near: _Near
) -> pl.DataFrame:
    indexed, word = batch.indexed, batch.indexed.index
    passage, code = near.passage, near.code
    telling = _telling_words(batch, sense, asked, passage, code)
    reach = reach_in(batch, Matcher(word), codebook.cues)
    stance, speakers = reach.of(Hits(telling, telling + 1))
    reasons = np.empty(len(passage), dtype=object)
    for number, name in enumerate(asked):
        here = np.flatnonzero(code == number)
        if len(here):
            reasons[here] = [REASON + text for text in sense.nearest(name, near.vectors[here])]
    document = indexed.document[passage]
    offset = indexed.offset[document]
    columns: dict[str, Any] = {
        "document": pl.Series(indexed.documents, dtype=pl.String).gather(document),
        "start": indexed.start[passage],
        "end": indexed.end[passage],
        "code": pl.Series(asked, dtype=pl.String).gather(code),
        "stance": pl.Series(STANCES, dtype=pl.String).gather(stance),
        "confidence": np.round(near.chance, 2),
        "speaker": [name if s else None for name, s in zip(speakers, stance.tolist(), strict=True)],
        "hit_start": word.start[telling] - offset,
        "hit_end": word.end[telling] - offset,
        "pattern": reasons.tolist(),
        "hits": np.ones(len(passage)),
    }
    return pl.DataFrame([pl.Series(name, columns[name]).cast(dtype) for name, dtype in FOUND.items()])


def _telling_words(
    batch: Batched, sense: Sense, asked: Sequence[str], passage: Numbers, code: Numbers
) -> Numbers:
    """For each passage and code that was found, the place of the word that speaks most for the code."""
    word = batch.indexed.index
    sizes = np.diff(word.passages)[passage]
    begins = np.cumsum(sizes) - sizes
    places = np.arange(sizes.sum()) + np.repeat(word.passages[passage] - begins, sizes)
    weight = sense.discriminant.weight[:, [sense.codes.index(name) for name in asked]]
    forms, which = np.unique(word.form_at[places], return_inverse=True)
    said = word_table(batch, forms) @ weight
    told = np.round(said[which.ravel(), np.repeat(code, sizes)], 6)
    best = np.lexsort((places, -told, np.repeat(np.arange(len(passage)), sizes)))
    telling: Numbers = places[best[begins]]
    return telling


SEMANTIC = Coder(
    id="semantic",
    summary="Passages near in meaning to a code's definition and examples, by a model of sentences.",
    key=partial(_key, _FULL),
    code=partial(_code, _FULL),
    lacks=_lacks,
)
SEMANTIC_WORDS = Coder(
    id="semantic-words",
    summary="The same from a table of words distilled from that model: faster, and blind to their order.",
    key=partial(_key, _STATIC),
    code=partial(_code, _STATIC),
    lacks=_lacks,
)
