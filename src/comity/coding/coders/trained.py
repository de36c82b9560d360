"""The trained coder: what ``comity train`` learnt from the codings of people in this study.

It knows the codes that were trained (trained/model.json) and whose definition is still the one that people had before
them; on others it is silent, and says so. The confidence is the probability that people would give the code.
As reason stands the pattern of the lexicon where that fired, else the nearest example of the codebook.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.coding.coder import CODERS, FOUND, Batched, Coder, Lack
from comity.coding.meaning import encoder
from comity.coding.meaning.near import REASON, Near, Numbers, codings, long_enough
from comity.coding.meaning.represented import passages_as_sentences
from comity.coding.meaning.vectors import Vectors
from comity.coding.stance import cues_key
from comity.coding.training.applied import chances, usable, weight_of
from comity.diagnostics import UsageError
from comity.store import fingerprint
from comity.study.codebook import Code, Codebook
from comity.study.trained import Trained

_TRAIN = "Code passages in codings/NAME.csv and run:  comity train"


def _lacks(codebook: Codebook) -> list[Lack]:
    trained = codebook.trained
    if encoder.lacking():
        return [Lack(encoder.lacking(), encoder.remedy())]
    if trained is None:
        return [Lack("has learnt nothing yet.", _TRAIN)]
    if trained.model != encoder.model_name():
        told = f"was trained on vectors of {trained.model}, and here is {encoder.model_name()}."
        return [Lack(told, "Train it anew with:  comity train")]
    return _stale(codebook, trained)


def _stale(codebook: Codebook, trained: Trained) -> list[Lack]:
    known = usable(codebook)
    changed = [name for name in trained.codes if name in codebook.codes and name not in known]
    if not changed:
        return []
    told = f"does not code {', '.join(changed)}: the codebook says something else of them since they were trained."
    fix = "Check the codings of people under the new words, then train anew with:  comity train"
    return [Lack(told, fix, "warning" if known else "error")]


def _key(codebook: Codebook, code: Code) -> str:
    known = usable(codebook).get(code.id)
    if known is None:
        return fingerprint("untrained")
    lexicon = CODERS.get("lexicon")
    below = [lexicon.key(codebook, other) for other in _counting(codebook, code.id)]
    examples = [(e.text, e.language) for e in code.examples]
    told = (known.weight, known.bias, known.slope, known.lexicon, known.intercept, known.least)
    return fingerprint(encoder.model_name(), told, below, examples, cues_key(codebook.cues))


def _counting(codebook: Codebook, code: str) -> list[Code]:
    """The code and those below it."""
    return [c for c in codebook.codes.values() if c.id == code or code in codebook.ancestors(c.id)]


def _code(batch: Batched, codebook: Codebook, codes: Sequence[Code]) -> pl.DataFrame:
    if stops := [lack for lack in _lacks(codebook) if lack.severity == "error"]:
        raise UsageError(f"The coder 'trained' {stops[0].problem} {stops[0].fix}")
    known = usable(codebook)
    asked = [code.id for code in codes if code.id in known]
    chosen = long_enough(batch)
    if not asked or not len(chosen):
        return pl.DataFrame(schema=FOUND)
    patterns = _patterns(batch, codebook, asked)
    vectors = passages_as_sentences(batch, chosen)
    fired = np.zeros((len(chosen), len(asked)), dtype=np.bool_)
    place = np.full(len(batch.indexed.start), -1)
    place[chosen] = np.arange(len(chosen))
    for number, name in enumerate(asked):
        hits = place[[*patterns[name]]] if patterns[name] else np.zeros(0, np.int64)
        fired[hits[hits >= 0], number] = True
    learnt = [known[name] for name in asked]
    chance = chances(learnt, vectors, fired)
    row, code = np.nonzero(chance >= np.asarray([code.least for code in learnt]))
    reasons = _reasons(batch, codebook, asked, patterns, (chosen[row], code, vectors[row]))
    near = Near(chosen[row], code, chance[row, code], reasons)
    return codings(batch, codebook, near, codes=asked, weight=weight_of(learnt))


def _patterns(batch: Batched, codebook: Codebook, asked: Sequence[str]) -> dict[str, dict[int, str]]:
    """For each code, the passages in which the lexicon finds it or a code below it, and the pattern that fired."""
    counting = {name: [c.id for c in _counting(codebook, name)] for name in asked}
    wanted = dict.fromkeys(code for codes in counting.values() for code in codes)
    found = CODERS.get("lexicon").code(batch, codebook, [codebook.codes[code] for code in wanted])
    indexed = batch.indexed
    numbers = {name: number for number, name in enumerate(indexed.documents)}
    places = {
        key: n for n, key in enumerate(zip(indexed.document.tolist(), indexed.start.tolist(), strict=True))
    }
    fired: dict[str, dict[int, str]] = {code: {} for code in wanted}
    for document, start, code, pattern in found.select("document", "start", "code", "pattern").iter_rows():
        fired[code][places[numbers[document], start]] = pattern
    return {
        name: {p: t for code in codes for p, t in fired[code].items()} for name, codes in counting.items()
    }


def _reasons(
    batch: Batched,
    codebook: Codebook,
    asked: Sequence[str],
    patterns: dict[str, dict[int, str]],
    found: tuple[Numbers, Numbers, NDArray[np.floating]],
) -> list[str]:
    passage, code, vectors = found
    reasons = [patterns[asked[c]].get(p, "") for p, c in zip(passage.tolist(), code.tolist(), strict=True)]
    for number, name in enumerate(asked):
        here = [n for n in np.flatnonzero(code == number).tolist() if not reasons[n]]
        texts = [example.text for c in _counting(codebook, name) for example in c.examples]
        if not here or not texts:
            continue
        likeness = np.round(vectors[here].astype(np.float64) @ Vectors(batch.notes.store).of(texts).T, 6)
        for n, nearest in zip(here, likeness.argmax(axis=1).tolist(), strict=True):
            reasons[n] = REASON + texts[nearest]
    return [reason or "like what people coded" for reason in reasons]


TRAINED = Coder(
    id="trained",
    summary="What was learnt from the codings of people in the study (comity train).",
    key=_key,
    code=_code,
    lacks=_lacks,
)
