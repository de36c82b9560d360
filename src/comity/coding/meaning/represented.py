"""The passages of a batch as vectors: of the whole sentence, or of its words alone.

The *full* model reads the sentence. The *static* table is distilled from it: each word form is put through the
model once, and a passage is the mean of its words, common words counting little (encoder.weights_of). It knows no
word order, and costs one sparse product a batch once the words are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.coding.coder import Batched
from comity.coding.meaning import encoder
from comity.coding.meaning.vectors import Vectors

Matrix = NDArray[np.floating]
_WORD = re.compile(r"\w+")
_AT_ONCE = 20_000  # passages in one product: 40 MB


def passages_as_sentences(batch: Batched, chosen: NDArray[np.int64]) -> Matrix:
    """The vectors of some passages by the full model: shape (chosen, encoder.WIDTH)."""
    indexed, text = batch.indexed, batch.text()
    begin = indexed.offset[indexed.document] + indexed.start
    length = indexed.end - indexed.start
    places = zip(begin[chosen].tolist(), (begin + length)[chosen].tolist(), strict=True)
    return Vectors(batch.notes.store).of([text[a:b] for a, b in places])


def passages_as_words(batch: Batched, chosen: NDArray[np.int64]) -> Matrix:
    """The vectors of some passages by the static table: shape (chosen, encoder.WIDTH)."""
    from scipy.sparse import csr_matrix

    index = batch.indexed.index
    table = word_table(batch, np.arange(len(index.folded)))
    ones, size = np.ones(len(index), dtype=np.float32), (len(index.passages) - 1, len(table))
    counts = csr_matrix((ones, index.form_at, index.passages), shape=size)
    made = np.empty((len(chosen), encoder.WIDTH), dtype=np.float32)
    for low in range(0, len(chosen), _AT_ONCE):
        part = chosen[low : low + _AT_ONCE]
        made[low : low + len(part)] = unit(counts[part] @ table)
    return made


def word_table(batch: Batched, forms: NDArray[np.integer]) -> Matrix:
    """The weighted vectors of some forms of the batch's words: shape (forms, encoder.WIDTH)."""
    spelled = batch.indexed.index.spelled()
    return weighted(Vectors(batch.notes.store), [spelled[form].lower() for form in forms.tolist()])


def weighted(vectors: Vectors, words: Sequence[str]) -> Matrix:
    """The vectors of some words, each as long as the word tells."""
    made: Matrix = vectors.of(words) * encoder.weights_of(words)[:, None]
    return made


def words_as_sentences(vectors: Vectors, texts: Sequence[str]) -> Matrix:
    """The vectors of some texts by the static table: shape (texts, encoder.WIDTH)."""
    words = [[word.lower() for word in _WORD.findall(text)] for text in texts]
    forms = sorted({word for found in words for word in found})
    table = dict(zip(forms, weighted(vectors, forms), strict=True))
    nothing = np.zeros(encoder.WIDTH, dtype=np.float32)
    return unit(np.stack([sum((table[word] for word in found), start=nothing) for found in words]))


def unit(vectors: Matrix) -> Matrix:
    """The vectors brought to length 1; one without length stays as it is."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: Matrix = vectors / np.where(length > 0, length, 1)
    return made
