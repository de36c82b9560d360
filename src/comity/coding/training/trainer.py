"""From labelled passages to what the trained coder knows, with what it stands on and how good it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.coding.meaning import encoder
from comity.coding.meaning.codebook_sense import labels_of, sentences_of, weights_of
from comity.coding.meaning.discriminant import NO, YES
from comity.coding.meaning.vectors import Vectors
from comity.coding.training.labels import Labelled
from comity.coding.training.learning import Learnt, Lessons, learn_codes, left_out, scores_of
from comity.store import fingerprint
from comity.study.codebook import Codebook
from comity.study.trained import Trained, TrainedCode, definition_of, packed
from comity.table import Column, Table

TRAINING = Table(
    "training",
    "What people coded of each code, whether that is enough to learn it, and how well it was learnt: precision, recall "
    "and F1 on passages whose documents were left out, beside the lexicon's on the same passages.",
    (
        Column("code", "a code of the codebook", required=True),
        Column("positives", "passages that people gave the code", kind="integer", required=True),
        Column("negatives", "passages that people read and did not give it", kind="integer", required=True),
        Column("documents", "documents with a passage that has the code", kind="integer", required=True),
        Column(
            "status",
            "trained, or too little",
            kind="category",
            required=True,
            allowed=("trained", "too little"),
        ),
        Column("lacks", "what there is too little of; null where it is trained"),
        Column("precision", "right of those found", kind="number"),
        Column("recall", "found of those that people gave", kind="number"),
        Column("f1", "their harmonic mean", kind="number"),
        Column("lexicon_f1", "that of the lexicon", kind="number"),
        Column("definition", "a hash of the definition it was trained under"),
    ),
    key=("code",),
)


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """TRAINING, and what was learnt (null where no code has enough)."""

    frame: pl.DataFrame
    trained: Trained | None
    f1: float | None = None
    lexicon_f1: float | None = None


def counted(labelled: Labelled, codebook: Codebook, needed: Mapping[str, float]) -> list[dict[str, object]]:
    """What there is of each code, and whether it reaches what is needed (rubric *trained*)."""
    rows: list[dict[str, object]] = []
    documents = np.asarray(labelled.documents, dtype=object)
    for number, code in enumerate(labelled.codes):
        label = labelled.labels[:, number]
        has = {
            "positives": int((label == YES).sum()),
            "negatives": int((label == NO).sum()),
            "documents": len({*documents[label == YES]}),
        }
        lacks = [f"{has[name]} of {needed[name]:g} {name}" for name in has if has[name] < needed[name]]
        rows.append(
            {
                "code": code,
                **has,
                "status": "too little" if lacks else "trained",
                "lacks": ", ".join(lacks) or None,
                "definition": definition_of(codebook.codes[code]),
            }
        )
    return rows


def train(
    labelled: Labelled,
    lexicon: NDArray[np.bool_],
    codebook: Codebook,
    vectors: Vectors,
    *,
    needed: Mapping[str, float],
    about: Mapping[str, object],
) -> Training:
    """Learn every code that has enough; `lexicon` (passages, codes) is where the lexicon finds each."""
    rows = counted(labelled, codebook, needed)
    enough = [number for number, row in enumerate(rows) if row["status"] == "trained"]
    if not enough:
        return Training(TRAINING.frame(rows), None)
    codes = [labelled.codes[number] for number in enough]
    lessons = lessons_of(labelled, enough, lexicon[:, enough], codebook, vectors)
    labels = labelled.labels[:, enough]
    coded, _ = left_out(lessons)
    own, lexical = scores_of(coded, labels), scores_of(lexicon[:, enough], labels)
    for place, number in enumerate(enough):
        rows[number] |= _told(own[place]) | {"lexicon_f1": _told(lexical[place])["f1"]}
    learnt = learn_codes(lessons)
    data = fingerprint([*labelled.passages["text"]], labelled.labels.tobytes())
    told = {**about, "data": data}
    trained = Trained(encoder.model_name(), _codes(codes, learnt, [rows[n] for n in enough], codebook), told)
    means = [_mean(rows, enough, name) for name in ("f1", "lexicon_f1")]
    return Training(TRAINING.frame(rows), trained, *means)


def lessons_of(
    labelled: Labelled,
    enough: Sequence[int],
    lexicon: NDArray[np.bool_],
    codebook: Codebook,
    vectors: Vectors,
) -> Lessons:
    """The codebook's sentences, then the passages; the lexicon is not asked about the former, which it was made from."""
    sentences = sentences_of(codebook)
    own = labels_of(codebook, sentences, [labelled.codes[number] for number in enough])
    documents = np.unique(np.asarray(labelled.documents), return_inverse=True)[1].ravel()
    texts = [*(sentence.text for sentence in sentences), *labelled.passages["text"]]
    return Lessons(
        vectors.of(texts),
        np.concatenate([own, labelled.labels[:, enough]]),
        np.concatenate([np.zeros(own.shape, dtype=np.bool_), lexicon]),
        np.concatenate([weights_of(sentences), np.ones(len(documents))]),
        np.concatenate([np.full(len(sentences), -1), documents]),
    )


def _told(score: tuple[int, int, int]) -> dict[str, object]:
    expected, found, hits = score
    return {
        "precision": hits / found if found else None,
        "recall": hits / expected if expected else None,
        "f1": 2 * hits / (expected + found) if expected else None,
    }


def _mean(rows: Sequence[Mapping[str, object]], chosen: Sequence[int], name: str) -> float | None:
    values = [float(str(rows[n][name])) for n in chosen if rows[n].get(name) is not None]
    return sum(values) / len(values) if values else None


def _codes(
    codes: Sequence[str], learnt: Learnt, rows: Sequence[Mapping[str, object]], codebook: Codebook
) -> dict[str, TrainedCode]:
    kept = ("positives", "negatives", "documents", "precision", "recall", "f1", "lexicon_f1")
    return {
        code: TrainedCode(
            definition=definition_of(codebook.codes[code]),
            weight=packed(learnt.discriminant.weight[:, place]),
            bias=round(float(learnt.discriminant.bias[place]), 6),
            slope=learnt.slope,
            lexicon=learnt.lexicon,
            intercept=round(float(learnt.intercept[place]), 4),
            least=learnt.least,
            told={name: _short(rows[place].get(name)) for name in kept},
        )
        for place, code in enumerate(codes)
    }


def _short(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value
