"""What a program that codes has to give, and where such programs are found.

A coder stands in its own file in ``coders/`` as a :class:`Coder`; the catalogue finds it there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from comity.catalogue import Catalogue
from comity.documents.prepare import Indexed
from comity.study.codebook import Code, Codebook

FOUND: dict[str, pl.DataType] = {
    "document": pl.String(),
    "start": pl.UInt32(),
    "end": pl.UInt32(),
    "code": pl.String(),
    "stance": pl.String(),
    "confidence": pl.Float32(),
    "speaker": pl.String(),
    "hit_start": pl.UInt32(),
    "hit_end": pl.UInt32(),
    "pattern": pl.String(),
    "hits": pl.UInt32(),
}
"""The columns in which a coder answers; the rest of CODINGS follows from them."""


def _make_anew(_table: str, _key: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    return make()


@dataclass(slots=True)
class Batched:
    """A batch of documents as coders meet it.

    ``text`` gives the batch's text (slow where it has to be fetched: a coder that can do without does).
    ``get_or_make`` keeps a table that the coder needs again, under a key of its own. ``memory`` holds what is
    worth keeping while the batch stays in memory.
    """

    indexed: Indexed
    text: Callable[[], str]
    get_or_make: Callable[[str, str, Callable[[], pl.DataFrame]], pl.DataFrame] = _make_anew
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coder:
    """A program that codes passages.

    ``key`` gives what its answer on a code depends on besides the documents; ``code`` gives a frame of FOUND
    on the codes asked for: at most one row for a passage and a code.
    """

    id: str
    summary: str
    key: Callable[[Codebook, Code], str]
    code: Callable[[Batched, Codebook, Sequence[Code]], pl.DataFrame]


CODERS: Catalogue[Coder] = Catalogue(
    "comity.coding.coders", Coder, entry_points="comity.coders", noun="coder"
)
