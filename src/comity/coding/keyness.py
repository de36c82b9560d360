"""Which words mark the passages of a code: words and phrases of coded against other passages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.documents.language import function_words
from comity.documents.prepare import Indexed
from comity.table import Column, Table

if TYPE_CHECKING:
    Integers = npt.NDArray[np.int64]

LONGEST = 3  # words of a phrase
FEWEST = 2  # coded passages in which a phrase must stand
PRIOR = 10.0  # passages that the pooled share is worth on either side

KEYNESS = Table(
    "keyness",
    "Words and phrases of the passages that have a code, against those that do not, the most telling first.",
    (
        Column("language", "language of the passages", required=True),
        Column("words", "one word to three, in small letters and without accents", required=True),
        Column("coded", "coded passages in which they stand", kind="integer", required=True),
        Column("of_coded", "coded passages in this language", kind="integer", required=True),
        Column("others", "other passages in which they stand", kind="integer", required=True),
        Column("of_others", "other passages in this language", kind="integer", required=True),
        Column(
            "log_odds",
            "log-odds of standing in a coded passage rather than another, shrunk",
            kind="number",
            required=True,
        ),
        Column("z", "the same by its standard error", kind="number", required=True),
        Column(
            "log_likelihood",
            "Dunning's log-likelihood G2, with the sign of the log-odds",
            kind="number",
            required=True,
        ),
    ),
    key=("language", "words"),
)


def keyness(indexes: Callable[[], Iterable[Indexed]], labelled: pl.DataFrame) -> pl.DataFrame:
    """KEYNESS of all phrases that stand in at least two coded passages.

    With y of n coded and v of m other passages holding the words, and a prior of PRIOR passages in which they stand as
    often as in all together (share p): log-odds = log((y + P p) / (n - y + P (1 - p))) - the same of v and m, its variance
    1 / (y + P p) + 1 / (v + P p). What stands in a passage twice counts once. A phrase does not begin or end with a
    function word, nor cross a clause.

    Takes: the batches' indexes; `labelled` passages: document, start, coded (true or false). Source: Monroe,
    Colaresi & Quinn 2008, Fightin' Words, Political Analysis 16, 372-403 (log-odds with an informative Dirichlet
    prior); Dunning 1993, Computational Linguistics 19, 61-74.
    """
    coded = _counted(indexes(), labelled, is_coded=True, wanted=None).filter(pl.col("passages") >= FEWEST)
    others = _counted(indexes(), labelled, is_coded=False, wanted=coded.select("language", "words"))
    totals = _totals(indexes(), labelled)
    both = (
        coded.rename({"passages": "coded"})
        .join(others.rename({"passages": "others"}), on=["language", "words"], how="left")
        .join(totals, on="language")
        .with_columns(pl.col("others").fill_null(0))
        .filter(pl.col("of_others") > 0)
    )
    scored = both.with_columns(_scores())
    return KEYNESS.conform(scored.sort(["z", "language", "words"], descending=[True, False, False]))


def _scores() -> list[pl.Expr]:
    y, n, v, m = (pl.col(name).cast(pl.Float64) for name in ("coded", "of_coded", "others", "of_others"))
    share = (y + v) / (n + m)
    held, free = PRIOR * share, PRIOR * (1 - share)
    odds = ((y + held) / (n - y + free)).log() - ((v + held) / (m - v + free)).log()
    error = (1 / (y + held) + 1 / (v + held)).sqrt()
    terms = [
        _term(y, n * share),
        _term(v, m * share),
        _term(n - y, n * (1 - share)),
        _term(m - v, m * (1 - share)),
    ]
    likelihood = 2 * reduce(lambda a, b: a + b, terms)
    return [
        odds.alias("log_odds"),
        (odds / error).alias("z"),
        (likelihood.clip(lower_bound=0) * odds.sign()).alias("log_likelihood"),
    ]


def _term(observed: pl.Expr, expected: pl.Expr) -> pl.Expr:
    return pl.when(observed > 0).then(observed * (observed / expected).log()).otherwise(0.0)


def _totals(indexes: Iterable[Indexed], labelled: pl.DataFrame) -> pl.DataFrame:
    """How many coded and other passages there are in each language: language, of_coded, of_others."""
    parts = [_passages(indexed, labelled).drop_nulls("coded") for indexed in indexes]
    whole = pl.concat([pl.DataFrame(schema=_PASSAGES), *parts]).drop_nulls("language")
    return whole.group_by("language").agg(of_coded=pl.col("coded").sum(), of_others=(~pl.col("coded")).sum())


_PASSAGES = {"language": pl.String(), "coded": pl.Boolean()}


def _passages(indexed: Indexed, labelled: pl.DataFrame) -> pl.DataFrame:
    """For each passage of a batch its language, and whether it is coded; null where it has no label."""
    places = pl.DataFrame(
        {
            "document": pl.Series(indexed.documents, dtype=pl.String).gather(indexed.document),
            "start": pl.Series(indexed.start, dtype=pl.Int64),
            "language": pl.Series(indexed.languages, dtype=pl.String).gather(indexed.language),
        }
    )
    found = places.join(labelled, on=["document", "start"], how="left", maintain_order="left")
    return found.select("language", "coded")


def _counted(
    indexes: Iterable[Indexed], labelled: pl.DataFrame, *, is_coded: bool, wanted: pl.DataFrame | None
) -> pl.DataFrame:
    """In how many passages each phrase stands: language, words, passages; of all phrases, or of those wanted."""
    parts = [part for indexed in indexes for part in _of_batch(indexed, labelled, wanted, is_coded=is_coded)]
    schema = {"language": pl.String(), "words": pl.String(), "passages": pl.UInt32()}
    whole = pl.concat([pl.DataFrame(schema=schema), *parts])
    return whole.group_by("language", "words").agg(pl.col("passages").sum()).sort("language", "words")


def _of_batch(
    indexed: Indexed, labelled: pl.DataFrame, wanted: pl.DataFrame | None, *, is_coded: bool
) -> Iterator[pl.DataFrame]:
    about = _passages(indexed, labelled).with_row_index("passage")
    chosen = about.filter(pl.col("coded") == is_coded).drop_nulls("language").drop("coded")
    if chosen.is_empty():
        return
    index = indexed.index
    passage = np.repeat(np.arange(len(index.passages) - 1), np.diff(index.passages))
    is_in = np.zeros(len(index.passages) - 1, np.bool_)
    is_in[chosen["passage"].to_numpy()] = True
    word, names = _words(indexed)
    clause = np.zeros(len(word), np.int64)
    clause[index.breaks.astype(np.int64)] = 1
    clause = np.cumsum(clause)
    for size in range(1, LONGEST + 1):
        last = len(word) - size + 1
        at = np.arange(max(last, 0))
        end = at + size - 1
        at = at[is_in[passage[at]] & (passage[at] == passage[end]) & (clause[at] == clause[end])]
        columns = {f"w{n}": word[at + n] for n in range(size)}
        held = pl.DataFrame({"passage": passage[at], **columns}).unique()
        grouped = held.join(chosen.cast({"passage": pl.Int64}), on="passage")
        yield _named(grouped, list(columns), names, wanted)


def _words(indexed: Indexed) -> tuple[Integers, pl.DataFrame]:
    """The number of the folded word at each place, and the words by number."""
    folded = pl.Series(indexed.index.folded, dtype=pl.String)
    number = (folded != folded.shift(1)).fill_null(value=False).cast(pl.Int64).cum_sum()
    names = pl.DataFrame({"number": number, "name": folded}).unique(
        "number", keep="first", maintain_order=True
    )
    of_form = number.to_numpy()
    return of_form[indexed.index.form_at.astype(np.int64)] if len(of_form) else np.zeros(0, np.int64), names


def _named(
    held: pl.DataFrame, columns: list[str], names: pl.DataFrame, wanted: pl.DataFrame | None
) -> pl.DataFrame:
    """Passages counted per phrase, the phrase in words; those that a function word begins or ends are left out."""
    told = held.group_by("language", *columns).agg(passages=pl.len().cast(pl.UInt32))
    for column in columns:
        told = told.join(names.rename({"number": column, "name": f"{column}_name"}), on=column)
    told = told.with_columns(pl.concat_str([f"{c}_name" for c in columns], separator=" ").alias("words"))
    if wanted is not None:
        return told.join(wanted, on=["language", "words"], how="semi").select("language", "words", "passages")
    binding = _binding(held["language"].unique().to_list())
    for edge in sorted({columns[0], columns[-1]}):
        word = pl.col(f"{edge}_name")
        told = told.filter((word.str.len_chars() > 1) & ~word.str.contains(r"^\d+$"))
        told = told.join(
            binding, left_on=["language", f"{edge}_name"], right_on=["language", "word"], how="anti"
        )
    return told.select("language", "words", "passages")


def _binding(languages: list[str]) -> pl.DataFrame:
    """The function words of some languages: language, word."""
    rows = [(language, word) for language in languages for word in sorted(function_words(language))]
    return pl.DataFrame(rows, schema={"language": pl.String, "word": pl.String}, orient="row")
