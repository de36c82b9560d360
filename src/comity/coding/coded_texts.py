"""Documents read, split, indexed and coded: the one entry for whoever needs texts or codings.

What was done before is taken from the store; what changed is done anew, in parallel where that pays. A
document that cannot be read becomes a diagnostic, and the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from comity.coding.batches import Done, Job, Task, code_keys, cost, cut, recalled, work
from comity.coding.coder import CODERS, FOUND, Batched
from comity.coding.duties import found as deontic
from comity.coding.kept_codings import (
    Groups,
    group_of,
    groups_in,
    list_group,
    place,
    read_codings,
)
from comity.coding.matching import Matcher
from comity.coding.reuse.pairs import Worded, worded
from comity.coding.tables import CODINGS, DUTIES
from comity.diagnostics import Diagnostic
from comity.documents.kept import TABLES
from comity.documents.prepare import (
    SAID,
    Batch,
    Indexed,
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
            coded.take(tasks[number], done)
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
    found = {coder: [CODERS.get(coder).code(batched, codebook, codes)] for coder in coders}
    return _codings(found)


_lately: dict[str, pl.DataFrame] = {}
_MOST = 2_000  # frames of codings kept in memory


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
    _groups: Groups = field(default_factory=Groups)
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

    def worded(self, *others: Coded) -> list[tuple[pl.DataFrame, Worded]]:
        """PASSAGES with their words, of these documents and of others; a word has one number in all of them."""
        every = (self, *others)
        whole = worded([batch.index for coded in every for batch in coded.indexed()])
        made, begin = [], 0
        for coded in every:
            passages = coded.passages
            made.append((passages, whole.take(np.arange(begin, begin + passages.height))))
            begin += passages.height
        return made

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

    def duties(self, names: Sequence[str] = ()) -> pl.DataFrame:
        """DUTIES of all documents, sides left open; `names` are those of actors who can act."""
        tasks = {job.key: self._duty_task(job, tuple(names)) for job in self.jobs}
        made: dict[str, pl.DataFrame] = {}
        for key in tasks:
            kept = self.store.read("duties", deontic.place(key, names)) if self.store is not None else None
            if kept is not None:
                made[key] = kept
        left = [task for key, task in tasks.items() if key not in made]
        size = sum(job.size for job in self.jobs if job.key not in made)
        made |= {left[number].key: frame for number, frame in deontic.found_in(left, size)}
        return pl.concat([DUTIES.empty(), *(made[job.key] for job in self.jobs)]).sort(
            "document", "start", "row"
        )

    def _duty_task(self, job: Job, names: tuple[str, ...]) -> deontic.Task:
        if self.store is not None and all(
            self.store.path(n, job.key).exists() for n in ("texts", "passages")
        ):
            return deontic.Task(job.key, names, self.store.root)
        frames = self._part(job, "texts"), self._part(job, "passages")
        return deontic.Task(job.key, names, None, frames)

    def find(self, pattern: str | Pattern, *, language: str = "") -> pl.DataFrame:
        """Where a pattern stands: document, start, end (passage), hit_start, hit_end, language; in order.

        Only passages in the language, where one is given. Raises: PatternError.
        """
        sought = parse(pattern) if isinstance(pattern, str) else pattern
        return pl.concat(
            [pl.DataFrame(schema=HITS), *(self._find(job, sought, language) for job in self.jobs)]
        )

    def indexed(self) -> Iterator[Indexed]:
        """The word index of each batch, with the place of each passage."""
        yield from (self._batched(job).indexed for job in self.jobs)

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
        self._groups = Groups() if self.store is None else groups_in(self.store)
        root = self.store.root if self.store is not None else None
        tasks: list[Task] = []
        for job in self.jobs:
            wanted = {coder: self._groups.lacking(job.key, keys) for coder, keys in self.keys.items()}
            is_kept = all(job.key in names for names in kept.values())
            if not is_kept or any(wanted.values()):
                tasks.append(Task(job, self.codebook, wanted, self.keys, root, is_kept))
        self._list_groups(tasks)
        return tasks, [cost(task) for task in tasks]

    def _list_groups(self, tasks: Sequence[Task]) -> None:
        if self.store is not None:
            for keys in {tuple(task.keys_of(coder)) for task in tasks for coder in task.wanted}:
                list_group(self.store, keys)

    def take(self, task: Task, done: Done) -> None:
        """Keep what came of a task in memory, at hand for whoever asks next."""
        if done.batch is not None:
            self._batches[task.job.key] = done.batch
        frames: dict[str, pl.DataFrame] = {}
        for coder, frame in done.codings.items():
            keys = task.keys_of(coder)
            self._groups.add(task.job.key, keys)
            frames[place(task.job.key, group_of(keys))] = frame
        self._frames |= frames
        if self.store is not None:
            _remember(frames)

    def _codings_by(self, coder: str) -> list[pl.DataFrame]:
        codes = {key: code for code, key in self.keys[coder].items()}
        parts = [(job, *part) for job in self.jobs for part in self._groups.covering(job.key, codes)]
        known = self._known([place(job.key, group) for job, group, _, _ in parts])
        found: list[pl.DataFrame] = []
        for job, group, members, whole in parts:
            taken = [codes[key] for key in sorted(members)]
            frame = known.get(place(job.key, group))
            if frame is None:
                found.append(self._coded_anew(job, coder, taken))
            else:
                found.append(frame if whole else frame.filter(pl.col("code").is_in(taken)))
        return found

    def _known(self, places: Sequence[str]) -> dict[str, pl.DataFrame]:
        """Codings by their place: in memory, or else in the store."""
        known = {name: _lately[name] for name in places if name in _lately} | self._frames
        left = [name for name in places if name not in known]
        if left and self.store is not None:
            read = read_codings(self.store, left)
            _remember(read)
            known |= read
        return known

    def _coded_anew(self, job: Job, coder: str, codes: Sequence[str]) -> pl.DataFrame:
        """Codings that have gone from the store since: another process tidied it, or a person did."""
        root = self.store.root if self.store is not None else None
        return work(Task(job, self.codebook, {coder: codes}, self.keys, root, is_kept=True)).codings[coder]

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
