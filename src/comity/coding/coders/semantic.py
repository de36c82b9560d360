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

import numpy as np
import polars as pl

from comity.coding.coder import FOUND, Batched, Coder, Lack
from comity.coding.meaning import encoder
from comity.coding.meaning.codebook_sense import Sense, can_learn, sense_key, sense_of
from comity.coding.meaning.discriminant import Matrix
from comity.coding.meaning.near import REASON, Near, Numbers, codings, long_enough
from comity.coding.meaning.represented import (
    passages_as_sentences,
    passages_as_words,
    words_as_sentences,
)
from comity.coding.meaning.vectors import Vectors
from comity.coding.stance import cues_key
from comity.diagnostics import UsageError
from comity.store import Store, fingerprint
from comity.study.codebook import Code, Codebook
from comity.study.rubrics import shipped_rubrics


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
        way.name,
        encoder.model_name(),
        _sense_key(codebook),
        code.id,
        least(codebook),
        cues_key(codebook.cues),
    )


@lru_cache(maxsize=8)
def _sense_key(codebook: Codebook) -> str:
    return sense_key(codebook)


def least(codebook: Codebook) -> float:
    """From which probability on a passage is coded."""
    shipped = shipped_rubrics()["semantic"]["least"].value
    return codebook.rubrics.get("semantic", {}).get("least", shipped)


def _lacks(_: Codebook) -> list[Lack]:
    return [Lack(encoder.lacking(), encoder.remedy())] if encoder.lacking() else []


def _code(way: _Way, batch: Batched, codebook: Codebook, codes: Sequence[Code]) -> pl.DataFrame:
    if lacking := _lacks(codebook):
        raise UsageError(f"The coder by meaning {lacking[0].problem} {lacking[0].fix}")
    asked = [code.id for code in codes if can_learn(codebook, code)]
    chosen = long_enough(batch)
    if not asked or not len(chosen):
        return pl.DataFrame(schema=FOUND)
    sense = _sense(way, codebook, batch.notes.store)
    columns = [sense.codes.index(code) for code in asked]
    vectors = way.passages(batch, chosen)
    chance = sense.probabilities(vectors)[:, columns]
    passage, code = np.nonzero(chance >= least(codebook))
    reasons = np.empty(len(passage), dtype=object)
    for number, name in enumerate(asked):
        here = np.flatnonzero(code == number)
        reasons[here] = [REASON + text for text in sense.nearest(name, vectors[passage[here]])]
    weight = sense.discriminant.weight[:, columns]
    near = Near(chosen[passage], code, chance[passage, code], reasons.tolist())
    return codings(batch, codebook, near, codes=asked, weight=weight)


_senses: dict[tuple[str, str], Sense] = {}


def _sense(way: _Way, codebook: Codebook, store: Store | None) -> Sense:
    """What the codes mean, learnt once for a codebook and kept in memory."""
    key = way.name, _sense_key(codebook)
    if key not in _senses:
        represented = partial(way.texts, Vectors(store))
        _senses[key] = sense_of(codebook, represented, penalty=way.penalty)
    return _senses[key]


def sense_by_sentences(codebook: Codebook, store: Store | None) -> Sense:
    """What the codes mean, as *semantic* has it."""
    return _sense(_FULL, codebook, store)


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
