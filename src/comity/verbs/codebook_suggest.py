"""comity codebook suggest: words that mark a code's passages, and patterns that would find more of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.diagnostics import UsageError, did_you_mean
from comity.outcome import Outcome, Section, StudyPlace, worst

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis

_AROUND = 50  # characters on either side of a pattern's words
_WORDS = 15  # telling words that are shown; --json has all


def suggest(code: str, *, study: StudyPlace = Path(), most: int = 15) -> Outcome:
    """Suggest patterns for a code, with how many passages each would add and what people said of these.

    Compared are the words of passages that people gave the code with those of passages that people read and did
    not; where no person gave it, of passages that programs gave it with all others. A suggestion is a phrase to
    think about: read its passages before it becomes a pattern.

    Examples
    --------
    comity codebook suggest shared_responsibility
    comity codebook suggest control --study my-study --json

    Parameters
    ----------
    code
        A code of the study's codebook.
    study
        The folder of the study.
    most
        How many suggestions to show at most.
    """
    from comity.analysis import opened
    from comity.coding.keyness import keyness
    from comity.coding.suggestions import SUGGESTIONS, suggestions

    analysis = opened(study)
    if code not in analysis.codebook.codes:
        raise UsageError(f"The codebook has no code {code!r}. {did_you_mean(code, analysis.codebook.codes)}")
    judged, has = _judged(analysis, code), _by_programs(analysis, code)
    by_people = bool(judged["coded"].any())
    labelled = judged if by_people else _labelled(analysis, has)
    words = keyness(analysis.coded_texts.indexed, labelled)
    found = suggestions(
        code,
        words,
        lambda phrase, language: analysis.coded_texts.find(phrase, language=language),
        has=has,
        judged=judged,
    )
    texts = analysis.coded_texts.texts_of(found["document"].unique().to_list())
    said = [texts.get(d, "")[s:e] for d, s, e in found.select("document", "start", "end").iter_rows()]
    found = SUGGESTIONS.conform(found.with_columns(text=_texts(said)))
    diagnostics = tuple(analysis.diagnostics)
    return Outcome(
        "codebook suggest",
        summary=_summary(code, labelled, found, by_people=by_people),
        sections=[*_suggested(found, most), *_telling(words)],
        tables={"suggestions": found, "keyness": words},
        diagnostics=diagnostics,
        exit_code=worst(diagnostics),
    )


def _judged(analysis: Analysis, code: str) -> pl.DataFrame:
    """What people say of the passages that they read: document, start, coded."""
    import polars as pl

    if not analysis.people:
        return pl.DataFrame(schema={"document": pl.String, "start": pl.Int64, "coded": pl.Boolean})
    sheet = analysis.sheet()
    people = [sheet.coders.index(coder) for coder in sheet.people]
    given = (sheet.stance[:, people, sheet.codes.index(code)] >= 0).any(axis=1)
    read = sheet.read[:, people].any(axis=1)
    places = sheet.passages.select("document", pl.col("start").cast(pl.Int64))
    return places.with_columns(pl.Series("coded", given)).filter(pl.Series(read))


def _by_programs(analysis: Analysis, code: str) -> pl.DataFrame:
    """The passages that programs give the code or one that counts for it: document, start."""
    import polars as pl

    book = analysis.codebook
    counting = [c for c in book.codes if c == code or code in book.ancestors(c)]
    codings = analysis.coded_texts.codings.filter(pl.col("code").is_in(counting))
    return codings.select("document", pl.col("start").cast(pl.Int64)).unique().sort("document", "start")


def _labelled(analysis: Analysis, has: pl.DataFrame) -> pl.DataFrame:
    """All passages, with whether a program gives them the code."""
    import polars as pl

    places = analysis.table("passages").select("document", pl.col("start").cast(pl.Int64))
    coded = has.with_columns(coded=pl.lit(value=True))
    return places.join(coded, on=["document", "start"], how="left").with_columns(
        pl.col("coded").fill_null(value=False)
    )


def _texts(said: list[str]) -> pl.Series:
    import polars as pl

    return pl.Series("text", said, dtype=pl.String)


def _summary(code: str, labelled: pl.DataFrame, found: pl.DataFrame, *, by_people: bool) -> list[str]:
    coded, total = int(labelled["coded"].sum() or 0), labelled.height
    who = "people gave" if by_people else "programs give"
    told = [f"{code}: {coded:,} passages that {who} the code, against {total - coded:,} that they do not."]
    if coded < 2:
        return [*told, "Words can be compared once two passages have the code."]
    if not by_people:
        told.append(
            "No person has given this code: what marks what the patterns find already may only widen their mistakes."
        )
    return told if found.height else [*told, "No phrase marks them that would add a passage."]


def _suggested(found: pl.DataFrame, most: int) -> list[Section]:
    rows = [
        [
            r["pattern"],
            r["language"],
            f"{r['adds']:,}",
            f"{r['confirmed']:,}",
            f"{r['refused']:,}",
            f"{r['coded'] / (r['coded'] + r['others']):.0%}",
            f"{r['z']:.1f}",
            _around(r),
        ]
        for r in found.head(most).iter_rows(named=True)
    ]
    columns = ("pattern", "", "adds", "people: yes", "people: no", "coded", "z", "the first")
    rest = found.height - most
    more = f" {rest:,} more; --most shows more of them." if rest > 0 else ""
    remark = f"coded: of the passages with these words, how many have the code.{more}"
    return [Section("Patterns", rows, columns, frozenset({2, 3, 4, 5, 6}), remark)] if rows else []


def _around(row: dict[str, Any]) -> str:
    """The words with what stands around them in their passage."""
    begin, end = (row[f"hit_{name}"] - row["start"] for name in ("start", "end"))
    low, high = max(0, begin - _AROUND), end + _AROUND
    left, right = ("…" if low else ""), ("…" if high < len(row["text"]) else "")
    return f"{left}{row['text'][low:high]}{right}  ({row['document']}#{row['start']})"


def _telling(words: pl.DataFrame) -> list[Section]:
    rows = [
        [
            r["words"],
            r["language"],
            f"{r['coded']:,} of {r['of_coded']:,}",
            f"{r['others']:,} of {r['of_others']:,}",
            f"{r['log_odds']:.2f}",
            f"{r['z']:.1f}",
            f"{r['log_likelihood']:.1f}",
        ]
        for r in words.head(_WORDS).iter_rows(named=True)
    ]
    columns = ("words", "", "coded", "others", "log-odds", "z", "G2")
    return [Section("Words that mark it", rows, columns, frozenset({2, 3, 4, 5, 6}))] if rows else []
