"""Passages that share most of their words in the same order, found without comparing each with each.

Two passages that are nearly the same share some pair of neighbouring words that is rare. So each passage is
looked up by its rarest pairs alone, and only what turns up there is compared word by word. With one word in five
changed, some two pairs in three survive; the chance that none of the rarest does is small (docs/speed.md has the
measured recall).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.documents.words import WordIndex

Numbers = NDArray[np.int64]
Words = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Shares = NDArray[np.float64]

_RAREST = 4  # word pairs by which a passage is looked up
_MOST = 200  # passages that one word pair leads to; a pair in more of them is no way to find anything
_BITS = 22  # of the table that counts word pairs
_SEED = 1
_SURROGATES = 0xD800, 0x800  # code points that no text may hold
_SYMBOLS = 0x10FFFF - _SURROGATES[1]


@dataclass(frozen=True, slots=True, eq=False)
class Worded:
    """Passages as words: passage *p* has the words ``words[first[p]:first[p + 1]]``, each a number."""

    words: Words
    first: Numbers

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.first) - 1

    @property
    def lengths(self) -> Numbers:
        """How many words each passage has."""
        return np.diff(self.first)

    def take(self, passages: Numbers) -> Worded:
        """Some of the passages, in that order; their words keep their numbers."""
        lengths = self.lengths[passages]
        first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.arange(first[-1]) + np.repeat(self.first[passages] - first[:-1], lengths)
        return Worded(self.words[places], first)

    def digests(self) -> Hashes:
        """A 64-bit hash of each passage: the same for the same words in the same order."""
        place = np.arange(len(self.words)) - np.repeat(self.first[:-1], self.lengths)
        mixed = _mixed((place.astype(np.uint64) << np.uint64(32)) + self.words)
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
        digests: Hashes = sums[self.first[1:]] - sums[self.first[:-1]]
        return digests


def worded(indexes: Sequence[WordIndex]) -> Worded:
    """The passages of some word indexes one after the other; upper and lower case and accents fall together."""
    forms = [pl.Series(index.folded, dtype=pl.String).hash(_SEED).to_numpy() for index in indexes]
    _, numbers = np.unique(np.concatenate([np.zeros(0, np.uint64), *forms]), return_inverse=True)
    begins = np.cumsum([0, *map(len, forms)])
    words = [
        numbers[begin:][index.form_at] for begin, index in zip(begins, indexes, strict=False) if len(index)
    ]
    lengths = [np.diff(index.passages) for index in indexes]
    first = np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths]))
    return Worded(np.concatenate([np.zeros(0, np.int64), *words]).astype(np.uint32), first)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of passages, by number, with how alike they are: 2 x words in common order / words of both."""

    one: Numbers
    other: Numbers
    likeness: Shares


def alike(ones: Worded, others: Worded, *, least: float) -> Pairs:
    """The pairs of one passage of each that are at least so alike (0 to 1), by ``one``, the most alike first.

    Both are taken from one :func:`worded`, so that a word has one number.
    """
    one, other = _candidates(ones, others)
    lengths = ones.lengths[one], others.lengths[other]
    can = 2 * np.minimum(*lengths) >= least * (lengths[0] + lengths[1])
    one, other = one[can], other[can]
    likeness = _likeness(ones, others, one, other, least)
    found = likeness >= least
    one, other, likeness = one[found], other[found], likeness[found]
    order = np.lexsort((other, -likeness, one))
    return Pairs(one[order], other[order], likeness[order])


def _candidates(ones: Worded, others: Worded) -> tuple[Numbers, Numbers]:
    """Pairs of passages that share one of the first's rarest word pairs, by the first."""
    keys, holders = _word_pairs(others)
    sought, seekers = _chosen(*_word_pairs(ones), keys)
    order = np.argsort(keys)
    keys, holders = keys[order], holders[order]
    low = np.searchsorted(keys, sought)
    count = np.searchsorted(keys, sought, side="right") - low
    ends = np.cumsum(count)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(low - (ends - count), count)
    both = np.unique(np.repeat(seekers, count) * max(len(others), 1) + holders[places])
    return both // max(len(others), 1), both % max(len(others), 1)


def _chosen(sought: Hashes, seekers: Numbers, keys: Hashes) -> tuple[Hashes, Numbers]:
    """The word pairs by which to look each passage up: the rarest among those that the others have, too.

    They are counted in a table that now and then takes two for one; the rarest are then not quite the rarest.
    """
    frequency = np.bincount(_bucket(keys), minlength=1 << _BITS)[_bucket(sought)]
    usable = (frequency > 0) & (frequency <= _MOST)
    sought, seekers, frequency = sought[usable], seekers[usable], frequency[usable]
    order = np.argsort(seekers * (_MOST + 1) + frequency, kind="stable")
    sought, seekers = sought[order], seekers[order]
    rank = np.arange(len(seekers)) - np.searchsorted(seekers, seekers)
    return sought[rank < _RAREST], seekers[rank < _RAREST]


def _bucket(keys: Hashes) -> Numbers:
    return (_mixed(keys) >> np.uint64(64 - _BITS)).astype(np.int64)


def _word_pairs(passages: Worded) -> tuple[Hashes, Numbers]:
    """Each pair of neighbouring words as a number, with its passage; a pair that stands twice comes twice."""
    holder = np.repeat(np.arange(len(passages)), passages.lengths)
    within = holder[1:] == holder[:-1]
    words = passages.words.astype(np.uint64)
    return ((words[:-1] << np.uint64(32)) + words[1:])[within], holder[1:][within]


def _likeness(ones: Worded, others: Worded, one: Numbers, other: Numbers, least: float) -> Shares:
    """How alike the passages of each pair are; 0 where less than asked for."""
    if not len(one):
        return np.zeros(0)
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cpdist

    first, second = _spelled(ones), _spelled(others)
    found = cpdist(
        [first[p] for p in one.tolist()],
        [second[p] for p in other.tolist()],
        scorer=Indel.normalized_similarity,
        score_cutoff=least,
        workers=-1,
    )
    return np.asarray(found, dtype=np.float64)


def _spelled(passages: Worded) -> list[str]:
    """Each passage as a text with one character for each word, so that a library for texts compares words."""
    number = (
        passages.words % _SYMBOLS
    )  # more words than that share symbols: a pair may seem more alike by one
    number[number >= _SURROGATES[0]] += _SURROGATES[1]
    symbols = number.astype("<u4").tobytes().decode("utf-32-le")
    ends = passages.first.tolist()
    return [symbols[start:end] for start, end in pairwise(ends)]


def _mixed(values: Hashes) -> Hashes:
    """The values with their bits mixed (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
