"""Documents read, split, indexed and coded: the one entry for whoever needs texts or codings.

What was done before is taken from the store; what changed is done anew, in parallel where that pays. A
document that cannot be read becomes a diagnostic, and the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from comity.coding.batches import Done, Job, Task, code_keys, codings_key, cost, cut, recalled, work
from comity.coding.coder import CODERS, FOUND, Batched
from comity.coding.matching import Matcher
from comity.coding.tables import CODINGS
from comity.diagnostics import Diagnostic
from comity.documents.kept import TABLES
from comity.documents.prepare import (
    SAID,
    Batch,
    Input,
    diagnostics_of,
    indexed_sentences,
    prepare,
)
from comity.documents.tables import BLOCKS, PASSAGES, TEXTS
from comity.progress import steps
from comity.store import Store
from comity.study.codebook import Codebook
from comity.study.patterns import Pattern, parse
from comity.table import Table
from comity.workers import map_chunks

__all__ = ["Coded", "Input", "code_documents", "code_sentences"]

_WORTH_WORKERS = 3_000_000  # bytes to be read; below, starting workers costs more than they save

HITS: dict[str, pl.DataType] = {
    "document": pl.String(),
    "start": pl.UInt32(),
    "end": pl.UInt32(),
    "hit_start": pl.UInt32(),
    "hit_end": pl.UInt32(),
    "language": pl.String(),
}


def code_documents(
    inputs: Sequence[Input], codebook: Codebook, store: Store | None, *, coders: Sequence[str] = ("lexicon",)
) -> Coded:
    """All inputs as the named coders code them with the codebook.

    Raises: UsageError for a coder that does not exist.
    """
    keys = {coder: code_keys(codebook, coder) for coder in coders}
    coded = Coded(cut(inputs), codebook, store, keys)
    tasks, costs = coded.tasks()
    arrived: list[int] = []

    def results() -> Iterator[None]:
        for number, done in map_chunks(work, tasks, parallel=sum(costs) > _WORTH_WORKERS):
            coded.take(tasks[number].job, done)
            arrived.append(costs[number])
            yield

    for _ in steps(results(), "Reading and coding", sum(costs), units=iter(arrived.pop, None)):
        pass
    return coded


def code_sentences(
    sentences: Sequence[tuple[str, str | None, str]],
    codebook: Codebook,
    *,
    coders: Sequence[str] = ("lexicon",),
) -> pl.DataFrame:
    """The codings (CODINGS) of single sentences, given as id, language and text; the id stands as document."""
    indexed, text = indexed_sentences(sentences)
    batched = Batched(indexed, lambda: text)
    codes = list(codebook.codes.values())
    found = {
        coder: [frame for _, frame in CODERS.get(coder).code(batched, codebook, codes)] for coder in coders
    }
    return _codings(found)


_lately: dict[str, pl.DataFrame] = {}
_MOST = 20_000  # frames of codings kept in memory, mostly of a few rows


def _remember(frames: Mapping[str, pl.DataFrame]) -> None:
    if len(_lately) + len(frames) > _MOST:
        _lately.clear()
    _lately.update(frames)


def _codings(found: Mapping[str, Sequence[pl.DataFrame]]) -> pl.DataFrame:
    """CODINGS from what coders found."""
    parts = [
        pl.concat([pl.DataFrame(schema=FOUND), *frames]).with_columns(pl.lit(coder).alias("coder"))
        for coder, frames in found.items()
    ]
    if not parts:
        return CODINGS.empty()
    whole = pl.concat(parts).sort("document", "start", "code", "coder")
    return CODINGS.conform(
        whole.with_columns(
            pl.lit("codings").alias("table"),
            pl.format("{}#{}-{}/{}/{}", "document", "start", "end", "code", "coder").alias("row"),
        )
    )


@dataclass(eq=False)
class Coded:
    """Coded documents; each table is read when it is asked for, and of the documents asked for alone."""

    jobs: Sequence[Job]
    codebook: Codebook
    store: Store | None
    keys: Mapping[str, Mapping[str, str]]
    _batches: dict[str, Batch] = field(default_factory=dict)
    _frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    _readers: dict[str, Batched] = field(default_factory=dict)

    @cached_property
    def codings(self) -> pl.DataFrame:
        """CODINGS of all programs, sorted by document, place, code and coder."""
        return _codings({coder: self._codings_by(coder) for coder in self.keys})

    @property
    def texts(self) -> pl.DataFrame:
        """TEXTS of all documents that could be read, in the order of the inputs."""
        return self._table("texts", TEXTS)

    @property
    def blocks(self) -> pl.DataFrame:
        """BLOCKS of all documents."""
        return self._table("blocks", BLOCKS)

    @property
    def passages(self) -> pl.DataFrame:
        """PASSAGES of all documents."""
        return self._table("passages", PASSAGES)

    def texts_of(self, documents: Sequence[str]) -> dict[str, str]:
        """The canonical texts of some documents by id; those that could not be read are left out."""
        frame = self._table("texts", TEXTS, documents)
        return dict(frame.select("document", "text").iter_rows())

    def blocks_of(self, documents: Sequence[str]) -> pl.DataFrame:
        """BLOCKS of some documents."""
        return self._table("blocks", BLOCKS, documents)

    def passages_of(self, documents: Sequence[str]) -> pl.DataFrame:
        """PASSAGES of some documents."""
        return self._table("passages", PASSAGES, documents)

    @property
    def passage_counts(self) -> pl.DataFrame:
        """How many passages each document has that could be read: document, passages."""
        held = self._said.filter(pl.col("problem").is_null())
        return held.select("document", pl.col("passages").fill_null(0).cast(pl.Int64))

    @property
    def metadata(self) -> pl.DataFrame:
        """What each file says of itself: document, title, date, issuer, language (as found from its words)."""
        return self._said.select("document", "title", "date", "issuer", "language")

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The files that could not be read, and what their readers warn of."""
        return list(diagnostics_of(self._said))

    def find(self, pattern: str | Pattern, *, language: str = "") -> pl.DataFrame:
        """Where a pattern stands: document, start, end (passage), hit_start, hit_end, language; in order.

        Only passages in the language, where one is given. Raises: PatternError.
        """
        sought = parse(pattern) if isinstance(pattern, str) else pattern
        return pl.concat(
            [pl.DataFrame(schema=HITS), *(self._find(job, sought, language) for job in self.jobs)]
        )

    def _find(self, job: Job, pattern: Pattern, language: str) -> pl.DataFrame:
        indexed = self._batched(job).indexed
        hits = Matcher(indexed.index).find(pattern)
        passage = indexed.index.passage_of(hits.start)
        if language:
            spoken = indexed.speaks(language)[passage]
            hits, passage = hits.where(spoken), passage[spoken]
        document = indexed.document[passage]
        columns = {
            "document": pl.Series(indexed.documents, dtype=pl.String).gather(document),
            "start": indexed.start[passage],
            "end": indexed.end[passage],
            "hit_start": indexed.index.start[hits.start] - indexed.offset[document],
            "hit_end": indexed.index.end[hits.end - 1] - indexed.offset[document],
            "language": pl.Series(indexed.languages, dtype=pl.String).gather(indexed.language[passage]),
        }
        return pl.DataFrame(columns).cast(pl.Schema(HITS))

    def tasks(self) -> tuple[list[Task], list[int]]:
        """What is left to do, and what each task costs; nothing where the store has it all."""
        kept = (
            dict.fromkeys(TABLES, frozenset[str]())
            if self.store is None
            else {n: self.store.keys(n) for n in TABLES}
        )
        coded = frozenset[str]() if self.store is None else self.store.keys("codings")
        tasks: list[Task] = []
        costs: list[int] = []
        for job in self.jobs:
            wanted = {
                coder: tuple(code for code, key in keys.items() if codings_key(job, key) not in coded)
                for coder, keys in self.keys.items()
            }
            is_kept = all(job.key in names for names in kept.values())
            if not is_kept or any(wanted.values()):
                root = self.store.root if self.store is not None else None
                tasks.append(Task(job, self.codebook, wanted, self.keys, root, is_kept))
                costs.append(cost(tasks[-1]))
        return tasks, costs

    def take(self, job: Job, done: Done) -> None:
        """Keep what came of a task in memory, at hand for whoever asks next."""
        if done.batch is not None:
            self._batches[job.key] = done.batch
        for coder, frames in done.codings.items():
            for code, frame in frames.items():
                self._frames[codings_key(job, self.keys[coder][code])] = frame
        if self.store is not None:
            _remember(self._frames)

    def _codings_by(self, coder: str) -> list[pl.DataFrame]:
        keys = self.keys[coder]
        wanted = {codings_key(job, key): (job, code) for job in self.jobs for code, key in keys.items()}
        known = {key: _lately[key] for key in wanted if key in _lately} | self._frames
        left = [key for key in wanted if key not in known]
        if left and self.store is not None:
            known |= self._read(left)
            _remember(known)
        for key in left:
            if key not in known:  # gone from the store since: another process tidied it, or a person did
                job, code = wanted[key]
                root = self.store.root if self.store is not None else None
                task = Task(job, self.codebook, {coder: (code,)}, self.keys, root, is_kept=True)
                known[key] = work(task).codings[coder][code]
        return [known[key] for key in wanted]

    def _read(self, keys: Sequence[str]) -> dict[str, pl.DataFrame]:
        """Codings from the store, all files at once; those of a file that is not there are left out."""
        assert self.store is not None
        paths = {str(self.store.path("codings", key)): key for key in keys}
        try:
            read = pl.read_parquet(list(paths), include_file_paths="file")
        except (pl.exceptions.PolarsError, OSError):
            single = {key: self.store.read("codings", key) for key in keys}
            return {key: frame for key, frame in single.items() if frame is not None}
        parts = read.partition_by("file", as_dict=True, include_key=False)
        empty = pl.DataFrame(schema=FOUND)
        return {key: parts.get((path,), empty) for path, key in paths.items()}

    @cached_property
    def _said(self) -> pl.DataFrame:
        return pl.concat([SAID, *(self._part(job, "said") for job in self.jobs)])

    def _part(self, job: Job, name: str) -> pl.DataFrame:
        """A table of a batch, made anew where it has gone from the store since."""
        if job.key not in self._batches and self.store is not None:
            read = self.store.read(name, job.key)
            if read is not None:
                return read
        part: pl.DataFrame = getattr(self._batch(job), name)
        return part

    def _batch(self, job: Job) -> Batch:
        if job.key not in self._batches:
            self._batches[job.key] = prepare(job.inputs)
        return self._batches[job.key]

    def _batched(self, job: Job) -> Batched:
        in_store = self.store is not None and job.key not in self._batches
        kept = recalled(self.store, job) if self.store is not None and in_store else None
        if kept is not None:
            return kept
        if job.key not in self._readers:
            batch = self._batch(job)
            self._readers[job.key] = Batched(batch.indexed, lambda: batch.text)
        return self._readers[job.key]

    def _table(self, name: str, table: Table, documents: Sequence[str] | None = None) -> pl.DataFrame:
        chosen = None if documents is None else set(documents)
        parts = [
            self._part(job, name)
            for job in self.jobs
            if chosen is None or any(item.document in chosen for item in job.inputs)
        ]
        whole = table.conform(pl.concat(parts)) if parts else table.empty()
        return whole if chosen is None else whole.filter(pl.col("document").is_in(chosen))
