"""What a study's people coded, brought before the programs that learn from it.

analysis -> labelled passages -> training · proposals · corrected prevalence
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.coding.coded_texts import code_documents
from comity.coding.coders.semantic import sense_by_sentences
from comity.coding.coders.trained import TRAINED
from comity.coding.meaning import encoder
from comity.coding.meaning.near import FEWEST_WORDS
from comity.coding.meaning.vectors import Vectors
from comity.coding.training.applied import chances, usable
from comity.coding.training.labels import Labelled, found_by, labelled
from comity.coding.training.learning import left_out
from comity.coding.training.prevalence import PREVALENCE, corrected
from comity.coding.training.sample import NEXT, Numbers, random_order, sampled, spread, unsure
from comity.coding.training.trainer import Training, lessons_of, train
from comity.diagnostics import UsageError
from comity.study.rubrics import rubric

if TYPE_CHECKING:
    from comity.analysis import Analysis

_NOBODY = (
    "No person's codings stand in codings/ yet: one file NAME.csv per person, with what they read and the codes that "
    "they gave."
)


def needed(analysis: Analysis) -> Mapping[str, float]:
    """How much people must have coded of a code before it is learnt."""
    return rubric(analysis.settings, "trained")


def read_by_people(analysis: Analysis, *, whole: bool = False, telling: bool = False) -> Labelled:
    """The passages that people read, with what they say of each code; `telling`: people who say what they read alone.

    Raises: UsageError where nobody coded or read anything.
    """
    if not analysis.people:
        raise UsageError(_NOBODY)
    sheet = analysis.sheet(whole=whole)
    texts = analysis.coded_texts.texts_of(sheet.passages["document"].unique().to_list())
    return labelled(sheet, texts, without=sheet.silent if telling else ())


def training_of(analysis: Analysis, *, whole: bool = False) -> Training:
    """What can be learnt from the codings of people (coding/training).

    Raises: UsageError where nobody coded, or there is no model of sentences.
    """
    told = read_by_people(analysis, whole=whole)
    require_model("comity train")
    about = {
        "people": list(told.people),
        "passages": told.passages.height,
        "documents": told.passages["document"].n_unique(),
        "codebook": f"{analysis.codebook.name} {analysis.codebook.version}".strip(),
        "latest": _latest(analysis, told.documents),
    }
    lexicon = found_by(told.passages, codings_of(analysis, "lexicon"), told.codes, _above(analysis))
    vectors = Vectors(analysis.store)
    return train(told, lexicon, analysis.codebook, vectors, needed=needed(analysis), about=about)


def proposed(analysis: Analysis, count: int, codes: Sequence[str] = ()) -> pl.DataFrame:
    """NEXT: `count` passages that nobody has read, some at random (rubric *next*), the others unsure and unlike.

    By what was learnt from people where anything was, else by meaning. `codes`: be unsure of these alone.
    """
    require_model("comity next")
    passages, texts = _passages(analysis)
    is_read = _is_read(analysis, passages)
    order = random_order(passages)
    drawn = [int(n) for n in order if not is_read[n]][
        : _rounded(rubric(analysis.settings, "next")["random"] * count)
    ]
    vectors = Vectors(analysis.store).of(texts)
    names, chance = _chances(analysis, passages, vectors)
    if codes:
        columns = [names.index(code) for code in codes if code in names]
        names, chance = [names[c] for c in columns], chance[:, columns]
    free = ~is_read & (passages["words"].to_numpy() >= FEWEST_WORDS)
    free[drawn] = False
    doubt, of_code = unsure(chance) if names else (np.zeros(len(free)), np.zeros(len(free), np.int64))
    taken = [
        n for n in spread(np.where(free, doubt, 0), vectors, count - len(drawn)) if free[n] and doubt[n] > 0
    ]
    why = {**dict.fromkeys(drawn, "random"), **dict.fromkeys(taken, "unsure")}
    rows = [
        {
            **passages.row(n, named=True),
            "quote": texts[n],
            "why": reason,
            "code": names[of_code[n]] if reason == "unsure" else None,
            "chance": round(float(chance[n, of_code[n]]), 2) if reason == "unsure" else None,
        }
        for n, reason in why.items()
    ]
    return NEXT.frame([{key: row[key] for key in NEXT.names} for row in rows])


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """All passages and their texts, what people say of those they read, and which are the random sample.

    ``answer`` numbers, for each passage of the ``sample``, what people say of it in ``told``.
    """

    passages: pl.DataFrame
    texts: Sequence[str]
    told: Labelled
    sample: Numbers
    answer: Numbers


def prevalence_of(analysis: Analysis) -> tuple[pl.DataFrame, int]:
    """PREVALENCE of every code that anybody gave, by each of the study's programs, and how large the sample is."""
    drawn = _drawn(analysis)
    answers = (drawn.told.labels[drawn.answer] + 1) / 2  # NO 0, evenly split a half, YES 1
    documents = drawn.passages["document"].gather(drawn.sample).to_list()
    size, level = len(drawn.texts), analysis.settings.intervals.level
    rows: list[dict[str, object]] = []
    for name in analysis.settings.coders:
        for code, (coded, base, said) in _said_by(analysis, name, drawn).items():
            given = answers[:, drawn.told.codes.index(code)]
            if not coded and not given.any():
                continue
            share = corrected(base, given - said, documents, passages=size, level=level)
            rows.append(
                {
                    "code": code,
                    "coder": name,
                    "passages": size,
                    "sample": len(documents),
                    "documents": len({*documents}),
                    "coded": coded,
                    "program": int(said.sum()),
                    "people": float(given.sum()),
                    "as_coded": coded / size,
                    **{key: getattr(share, key) for key in ("corrected", "low", "high", "status")},
                }
            )
    return PREVALENCE.frame(rows), len(documents)


def _drawn(analysis: Analysis) -> _Drawn:
    passages, texts = _passages(analysis)
    told = read_by_people(analysis, telling=True)
    answer = _among(passages, told)
    sample = sampled(random_order(passages), answer >= 0)
    return _Drawn(passages, texts, told, sample, answer[sample])


_Said = tuple[int, float, NDArray[np.floating]]


def _said_by(analysis: Analysis, name: str, drawn: _Drawn) -> dict[str, _Said]:
    """By code: how many passages a program gives it, the share to be corrected, what it says of the sample.

    What the trained coder says is what it says where the passage's document was not learnt from.
    """
    codes = [*usable(analysis.codebook)] if name == TRAINED.id else [*drawn.told.codes]
    above = {} if name == TRAINED.id else _above(analysis)
    found = found_by(drawn.passages, codings_of(analysis, name), codes, above)
    shares, said = found.mean(axis=0), found[drawn.sample].astype(np.float64)
    if name == TRAINED.id:
        shares, said = _said_unlearnt(analysis, drawn, codes)
    return {code: (int(found[:, n].sum()), float(shares[n]), said[:, n]) for n, code in enumerate(codes)}


def _said_unlearnt(
    analysis: Analysis, drawn: _Drawn, codes: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of all passages and what is said of the sample, by learners that did not see the document."""
    told, above = read_by_people(analysis), _above(analysis)
    lexicon, vectors = codings_of(analysis, "lexicon"), Vectors(analysis.store)
    fired = found_by(told.passages, lexicon, codes, above)
    own = [told.codes.index(code) for code in codes]
    coded, learners = left_out(lessons_of(told, own, fired, analysis.codebook, vectors))
    everywhere, whole = found_by(drawn.passages, lexicon, codes, above), vectors.of(drawn.texts)
    long = drawn.passages["words"].to_numpy()[:, None] >= FEWEST_WORDS
    shares = np.mean([(one.codes(whole, everywhere) & long).mean(axis=0) for one in learners], axis=0)
    place = _among(drawn.passages, told)[drawn.sample]
    return shares, (coded[place] & long[drawn.sample]).astype(np.float64)


def _among(passages: pl.DataFrame, told: Labelled) -> Numbers:
    """The number of each passage among those that people read; -1 where it is not."""
    place = {key: n for n, key in enumerate(told.passages.select("document", "start").iter_rows())}
    keys = passages.select("document", "start").iter_rows()
    return np.asarray([place.get(key, -1) for key in keys], dtype=np.int64)


def _passages(analysis: Analysis) -> tuple[pl.DataFrame, list[str]]:
    """All passages (document, start, end, words), and their texts."""
    frame = analysis.coded_texts.passages.select("document", "start", "end").sort("document", "start")
    whole = analysis.coded_texts.texts_of(frame["document"].unique().to_list())
    texts = [whole[document][start:end] for document, start, end in frame.iter_rows()]
    return frame.with_columns(words=pl.Series([len(text.split()) for text in texts], dtype=pl.Int64)), texts


def _is_read(analysis: Analysis, passages: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether any person read each passage."""
    if not analysis.people:
        return np.zeros(passages.height, dtype=np.bool_)
    return _among(passages, read_by_people(analysis)) >= 0


def _chances(
    analysis: Analysis, passages: pl.DataFrame, vectors: NDArray[np.floating]
) -> tuple[list[str], NDArray[np.float64]]:
    """How likely each passage says each code, by the best that there is."""
    known = usable(analysis.codebook)
    if known and analysis.codebook.trained and analysis.codebook.trained.model == encoder.model_name():
        names = [*known]
        fired = found_by(passages, codings_of(analysis, "lexicon"), names, _above(analysis))
        return names, chances([*known.values()], vectors, fired)
    sense = sense_by_sentences(analysis.codebook, analysis.store)
    return list(sense.codes), sense.probabilities(vectors)


def _rounded(value: float) -> int:
    return int(value + 0.5)


def require_model(who: str) -> None:
    """Go on only where there is a model of sentences. Raises: UsageError with the extra that brings it."""
    if encoder.lacking():
        raise UsageError(f"{who} {encoder.lacking()} {encoder.remedy()}")


def codings_of(analysis: Analysis, name: str) -> pl.DataFrame:
    """The codings of one program, whether or not the study is coded with it."""
    if name in analysis.settings.coders:
        return analysis.coded_texts.codings.filter(pl.col("coder") == name)
    return code_documents(analysis.inputs, analysis.codebook, analysis.store, coders=[name]).codings


def _above(analysis: Analysis) -> dict[str, Sequence[str]]:
    return {code: analysis.codebook.ancestors(code) for code in analysis.codebook.codes}


def _latest(analysis: Analysis, documents: Sequence[str]) -> str | None:
    """The latest date of some documents, as written."""
    dates = analysis.table("documents").filter(pl.col("id").is_in(list(documents)))["date"].drop_nulls()
    return str(dates.max()) if len(dates) else None
