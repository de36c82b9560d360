"""What a measure returns: the rows that it counts, and the background against which they count.

A measure of texts never returns a number. It returns :class:`Counted`, from which `tally` makes value,
interval, n, status and evidence; so the evidence of a figure cannot disagree with its value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from comity.measures.tables import GROUPINGS

if TYPE_CHECKING:
    import numpy as np

    from comity.study.codebook import Codebook

Frame = pl.DataFrame
PLACE = r"^(.*#\d+-\d+)/"  # document#start-end/code/coder: all but the code and the coder


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows that a measure counted.

    ``rows``: the grouping columns, ``document``, ``part``, ``amount`` (integer), ``table``, ``row``,
    ``coders``. ``groups``: the grouping columns alone, one row per figure asked for, in the order in which
    they are shown; a group without rows gets its figure too. ``background``: grouping columns (as a rule
    fewer: what was read is read for every code), ``document``, ``part``, ``amount``: counts per document
    that stand behind the rows and are not listed with them. Its documents are the clusters of the interval.
    ``judge`` may turn the finished figures into an answer in words (category, status, note).
    """

    rows: Frame
    groups: Frame
    background: Frame
    judge: Callable[[Frame], Frame] | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What values are made of, document by document, so that they can be made anew from other documents.

    ``of(number)`` gives the documents that bear on that figure, in settled order, and their integer sums, of shape
    (documents, parts). ``value`` makes values of shape (draws,) from sums of shape (draws, parts); nan where there
    is nothing to divide. Two figures of one answer have the same parts.
    """

    of: Callable[[int], tuple[list[str], np.ndarray]]
    value: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class Figured:
    """Figures made directly, by a measure that is no ratio.

    ``frame``: columns of FIGURES without ``figure``; ``evidence``: columns of EVIDENCE, in which ``figure``
    is the number of the figure's row in ``frame``. ``sums``: where the values are made of sums per document.
    """

    frame: Frame
    evidence: Frame
    sums: Sums | None = None


def documents_in(coded: Frame, read: Frame, by: Sequence[str]) -> Frame:
    """Which documents belong to which group of `by`: columns `by`, document; without repetition.

    A document belongs where its own description puts it (context, issuer, date), and also where a coding in
    it stands, of whatever code and stance: a statement may be dated otherwise than its document, and a
    passage may be said by somebody else than the issuer.
    """
    columns = [*by, "document"]
    return pl.concat([read.select(columns), coded.select(columns)]).unique().sort(columns, nulls_last=True)


def passages_once(coded: Frame, columns: Sequence[str]) -> Frame:
    """One row per passage (or statement) and combination of `columns`, whichever coders gave it.

    A passage that is coded ``control_return`` and ``control_border`` is one passage of their parent
    ``control``. People mark words and programs passages: codings whose places overlap are of one passage. Of
    several codings the first by identity stands for the passage; ``coders`` names all.
    """
    keys = ["table", "passage", "document", *columns]
    keyed = coded.select(
        *("table", "row", "document", "coder", *columns),
        passage=pl.col("row").str.extract(PLACE).fill_null(pl.col("row")),
    ).sort("table", "row", *columns, nulls_last=True)
    if keyed.filter(pl.col("table") == "codings")["coder"].n_unique() > 1:
        keyed = _overlapping_as_one(keyed, ["table", "document", *columns])
    first = keyed.unique(keys, keep="first", maintain_order=True)
    if len(first) == len(keyed):
        once = first.with_columns(coders=pl.concat_list("coder"))
    else:
        coders = keyed.group_by(keys).agg(coders=pl.col("coder").unique().sort())
        once = first.join(coders, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return once.select("table", "row", "document", *columns, "coders", pl.lit(1, pl.Int64).alias("amount"))


def _overlapping_as_one(keyed: Frame, keys: Sequence[str]) -> Frame:
    """The rows, those whose places overlap within `keys` under one name of passage; in the order given."""
    ends = pl.col("passage").str.extract_groups(r"#(?<start>\d+)-(?<end>\d+)$").alias("place")
    placed = keyed.with_row_index("order").with_columns(ends).unnest("place")
    placed = placed.with_columns(pl.col("start", "end").cast(pl.Int64)).sort("start", "end", "order")
    reached = pl.col("end").cum_max().shift(1).over(keys)
    begins = (pl.col("start") >= reached).fill_null(value=True)
    named = placed.with_columns(number=begins.cum_sum().over(keys))
    return (
        named.with_columns(
            passage=pl.when(pl.col("start").is_null())
            .then("passage")
            .otherwise(pl.col("number").cast(pl.String))
        )
        .sort("order")
        .drop("order", "start", "end", "number")
    )


def figures_asked(documents: Frame, by: Sequence[str], codes: Sequence[str]) -> Frame:
    """Each group of `by` that has a document, with each code: `by` and code, codes in the order given."""
    groups = documents.select(by).unique().sort(by, nulls_last=True) if by else pl.DataFrame({"_": [0]})
    every = groups.join(pl.DataFrame({"code": list(codes)}, schema={"code": pl.String}), how="cross")
    return every.select(ordered((*by, "code")))


def registry_counted(
    rows: Frame,
    by: Sequence[str],
    *,
    groups: Frame | None = None,
    read: Frame | None = None,
    judge: Callable[[Frame], Frame] | None = None,
) -> Counted:
    """Rows of the registry as they are counted; ``part`` says as what.

    Takes: `rows` with `by`, ``document`` (the arrangement), ``part``, ``table``, ``row``, ``coders``; ``amount`` is 1
    where it is missing. `groups` are the figures asked for (as a rule those of `read`: a context in which
    nothing of the kind is recorded gets its figure, too). `read`, with `by` as far as they apply and
    ``document``, are the arrangements that were looked at; the rows themselves where it is left out.
    """
    columns = ordered(by)
    if "amount" not in rows.columns:
        rows = rows.with_columns(amount=pl.lit(1, pl.Int64))
    rows = rows.select(
        "table", "row", "document", *columns, "part", "coders", pl.col("amount").cast(pl.Int64)
    )
    seen = rows if read is None else read
    outer = [c for c in columns if c in seen.columns]
    behind = pl.concat([seen.select(*outer, "document"), rows.select(*outer, "document")]).unique()
    asked = rows.select(columns).unique() if groups is None else groups.select(columns)
    return Counted(
        rows=rows,
        groups=asked.sort(columns, nulls_last=True) if columns else asked,
        background=behind.sort(*outer, "document").with_columns(
            part=pl.lit("read"), amount=pl.lit(1, pl.Int64)
        ),
        judge=judge,
    )


def codes_of(codebook: Codebook, coded: Frame) -> list[str]:
    """The codes of the codebook in its order, then those that only codings use."""
    own = list(codebook.codes)
    return [*own, *sorted(set(coded["code"].unique().to_list()) - set(own))]


def ordered(names: Sequence[str]) -> list[str]:
    """Grouping columns in the order in which FIGURES and every figure's identity have them."""
    return [name for name in GROUPINGS if name in names]
