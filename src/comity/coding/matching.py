"""Where patterns of the codebook's language stand in a word index.

A pattern is evaluated on whole arrays of word positions: a word with wildcards is a range (or a few ranges) of
the sorted vocabulary, a phrase an intersection of shifted positions that starts from its rarest word,
proximity a search among positions. All distinct places are found, also overlapping ones, and none crosses a
passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from typing import assert_never

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
_Key = int | tuple[str, bool]


def _key(node: Node) -> _Key:
    return (node.text, node.exact) if isinstance(node, Word) else id(node)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Forms:
    """A set of vocabulary entries as runs, and in how many places they stand."""

    runs: list[range]
    places: int

    def flags(self, size: int) -> NDArray[np.bool_]:
        """For each entry of the vocabulary, whether it is among them."""
        among = np.zeros(size, dtype=np.bool_)
        for run in self.runs:
            among[run.start : run.stop] = True
        return among


_NONE = Hits(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


@dataclass(slots=True)
class Matcher:
    """Evaluates patterns on one index and remembers what it found for their parts."""

    index: WordIndex
    # By identity, since hashing a tree walks through all of it; the node is kept, so that no other gets its place.
    _known: dict[_Key, tuple[Node, Hits]] = field(default_factory=dict)
    _sets: dict[_Key, tuple[Node, _Forms | None]] = field(default_factory=dict)

    def find(self, pattern: Pattern) -> Hits:
        """All places where the pattern stands."""
        return self._find(pattern.tree)

    def apart(self, hits: Hits, others: Hits) -> Hits:
        """The hits that overlap none of the others."""
        if not len(hits) or not len(others):
            return hits
        return hits.where(~self._is_beside(hits, others, -1))

    def _find(self, node: Node) -> Hits:  # noqa: PLR0911 (one answer per kind of node)
        match node:
            case Word() | Choice():
                return self._remembered(node)
            case AnyWord():
                return self._alone(node)
            case Sequence(items):
                return self._sequence(items)
            case Near(left, right, within, ordered):
                return self._near(self._find(left), right, within, ordered=ordered)
            case Both(left, right):
                return self._within(self._find(left), right, wanted=True)
            case Without(left, right, within):
                hits = self._find(left)
                if within is None:
                    return self._within(hits, right, wanted=False)
                others = self._find(right) if len(hits) else _NONE
                return hits.where(~self._is_beside(hits, others, within)) if len(others) else hits
            case _:
                assert_never(node)

    def _alone(self, node: Word | AnyWord | Choice) -> Hits:
        """The places of one word, or of one of several parts."""
        single = self._set(node)
        if single is not None:
            return _single(self._places(single))
        assert isinstance(node, Choice)
        return _together([self._find(item) for item in node.items])

    def _set(self, node: Node) -> _Forms | None:
        """The forms that a node stands for, where it always stands for one word; null for others."""
        key = _key(node)
        if key not in self._sets:
            self._sets[key] = node, self._set_of(node)
        return self._sets[key][1]

    def _set_of(self, node: Node) -> _Forms | None:
        if isinstance(node, Word):
            runs = [run for run in self._forms(node) if len(run)]
        elif isinstance(node, AnyWord):
            runs = [range(len(self.index.folded))]
        elif isinstance(node, Choice):
            several = [self._set(item) for item in node.items]
            if any(forms is None for forms in several):
                return None
            runs = _merged(run for forms in several if forms is not None for run in forms.runs)
        else:
            return None
        first = self.index.first
        return _Forms(runs, int(sum(first[run.stop] - first[run.start] for run in runs)))

    def _places(self, forms: _Forms) -> Positions:
        if forms.places == len(self.index):
            return np.arange(len(self.index), dtype=np.int64)
        return self.index.at(forms.runs)

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
            return _together([self._grown(items[number:], 0) for number in range(len(items))])
        places: dict[int, int] = {}
        for number in required:
            places[number] = self._count(items[number])
            if not places[number]:
                return _NONE
        return self._grown(items, min(required, key=places.__getitem__))

    def _count(self, item: Node) -> int:
        """In how many places it stands, found without looking them up where it is one word."""
        forms = self._set(item)
        return len(self._remembered(item)) if forms is None else forms.places

    def _remembered(self, node: Node) -> Hits:
        """The places of a part of a phrase, which is asked for more than once."""
        key = _key(node)
        if key not in self._known:
            found = self._alone(node) if isinstance(node, Word | Choice) else self._find(node)
            self._known[key] = node, found
        return self._known[key][1]

    def _grown(self, items: tuple[Node, ...], seed: int) -> Hits:
        hits = self._remembered(items[seed])
        for item in items[seed + 1 :]:
            hits = self._grow(hits, item, after=True)
        for item in reversed(items[:seed]):
            hits = self._grow(hits, item, after=False)
        return self._kept_inside(hits)

    def _grow(self, hits: Hits, item: Node, *, after: bool) -> Hits:
        """The hits made longer by the item right after (or before) them."""
        if not len(hits):
            return hits
        forms = self._set(item)
        if forms is not None:
            longer = self._by_one(hits, forms, after=after)
        else:
            others = self._remembered(item)
            longer = _joined(hits, others) if after else _joined(others, hits)
        return _together([hits, longer]) if is_optional(item) else longer

    def _by_one(self, hits: Hits, forms: _Forms, *, after: bool) -> Hits:
        """The hits with the one word after (or before) them that is among the forms."""
        word = hits.end if after else hits.start - 1
        fits = word < len(self.index) if after else word >= 0
        if forms.places < len(self.index):
            fits &= forms.flags(len(self.index.folded))[self.index.form_at.take(word, mode="clip")]
        kept = hits.where(fits)
        return Hits(kept.start, kept.end + 1) if after else _sorted(kept.start - 1, kept.end)

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
        if not len(hits):
            return hits
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
        rises = bool(np.all(left.end[1:] >= left.end[:-1]))
        by_end = np.arange(len(left)) if rises else np.argsort(left.end, kind="stable")
        ends = left.end if rises else left.end[by_end]
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
    """The places in order, each once."""
    if np.all(start[1:] > start[:-1]):
        return Hits(start, end)
    packed = (start.astype(np.uint64) << np.uint64(32)) | end.astype(np.uint64)
    if not np.all(packed[1:] > packed[:-1]):
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


def _runs(numbers: Iterable[int]) -> list[range]:
    """Rising numbers as runs of neighbours."""
    return _merged(range(number, number + 1) for number in numbers)


def _merged(several: Iterable[range]) -> list[range]:
    """Runs that may overlap as the fewest that do not, in rising order."""
    found: list[range] = []
    for run in sorted(several, key=lambda run: (run.start, run.stop)):
        if found and run.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, run.stop))
        else:
            found.append(run)
    return found
