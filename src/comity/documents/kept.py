"""Prepared batches in the store, and their index back from it.

Everything stands as Parquet: TEXTS, BLOCKS and PASSAGES as they are declared, ``said`` (what files say of
themselves), and the word index as ``forms`` (the vocabulary) and ``words`` (a row for each word).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.documents.prepare import Batch, Indexed, numbered, offsets
from comity.documents.words import WordIndex
from comity.store import Store

TABLES = ("texts", "blocks", "passages", "forms", "words", "said")


def keep(store: Store, key: str, batch: Batch) -> None:
    """Write a batch to the store; ``said`` comes last and is what says that it is whole."""
    index = batch.indexed.index
    begins = index.start.astype(np.int64)
    ends_clause = np.zeros(len(index), dtype=np.bool_)
    ends_clause[index.breaks] = True
    store.write("texts", key, batch.texts, compression="lz4")
    store.write("blocks", key, batch.blocks, compression="lz4")
    store.write("passages", key, batch.passages, compression="lz4")
    forms = {
        "form": index.vocabulary,
        "folded": index.folded,
        "count": np.diff(index.first).astype(np.uint32),
    }
    store.write("forms", key, pl.DataFrame(forms), compression="lz4")
    # Steps and lengths are small numbers that pack into a few bits each; places would take four bytes.
    words = {
        "position": index.positions,
        "step": np.diff(begins, prepend=0).astype(np.uint32),
        "length": index.end - index.start,
        "clause": ends_clause,
    }
    store.write("words", key, pl.DataFrame(words), compression="uncompressed")
    store.write("said", key, batch.said)


def is_kept(store: Store, key: str) -> bool:
    """Whether the store has the whole batch."""
    return all(store.has(table, key) for table in TABLES)


def recall(store: Store, key: str) -> Indexed | None:
    """The index of a kept batch, or null when it is not there (any more)."""
    passages, forms, words = (store.read(table, key) for table in ("passages", "forms", "words"))
    texts = store.read("texts", key, columns=("document", "characters"))
    if passages is None or forms is None or words is None or texts is None:
        return None
    start = np.cumsum(words["step"].to_numpy(), dtype=np.int64)
    index = WordIndex(
        vocabulary=forms["form"].to_list(),
        folded=forms["folded"].to_list(),
        first=np.concatenate([[0], np.cumsum(forms["count"].to_numpy(), dtype=np.int64)]),
        positions=words["position"].to_numpy(),
        start=start.astype(np.uint32),
        end=(start + words["length"].to_numpy()).astype(np.uint32),
        passages=np.concatenate([passages["word"].to_numpy().astype(np.int64), [len(words)]]),
        breaks=np.flatnonzero(words["clause"].to_numpy()).astype(np.uint32),
    )
    ids = texts["document"].to_list()
    runs = passages["document"].rle_id().to_numpy()
    numbers = {name: number for number, name in enumerate(ids)}
    order = [numbers[name] for name in passages["document"].unique(maintain_order=True)]
    language, languages = numbered(passages["language"].to_list())
    return Indexed(
        index=index,
        documents=tuple(ids),
        offset=offsets(texts["characters"].to_numpy().astype(np.int64)),
        document=np.asarray(order, dtype=np.int64)[runs] if len(runs) else np.zeros(0, dtype=np.int64),
        start=passages["start"].to_numpy().astype(np.int64),
        end=passages["end"].to_numpy().astype(np.int64),
        language=language,
        languages=languages,
    )
