"""From passages that are near a code to codings: which word tells, with which stance, for which reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.coding.coder import FOUND, Batched
from comity.coding.matching import Hits, Matcher
from comity.coding.meaning.represented import word_table
from comity.coding.stance import reach_in
from comity.study.codebook import Codebook
from comity.study.tables import STANCES

REASON = "like: "
FEWEST_WORDS = 4  # in fewer (headings, numbers, names) there is little to be near to
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Passages that say a code: the passage's number, the code's among those asked, probability and reason."""

    passage: Numbers
    code: Numbers
    chance: NDArray[np.float64]
    reasons: Sequence[str]


def long_enough(batch: Batched) -> Numbers:
    """The numbers of the passages that have words enough to mean something."""
    return np.flatnonzero(np.diff(batch.indexed.index.passages) >= FEWEST_WORDS)


def codings(
    batch: Batched, codebook: Codebook, near: Near, *, codes: Sequence[str], weight: NDArray[np.floating]
) -> pl.DataFrame:
    """One row of FOUND each; `weight` (width, codes) is what a vector is multiplied with for its score.

    Marked is the word that speaks most for the code, and the stance is that of its place: a cue of denial or report
    that reaches it turns the passage, as it turns a hit of the lexicon.
    """
    indexed, word = batch.indexed, batch.indexed.index
    telling = _telling_words(batch, near, weight)
    stance, speakers = reach_in(batch, Matcher(word), codebook.cues).of(Hits(telling, telling + 1))
    document = indexed.document[near.passage]
    offset = indexed.offset[document]
    columns: dict[str, Any] = {
        "document": pl.Series(indexed.documents, dtype=pl.String).gather(document),
        "start": indexed.start[near.passage],
        "end": indexed.end[near.passage],
        "code": pl.Series(codes, dtype=pl.String).gather(near.code),
        "stance": pl.Series(STANCES, dtype=pl.String).gather(stance),
        "confidence": np.round(near.chance, 2),
        "speaker": [name if s else None for name, s in zip(speakers, stance.tolist(), strict=True)],
        "hit_start": word.start[telling] - offset,
        "hit_end": word.end[telling] - offset,
        "pattern": near.reasons,
        "hits": np.ones(len(document)),
    }
    return pl.DataFrame([pl.Series(name, columns[name]).cast(dtype) for name, dtype in FOUND.items()])


def _telling_words(batch: Batched, near: Near, weight: NDArray[np.floating]) -> Numbers:
    """For each passage and code that was found, the place of the word that speaks most for the code."""
    word = batch.indexed.index
    sizes = np.diff(word.passages)[near.passage]
    begins = np.cumsum(sizes) - sizes
    places = np.arange(sizes.sum()) + np.repeat(word.passages[near.passage] - begins, sizes)
    forms, which = np.unique(word.form_at[places], return_inverse=True)
    said = word_table(batch, forms) @ weight
    told = np.round(said[which.ravel(), np.repeat(near.code, sizes)], 6)
    best = np.lexsort((places, -told, np.repeat(np.arange(len(sizes)), sizes)))
    telling: Numbers = places[best[begins]]
    return telling
