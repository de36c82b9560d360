"""What each coder said of each passage, and which passages they read at all.

Two things are never mixed: a passage that a coder *read* and gave no code, and one that they *did not read*. Programs
read every passage of the documents that are held, save those that have to be asked and were not. Of people only what
they say they read counts as read, and what they coded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.coding.agreement.ratings import MISSING, Ratings
from comity.study.codebook import Codebook
from comity.study.tables import STANCES

if TYPE_CHECKING:
    Flags = npt.NDArray[np.bool_]

ABSENT, PRESENT = 0, 1
VALUES = ("absent", "present")
FEWEST_DOCUMENTS = 8  # with fewer, documents are too few to draw from (method, section 4)
_SPAN = 1 << 32  # offsets are 32 bits wide: document x _SPAN + offset orders all places


@dataclass(frozen=True)
class Sheet:
    """Passages x coders x codes.

    ``passages`` has document, start, end; ``read`` is of shape (passages, coders); ``stance`` of shape (passages,
    coders, codes) holds positions in STANCES, MISSING where the code was not given, a parent counting its
    children; ``own``, of the same shape, is true where the code itself was given. ``asked`` (coders, codes) is
    false where a coder could not give a code, its codebook having none. ``silent`` are the people who do not say
    what they read; ``parents`` tells for what each code counts too.
    """

    passages: pl.DataFrame
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    read: Flags
    stance: npt.NDArray[np.int8]
    own: Flags
    asked: Flags
    people: frozenset[str]
    silent: frozenset[str]
    parents: Mapping[str, tuple[str, ...]]

    @cached_property
    def document(self) -> npt.NDArray[np.int64]:
        """The number of each passage's document."""
        ranked = self.passages["document"].rank("dense").cast(pl.Int64) - 1
        return ranked.to_numpy()

    @cached_property
    def used(self) -> tuple[str, ...]:
        """The codes that anybody gave, in their order."""
        given = (self.stance != MISSING).any(axis=(0, 1))
        return tuple(code for code, is_used in zip(self.codes, given, strict=True) if is_used)

    def both_read(self, coders: Sequence[str]) -> Flags:
        """The passages that at least two of the coders read: shape (passages,)."""
        return self.read[:, self._places(coders)].sum(axis=1) >= 2  # type: ignore[no-any-return]

    def presence(self, coders: Sequence[str], code: str) -> Ratings:
        """Whether each of the coders gave the code, on the passages that at least two of them read."""
        return self._rated(coders, [code])

    def all_presences(self, coders: Sequence[str]) -> Ratings:
        """The same for every code that anybody used, each passage x code a unit of its own."""
        return self._rated(coders, self.used)

    def stances(self, coders: Sequence[str]) -> Ratings:
        """The stance of each coding, where at least two of the coders gave the passage the same code."""
        where, places = self.both_read(coders), self._places(coders)
        codes = [self.codes.index(code) for code in self.used]
        given = self.stance[where][:, places][:, :, codes].transpose(0, 2, 1)
        rows = given.reshape(-1, len(places)).astype(np.int64)
        return Ratings(rows, STANCES, *self._clusters(coders, len(codes))).compared()

    def documents(self, coders: Sequence[str]) -> int:
        """In how many documents the passages stand that at least two of the coders read."""
        return len(np.unique(self.document[self.both_read(coders)]))

    def read_whole(self, coders: Sequence[str]) -> list[str]:
        """The documents of which every one of the coders read every passage."""
        by_all = pl.Series("by_all", self.read[:, self._places(coders)].all(axis=1))
        seen = self.passages.with_columns(by_all).group_by("document", maintain_order=True)
        return seen.agg(pl.col("by_all").all()).filter(pl.col("by_all"))["document"].to_list()

    def spans(
        self, codings: pl.DataFrame, documents: Sequence[str], coders: Sequence[str]
    ) -> dict[str, dict[tuple[str, str], list[tuple[int, int]]]]:
        """What the coders marked in those documents: per code that anybody used, and document and coder."""
        chosen = codings.filter(
            pl.col("document").is_in(list(documents))
            & pl.col("coder").is_in(list(coders))
            & (pl.col("table") == "codings")
        )
        found: dict[str, dict[tuple[str, str], list[tuple[int, int]]]] = {}
        for document, coder, code, start, end in chosen.select(
            "document", "coder", "code", "start", "end"
        ).iter_rows():
            for counted in (code, *self.parents.get(code, ())):
                found.setdefault(counted, {}).setdefault((document, coder), []).append((start, end))
        return {code: found[code] for code in self.codes if code in found}

    def _rated(self, coders: Sequence[str], codes: Sequence[str]) -> Ratings:
        where, places = self.both_read(coders), self._places(coders)
        at = [self.codes.index(code) for code in codes]
        given = self.stance[where][:, places][:, :, at] != MISSING
        known = self.read[where][:, places][:, :, None] & self.asked[places][:, at]
        rated = np.where(known, given.astype(np.int64), MISSING).transpose(0, 2, 1)
        return Ratings(rated.reshape(-1, len(places)), VALUES, *self._clusters(coders, len(at)))

    def drawn_over(self, coders: Sequence[str]) -> str:
        """What is drawn for intervals: documents, or passages where these stand in too few documents."""
        return "documents" if self.documents(coders) >= FEWEST_DOCUMENTS else "passages"

    def _clusters(self, coders: Sequence[str], each: int) -> tuple[npt.NDArray[np.int64], int]:
        """The cluster of each passage that two of the coders read, `each` times, and how many clusters there are."""
        document = self.document[self.both_read(coders)]
        if self.drawn_over(coders) == "documents":
            names, number = np.unique(document, return_inverse=True)
            return np.repeat(number.ravel().astype(np.int64), each), len(names)
        return np.repeat(np.arange(len(document)), each), len(document)

    def _places(self, coders: Sequence[str]) -> list[int]:
        return [self.coders.index(coder) for coder in coders]


def sheet_of(
    passages: pl.DataFrame,
    codings: pl.DataFrame,
    read: pl.DataFrame,
    codebook: Codebook,
    *,
    programs: Sequence[str],
    asked: Mapping[str, Iterable[str]] | None = None,
    partly: Collection[str] = (),
) -> Sheet:
    """The sheet of all coders: the programs, and after them, by name, the people who coded or read anything.

    Takes: `passages` (document, start, end); `codings` (CODINGS, statements left out here); `read` (document,
    start, end, coder; no start: the whole document); `asked` names the codes of a program that has others
    than the codebook, `partly` the programs that read no more than `read` says. Kept are the passages that a
    person read, or all where no person read any.
    """
    placed = codings.filter((pl.col("table") == "codings") & pl.col("start").is_not_null())
    people = sorted((set(placed["coder"]) | set(read["coder"])) - set(programs))
    coders = (*programs, *people)
    place = _Places(passages.select("document", "start", "end").sort("document", "start"))
    given, own = _given(place, placed, coders, codebook)
    number = {coder: column for column, coder in enumerate(coders)}
    has_read = (given != MISSING).any(axis=2)
    has_read[:, [number[name] for name in programs if name not in partly]] = True
    said = read.filter(pl.col("coder").is_in([*people, *partly]))
    passage, row = place.overlapping(said)
    columns = said["coder"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
    has_read[passage, columns[row]] = True
    kept = has_read[:, len(programs) if people else 0 :].any(axis=1)
    codes = tuple(codebook.codes)
    can = np.ones((len(coders), len(codes)), np.bool_)
    for coder, some in (asked or {}).items():
        can[number[coder]] = np.isin(codes, list(some))
    return Sheet(
        place.passages.filter(pl.Series(kept)),
        coders,
        codes,
        has_read[kept],
        given[kept],
        own[kept],
        can,
        frozenset(people),
        frozenset(people) - set(read["coder"]),
        {code: codebook.ancestors(code) for code in codes},
    )


def _given(
    place: _Places, codings: pl.DataFrame, coders: Sequence[str], codebook: Codebook
) -> tuple[npt.NDArray[np.int8], Flags]:
    """The stance of each coder on each passage and code, and whether that code itself was given."""
    codes = {code: number for number, code in enumerate(codebook.codes)}
    given = np.full((place.passages.height, len(coders), len(codes)), MISSING, np.int8)
    known = codings.filter(pl.col("code").is_in(list(codes)) & pl.col("coder").is_in(list(coders)))
    passage, row = place.overlapping(known)
    numbers = (
        known.select(
            pl.col("coder").replace_strict({c: n for n, c in enumerate(coders)}, return_dtype=pl.Int64),
            pl.col("code").replace_strict(codes, return_dtype=pl.Int64),
            pl.col("stance").replace_strict({s: n for n, s in enumerate(STANCES)}, return_dtype=pl.Int64),
        )
        .to_numpy()
        .reshape(-1, 3)[row[::-1]]
    )
    coder, code, stance = numbers.T
    # Written in reverse order, so that of several codings of one passage the first in the text stays.
    for number, counted in _with_parents(codebook, codes):
        chosen = code == number
        for target in counted[1:]:
            given[passage[::-1][chosen], coder[chosen], target] = stance[chosen]
    given[passage[::-1], coder, code] = stance
    own = np.zeros(given.shape, np.bool_)
    own[passage[::-1], coder, code] = True
    return given, own


def _with_parents(codebook: Codebook, codes: Mapping[str, int]) -> list[tuple[int, list[int]]]:
    return [
        (number, [number, *(codes[parent] for parent in codebook.ancestors(code))])
        for code, number in codes.items()
    ]


class _Places:
    """Passages in order, to be found by place; those of one document do not overlap."""

    def __init__(self, passages: pl.DataFrame) -> None:
        self.passages = passages
        self._number = {d: n for n, d in enumerate(passages["document"].unique(maintain_order=True))}
        document = self._documents(passages)
        self._start = document * _SPAN + passages["start"].cast(pl.Int64).to_numpy()
        self._end = document * _SPAN + passages["end"].cast(pl.Int64).to_numpy()

    def overlapping(self, rows: pl.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Passage and row of each two that overlap; a row without start is the whole of its document."""
        document = self._documents(rows)
        start = rows["start"].cast(pl.Int64).fill_null(0).to_numpy()
        end = rows["end"].cast(pl.Int64).fill_null(_SPAN - 1).to_numpy()
        first = np.searchsorted(self._end, document * _SPAN + start, side="right")
        last = np.searchsorted(self._start, document * _SPAN + end, side="left")
        count = np.where(document >= 0, np.maximum(last - first, 0), 0)
        row = np.repeat(np.arange(len(count)), count)
        before = np.cumsum(count) - count
        return np.arange(len(row)) - before[row] + first[row], row

    def _documents(self, rows: pl.DataFrame) -> npt.NDArray[np.int64]:
        numbers = rows["document"].replace_strict(self._number, default=-1, return_dtype=pl.Int64)
        return numbers.to_numpy()
