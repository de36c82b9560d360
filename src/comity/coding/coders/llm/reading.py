"""What a model has read of a study and what it found there, from its answers alone.

An answer belongs to the words of a passage, to a code as it was defined then, and to the settings. Where any of them
is another now, the answer stays in the file and counts for nothing: it is never taken for an answer to what was not
asked. A passage without an answer on a code is *not yet read* for it, which is not the same as *read, and nothing*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from comity.coding.coders.llm.answer import place_of
from comity.coding.coders.llm.prompt import code_key, prompt_key
from comity.coding.tables import CODINGS
from comity.diagnostics import Diagnostic
from comity.documents.passages import quote_hash
from comity.study.answers import Quoted, Record, is_sound
from comity.study.codebook import Codebook
from comity.study.llm_settings import LlmSettings
from comity.study.tables import STANCES

NOT_YET_READ = "not-yet-read"
"""The warning that a model has not read everything, by its code."""

_READ = {"document": pl.String(), "start": pl.UInt32(), "end": pl.UInt32(), "coder": pl.String()}
_FOUND = {
    "hash": pl.UInt64(), "code": pl.String(), "stance": pl.String(), "place": pl.UInt32(), "length": pl.UInt32(),
    "hits": pl.UInt32(),
}  # fmt: skip
_Known = dict[str, dict[str, tuple[Quoted, ...]]]  # by passage and code


@dataclass(frozen=True, slots=True)
class Reading:
    """A model's part in a study.

    ``codings`` follow CODINGS. ``codes`` are those on which anything is answered; ``read`` (document, start, end,
    coder) are the passages that are answered on all of these. ``lacking`` gives document, start, end, hash of the words
    and the codes of each passage that is not yet read on some; ``passages`` counts all, and ``changed`` how many
    passages each code was answered on before it, or the settings, became another.
    """

    settings: LlmSettings
    codings: pl.DataFrame
    read: pl.DataFrame
    codes: tuple[str, ...]
    lacking: pl.DataFrame
    passages: int
    changed: Mapping[str, int] = field(default_factory=dict)

    @property
    def coder(self) -> str:
        """The name under which its codings stand."""
        return self.settings.coder

    @property
    def unread(self) -> int:
        """How many passages it has not yet read on every code."""
        return self.lacking.height

    def documents_read(self, codebook: Codebook, passages: pl.DataFrame) -> set[str]:
        """The documents that it has read whole, on every code."""
        if set(codebook.codes) - set(self.codes):
            return set()
        known = self.read.select("document", "start", pl.lit(value=True).alias("is_read"))
        seen = passages.join(known, on=["document", "start"], how="left")
        return {
            *seen.group_by("document")
            .agg(pl.col("is_read").is_not_null().all())
            .filter("is_read")["document"]
        }

    def to_ask(
        self, texts: Callable[[Sequence[str]], Mapping[str, str]], documents: Sequence[str] = ()
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The passages (of some documents) that are not yet read, in their order, each with the codes that it lacks.

        The same words are asked once, wherever they stand.
        """
        chosen = self.lacking.filter(pl.col("document").is_in(list(documents))) if documents else self.lacking
        single = chosen.unique("hash", keep="first", maintain_order=True).drop("hash")
        known = texts(single["document"].unique(maintain_order=True).to_list())
        for document, start, end, codes in single.iter_rows():
            yield known[document][start:end], tuple(codes)

    def diagnostics(self) -> list[Diagnostic]:
        """Warnings: what is not yet read, and what was answered before a code or the settings changed."""
        found = [
            Diagnostic(
                "changed-after-coding",
                self.settings.file,
                f"{code} (or how it is asked) is another than when {n:,} passages were coded with it; these "
                "answers stay in the file and do not count.",
                "comity code --coder llm asks anew, on what changed alone.",
                severity="warning",
            )
            for code, n in self.changed.items()
        ]
        if self.unread:
            told = (
                f"{self.coder} has not yet read {self.unread:,} of {self.passages:,} passages on every code."
            )
            fix = "They are not read, and not empty: comity code --coder llm asks, with --dry-run for the price."
            found.append(Diagnostic(NOT_YET_READ, self.settings.file, told, fix, severity="warning"))
        return found


def reading(
    records: Sequence[Record], passages: pl.DataFrame, codebook: Codebook, settings: LlmSettings
) -> Reading:
    """What the records say of the passages (PASSAGES) by the codebook as it is now."""
    keys = {code.id: code_key(code, settings) for code in codebook.codes.values()}
    known, changed = _known(records, keys, prompt_key(settings))
    codes = tuple(code for code in keys if any(code in answered for answered in known.values()))
    rows = [
        (quote_hash(text), tuple(c for c in keys if c not in answered)) for text, answered in known.items()
    ]
    lacking = pl.DataFrame(
        {"hash": [h for h, _ in rows], "lacking": [list(codes) for _, codes in rows]},
        schema={"hash": pl.UInt64, "lacking": pl.List(pl.String)},
    ).unique("hash", keep="first", maintain_order=True)
    every = pl.lit(list(keys), dtype=pl.List(pl.String))
    seen = passages.select("document", "start", "end", "hash").join(
        lacking, on="hash", how="left", maintain_order="left"
    )
    seen = seen.with_columns(pl.col("lacking").fill_null(every))
    without = seen.filter(pl.col("lacking").list.len() > 0)
    is_read = pl.col("lacking").list.set_intersection(list(codes)).list.len() == 0
    read = seen.filter(is_read if codes else pl.lit(value=False))
    return Reading(
        settings,
        _codings(known, passages, settings.coder),
        read.select("document", "start", "end", coder=pl.lit(settings.coder)).cast(pl.Schema(_READ)),
        codes,
        without,
        passages.height,
        changed,
    )


def _known(records: Sequence[Record], keys: Mapping[str, str], prompt: str) -> tuple[_Known, dict[str, int]]:
    """What is answered now, by passage and code, and how many passages a code had answers on that do not count.

    Of two answers to one question the first stands: a later one cannot take its place unseen.
    """
    known: _Known = {}
    old: dict[str, set[str]] = {}
    for record in records:
        for code, key in record.codes.items():
            is_current = record.prompt == prompt and keys.get(code) == key
            for answer in record.answers:
                if is_current:
                    found = (q for q in answer.found if q.code == code and is_sound(q, answer.passage, keys))
                    known.setdefault(answer.passage, {}).setdefault(code, tuple(found))
                elif code in keys:
                    old.setdefault(code, set()).add(answer.passage)
    changed = {
        code: n for code in keys if (n := sum(code not in known.get(text, ()) for text in old.get(code, ())))
    }
    return known, changed


def _codings(known: _Known, passages: pl.DataFrame, coder: str) -> pl.DataFrame:
    """One coding for each passage and code; affirming words win over rejecting ones, these over reports."""
    rows = [
        (quote_hash(text), code, *decided)
        for text, answered in known.items()
        for code, found in answered.items()
        if (decided := _decided(text, found)) is not None
    ]
    found = pl.DataFrame(rows, schema=_FOUND, orient="row")
    placed = (
        passages.select("document", "start", "end", "hash")
        .join(found, on="hash")
        .with_columns(
            hit_start=pl.col("start") + pl.col("place"),
            table=pl.lit("codings"),
            row=pl.format("{}#{}-{}/{}/{}", "document", "start", "end", "code", pl.lit(coder)),
            coder=pl.lit(coder),
            confidence=pl.lit(1.0, pl.Float32),
        )
    )
    return CODINGS.conform(placed.with_columns(hit_end=pl.col("hit_start") + pl.col("length")))


def _decided(text: str, found: Sequence[Quoted]) -> tuple[str, int, int, int] | None:
    """Stance, place and length of the words that decide, and in how many places they are said."""
    placed = sorted(
        (STANCES.index(q.stance), place, -len(q.quotation))
        for q in found
        if q.quotation and (place := place_of(q.quotation, text)) is not None
    )
    if not placed:
        return None
    stance, place, length = placed[0]
    return STANCES[stance], place, -length, len({where for said, where, _ in placed if said == stance})
