"""What a codebook's codes mean, learnt from its own sentences: definitions, examples, counter-examples.

Each code is set against all others: an example of one code is taken as no example of another, except of those
above and below it (a passage on border control is one on control). A counter-example says none of the codes. The
definition counts as two examples, because it names what the examples only show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.coding.meaning.calibration import Calibration, calibrate
from comity.coding.meaning.discriminant import NO, UNKNOWN, YES, Discriminant, Matrix, learn
from comity.store import fingerprint
from comity.study.codebook import Code, Codebook

_DEFINITION = 2.0  # examples
Represented = Callable[[Sequence[str]], Matrix]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a codebook: of a code (null: a counter-example), an example or its definition."""

    text: str
    code: str | None
    is_example: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """Scores and probabilities for each code, and for each the examples with their vectors."""

    codes: tuple[str, ...]
    discriminant: Discriminant
    calibration: Calibration
    texts: Mapping[str, Sequence[str]]
    examples: Mapping[str, Matrix]

    def probabilities(self, vectors: Matrix) -> NDArray[np.float64]:
        """How likely each passage says each code: shape (passages, codes)."""
        return self.calibration.probabilities(self.discriminant.scores(vectors))

    def nearest(self, code: str, vectors: Matrix) -> list[str]:
        """The example of the code that is nearest to each vector."""
        likeness = np.round(vectors.astype(np.float64) @ self.examples[code].T.astype(np.float64), 6)
        return [self.texts[code][number] for number in likeness.argmax(axis=1).tolist()]


def sentences_of(codebook: Codebook) -> list[Sentence]:
    """The sentences that a codebook's codes are learnt from, in the order of its file."""
    found = []
    for code in codebook.codes.values():
        found += [Sentence(example.text, code.id, is_example=True) for example in code.examples]
        found += [Sentence(example.text, None, is_example=True) for example in code.counter_examples]
        if code.definition:
            found.append(Sentence(code.definition, code.id, is_example=False))
    return found


def sense_key(codebook: Codebook) -> str:
    """Changes when any sentence that the codes are learnt from does, or the tree of the codes."""
    told = [(s.text, s.code, s.is_example) for s in sentences_of(codebook)]
    return fingerprint(repr((told, [(c.id, c.parent) for c in codebook.codes.values()])))


def can_learn(codebook: Codebook, code: Code) -> bool:
    """Whether a code, or one below it, has an example; without one there is nothing to be near to."""
    return any(
        _counts_for(codebook, other.id, code.id) and other.examples for other in codebook.codes.values()
    )


def sense_of(codebook: Codebook, represented: Represented, *, penalty: float) -> Sense:
    """What the codes that have examples mean, on vectors as `represented` makes them of texts."""
    sentences = sentences_of(codebook)
    codes = tuple(code.id for code in codebook.codes.values() if can_learn(codebook, code))
    vectors = represented([sentence.text for sentence in sentences])
    labels = np.asarray([[_label(codebook, s, code) for code in codes] for s in sentences], dtype=np.int8)
    is_example = np.asarray([sentence.is_example for sentence in sentences])
    weights = np.where(is_example, 1.0, _DEFINITION)
    discriminant, left_out = learn(vectors, labels, weights, penalty=penalty)
    known = is_example[:, None] & (labels != UNKNOWN)
    own = {
        code: [
            n
            for n, s in enumerate(sentences)
            if s.is_example and s.code and _counts_for(codebook, s.code, code)
        ]
        for code in codes
    }
    return Sense(
        codes,
        discriminant,
        calibrate(left_out, labels == YES, known),
        {code: [sentences[n].text for n in numbers] for code, numbers in own.items()},
        {code: vectors[numbers] for code, numbers in own.items()},
    )


def _label(codebook: Codebook, sentence: Sentence, code: str) -> int:
    if sentence.code is None:
        return NO
    if _counts_for(codebook, sentence.code, code):
        return YES
    return UNKNOWN if sentence.code in codebook.ancestors(code) else NO


def _counts_for(codebook: Codebook, code: str, other: str) -> bool:
    return code == other or other in codebook.ancestors(code)
