"""From files to texts, passages and a word index: everything that is known of a document before it is coded.

Documents are prepared in batches of a few megabytes, and each batch is kept in the store under the contents of
its files. A document that cannot be read does not hold up the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.diagnostics import Diagnostic
from comity.documents.language import languages_of, likely_language
from comity.documents.passages import passages_of, quote_digest
from comity.documents.reader import UnreadableDocument
from comity.documents.tables import BLOCKS, PASSAGES, TEXTS
from comity.documents.text import Text, read_text
from comity.documents.words import WordIndex, index_words

Numbers = NDArray[np.int64]

_LONGEST_TITLE = 200

_SAID: dict[str, pl.DataType] = {
    "document": pl.String(),
    "title": pl.String(),
    "date": pl.String(),
    "issuer": pl.String(),
    "language": pl.String(),
    "file": pl.String(),
    "notes": pl.List(pl.String()),
    "code": pl.String(),
    "problem": pl.String(),
    "fix": pl.String(),
    "passages": pl.UInt32(),
}
SAID = pl.DataFrame(schema=_SAID)
"""What files say of themselves, and what was wrong with those that could not be read; without a row."""


@dataclass(frozen=True, slots=True)
class Input:
    """A document to be read: its id, its bytes or where they are, its name and the language it is said to be in."""

    document: str
    path: Path | None
    data: bytes | None
    name: str
    language: str | None = None

    def read(self) -> bytes:
        """The bytes of the file."""
        if self.data is not None:
            return self.data
        assert self.path is not None, f"{self.document} has neither data nor path"
        return self.path.read_bytes()

    def size(self) -> int:
        """How many bytes it has; 0 where it cannot be told."""
        if self.data is not None:
            return len(self.data)
        try:
            return self.path.stat().st_size if self.path is not None else 0
        except OSError:
            return 0


@dataclass(frozen=True, slots=True, eq=False)
class Indexed:
    """The word index of a batch with the place of each passage: all that coding needs.

    ``document`` numbers each passage's document in ``documents``; ``start`` and ``end`` are its place in that
    document's text, which begins at ``offset`` in the batch; ``language`` numbers its language in ``languages``.
    """

    index: WordIndex
    documents: tuple[str, ...]
    offset: Numbers
    document: Numbers
    start: Numbers
    end: Numbers
    language: NDArray[np.uint8]
    languages: tuple[str | None, ...]

    def speaks(self, language: str) -> NDArray[np.bool_]:
        """For each passage, whether it is in that language ("": any)."""
        if not language:
            return np.ones(len(self.language), dtype=np.bool_)
        if language not in self.languages:
            return np.zeros(len(self.language), dtype=np.bool_)
        spoken: NDArray[np.bool_] = self.language == self.languages.index(language)
        return spoken


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some documents as they were read (TEXTS, BLOCKS, PASSAGES), indexed, and what their files say of themselves."""

    texts: pl.DataFrame
    blocks: pl.DataFrame
    passages: pl.DataFrame
    said: pl.DataFrame
    indexed: Indexed

    @property
    def text(self) -> str:
        """The texts one after the other, as the index counts them."""
        return "\n".join(self.texts["text"].to_list())


def prepare(inputs: Sequence[Input]) -> Batch:
    """Read, split and index some documents; those that cannot be read are told in ``said``."""
    read: list[tuple[Input, Text]] = []
    said: list[dict[str, object]] = []
    for item in inputs:
        try:
            text = read_text(item.read(), item.name)
        except UnreadableDocument as error:
            said.append(_row(item, code=error.code, problem=error.problem, fix=error.fix))
        except OSError as error:
            problem = f"cannot be read ({error.strerror or type(error).__name__})."
            said.append(
                _row(item, code="unreadable-file", problem=problem, fix="Check the file and its permissions.")
            )
        else:
            read.append((item, text))
            meta = text.metadata
            said.append(
                _row(
                    item,
                    title=meta.title or _first_heading(text),
                    date=meta.date,
                    issuer=meta.issuer,
                    language=meta.language,
                    notes=text.notes,
                )
            )
    batch = _batch(read)
    counts = batch.passages.group_by("document").agg(pl.len().cast(pl.UInt32).alias("passages"))
    frame = (
        pl.DataFrame(said, schema=_SAID)
        .drop("passages")
        .join(counts, on="document", how="left", maintain_order="left")
    )
    return replace(batch, said=frame)


def indexed_sentences(sentences: Sequence[tuple[str, str | None, str]]) -> tuple[Indexed, str]:
    """The index of single sentences (id, language, text), each a document and a passage, and their joined text."""
    texts = [text for _, _, text in sentences]
    lengths = np.asarray([len(text) for text in texts], dtype=np.int64)
    offset = offsets(lengths)
    joined = "\n".join(texts)
    number = np.arange(len(texts), dtype=np.int64)
    language, languages = numbered([language for _, language, _ in sentences])
    made = Indexed(
        index=index_words(joined, offset, offset + lengths),
        documents=tuple(name for name, _, _ in sentences),
        offset=offset,
        document=number,
        start=np.zeros(len(texts), dtype=np.int64),
        end=lengths,
        language=language,
        languages=languages,
    )
    return made, joined


def _batch(read: Sequence[tuple[Input, Text]]) -> Batch:
    spans = [_passages(item, text) for item, text in read]
    texts = [text.text for _, text in read]
    lengths = np.asarray([len(text) for text in texts], dtype=np.int64)
    offset = offsets(lengths)
    counts = np.asarray([len(found) for found in spans], dtype=np.int64)
    document = np.repeat(np.arange(len(read)), counts)
    flat = np.asarray([span for found in spans for span in found], dtype=np.int64).reshape(-1, 3)
    start, end, block = flat[:, 0], flat[:, 1], flat[:, 2]
    index = index_words("\n".join(texts), start + offset[document], end + offset[document])
    passage_language, language = languages_of(index, document, [item.language for item, _ in read])
    language = [own or text.metadata.language for own, (_, text) in zip(language, read, strict=True)]
    ids = tuple(item.document for item, _ in read)
    blocks = _blocks(read)
    first_block = np.cumsum([0, *(len(text.blocks) for _, text in read)])[document] + block
    frames = {
        "texts": pl.DataFrame(
            {
                "document": ids,
                "text": texts,
                "characters": lengths,
                "pages": [text.pages for _, text in read],
                "language": language,
            },
            schema_overrides={**TEXTS.schema(), "characters": pl.UInt32()},
        ),
        "passages": pl.DataFrame(
            {
                "document": pl.Series(ids, dtype=pl.String).gather(document),
                "passage": np.concatenate([np.arange(n) for n in counts.tolist()] or [np.zeros(0, np.int64)]),
                "start": start,
                "end": end,
                "block": block,
                "kind": blocks["kind"].gather(first_block),
                "page": blocks["page"].gather(first_block),
                "language": pl.Series(passage_language, dtype=pl.String),
                "hash": pl.Series(_hashes(texts, spans), dtype=pl.UInt64),
                "word": index.passages[:-1].astype(np.uint32),
            }
        ),
    }
    passages = frames["passages"].cast(pl.Schema(PASSAGES.schema()))
    indexed = Indexed(index, ids, offset, document, start, end, *numbered(passage_language))
    return Batch(TEXTS.conform(frames["texts"]), blocks, passages, pl.DataFrame(schema=_SAID), indexed)


def _passages(item: Input, text: Text) -> list[tuple[int, int, int]]:
    language = item.language or text.metadata.language or likely_language(text.text)
    return passages_of(text.text, text.blocks, language)


def _first_heading(text: Text) -> str | None:
    """What a document calls itself where its format has no place for a title."""
    heading = next((text.text[b.start : b.end] for b in text.blocks[:5] if b.kind == "heading"), None)
    return heading if heading and len(heading) <= _LONGEST_TITLE else None


def _hashes(texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int, int]]]) -> NDArray[np.uint64]:
    quotes = (text[a:b] for text, found in zip(texts, spans, strict=True) for a, b, _ in found)
    return np.frombuffer(b"".join(map(quote_digest, quotes)), dtype="<u8")


def numbered(languages: Sequence[str | None]) -> tuple[NDArray[np.uint8], tuple[str | None, ...]]:
    """Each language as the number of its first appearance, and the languages so numbered."""
    numbers = {language: number for number, language in enumerate(dict.fromkeys(languages))}
    return np.fromiter(map(numbers.__getitem__, languages), dtype=np.uint8, count=len(languages)), tuple(
        numbers
    )


def offsets(lengths: Numbers) -> Numbers:
    """Where each text begins when they stand one after the other with one character between."""
    return np.cumsum(lengths + 1) - (lengths + 1)


def _blocks(read: Sequence[tuple[Input, Text]]) -> pl.DataFrame:
    rows = [
        (item.document, number, placed.kind, placed.level, placed.start, placed.end, placed.page)
        for item, text in read
        for number, placed in enumerate(text.blocks)
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(BLOCKS.names)
    schema = BLOCKS.schema()
    return pl.DataFrame(
        [pl.Series(n, list(c), schema[n]) for n, c in zip(BLOCKS.names, columns, strict=True)]
    )


def _row(item: Input, *, notes: Iterable[str] = (), **known: object) -> dict[str, object]:
    return {
        **dict.fromkeys(_SAID),
        "document": item.document,
        "file": item.name,
        "notes": list(notes),
        **known,
    }


def diagnostics_of(said: pl.DataFrame) -> Iterator[Diagnostic]:
    """What was wrong with documents (``Batch.said``): files that cannot be read, and warnings of their readers."""
    for row in said.iter_rows(named=True):
        if row["problem"] is not None:
            yield Diagnostic(row["code"], row["file"], row["problem"], row["fix"] or "")
        for note in row["notes"] or ():
            yield Diagnostic("document-note", row["file"], note, severity="warning")
