"""Vectors of texts, kept by what the texts say: nothing is put through the model twice.

A passage keeps its vector when its document is renamed, gets neighbours or falls into another batch, and two
documents with the same sentence share one. Each file in the store holds the vectors of some texts beside their
digests, sorted; a text that no file holds is encoded and written into a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.coding.meaning import encoder
from comity.documents.passages import quote_digest
from comity.store import Store, fingerprint

TABLE = "vectors"


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of texts by one model; without a store they are made anew each time."""

    store: Store | None = None

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vector of each text, of length 1: shape (texts, encoder.WIDTH)."""
        if not len(texts):
            return np.zeros((0, encoder.WIDTH), dtype=np.float32)
        digests = np.frombuffer(b"".join(map(quote_digest, texts)), dtype="<u8")
        distinct, first, place = np.unique(digests, return_index=True, return_inverse=True)
        found = np.empty((len(distinct), encoder.WIDTH), dtype=np.float16)
        left = ~self._recall(distinct, found)
        if left.any():
            found[left] = encoder.encode([texts[number] for number in first[left].tolist()])
            self._keep(distinct[left], found[left])
        return found.astype(np.float32)[place.ravel()]

    def _recall(self, digests: NDArray[np.uint64], into: NDArray[np.float16]) -> NDArray[np.bool_]:
        """Fill in what the store has, and tell which those are."""
        has = np.zeros(len(digests), dtype=np.bool_)
        if self.store is None:
            return has
        model = _model_key()
        for name in sorted(self.store.keys(TABLE)):
            kept = self.store.arrays(TABLE, name) if name.startswith(model) and not has.all() else None
            if kept is None:
                continue
            known = kept.array("digest")
            at = np.minimum(np.searchsorted(known, digests), len(known) - 1)
            hits = ~has & (known[at] == digests)
            into[hits] = kept.array("vector").reshape(-1, encoder.WIDTH)[at[hits]]
            has |= hits
        return has

    def _keep(self, digests: NDArray[np.uint64], vectors: NDArray[np.float16]) -> None:
        if self.store is not None:
            name = f"{_model_key()}-{fingerprint(digests.tobytes())}"
            self.store.write_arrays(TABLE, name, {"digest": digests, "vector": vectors.ravel()})


def _model_key() -> str:
    return fingerprint(encoder.model_name())[:12]
