"""Which passages to read next, and which of those read are a random sample.

All passages of a study stand in one random order, drawn from their places alone and always the same. Who reads the
passages that come first in it reads a random sample: the sample is the passages from the first on up to the first that
nobody has read. So no list of what was drawn has to be kept, passages read for other reasons count where the order
reaches them, and nothing that was found decides which passages are in it.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.table import Column, Table

NEXT = Table(
    "next",
    "The passages to read next: at random, so that shares can be estimated, or because the program is unsure of them.",
    (
        Column("document", "an id of documents.csv", required=True, refers=("documents",)),
        Column("start", "first character of the passage", kind="integer", required=True),
        Column("end", "character after its last", kind="integer", required=True),
        Column("quote", "the words", required=True),
        Column(
            "why", "drawn at random, or unsure", kind="category", required=True, allowed=("random", "unsure")
        ),
        Column("code", "of which code the program is least sure; null at random"),
        Column("chance", "how likely the program holds it that the passage says that code", kind="number"),
    ),
    key=("document", "start"),
)
Numbers = NDArray[np.int64]


def random_order(passages: pl.DataFrame) -> Numbers:
    """The numbers of the passages (document, start) in their random order."""
    drawn = [
        blake2b(f"{document}#{start}".encode(), digest_size=8, person=b"comity-draw").digest()
        for document, start in passages.select("document", "start").iter_rows()
    ]
    return np.argsort(np.frombuffer(b"".join(drawn), dtype=">u8"), kind="stable")


def sampled(order: Numbers, is_read: NDArray[np.bool_]) -> Numbers:
    """The passages of the random sample: those of the order before the first that was not read."""
    unread = np.flatnonzero(~is_read[order])
    return order[: int(unread[0])] if len(unread) else order


def unsure(chance: NDArray[np.float64]) -> tuple[NDArray[np.float64], Numbers]:
    """How unsure the program is of each passage, from 0 to 1, and of which code most.

    *Definition.* 4 p (1 - p), at its greatest over the codes: 1 where the code is as likely as not, 0 where it is certain.
    """
    doubt = np.round(4 * chance * (1 - chance), 6)
    return doubt.max(axis=1), doubt.argmax(axis=1)


def spread(doubt: NDArray[np.float64], vectors: NDArray[np.floating], count: int) -> list[int]:
    """The numbers of `count` passages that are unsure and unlike one another, in the order in which they are taken.

    *Definition.* One after the other that passage is taken whose doubt x (1 - greatest likeness to those taken) is
    greatest; the likeness of two passages is the cosine of their vectors, at least 0.
    """
    pool = np.argsort(-doubt, kind="stable")[: max(50 * count, 1000)]
    likeness = np.zeros(len(pool))
    left = np.ones(len(pool), dtype=np.bool_)
    taken: list[int] = []
    for _ in range(min(count, len(pool))):
        worth = np.where(left, np.round(doubt[pool] * (1 - likeness), 6), -1)
        best = int(worth.argmax())
        left[best] = False
        taken.append(int(pool[best]))
        likeness = np.maximum(likeness, np.clip(vectors[pool] @ vectors[pool[best]], 0, 1))
    return taken
