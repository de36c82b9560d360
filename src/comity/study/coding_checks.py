"""What must hold of people's codings: one function per rule, each giving all that breaks it.

Nothing here changes a file. A coding that cannot be counted is named with its line, and stays where it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from comity.diagnostics import Diagnostic, did_you_mean
from comity.study.codebook import Codebook

_PLACE = ("start", "end", "quote")
# How file managers name the copy of a file: "anna (1)", "anna - Copy", "anna copy 2".
_COPY = re.compile(r"(\s*\(\d+\)|\s*-?\s*(copy|kopie|copia|copie|cópia)(\s*\(?\d+\)?)?)$", re.IGNORECASE)


def run(people: pl.DataFrame, codebook: Codebook, programs: Sequence[str]) -> list[Diagnostic]:
    """Everything that breaks a rule in the rows of PEOPLE_CODINGS, which have ``coder`` and ``line``."""
    found = [told for rule in _RULES for told in rule(people)]
    return [*_codes_are_there(people, codebook), *found, *_coders_are_people(people, programs)]


def rows_are_whole(people: pl.DataFrame) -> Iterator[Diagnostic]:
    """A coding has a place and a stance; a row without a code has neither stance nor half a place."""
    placed = [pl.col(name).is_not_null() for name in _PLACE]
    coding = pl.col("code").is_not_null()
    for line, coder, *cells in _lines(people, coding & ~pl.all_horizontal(placed), *_PLACE):
        lacking = ", ".join(name for name, cell in zip(_PLACE, cells, strict=True) if cell is None)
        fix = "A coding has start, end and quote."
        yield _told("no-place", coder, line, f"the coding lacks {lacking}.", fix)
    for line, coder in _lines(people, coding & pl.col("stance").is_null()):
        fix = "Write affirms, rejects or reports."
        yield _told("no-stance", coder, line, "the coding has no stance.", fix)
    for line, coder in _lines(people, ~coding & pl.col("stance").is_not_null()):
        fix = "Fill the code in; a row that only says what was read has no stance."
        yield _told("no-code", coder, line, "has a stance and no code.", fix)
    half = pl.any_horizontal(placed) & ~pl.all_horizontal(placed)
    for line, coder in _lines(people, ~coding & pl.col("stance").is_null() & half):
        fix = "Give start, end and quote of what was read, or none of them: the whole document was."
        yield _told("half-a-place", coder, line, "says only in part where the passage stands.", fix)


def passages_begin_before_they_end(people: pl.DataFrame) -> Iterator[Diagnostic]:
    """Offsets count from 0, and the end comes after the start."""
    wrong = (pl.col("start") < 0) | (pl.col("end") <= pl.col("start"))
    for line, coder, start, end in _lines(people, wrong, "start", "end"):
        told = f"the passage {start} to {end} holds no character."
        fix = "Both count from 0; end is the place after the last character."
        yield _told("bad-offsets", coder, line, told, fix)


def confidences_are_shares(people: pl.DataFrame) -> Iterator[Diagnostic]:
    """Confidence lies between 0 and 1."""
    wrong = (pl.col("confidence") < 0) | (pl.col("confidence") > 1)
    for line, coder, value in _lines(people, wrong, "confidence"):
        fix = f"Did you mean {value / 100:g}?" if 1 < value <= 100 else ""
        told = "is not between 0 and 1."
        yield _told("bad-confidence", coder, line, told, fix, column="confidence", value=f"{value:g}")


def codings_do_not_contradict(people: pl.DataFrame) -> Iterator[Diagnostic]:
    """A coder gives one passage a code with one stance."""
    coded = people.drop_nulls(["code", "stance", "start", "end"])
    key = ["coder", "document", "start", "end", "code"]
    for coder, _, start, end, code, stances, lines in (
        coded.group_by(key, maintain_order=True)
        .agg(pl.col("stance").unique(maintain_order=True), pl.col("line"))
        .filter(pl.col("stance").list.len() > 1)
        .iter_rows()
    ):
        told = f"{coder} gives the passage {start} to {end} the code {code!r} as {_listed(stances)}"
        others = f" (line {', '.join(map(str, lines[:-1]))})."
        yield _told("conflict", coder, lines[-1], told + others, "Keep one of these rows.")


def coders_have_one_file(people: pl.DataFrame) -> Iterator[Diagnostic]:
    """No two files are of one coder: their codings would agree with themselves, or contradict each other."""
    of: dict[str, list[str]] = {}
    for coder in people["coder"].unique().sort().to_list():
        of.setdefault(_meant(coder), []).append(coder)
    for coders in of.values():
        for other in coders[1:]:
            yield _doubled(people, coders[0], other)


def _doubled(people: pl.DataFrame, one: str, other: str) -> Diagnostic:
    key = ["document", "start", "end", "code"]
    frames = [
        people.filter(pl.col("coder") == name).drop_nulls(["code", "start"]).unique(key, maintain_order=True)
        for name in (one, other)
    ]
    differ = frames[0].join(frames[1], on=key).filter(pl.col("stance") != pl.col("stance_right")).height
    apart = [a.join(b, on=key, how="anti").height for a, b in (frames, frames[::-1])]
    told = (
        f"seems to be by the coder of codings/{one}.csv: {apart[0]} codings stand only there, {apart[1]} only "
        f"here, and {differ} in both with another stance."
    )
    fix = "Put them into one file, or give the files the names of two people."
    return Diagnostic("doubled-coder", f"codings/{other}.csv", told, fix)


def _meant(coder: str) -> str:
    """Whom a file's name means: without capitals and without what marks a copy."""
    return _COPY.sub("", unicodedata.normalize("NFC", coder).casefold().strip()) or coder


def _codes_are_there(people: pl.DataFrame, codebook: Codebook) -> Iterator[Diagnostic]:
    """Codings name codes of the codebook; one that lost its code is told once, with all its lines."""
    if not codebook.codes:
        return
    unknown = people.filter(pl.col("code").is_not_null() & ~pl.col("code").is_in(list(codebook.codes)))
    for coder, code, lines in (
        unknown.group_by(["coder", "code"], maintain_order=True).agg(pl.col("line")).iter_rows()
    ):
        more = f" ({len(lines)} codings, to line {lines[-1]})" if len(lines) > 1 else ""
        fix = (
            f"{did_you_mean(code, codebook.codes)} If the codebook dropped it: put it back, or give these codings "
            "the code that took its place."
        )
        told = f"is not a code of the codebook {codebook.name!r}{more}."
        yield _told("unknown-code", coder, lines[0], told, fix, column="code", value=code)


def _coders_are_people(people: pl.DataFrame, programs: Sequence[str]) -> Iterator[Diagnostic]:
    """A file in codings/ is not named as a program that codes, whose codings it would be taken for."""
    for coder in people["coder"].unique().sort().to_list():
        if coder in {"statements", *programs}:
            told = f"{coder!r} is what the study calls its own statements or program."
            fix = "Name the file after the person who coded."
            yield Diagnostic("taken-name", f"codings/{coder}.csv", told, fix)


def _lines(people: pl.DataFrame, where: pl.Expr, *columns: str) -> Iterator[tuple]:  # type: ignore[type-arg]
    yield from people.filter(where).select("line", "coder", *columns).iter_rows()


def _told(
    code: str,
    coder: str,
    line: int,
    told: str,
    fix: str,
    *,
    column: str | None = None,
    value: str | None = None,
) -> Diagnostic:
    return Diagnostic(code, f"codings/{coder}.csv", told, fix, line, column, value)


def _listed(words: Sequence[str]) -> str:
    return " and as ".join(words)


_RULES: tuple[Callable[[pl.DataFrame], Iterator[Diagnostic]], ...] = (
    rows_are_whole,
    passages_begin_before_they_end,
    confidences_are_shares,
    codings_do_not_contradict,
    coders_have_one_file,
)
