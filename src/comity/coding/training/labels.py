"""What people said of the passages that they read, as labels to learn from.

A passage is labelled with a code where more than half of those who read it gave the code, and without it where fewer
did; where they are evenly split it is left out. A passage that nobody read has no label: that nobody coded it
says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.coding.agreement.ratings import MISSING
from comity.coding.agreement.sheet import Sheet
from comity.coding.meaning.discriminant import NO, UNKNOWN, YES


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Passages that people read (document, start, end, text) and their labels: shape (passages, codes)."""

    passages: pl.DataFrame
    codes: tuple[str, ...]
    labels: NDArray[np.int8]
    people: tuple[str, ...]

    @property
    def documents(self) -> Sequence[str]:
        """The document of each passage."""
        return self.passages["document"].to_list()


def labelled(sheet: Sheet, texts: Mapping[str, str], *, without: Collection[str] = ()) -> Labelled:
    """The passages of a sheet that a person read, labelled by what people gave them (parents count children).

    `without`: people who are left out.
    """
    people = tuple(name for name in sheet.coders if name in sheet.people and name not in without)
    columns = [sheet.coders.index(name) for name in people]
    read = sheet.read[:, columns]
    gave = (sheet.stance[:, columns] != MISSING).sum(axis=1)
    readers = read.sum(axis=1)[:, None]
    labels = np.where(2 * gave > readers, YES, np.where(2 * gave < readers, NO, UNKNOWN)).astype(np.int8)
    chosen = read.any(axis=1)
    passages = sheet.passages.filter(pl.Series(chosen))
    places = passages.select("document", "start", "end").iter_rows()
    told = [texts.get(document, "")[start:end] for document, start, end in places]
    return Labelled(
        passages.with_columns(text=pl.Series(told, dtype=pl.String)), sheet.codes, labels[chosen], people
    )


def found_by(
    sheet_passages: pl.DataFrame,
    codings: pl.DataFrame,
    codes: Sequence[str],
    counts: Mapping[str, Sequence[str]],
) -> NDArray[np.bool_]:
    """Whether a program's codings (document, start, code) give each passage each code: shape (passages, codes).

    `counts` tells for what each code counts besides itself.
    """
    keys = sheet_passages.select("document", "start").iter_rows()
    place = {key: number for number, key in enumerate(keys)}
    column = {code: number for number, code in enumerate(codes)}
    found = np.zeros((len(place), len(codes)), dtype=np.bool_)
    for document, start, code in codings.select("document", "start", "code").iter_rows():
        for counted in (code, *counts.get(code, ())):
            if (document, start) in place and counted in column:
                found[place[document, start], column[counted]] = True
    return found
