"""The duties of many documents, found once and kept in the store, in parallel where that pays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from comity.coding.duties.agents import pattern_of
from comity.coding.duties.documents import Document, Passage
from comity.coding.duties.grammar import source
from comity.coding.duties.placement import known_names
from comity.coding.tables import DUTIES
from comity.store import Store, code_version, fingerprint
from comity.workers import map_chunks

CODER = "deontic"
_WORTH_WORKERS = 8_000_000  # characters; below, starting workers costs more than they save
_SIDES = ("side", "target_side", "condition_side", "beneficiary_side", "speaker_side")


@dataclass(frozen=True, slots=True)
class Task:
    """A batch of documents by its key in the store; without a store, its texts and passages."""

    key: str
    names: tuple[str, ...]
    root: Path | None
    frames: tuple[pl.DataFrame, pl.DataFrame] | None = None


def duties_of(texts: pl.DataFrame, passages: pl.DataFrame, names: Sequence[str] = ()) -> pl.DataFrame:
    """The duties in texts (TEXTS) with their passages (PASSAGES): DUTIES, sides left open.

    `names` of actors who can act, beside those of the shipped list.
    """
    pattern = _pattern(tuple(names))
    parts = passages.partition_by("document", as_dict=True, maintain_order=True)
    rows: list[Mapping[str, object]] = []
    for document, text, language in texts.select("document", "text", "language").iter_rows():
        part = parts.get((document,))
        if part is None:
            continue
        places = [
            Passage(start, end, kind, own or language or "")
            for start, end, kind, own in part.select("start", "end", "kind", "language").iter_rows()
        ]
        rows += Document(document, text, places, pattern).rows()
    return _frame(rows)


def _frame(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    schema = {
        name: kind for name, kind in DUTIES.schema().items() if name not in ("table", "row", "coder", *_SIDES)
    }
    frame = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    modal, act = pl.col("modal_start"), pl.col("act_start")
    named = frame.with_columns(
        pl.lit("duties").alias("table"),
        pl.lit(CODER).alias("coder"),
        pl.format("{}#{}-{}/{}/{}.{}", "document", "start", "end", "kind", modal, act).alias("row"),
    )
    return DUTIES.conform(named.unique("row", keep="first", maintain_order=True))


def work(task: Task) -> pl.DataFrame:
    """The duties of a batch, kept in the store where there is one."""
    store = Store(task.root) if task.root is not None else None
    frames = task.frames
    if frames is None and store is not None:
        texts, passages = store.read("texts", task.key), store.read("passages", task.key)
        frames = None if texts is None or passages is None else (texts, passages)
    assert frames is not None, "a batch stands in the store or comes with the task"
    found = duties_of(*frames, task.names)
    if store is not None:
        store.write("duties", place(task.key, task.names), found)
    return found


def found_in(tasks: Sequence[Task], size: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """The duties of each batch by its number, as they come; `size` in characters decides on workers."""
    yield from map_chunks(work, tasks, parallel=size > _WORTH_WORKERS and all(t.root for t in tasks))


def place(key: str, names: Sequence[str]) -> str:
    """Under which the duties of a batch are kept: they depend on the words, the names and the code."""
    return fingerprint(key, source(), sorted(names), code_version())


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return pattern_of([*known_names(), *names])
