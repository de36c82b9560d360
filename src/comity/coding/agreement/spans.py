"""Krippendorff's alpha for unitising: whether coders mark the same stretches of text with a code.

Unit-wise agreement asks whether a passage has a code; here also where a marked stretch begins and ends counts. Of
the coefficients for this, alpha-u is taken because it needs no alignment of one coder's spans with another's and no
weights that somebody has to choose (gamma needs both), and because its chance is that of all ways to cut the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    Numbers = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Continuum:
    """Stretches of one code in one text of `length` characters, as each coder marked them: (start, end) each."""

    length: int
    coders: Sequence[Spans]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The sums over texts from which alpha-u is made; each array has one entry per text.

    ``gaps`` (texts, texts): what the spans of one text could find of room in the gaps of another.
    """

    length: Numbers
    observed: Numbers
    spans: Numbers
    alone: Numbers
    within: Numbers
    gaps: Numbers


def disagreement(texts: Sequence[Continuum]) -> Disagreement:
    """The sums of one code over several texts.

    A gap is cut at the end of its text: no span can lie across two. Overlapping or touching spans of one coder
    are one.
    """
    marked = [[_joined(spans) for spans in text.coders] for text in texts]
    lengths = [np.concatenate([s[:, 1] - s[:, 0] for s in coders]) for coders in marked]
    free = [
        np.concatenate([_gaps(s, text.length) for s in coders])
        for coders, text in zip(marked, texts, strict=True)
    ]
    sizes = [length.astype(np.float64) for length in lengths]
    return Disagreement(
        length=np.array([text.length for text in texts], np.float64),
        observed=np.array([_observed(c) for c in marked]),
        spans=np.array([len(length) for length in lengths], np.float64),
        alone=np.array([(2 * s**3 - 3 * s**2 + s).sum() / 3 for s in sizes]),
        within=np.array([(s * (s - 1)).sum() for s in sizes]),
        gaps=np.array([[_room(s, g) for g in free] for s in lengths]).reshape(len(texts), len(texts)),
    )


def alpha_u(codes: Sequence[Disagreement], coders: int, weights: Numbers | None = None) -> Numbers:
    """Alpha-u = 1 - sum_c D_o / sum_c D_e over the codes, for each row of `weights` (replicates, texts).

    Per code, with m coders, spans of length l on a continuum of length L, N of them:
    D_o = sum over ordered pairs of coders and their stretches of d^2, by m (m - 1) L^2. For two spans that meet, d^2
    adds the squares of how far their beginnings and their ends lie apart; for a span that lies in the other's gap it
    is l^2.
    D_e = 2 / L * sum over spans [ (N - 1) / 3 * (2 l^3 - 3 l^2 + l) + l^2 * sum over gaps at least as long (gap - l + 1) ]
    by m L (m L - 1) - sum l (l - 1).
    Several texts are one continuum. Undefined (nan) where nobody marked anything.
    Source: K. Krippendorff, On the reliability of unitizing contiguous data, Sociological Methodology 25 (1995);
    Content Analysis (2nd ed., 2004), 251-256.
    """
    weights = np.ones((1, len(codes[0].length))) if weights is None else weights
    length = weights @ codes[0].length
    observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
    with np.errstate(divide="ignore", invalid="ignore"):
        for code in codes:
            observed += weights @ code.observed / (coders * (coders - 1) * length**2)
            chance = (weights @ code.spans - 1) * (weights @ code.alone)
            chance += ((weights @ code.gaps) * weights).sum(axis=1)
            ways = coders * length * (coders * length - 1) - weights @ code.within
            expected += 2 / length * chance / ways
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _joined(spans: Spans) -> Integers:
    """The spans in order, those that overlap or touch as one: shape (spans, 2)."""
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return np.array(found, np.int64).reshape(-1, 2)


def _gaps(spans: Integers, length: int) -> Integers:
    """The lengths of what lies before, between and after the spans."""
    edges = np.concatenate([[0], spans.ravel(), [length]]).reshape(-1, 2)
    gaps: Integers = edges[:, 1] - edges[:, 0]
    return gaps[gaps > 0]


def _observed(coders: Sequence[Integers]) -> float:
    """The sum of d^2 over ordered pairs of coders."""
    total = 0
    for i, one in enumerate(coders):
        for other in coders[i + 1 :]:
            starts = one[:, None, 0] - other[None, :, 0]
            ends = one[:, None, 1] - other[None, :, 1]
            meet = (one[:, None, 0] < other[None, :, 1]) & (other[None, :, 0] < one[:, None, 1])
            total += int((starts**2 + ends**2)[meet].sum())
            total += int(((one[:, 1] - one[:, 0])[~meet.any(axis=1)] ** 2).sum())
            total += int(((other[:, 1] - other[:, 0])[~meet.any(axis=0)] ** 2).sum())
    return 2.0 * total


def _room(lengths: Integers, gaps: Integers) -> float:
    """Sum over spans of l^2 times the number of places that each gap has for a span as long."""
    if not len(lengths) or not len(gaps):
        return 0.0
    ordered = np.sort(gaps)
    above = np.concatenate([np.cumsum(ordered[::-1])[::-1], [0]])
    first = np.searchsorted(ordered, lengths)
    places = above[first] - (len(ordered) - first) * (lengths - 1)
    return float((lengths.astype(np.float64) ** 2 * places).sum())
