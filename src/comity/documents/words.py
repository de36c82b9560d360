"""The word index of some texts: every word, where it stands, and in which passage.

A text is cut into words once; search, coding and counting then work on arrays of positions and never touch
the text again. Cutting is done for a whole batch of texts at a time: code points are looked up in a table of
classes, words are the runs of word characters, and equal words are found by a 64-bit hash of their characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.study.patterns import fold, is_word_character

Places = NDArray[np.uint32]
Flags = NDArray[np.bool_]
_Hashes = NDArray[np.uint64]

_COMMON = (
    0x3000  # Latin, Greek, Cyrillic, Hebrew, Arabic, Indic and Thai scripts; the rest is looked up when met
)
_MULTIPLIER = 0x9E3779B97F4A7C15
_BLOCK = 1 << 16  # code points hashed at a time: the intermediate arrays then stay in the processor's cache
_MANY = 2000  # places: from here on, to mark them all and read the marks in order is quicker than to sort
_NOWHERE = np.zeros(0, dtype=np.int64)
_BREAKS = ";:—()[]"  # where a clause ends for sure; a comma may stand inside one


@dataclass(frozen=True, slots=True, eq=False)
class WordIndex:
    """The words of a batch of texts that stand one after the other.

    Words are numbered from 0 through the batch; only words inside a passage are counted. ``spelled`` gives the
    forms as written, sorted by their folded form and then as written; form *f* stands at
    ``positions[first[f]:first[f + 1]]``, in rising order. ``start`` and ``end`` give each word's place in the
    batch (code points). Passage *p* holds the words ``passages[p]`` to ``passages[p + 1]``. ``breaks`` are the
    words before which a clause ends (semicolon, colon, dash, bracket).
    """

    spelled: Callable[[], list[str]]
    folded: list[str]
    first: NDArray[np.int64]
    positions: Places
    start: Places
    end: Places
    passages: NDArray[np.int64]
    breaks: Places
    _made: dict[str, object] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.positions)

    def forms(self, low: str, high: str) -> range:
        """The numbers of the forms whose folded form lies from ``low`` to just before ``high``."""
        return range(bisect_left(self.folded, low), bisect_left(self.folded, high))

    def at(self, forms: Sequence[range]) -> NDArray[np.int64]:
        """All places of some runs of forms that do not overlap, in rising order."""
        parts = [self.positions[self.first[run.start] : self.first[run.stop]] for run in forms]
        if len(forms) == 1 and len(forms[0]) == 1:
            return parts[0].astype(np.int64)
        if sum(map(len, parts)) < _MANY:
            return np.sort(np.concatenate([_NOWHERE, *parts]))
        among = np.zeros(len(self), dtype=np.bool_)
        for part in parts:
            among[part] = True
        return np.flatnonzero(among)

    def passage_of(self, words: NDArray[np.integer]) -> NDArray[np.int64]:
        """The number of the passage in which each word stands."""
        return np.searchsorted(self.passages, words, side="right") - 1

    @property
    def vocabulary(self) -> list[str]:
        """The forms as written: few patterns ask, so that a kept index reads them only then."""
        if "vocabulary" not in self._made:
            self._made["vocabulary"] = self.spelled()
        return cast("list[str]", self._made["vocabulary"])

    @property
    def lines(self) -> str:
        """The folded vocabulary as one text, a form a line with a line break before and after each."""
        if "lines" not in self._made:
            self._made["lines"] = "\n" + "\n".join(self.folded) + "\n"
        return cast("str", self._made["lines"])

    @property
    def form_at(self) -> Places:
        """The number of the form at each place; the other way round than ``positions``."""
        if "form_at" not in self._made:
            forms = np.empty(len(self), dtype=np.uint32)
            forms[self.positions] = np.repeat(
                np.arange(len(self.folded), dtype=np.uint32), np.diff(self.first)
            )
            self._made["form_at"] = forms
        return cast("Places", self._made["form_at"])


def index_words(
    text: str, starts: Sequence[int] | NDArray[np.integer], ends: Sequence[int] | NDArray[np.integer]
) -> WordIndex:
    """The index of a text whose passages start and end at the given code points (in order, not overlapping)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    classes = _classes(codes)
    passage_start, passage_end = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    start, end = _runs(classes == 1)
    begins, stops = np.searchsorted(start, passage_start), np.searchsorted(start, passage_end)
    bounds = np.concatenate([[0], np.cumsum(stops - begins)])
    if bounds[-1] < len(start):
        inside = np.repeat(begins - bounds[:-1], np.diff(bounds)) + np.arange(bounds[-1])
        start, end = start[inside], end[inside]
    breaks = np.unique(np.searchsorted(start, np.flatnonzero(classes == 2)))
    order, first = _grouped(_hashes(codes, start, end))
    forms = [
        text[s:e]
        for s, e in zip(start[order[first[:-1]]].tolist(), end[order[first[:-1]]].tolist(), strict=True)
    ]
    folded = [fold(form) for form in forms]
    keys = [f"{plain}\0{form}" for plain, form in zip(folded, forms, strict=True)]
    sorting = sorted(range(len(forms)), key=keys.__getitem__)
    positions, first = _reordered(order, first, np.asarray(sorting, dtype=np.int64))
    return WordIndex(
        spelled=partial(list, [forms[number] for number in sorting]),  # a worker has to send it
        folded=[folded[number] for number in sorting],
        first=first,
        positions=positions.astype(np.uint32),
        start=start.astype(np.uint32),
        end=end.astype(np.uint32),
        passages=bounds.astype(np.int64),
        breaks=breaks[breaks < len(start)].astype(np.uint32),
    )


def _classes(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """1 for word characters, 2 for characters that end a clause, 0 for others."""
    highest = int(codes.max()) if len(codes) else 0
    return _table(max(_COMMON, 1 << highest.bit_length()))[codes]


@cache
def _table(size: int) -> NDArray[np.uint8]:
    known = (is_word_character(chr(code)) for code in range(size))
    table = np.fromiter(known, dtype=np.uint8, count=size)
    table[[ord(character) for character in _BREAKS]] = 2
    return table


def _runs(marked: Flags) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Start and end of each run of true values."""
    padded = np.zeros(len(marked) + 2, dtype=np.bool_)
    padded[1:-1] = marked
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[::2], edges[1::2]


def _hashes(codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]) -> _Hashes:
    """A 64-bit hash of each word: sum of code point times power of place, taken from running sums."""
    found = np.empty(len(start), dtype=np.uint64)
    low = 0
    while low < len(start):
        origin = start[low]
        high = max(low + 1, int(np.searchsorted(end, origin + _BLOCK, side="right")))
        size = int(end[high - 1] - origin)
        power, inverse = _powers(max(_BLOCK, size))
        sums = np.zeros(size + 1, dtype=np.uint64)
        np.cumsum(codes[origin : origin + size] * power[:size], out=sums[1:])
        begins = start[low:high] - origin
        found[low:high] = (sums[end[low:high] - origin] - sums[begins]) * inverse[begins]
        low = high
    return found


@cache
def _powers(size: int) -> tuple[_Hashes, _Hashes]:
    """Powers 1, 2 … of the multiplier and powers 0, 1 … of its inverse, modulo 2 to the 64."""
    power = np.full(size, _MULTIPLIER, dtype=np.uint64)
    inverse = np.full(size, pow(_MULTIPLIER, -1, 1 << 64), dtype=np.uint64)
    inverse[0] = 1
    return np.cumprod(power), np.cumprod(inverse)


def _grouped(hashes: _Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Word numbers so that equal words stand together in rising order, and where each group starts.

    Polars groups by its own hash table, several times faster than NumPy sorts.
    """
    rows = pl.DataFrame({"hash": hashes}).with_row_index("word")
    words = rows.group_by("hash", maintain_order=True).agg("word")["word"]
    order = words.explode(empty_as_null=False).to_numpy().astype(np.int64)
    return order, np.concatenate([[0], np.cumsum(words.list.len().to_numpy(), dtype=np.int64)])


def _reordered(
    order: NDArray[np.int64], first: NDArray[np.int64], sorting: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The groups in another order, each kept together."""
    sizes = np.diff(first)[sorting]
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return order[np.arange(len(order)) + np.repeat(first[:-1][sorting] - begins[:-1], sizes)], begins
