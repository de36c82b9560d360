"""Prepared batches in the store, and their index back from it.

The tables stand as Parquet: TEXTS, BLOCKS and PASSAGES as they are declared, and ``said`` (what files say of
themselves). The word index stands in a file that is mapped: a pattern looks at a few thousand of its millions
of numbers, and only these are read.
"""

from __future__ import annotations

from functools import partial

from comity.documents.prepare import Batch, Indexed
from comity.documents.words import WordIndex
from comity.store import Store

TABLES = ("texts", "blocks", "passages", "index", "said")
_OF_WORDS = ("positions", "first", "start", "end", "passages", "breaks", "form_at")
_OF_PASSAGES = ("document", "start", "end", "language")


def keep(store: Store, key: str, batch: Batch) -> None:
    """Write a batch to the store; ``said`` comes last and is what says that it is whole."""
    indexed = batch.indexed
    index = indexed.index
    store.write("texts", key, batch.texts, compression="lz4")
    store.write("blocks", key, batch.blocks, compression="lz4")
    store.write("passages", key, batch.passages, compression="lz4")
    arrays = {f"words/{name}": getattr(index, name) for name in _OF_WORDS}
    arrays |= {f"passages/{name}": getattr(indexed, name) for name in _OF_PASSAGES}
    store.write_arrays(
        "index",
        key,
        arrays | {"offset": indexed.offset},
        words={"vocabulary": index.vocabulary, "folded": index.folded},
        values={"documents": indexed.documents, "languages": indexed.languages},
    )
    store.write("said", key, batch.said)


def recall(store: Store, key: str) -> Indexed | None:
    """The index of a kept batch, or null when it is not there (any more)."""
    mapped = store.arrays("index", key)
    if mapped is None:
        return None
    words = {name: mapped.array(f"words/{name}") for name in _OF_WORDS}
    known: dict[str, object] = {"form_at": words.pop("form_at")}
    index = WordIndex(partial(mapped.words, "vocabulary"), mapped.words("folded"), **words, _made=known)
    return Indexed(
        index=index,
        documents=tuple(mapped.values["documents"]),
        offset=mapped.array("offset"),
        languages=tuple(mapped.values["languages"]),
        **{name: mapped.array(f"passages/{name}") for name in _OF_PASSAGES},
    )
