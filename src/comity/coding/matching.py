"""Where patterns of the codebook's language stand in a word index.

A pattern is evaluated on whole arrays of word positions: a word with wildcards is a range (or a few ranges) of
the sorted vocabulary, a phrase an intersection of shifted positions that starts from its rarest word,
proximity a search among positions. All distinct places are found, also overlapping ones, and none crosses a
passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from comity.documents.words import WordIndex
from comity.study.patterns import (
    AnyWord,
    Both,
    Choice,
    Near,
    Node,
    Pattern,
    Sequence,
    Without,
    Word,
    fold,
    is_optional,
)

Positions = NDArray[np.int64]
_HIGHEST = "\U0010ffff"


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Places in an index: the first word of each and the word after its last; sorted, each once."""

    start: Positions
    end: Positions

    def __len__(self) -> int:
        """How many places there are."""
        return len(self.start)

    def where(self, chosen: NDArray[np.bool_] | Positions) -> Hits:
        """Some of them."""
        return Hits(self.start[chosen], self.end[chosen])


_NONE = Hits(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@dataclass(slots=True)
class Matcher:
    """Evaluates patterns on one index and remembers what it found for their words."""

    index: WordIndex
    _known: dict[Node, Hits] = field(default_factory=dict)

    def find(self, pattern: Pattern) -> Hits:
        """All places where the pattern stands."""
        return self._find(pattern.tree)

    def apart(self, hits: Hits, others: Hits) -> Hits:
        """The hits that overlap none of the others."""
        if not len(hits) or not len(others):
            return hits
        return hits.where(~self._is_beside(hits, others, -1))

    def _find(self, node: Node) -> Hits:
        match node:
            case Word() | Choice():
                if node not in self._known:
                    self._known[node] = self._alone(node)
                return self._known[node]
            case AnyWord():
                return _single(np.arange(len(self.index), dtype=np.int64))
            case Sequence(items):
                return self._sequence(items)
            case Near(left, right, within, ordered):
                return self._near(self._find(left), right, within, ordered=ordered)
            case Both(left, right):
                return self._within(self._find(left), right, wanted=True)
            case Without(left, right, None):
                return self._within(self._find(left), right, wanted=False)
            case Without(left, right, int(within)):
                hits = self._find(left)
                others = self._find(right) if len(hits) else _NONE
                return hits.where(~self._is_beside(hits, others, within)) if len(others) else hits

    def _alone(self, node: Word | Choice) -> Hits:
        """What is worth remembering, because many patterns share it."""
        if isinstance(node, Word):
            return _single(self._places(node))
        return _together([self._find(item) for item in node.items])

    def _places(self, word: Word) -> Positions:
        runs = [forms for forms in self._forms(word) if len(forms)]
        if not runs:
            return _NONE.start
        if len(runs) == 1:
            return self.index.at(runs[0]).astype(np.int64)
        return np.sort(np.concatenate([self.index.at(forms) for forms in runs])).astype(np.int64)

    def _forms(self, word: Word) -> Iterator[range]:
        """Runs of vocabulary entries that the word stands for."""
        index = self.index
        if word.exact:
            yield from self._exact_forms(word)
            return
        head = re.split(r"[*?]", word.text, maxsplit=1)[0]
        if not word.wild:
            yield index.forms(word.text, word.text + "\0")
        elif word.text == head + "*":
            yield index.forms(head, head + _HIGHEST)
        elif head:
            fits = _glob(word.text).fullmatch
            run = index.forms(head, head + _HIGHEST)
            yield from _runs([number for number in run if fits(index.folded[number])])
        else:
            yield from self._scan(word.text)

    def _exact_forms(self, word: Word) -> Iterator[range]:
        fits = _glob(word.text).fullmatch
        for run in self._forms(Word(fold(word.text), wild=word.wild)):
            yield from _runs([number for number in run if fits(self.index.vocabulary[number])])

    def _scan(self, glob: str) -> Iterator[range]:
        """Runs for a glob without a fixed beginning: its longest fixed part is looked for first."""
        index, fits = self.index, _glob(glob).fullmatch
        part = max(re.split(r"[*?]", glob), key=len)
        if not part:
            yield from _runs([number for number, form in enumerate(index.folded) if fits(form)])
            return
        place, last = index.lines.find(part), -1
        while place >= 0:
            low, high = index.lines.rfind("\n", 0, place) + 1, index.lines.find("\n", place)
            run = index.forms(index.lines[low:high], index.lines[low:high] + "\0")
            if run.start != last and fits(index.folded[run.start]):
                yield run
            last = run.start
            place = index.lines.find(part, high)

    def _sequence(self, items: tuple[Node, ...]) -> Hits:
        """Grown to both sides from the required item that stands in the fewest places."""
        required = [number for number, item in enumerate(items) if not is_optional(item)]
        if not required:  # then one of them has to be there, those before it left out
            return _together([self._grown(items[number:], 0, {}) for number in range(len(items))])
        found: dict[int, Hits] = {}
        for number in required:
            if not isinstance(items[number], AnyWord):
                found[number] = self._find(items[number])
                if not len(found[number]):
                    return _NONE
        seed = min(found, key=lambda number: len(found[number]), default=required[0])
        return self._grown(items, seed, found)

    def _grown(self, items: tuple[Node, ...], seed: int, found: dict[int, Hits]) -> Hits:
        hits = found[seed] if seed in found else self._find(items[seed])
        for number in (*range(seed + 1, len(items)), *range(seed - 1, -1, -1)):
            hits = self._grow(hits, items[number], found.get(number), after=number > seed)
        return self._kept_inside(hits)

    def _grow(self, hits: Hits, item: Node, known: Hits | None, *, after: bool) -> Hits:
        """The hits made longer by the item right after (or before) them."""
        if not len(hits):
            return hits
        if isinstance(item, AnyWord):
            size = len(self.index)
            grown = Hits(hits.start, hits.end + 1) if after else Hits(hits.start - 1, hits.end)
            return grown.where((grown.end <= size) & (grown.start >= 0))
        others = self._find(item) if known is None else known
        longer = _joined(hits, others) if after else _joined(others, hits)
        return _together([hits, longer]) if is_optional(item) else longer

    def _near(self, left: Hits, second: Node, within: int, *, ordered: bool) -> Hits:
        right = self._find(second) if len(left) else _NONE
        found = _joined(left, right, within, self.index)
        return found if ordered else _together([found, _joined(right, left, within, self.index)])

    def _within(self, hits: Hits, other: Node, *, wanted: bool) -> Hits:
        """The hits in whose passage the other stands, or does not stand."""
        if not len(hits):
            return hits
        marked = np.zeros(len(self.index.passages), dtype=np.bool_)
        marked[self.index.passage_of(self._find(other).start)] = True
        return hits.where(marked[self.index.passage_of(hits.start)] == wanted)

    def _is_beside(self, hits: Hits, others: Hits, within: int) -> NDArray[np.bool_]:
        """For each hit, whether one of the others has at most `within` words between (-1: overlaps it)."""
        bounds = self.index.passages
        passage = self.index.passage_of(hits.start)
        last_start = np.minimum(hits.end + within, bounds[passage + 1] - 1)
        first_end = np.maximum(hits.start - within, bounds[passage] + 1)
        farthest = np.concatenate([[-1], np.maximum.accumulate(others.end)])
        return farthest[np.searchsorted(others.start, last_start, side="right")] >= first_end

    def _kept_inside(self, hits: Hits) -> Hits:
        """Without those that cross the end of a passage."""
        bounds = self.index.passages
        return hits.where(bounds[np.searchsorted(bounds, hits.start, side="right")] >= hits.end)


def _joined(left: Hits, right: Hits, within: int = 0, index: WordIndex | None = None) -> Hits:
    """Left followed by right with at most `within` words between, and in one passage where an index is given."""
    if not len(left) or not len(right):
        return _NONE
    low, high = left.end, left.end + within
    if index is not None:
        high = np.minimum(high, index.passages[index.passage_of(left.start) + 1] - 1)
    if len(left) <= len(right):
        first = np.searchsorted(right.start, low, side="left")
        stop = np.searchsorted(right.start, high, side="right")
        chosen, others = _pairs(first, stop)
    else:
        # Seen from the right, so that a frequent word on the left costs one search for each rare word.
        by_end = np.argsort(left.end, kind="stable")
        ends = left.end[by_end]
        first = np.searchsorted(ends, right.start - within, side="left")
        stop = np.searchsorted(ends, right.start, side="right")
        others, chosen = _pairs(first, stop)
        chosen = by_end[chosen]
        fits = right.start[others] <= high[chosen]
        chosen, others = chosen[fits], others[fits]
    return _sorted(left.start[chosen], right.end[others])


def _pairs(first: Positions, stop: Positions) -> tuple[Positions, Positions]:
    """Each row number with every number from its first to just before its stop."""
    sizes = np.maximum(stop - first, 0)
    total = int(sizes.sum())
    rows = np.repeat(np.arange(len(sizes)), sizes)
    offset = np.cumsum(sizes) - sizes
    return rows, np.arange(total) - np.repeat(offset - first, sizes)


def _sorted(start: Positions, end: Positions) -> Hits:
    packed = (start.astype(np.uint64) << np.uint64(32)) | end.astype(np.uint64)
    if len(packed) > 1 and not np.all(packed[1:] > packed[:-1]):
        packed = np.sort(packed)
        packed = packed[np.concatenate([[True], packed[1:] != packed[:-1]])]
    return Hits((packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64))


def _single(places: Positions) -> Hits:
    return Hits(places, places + 1)


def _together(several: list[Hits]) -> Hits:
    filled = [hits for hits in several if len(hits)]
    if len(filled) < 2:
        return filled[0] if filled else _NONE
    return _sorted(np.concatenate([h.start for h in filled]), np.concatenate([h.end for h in filled]))


def _glob(text: str) -> re.Pattern[str]:
    return re.compile(translate(text))


def _runs(numbers: list[int]) -> Iterator[range]:
    """Rising numbers as runs of neighbours."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in group]
        yield range(members[0], members[-1] + 1)
