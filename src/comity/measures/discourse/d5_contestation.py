"""D5: who rejects what others affirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity.measures.counted import (
    Counted,
    Frame,
    codes_of,
    documents_in,
    figures_asked,
    ordered,
    passages_once,
)
from comity.measures.measure import Quantity, measure
from comity.measures.statistics import share

if TYPE_CHECKING:
    from comity.study.codebook import Codebook

TAKEN = ("affirms", "rejects")


@measure(
    "D5",
    question="How contested are the codes?",
    quantities=(
        Quantity("contestation", "rejecting / (affirming + rejecting)", (0, 1), share("rejects", of=TAKEN)),
    ),
    by=("context", "actor", "side", "layer", "register", "period", "year"),
    default=("context", "side"),
    source="method D5",
)
def contestation(coded: Frame, read: Frame, codebook: Codebook, by: tuple[str, ...]) -> Counted:
    """The share of rejections among the passages that take a stance: rejecting / (affirming + rejecting).

    Reports of what others say take no stance and are left out. A passage in which one coding affirms and
    another rejects counts on both sides. Passages of documents and statements count alike; a coding stands
    in `coded` once for its own code and once for each ancestor, and a passage counts once per code and
    stance.

    Takes: coded (row, document, code, stance, coder, grouping columns; side and actor are the speaker's),
    read (document, grouping columns). Gives: a share in [0, 1] with a bootstrap over documents, or Jeffreys'
    interval over the documents that take a stance where these are fewer than 8 or all say the same.
    Undefined: where nobody takes a stance, "no evidence".
    Source: method D5.

    Caveat: who is not heard rejects nothing: few rejections may mean that few objectors were read.

    >>> from comity.measures.worked import worked
    >>> worked("D5", by=["context"],
    ... read=["document", "a", "b", "c"],
    ... coded=[
    ...     "document, code, stance",
    ...     "a, equality, affirms",
    ...     "b, equality, affirms",
    ...     "c, equality, rejects",
    ... ],
    ... )
    D5/case/equality = 0.333  (n 3, 0.039 to 0.82)
    """
    documents = documents_in(coded, read, by)
    stances = coded.filter(pl.col("stance").is_in(TAKEN)).with_columns(part=pl.col("stance"))
    return Counted(
        rows=passages_once(stances, [*ordered((*by, "code")), "part"]),
        groups=figures_asked(documents, by, codes_of(codebook, coded)),
        background=documents.with_columns(part=pl.lit("read"), amount=pl.lit(1, pl.Int64)),
        judge=_explained,
    )


def _explained(figures: Frame) -> Frame:
    silent = pl.col("status") == "no evidence"
    return figures.with_columns(note=pl.when(silent).then(pl.lit("nobody affirms or rejects it here")))
