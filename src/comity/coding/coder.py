"""What a program that codes has to give, and where such programs are found.

A coder stands in its own file in ``coders/`` as a :class:`Coder`; the catalogue finds it there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from numpy.typing import NDArray

from comity.arrays import Mapped
from comity.catalogue import Catalogue
from comity.diagnostics import Diagnostic, did_you_mean
from comity.documents.prepare import Indexed
from comity.store import Store, fingerprint
from comity.study.codebook import Code, Codebook
from comity.study.llm_settings import LLM
from comity.study.settings import FILE

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


@dataclass(frozen=True, slots=True)
class Notes:
    """What coders write down of a batch, to find it again in a later run; nothing where there is no store."""

    store: Store | None = None
    batch: str = ""

    def read(self, table: str, key: str) -> Mapped | None:
        """What was written down under that name, or null."""
        return self.store.arrays(table, self._place(key)) if self.store is not None else None

    def write(
        self, table: str, key: str, arrays: Mapping[str, NDArray[Any]], values: Mapping[str, Any]
    ) -> None:
        """Write arrays and small values down, in the place of what stood there."""
        if self.store is not None:
            self.store.write_arrays(table, self._place(key), arrays, values=values)

    def _place(self, key: str) -> str:
        return fingerprint(self.batch, key)


@dataclass(slots=True)
class Batched:
    """A batch of documents as coders meet it.

    ``text`` gives the batch's text (slow where it has to be fetched: a coder that can do without does).
    ``memory`` holds what is worth keeping while the batch stays in memory, ``notes`` what is so for longer.
    """

    indexed: Indexed
    text: Callable[[], str]
    notes: Notes = field(default_factory=Notes)
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coder:
    """A program that codes passages.

    ``key`` gives what its answer on a code depends on besides the documents; ``code`` gives a frame of FOUND
    on the codes asked for: at most one row for a passage and a code. ``lacks`` tells what it needs and has not got,
    as problem and remedy; null where it can begin.
    """

    id: str
    summary: str
    key: Callable[[Codebook, Code], str]
    code: Callable[[Batched, Codebook, Sequence[Code]], pl.DataFrame]
    lacks: Callable[[Codebook], tuple[str, str] | None] = lambda _: None


CODERS: Catalogue[Coder] = Catalogue(
    "comity.coding.coders", Coder, entry_points="comity.coders", noun="coder"
)


def checked(
    names: Sequence[str], codebook: Codebook, places: Sequence[tuple[int | None, int | None]] = ()
) -> list[Diagnostic]:
    """What keeps the coders that a study names from coding; `places` are where study.toml names them."""
    found = []
    for number, name in enumerate(names):
        line, column = places[number] if number < len(places) else (None, None)
        if name == LLM:  # is asked elsewhere, and its settings are read with the study's
            continue
        if name not in CODERS.all():
            told = f"{name!r} is not a coder."
            fix = did_you_mean(name, [*CODERS.all(), LLM])
            found.append(Diagnostic("unknown-coder", FILE, told, fix, line, column, name))
        elif lacking := CODERS.get(name).lacks(codebook):
            told = f"the coder {name!r} {lacking[0]}"
            found.append(Diagnostic("coder-not-ready", FILE, told, lacking[1], line, column, name))
    return found
