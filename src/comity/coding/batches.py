"""Batches of documents on their way through reading and coding, kept in the store and in memory.

Documents are cut into batches where their contents say so, and not after every so many bytes: one more
document then changes the batch it falls into and leaves the others as they are.
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from comity.coding.coder import CODERS, Batched, Notes
from comity.coding.kept_codings import group_of, place
from comity.documents import kept, prepare
from comity.documents.prepare import Input
from comity.store import Store, code_version, fingerprint
from comity.study.codebook import Codebook

SMALLEST, LARGEST = (
    1 << 20,
    1 << 22,
)  # bytes of a usual batch: small enough to share out, large enough to be few
_KEPT_WORDS = (
    60_000_000  # of batches at hand: some megabytes of memory, since their arrays stay in their files
)

Wanted = Mapping[str, Sequence[str]]
"""For each coder, the codes that are wanted of it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A batch to be prepared, coded or both; ``key`` belongs to the contents of its documents."""

    key: str
    inputs: tuple[Input, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: codings by coder, and the prepared batch where there is no store to keep it."""

    codings: dict[str, pl.DataFrame]
    batch: prepare.Batch | None


def cut(inputs: Sequence[Input]) -> tuple[Job, ...]:
    """The inputs in batches, in their order."""
    sizes = [item.size() for item in inputs]
    usual = _usual(sum(sizes))
    jobs: list[Job] = []
    taken: list[tuple[Input, str]] = []
    held = 0
    for item, size in zip(inputs, sizes, strict=True):
        mark = _contents(item, size)
        taken.append((item, mark))
        held += size
        # A document ends its batch with a chance of size / usual, drawn from its contents.
        is_end = held >= usual // 2 and int(mark[:8], 16) / 2**32 * (usual // 2) < size
        if is_end or held >= 2 * usual:
            jobs.append(_job(taken, held))
            taken, held = [], 0
    return (*jobs, _job(taken, held)) if taken else tuple(jobs)


def _usual(total: int) -> int:
    """Bytes of a usual batch: a quarter of all, as a power of two, so that it seldom changes as a study grows."""
    return min(LARGEST, max(SMALLEST, 1 << max(0, (total // 4).bit_length() - 1)))


def _job(taken: Sequence[tuple[Input, str]], size: int) -> Job:
    named = [(item.document, item.name, item.language, mark) for item, mark in taken]
    return Job(fingerprint(named, code_version()), tuple(item for item, _ in taken), size)


_marks: dict[tuple[str, int, int], str] = {}


def _contents(item: Input, size: int) -> str:
    """The hash of a file's contents, read once in a process as long as its size and time stay the same."""
    if item.data is not None or item.path is None:
        return fingerprint(item.data or b"")
    try:
        stamp = (str(item.path.absolute()), size, item.path.stat().st_mtime_ns)
        if stamp not in _marks:
            _marks[stamp] = fingerprint(item.path.read_bytes())
        return _marks[stamp]
    except OSError as error:
        return fingerprint("unreadable", error.errno)


def code_keys(codebook: Codebook, coder: str) -> dict[str, str]:
    """For each code, what the coder's answer on it depends on besides the documents."""
    made = CODERS.get(coder).key
    return {code.id: fingerprint(coder, made(codebook, code)) for code in codebook.codes.values()}


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is asked: a job, the codebook, the codes wanted of each coder, and all :func:`code_keys`.

    ``root`` is where the store is, and ``is_kept`` says whether the batch was seen there.
    """

    job: Job
    codebook: Codebook
    wanted: Wanted
    keys: Mapping[str, Mapping[str, str]]
    root: Path | None
    is_kept: bool

    def keys_of(self, coder: str) -> list[str]:
        """The keys of the codes that are wanted of a coder."""
        return [self.keys[coder][code] for code in self.wanted[coder]]


def work(task: Task) -> Done:
    """Prepare a batch where that is still to be done, and code it.

    The collector of cycles rests meanwhile: a batch makes hundreds of thousands of small tuples and no cycle,
    and looking through them again and again took a tenth of the time.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return _done(task)
    finally:
        if collects:
            gc.enable()


def _done(task: Task) -> Done:
    store = Store(task.root) if task.root is not None else None
    job = task.job
    if store is not None and task.is_kept:
        batched = recalled(store, job)
        if batched is not None:
            return Done(_coded(task, batched, store), None)
    batch = prepare.prepare(job.inputs)
    if store is None:
        return Done(_coded(task, Batched(batch.indexed, lambda: batch.text), None), batch)
    kept.keep(store, job.key, batch)
    batched = _batched(store, job, batch.indexed, batch)
    return Done(_coded(task, batched, store), None)


def _coded(task: Task, batched: Batched, store: Store | None) -> dict[str, pl.DataFrame]:
    found: dict[str, pl.DataFrame] = {}
    for coder, codes in task.wanted.items():
        if not codes:
            continue
        wanted = [task.codebook.codes[code] for code in codes]
        found[coder] = CODERS.get(coder).code(batched, task.codebook, wanted)
        if store is not None:
            name = place(task.job.key, group_of(task.keys_of(coder)))
            store.write("codings", name, found[coder], compression="uncompressed")
    return found


def _batched(store: Store, job: Job, indexed: prepare.Indexed, batch: prepare.Batch | None = None) -> Batched:
    def text() -> str:
        frame = batch.texts if batch is not None else store.read("texts", job.key, columns=("text",))
        return "\n".join(frame["text"].to_list()) if frame is not None else ""

    return Batched(indexed, text, Notes(store, job.key))


_recalled: OrderedDict[tuple[str, str], Batched] = OrderedDict()


def recalled(store: Store, job: Job) -> Batched | None:
    """The batch as it is kept: in memory where it was used lately, else from the store; null if it is gone."""
    known = (str(store.root), job.key)
    if known in _recalled:
        _recalled.move_to_end(known)
        return _recalled[known]
    indexed = kept.recall(store, job.key)
    if indexed is None:
        return None
    return _remember(store, job, _batched(store, job, indexed))


def _remember(store: Store, job: Job, batched: Batched) -> Batched:
    _recalled[str(store.root), job.key] = batched
    while sum(len(b.indexed.index) for b in _recalled.values()) > _KEPT_WORDS and len(_recalled) > 1:
        _recalled.popitem(last=False)
    return batched


def forget() -> None:
    """Empty the memory (the store keeps what it has)."""
    _recalled.clear()
    _marks.clear()


def cost(task: Task) -> int:
    """What a task costs, in bytes to be read: coding anew is far cheaper than preparing."""
    share = sum(map(len, task.wanted.values())) / max(1, len(task.codebook.codes))
    return int(task.job.size * 0.15 * share) if task.is_kept else task.job.size
