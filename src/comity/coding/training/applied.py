"""What was learnt, put to use: which codes may still be coded, and how likely passages say them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.study.codebook import Codebook
from comity.study.trained import TrainedCode, definition_of


def usable(codebook: Codebook) -> dict[str, TrainedCode]:
    """What was learnt of the codes that are still what they were."""
    learnt = codebook.trained.codes if codebook.trained is not None else {}
    return {
        name: known
        for name, known in learnt.items()
        if name in codebook.codes and definition_of(codebook.codes[name]) == known.definition
    }


def weight_of(known: Sequence[TrainedCode]) -> NDArray[np.float64]:
    """The weights of some codes: shape (width, codes)."""
    return np.stack([code.weights for code in known], axis=1).astype(np.float64)


def chances(
    known: Sequence[TrainedCode], vectors: NDArray[np.floating], fired: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """How likely passages say codes; `fired` (passages, codes) tells where the lexicon found them."""
    bias, slope, lexicon, intercept = (
        np.asarray([getattr(code, name) for code in known])
        for name in ("bias", "slope", "lexicon", "intercept")
    )
    scores = np.round(vectors.astype(np.float64) @ weight_of(known) + bias, 6)
    chance: NDArray[np.float64] = 1 / (
        1 + np.exp(-np.clip(slope * scores + lexicon * fired + intercept, -30, 30))
    )
    return chance
