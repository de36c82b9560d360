"""One linear score per code, learnt from sentences that are known to say it or not to.

*Definition.* For code *c* with labels y = +1 (says it), -1 (says something else), the score of a vector x is
w·(x - m) + b, where w and b make Σ v_i (y_i - w·(x_i - m) - b)² + λ|w|² least; m is the mean of the sentences, and
the weights v_i let the two classes weigh the same. So a code is set against all that its neighbours mean, and not
merely near to its own examples.

*Source.* Ridge regression on class labels (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning,
2nd ed., 4.2 and 3.4.1); the score of a left-out sentence in closed form (7.10.1, eq. 7.64).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.floating]
Numbers = NDArray[np.float64]
YES, NO, UNKNOWN = 1, -1, 0
_DIGITS = 6  # of a score: the last bits of a matrix product depend on how many rows it has


@dataclass(frozen=True, slots=True, eq=False)
class Discriminant:
    """Scores of vectors: ``weight`` is of shape (width, codes), ``bias`` of shape (codes,)."""

    weight: Numbers
    bias: Numbers

    def scores(self, vectors: Matrix) -> Numbers:
        """The score of each vector for each code: shape (vectors, codes), -1 and +1 being what was learnt from."""
        return np.round(vectors.astype(np.float64) @ self.weight + self.bias, _DIGITS)


def learn(
    vectors: Matrix, labels: NDArray[np.int8], weights: Numbers, *, penalty: float
) -> tuple[Discriminant, Numbers]:
    """What separates the codes, and the score that each sentence gets where it was left out itself.

    Takes: `vectors` of shape (sentences, width), `labels` of shape (sentences, codes) with YES, NO or UNKNOWN,
    `weights` of shape (sentences,). Gives: scores of shape (sentences, codes).
    """
    centre = vectors.mean(axis=0, dtype=np.float64)
    inputs = np.c_[vectors - centre, np.ones(len(vectors))]
    columns, left_out = [], np.zeros(labels.shape)
    for number in range(labels.shape[1]):
        solution, left_out[:, number] = _one(inputs, labels[:, number], weights, penalty)
        columns.append(solution)
    solved = np.asarray(columns).T.reshape(inputs.shape[1], -1)
    return Discriminant(solved[:-1], solved[-1] - centre @ solved[:-1]), left_out


def _one(
    inputs: Numbers, label: NDArray[np.int8], weights: Numbers, penalty: float
) -> tuple[Numbers, Numbers]:
    """The solution for one code, by the smaller of the two systems of equations, and the scores left out."""
    target = label.astype(np.float64)
    weight = _balanced(label, weights)
    ridge = np.full(inputs.shape[1], penalty)
    ridge[-1] = 1e-4  # the constant is not held down
    scaled = inputs / ridge
    known = np.flatnonzero(label != UNKNOWN)
    kernel = inputs[known] @ scaled[known].T
    kernel[np.diag_indices_from(kernel)] += 1 / weight[known]
    inverse = np.linalg.inv(kernel)
    dual = inverse @ target[known]
    solution = scaled[known].T @ dual
    scores = inputs @ solution
    scores[known] = target[known] - dual / np.diag(inverse)
    return solution, scores


def _balanced(label: NDArray[np.int8], weights: Numbers) -> Numbers:
    """The weights, so that YES and NO each weigh half of all sentences."""
    made = np.zeros(len(label))
    for kind in (YES, NO):
        chosen = label == kind
        total = weights[chosen].sum()
        made[chosen] = weights[chosen] * (label != UNKNOWN).sum() / (2 * total) if total else 0
    return made
