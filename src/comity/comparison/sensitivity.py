"""How far each conclusion stands on one document, one source, one number: change one thing, conclude again.

A conclusion is *fragile* where a single change gives another answer. A claim left undecided and a reading that is
none are no conclusions; what a change would make of them is told and not flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import polars as pl

from comity import progress
from comity.comparison.changes import Change, Record, changed, changes
from comity.comparison.conclusions import Conclusions, Key, Standing
from comity.comparison.tables import FLIPS, SENSITIVITY
from comity.workers import cores, map_chunks

KINDS = ("reading", "type", "membership", "claim", "sign", "order")
UNDECIDED = (None, "undecided")
FEWEST = 24  # changes, before other processes are worth their start
CHUNKS = (
    3  # per process: few, since each concludes the study anew first; more than one, so that all end together
)
Flip = dict[str, object]


def sensitivity(record: Record, some: Sequence[Change] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every conclusion with whether it is fragile, and every change that turns one: SENSITIVITY and FLIPS.

    Takes: the record of a study; `some`, the changes to make (all of them where none are given).

    *Fragile*: it is decided, and at least one change gives another answer. *Reversed*: one gives the opposite
    (supported against contradicted, positive against negative, more against less, in against out, another reading or type).
    Deterministic: the draws of an interval depend on the measure and the group alone.
    """
    standing = Standing.of(record)
    frame = FLIPS.frame(_all_flips(record, changes(record) if some is None else some))
    return SENSITIVITY.frame(_summed(record, standing.conclusions, frame)), frame


def _all_flips(record: Record, every: Sequence[Change]) -> list[Flip]:
    """What the changes turn, in their order; in several processes where it is worth their start."""
    size = max(1, -(-len(every) // (CHUNKS * cores())))
    chunks = [tuple(every[at : at + size]) for at in range(0, len(every), size)]
    done = map_chunks(partial(_flips, record), chunks, parallel=len(every) >= FEWEST)
    found = dict(progress.steps(done, "concluding again", len(chunks)))
    return [flip for number in sorted(found) for flip in found[number]]


def _flips(record: Record, some: Sequence[Change]) -> list[Flip]:
    """What each of some changes turns, in a process of its own: the study as it stands is concluded there again."""
    standing = Standing.of(record)
    return [flip for change in some for flip in turned(standing, change)]


def turned(standing: Standing, change: Change) -> Iterator[Flip]:
    """The conclusions to which a change gives another answer."""
    after = standing.after(changed(standing.record, standing.figures.tables, change))
    for key, answer in standing.conclusions.answers.items():
        now = after.answers.get(key)
        if now != answer:
            yield {
                "kind": key[0],
                "conclusion": key[1],
                "change": str(change),
                "changed": change.kind,
                "subject": change.subject,
                "before": answer,
                "after": now,
            }


_OPPOSITE = {
    ("supported", "contradicted"),
    ("contradicted", "supported"),
    ("positive", "negative"),
    ("negative", "positive"),
    ("more", "less"),
    ("less", "more"),
    ("in", "out"),
    ("out", "in"),
}


def is_reversed(kind: str, before: str | None, after: str | None) -> bool:
    """Whether an answer turned into its opposite, and is not merely lost."""
    if kind in ("reading", "type"):
        return before is not None and after is not None and before != after
    return (before, after) in _OPPOSITE


def _summed(record: Record, before: Conclusions, flips: pl.DataFrame) -> Iterator[dict[str, object]]:
    """One row per conclusion, readings first, in the order of the study."""
    texts = {claim.id: claim.text for claim in record.claims}
    turned: Mapping[tuple[object, ...], pl.DataFrame] = (
        flips.partition_by("kind", "conclusion", as_dict=True, maintain_order=True) if flips.height else {}
    )
    ordered = sorted(before.answers, key=lambda key: KINDS.index(key[0]))
    for key in ordered:
        own = turned.get(key)
        yield _row(
            key, before.answers[key], texts.get(key[1]), own.rows(named=True) if own is not None else []
        )


def _row(
    key: Key, answer: str | None, text: str | None, flips: Sequence[dict[str, object]]
) -> dict[str, object]:
    decided = answer not in UNDECIDED
    reversals = [f for f in flips if is_reversed(key[0], answer, f["after"])]  # type: ignore[arg-type]
    told = [*reversals, *(f for f in flips if f not in reversals)]
    return {
        "kind": key[0],
        "conclusion": key[1],
        "text": text,
        "answer": answer,
        "fragile": decided and bool(flips),
        "reversed": bool(reversals),
        "flips": len(flips),
        "least": f"{told[0]['change']}: {told[0]['after'] or 'none'}" if told else None,
    }
