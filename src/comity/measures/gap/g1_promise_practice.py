"""G1: is what is promised also done? The pairs of principles stand in the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.scaled import FiguresOf, Fuzzy, Scaled, scaled
from comity.measures.tables import EVIDENCE, FIGURES

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import Settings

GAP = Quantity("gap", "promise - practice, each scaled to [0, 1]", (-1, 1))
PROMISE = Quantity("promise", "how far it is promised, 0 to 1 between its anchors", (0, 1))
PRACTICE = Quantity("practice", "how far it is done, 0 to 1 between its anchors", (0, 1))


@measure(
    "G1",
    question="Is what is promised also done?",
    quantities=(GAP, PROMISE, PRACTICE),
    by=("context",),
    source="method G1",
)
def promise_practice(
    figures: FiguresOf,
    codebook: Codebook,
    arrangements: Frame,
    settings: Settings,
    by: tuple[str, ...],
) -> Figured:
    """The gap of each principle: promise - practice.

    Both are scaled to [0, 1] between the anchors that the codebook gives: (value - low) / (high - low), cut off
    at the ends; 1 - that where the principle says ``invert``. By ``presence`` a share of documents is whole (1) at
    ``thresholds.present`` documents, as in D1, and silence counts 0 where ``thresholds.read`` documents were read;
    by ``cases`` the anchors are the least and the greatest case. The interval is conservative: from the least
    promise less the greatest practice to the greatest promise less the least practice; a part with too little for
    an interval may be anything from 0 to 1.

    Takes: figures of other measures, the codebook's principles, arrangements (context), settings (thresholds).
    Gives: per principle, which stands in ``code``: *gap* in [-1, 1], *promise* and *practice* in [0, 1].
    Undefined: where a part is missing, "no evidence", and the note names it. Source: method G1.

    Caveat: its size depends on the anchors of the codebook, so compare principles and contexts, and trust the
    sign less.

    >>> from comity.measures.worked import worked
    >>> worked("G1",
    ... read=["document", "a", "b"],
    ... coded=["document, code", "a, equality"],
    ... roles=["actor, role", "north, drafter", "north, host"],
    ... )
    G1/case/equality = 0.5  (n 3, -0.94 to 0.94)
    G1.promise/case/equality = 0.5  (n 1, 0.061 to 0.94)
    G1.practice/case/equality = 0  (n 2, 0 to 1)
    """
    groups = arrangements.select(by).unique().sort(by).rows() if by else [()]
    cells: list[dict[str, Any]] = []
    evidence: list[Frame] = [EVIDENCE.empty().with_columns(pl.col("figure").cast(pl.UInt32))]
    for group in groups:
        place = dict(zip(by, group, strict=True))
        for principle in codebook.principles:
            promise = scaled(principle.promise, place, figures, settings)
            practice = scaled(principle.practice, place, figures, settings)
            own = {PROMISE: _named(promise, PROMISE), PRACTICE: _named(practice, PRACTICE)}
            told = {PROMISE: _told(promise), PRACTICE: _told(practice), GAP: _gap(promise, practice)}
            rows = own | {GAP: pl.concat(own.values())}
            for quantity in (GAP, PROMISE, PRACTICE):
                evidence.append(
                    rows[quantity].select(pl.lit(len(cells), pl.UInt32).alias("figure"), pl.all())
                )
                about = {
                    "measure": "G1",
                    "quantity": quantity.name,
                    "unit": quantity.unit,
                    "code": principle.id,
                }
                read = (practice if quantity is PRACTICE else promise).read
                size = _size(rows[quantity]) | {"read": read}
                cells.append({"figure": "", **place, **about, **told[quantity], **size})
    return Figured(FIGURES.frame(cells).drop("figure"), pl.concat(evidence))


def _named(part: Scaled, quantity: Quantity) -> Frame:
    """The rows of a part, each counted as that of the promise or of the practice."""
    rows = part.rows.with_columns(part=quantity.name + ": " + pl.col("part"))
    return rows.unique(["table", "row", "part"], maintain_order=True)


def _told(part: Scaled) -> dict[str, object]:
    return _valued(part.fuzzy, part.told, "scaled")


def _gap(promise: Scaled, practice: Scaled) -> dict[str, object]:
    if promise.fuzzy is None or practice.fuzzy is None:
        return _valued(None, "; ".join(p.told for p in (promise, practice) if p.fuzzy is None), "")
    (said, least, most), (done, low, high) = promise.fuzzy, practice.fuzzy
    note = f"promise {said:.2f} ({promise.told}); practice {done:.2f} ({practice.told})"
    return _valued((said - done, least - high, most - low), note, "conservative")


def _valued(fuzzy: Fuzzy | None, note: str, interval: str) -> dict[str, object]:
    if fuzzy is None:
        return {"status": "no evidence", "note": note}
    value, low, high = fuzzy
    return {"value": value, "low": low, "high": high, "interval": interval, "status": "ok", "note": note}


def _size(rows: Frame) -> dict[str, object]:
    return {"n": rows.height, "documents": rows["document"].n_unique(), "coders": []}
