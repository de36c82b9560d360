"""The trained coder's learning: two steps, and an honest estimate of how good it is.

*Definition.* First, a linear score s per code on the vectors of sentences (meaning/discriminant.py), learnt from the
passages that people read and from the codebook's own sentences. Second, log-odds = a·s + g·l + b + d, where l is 1 where
the lexicon found the code, a and g are shared by all codes and d is a code's own, held near 0 by a normal prior. The
second step is learnt from scores of passages that were left out in the first. A passage is coded where its
probability reaches the threshold that makes F1 over all codes greatest among those passages.

*Cross-validation.* Documents are dealt into folds; everything, the threshold included, is learnt anew without each
fold and judged on it. Passages of one document never stand on both sides.

*Source.* Wolpert (1992), Stacked generalization; the second step is Platt's calibration with one feature more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity import seeds
from comity.coding.meaning.discriminant import UNKNOWN, YES, Discriminant, Matrix, Numbers, learn

PENALTY = 3.0  # as in the semantic coder
_FOLDS = 10
_SPREAD = 1.0  # of a code's own intercept, in log-odds
_LOOSE = 10.0  # of the shared coefficients: hardly held
_LEVELS = np.arange(0.05, 0.96, 0.01)


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What is learnt from: sentences with vectors, labels and whether the lexicon found the code in them.

    ``vectors`` (sentences, width), ``labels`` and ``lexicon`` (sentences, codes), ``weights`` (sentences,);
    ``document`` numbers the document of each passage, and is -1 for a sentence of the codebook.
    """

    vectors: Matrix
    labels: NDArray[np.int8]
    lexicon: NDArray[np.bool_]
    weights: Numbers
    document: NDArray[np.int64]

    def only(self, chosen: NDArray[np.bool_]) -> Lessons:
        """Some of the sentences."""
        rows = np.flatnonzero(chosen)
        parts = (self.vectors, self.labels, self.lexicon, self.weights, self.document)
        return Lessons(*(part[rows] for part in parts))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """What was learnt; ``intercept`` is of shape (codes,)."""

    discriminant: Discriminant
    slope: float
    lexicon: float
    intercept: Numbers
    least: float

    def probabilities(self, vectors: Matrix, lexicon: NDArray[np.bool_]) -> Numbers:
        """How likely each passage says each code: shape (passages, codes)."""
        return _chance(self, self.discriminant.scores(vectors), lexicon)

    def codes(self, vectors: Matrix, lexicon: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether each passage is coded with each code: shape (passages, codes)."""
        return self.probabilities(vectors, lexicon) >= self.least


def _chance(learnt: Learnt, scores: Numbers, lexicon: NDArray[np.bool_]) -> Numbers:
    return _logistic(learnt.slope * scores + learnt.lexicon * lexicon + learnt.intercept)


def _logistic(logits: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


def learn_codes(lessons: Lessons) -> Learnt:
    """Everything that can be learnt from the lessons."""
    discriminant, left_out = learn(lessons.vectors, lessons.labels, lessons.weights, penalty=PENALTY)
    passages = lessons.document >= 0
    scores, labels, lexicon = left_out[passages], lessons.labels[passages], lessons.lexicon[passages]
    slope, of_lexicon, intercept = _second_step(scores, lexicon, labels)
    learnt = Learnt(discriminant, slope, of_lexicon, intercept, 0.5)
    least = _best_threshold(_chance(learnt, scores, lexicon), labels)
    return Learnt(discriminant, slope, of_lexicon, intercept, least)


def _second_step(
    scores: Numbers, lexicon: NDArray[np.bool_], labels: NDArray[np.int8]
) -> tuple[float, float, Numbers]:
    """Shared coefficients of score and lexicon, and the intercept of each code."""
    from scipy.optimize import minimize

    known, is_so = labels != UNKNOWN, labels == YES
    held = np.r_[1 / _LOOSE**2, 1 / _LOOSE**2, 1 / _LOOSE**2, np.full(scores.shape[1], 1 / _SPREAD**2)]

    def loss(values: Numbers) -> tuple[float, Numbers]:
        logits = values[0] * scores + values[1] * lexicon + values[2] + values[3:]
        error = (_logistic(logits) - is_so) * known
        told = (np.logaddexp(0, logits) - is_so * logits) * known
        slope = np.r_[(error * scores).sum(), (error * lexicon).sum(), error.sum(), error.sum(axis=0)]
        return told.sum() + (held * values**2).sum() / 2, slope + held * values

    start = np.r_[3.0, 3.0, -3.0, np.zeros(scores.shape[1])]
    best = np.round(minimize(loss, start, jac=True, method="L-BFGS-B").x, 4)
    return float(best[0]), float(best[1]), best[2] + best[3:]


def _best_threshold(chance: Numbers, labels: NDArray[np.int8]) -> float:
    """The probability from which on F1 over all codes is greatest; of several the middle one."""
    told, is_so = chance[labels != UNKNOWN], (labels == YES)[labels != UNKNOWN]
    hits = np.asarray([(is_so & (told >= level)).sum() for level in _LEVELS])
    found = np.asarray([(told >= level).sum() for level in _LEVELS])
    f1 = 2 * hits / np.maximum(found + is_so.sum(), 1)
    best = np.flatnonzero(f1 == f1.max())
    return round(float(_LEVELS[best[len(best) // 2]]), 2)


def left_out(lessons: Lessons) -> tuple[NDArray[np.bool_], list[Learnt]]:
    """Whether each passage is coded by what was learnt without its document, and what was learnt, by fold."""
    passages = np.flatnonzero(lessons.document >= 0)
    fold = folds(lessons.document[passages])
    coded = np.zeros((len(passages), lessons.labels.shape[1]), dtype=np.bool_)
    learners = []
    for number in np.unique(fold):
        away = np.zeros(len(lessons.document), dtype=np.bool_)
        away[passages[fold == number]] = True
        learnt = learn_codes(lessons.only(~away))
        coded[fold == number] = learnt.codes(lessons.vectors[away], lessons.lexicon[away])
        learners.append(learnt)
    return coded, learners


def folds(document: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fold of each passage: documents are dealt out evenly, each to one."""
    known, number = np.unique(document, return_inverse=True)
    dealt = seeds.generator("folds", len(known)).permutation(len(known)) % min(_FOLDS, len(known))
    return dealt[number.ravel()]


def scores_of(coded: NDArray[np.bool_], labels: NDArray[np.int8]) -> list[tuple[int, int, int]]:
    """For each code: passages in which it is expected, in which it was found, and in which both."""
    known, is_so = labels != UNKNOWN, labels == YES
    found = coded & known
    columns: Sequence[int] = range(labels.shape[1])
    return [
        (int(is_so[:, c].sum()), int(found[:, c].sum()), int((found & is_so)[:, c].sum())) for c in columns
    ]
