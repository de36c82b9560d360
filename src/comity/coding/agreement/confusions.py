"""Which answers are taken for one another, worst first."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.coding.agreement.matrix_file import Matrix
from comity.coding.agreement.ratings import MISSING
from comity.coding.agreement.sheet import Sheet
from comity.coding.agreement.tables import CONFUSIONS

_PAIR = ("first", "second", "said", "instead")
Row = dict[str, object]
Place = tuple[str, int, int]


def confusions_on(
    sheet: Sheet, pairs: Sequence[tuple[str, str]], texts: Callable[[Sequence[str]], dict[str, str]]
) -> pl.DataFrame:
    """CONFUSIONS of a study: codes that one of a pair of coders gave a passage and the other did not.

    Where each gave codes that the other did not, each of one stands against each of the other; where only one
    did, against nothing. Passages that one of them did not read are left out. A parent that is given through
    its child alone is not told beside it.
    """
    found = [row for pair in pairs for row in _between(sheet, pair)]
    text = texts(sorted({place[0] for _, place in found})) if found else {}
    rows = [
        {**row, "unit": f"{document}#{start}-{end}", "text": text.get(document, "")[start:end]}
        for row, (document, start, end) in found
    ]
    return ranked(rows)


def _between(sheet: Sheet, pair: tuple[str, str]) -> Iterator[tuple[Row, Place]]:
    first, second = (sheet.coders.index(coder) for coder in pair)
    given = sheet.own[:, [first, second]] & (sheet.asked[first] & sheet.asked[second])[None, None, :]
    differ = (given[:, 0] != given[:, 1]).any(axis=1) & sheet.both_read(pair)
    for passage in np.flatnonzero(differ):
        one, other = given[passage]
        document, start, end = sheet.passages.row(int(passage))
        for said, instead in itertools.product(_codes(sheet, one & ~other), _codes(sheet, other & ~one)):
            row: Row = {"first": pair[0], "second": pair[1], "said": said, "instead": instead}
            yield row, (document, start, end)


def _codes(sheet: Sheet, given: npt.NDArray[np.bool_]) -> Sequence[str | None]:
    return [sheet.codes[n] for n in np.flatnonzero(given)] or [None]


def confusions_in(matrix: Matrix) -> pl.DataFrame:
    """CONFUSIONS of a table of ratings: pairs of values in which two coders differ."""
    found: list[Row] = []
    for a, b in itertools.combinations(range(len(matrix.coders)), 2):
        said, instead = matrix.ratings.codes[:, a], matrix.ratings.codes[:, b]
        differ = np.flatnonzero((said != instead) & (said != MISSING) & (instead != MISSING))
        found += [
            {
                "first": matrix.coders[a],
                "second": matrix.coders[b],
                "said": _word(matrix.ratings.values[said[unit]]),
                "instead": _word(matrix.ratings.values[instead[unit]]),
                "unit": matrix.units[unit],
            }
            for unit in differ
        ]
    return ranked(found)


def ranked(rows: Sequence[Row]) -> pl.DataFrame:
    """CONFUSIONS from rows that lack ``times``: counted per pair of answers, the most frequent first."""
    frame = CONFUSIONS.frame(rows).with_columns(times=pl.len().over(_PAIR).cast(pl.Int64))
    ordered = frame.with_row_index("order").sort(
        ["times", *_PAIR, "order"], descending=[True, *[False] * 5], nulls_last=True
    )
    return CONFUSIONS.conform(ordered.drop("order"))


def _word(value: object) -> str:
    """A value as a person wrote it."""
    return f"{value:g}" if isinstance(value, float) else str(value)
