"""Patterns that a codebook could have, with what each would add."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from comity.table import Column, Table

TRIED = 150  # phrases whose passages are looked up, the most telling first

SUGGESTIONS = Table(
    "suggestions",
    "Patterns that could be added to a code, each with the passages that it would add.",
    (
        Column("code", "the code", required=True),
        Column("language", "language under which the pattern would stand", required=True),
        Column("pattern", "the pattern", required=True),
        Column(
            "adds",
            "passages that would get the code and do not have it from a program",
            kind="integer",
            required=True,
        ),
        Column(
            "confirmed", "of these, passages to which a person gave the code", kind="integer", required=True
        ),
        Column(
            "refused",
            "of these, passages that a person read and did not give the code",
            kind="integer",
            required=True,
        ),
        Column("coded", "coded passages in which the words stand", kind="integer", required=True),
        Column("others", "other passages in which they stand", kind="integer", required=True),
        Column("z", "how telling the words are: log-odds by standard error", kind="number", required=True),
        Column("log_likelihood", "Dunning's log-likelihood G2", kind="number", required=True),
        Column("document", "where the first passage that it would add stands", required=True),
        Column("start", "first character of that passage", kind="integer", required=True),
        Column("end", "character after its last", kind="integer", required=True),
        Column("hit_start", "first character of the pattern's words there", kind="integer", required=True),
        Column("hit_end", "character after their last", kind="integer", required=True),
        Column("text", "the words of that passage"),
    ),
    key=("code", "language", "pattern"),
)
Place = tuple[str, int]
Find = Callable[[str, str], pl.DataFrame]
"""From a pattern and a language to the places where it stands (document, start, end, hit_start, hit_end)."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """A phrase with the passages that it would add."""

    row: Mapping[str, object]
    added: pl.DataFrame
    confirmed: int
    refused: int

    @property
    def places(self) -> frozenset[Place]:
        return frozenset(self.added.select("document", "start").iter_rows())


def suggestions(
    code: str, telling: pl.DataFrame, find: Find, *, has: pl.DataFrame, judged: pl.DataFrame
) -> pl.DataFrame:
    """SUGGESTIONS without ``text``, those first that people would confirm most often on balance, then by z.

    Takes: `telling` (KEYNESS); `has`, the passages (document, start) that programs give the code; `judged`, what
    people say of passages (document, start, coded). A phrase that adds the very passages that one before it
    adds is left out.
    """
    each = (_try(row, find, has, judged) for row in _rows(telling))
    tried = [one for one in each if one.added.height]
    tried.sort(key=lambda t: (t.refused - t.confirmed, -float(str(t.row["z"])), str(t.row["words"])))
    return SUGGESTIONS.frame(_told(code, t) for t in _new(tried))


def _rows(telling: pl.DataFrame) -> Iterator[Mapping[str, object]]:
    chosen = telling.filter(pl.col("z") > 0).head(TRIED)
    yield from chosen.iter_rows(named=True)


def _try(row: Mapping[str, object], find: Find, has: pl.DataFrame, judged: pl.DataFrame) -> _Tried:
    places = ["document", "start"]
    found = find(str(row["words"]), str(row["language"])).unique(places, keep="first", maintain_order=True)
    added = found.with_columns(pl.col("start").cast(pl.Int64)).join(
        has, on=places, how="anti", maintain_order="left"
    )
    said = added.join(judged, on=places)["coded"]
    confirmed = int(said.sum() or 0)
    return _Tried(row, added, confirmed, len(said) - confirmed)


def _new(tried: list[_Tried]) -> Iterator[_Tried]:
    """Those that do not add the very passages that one before them adds."""
    seen: set[frozenset[Place]] = set()
    for one in tried:
        if one.places not in seen:
            seen.add(one.places)
            yield one


def _told(code: str, tried: _Tried) -> dict[str, object]:
    first = tried.added.row(0, named=True)
    return {
        "code": code,
        "language": tried.row["language"],
        "pattern": tried.row["words"],
        "adds": tried.added.height,
        "confirmed": tried.confirmed,
        "refused": tried.refused,
        **{name: tried.row[name] for name in ("coded", "others", "z", "log_likelihood")},
        **{name: first[name] for name in ("document", "start", "end", "hit_start", "hit_end")},
    }
