"""What happened to the partners, drawn: what each went through, what it passed on, how it resisted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.dates import bounds
from comity.measures.records import sentence
from comity.report.bundles import Bundles
from comity.report.power import SIDE_NAMES
from comity.report.tracks import Block, Mark, Span, Track
from comity.report.years import Years, stacked

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
UNPLACED = "No context given"

STEPS = (
    ("became a partner", "●", "became a partner"),
    ("was ascribed a duty", "◇", "was ascribed a duty"),
    ("took on a duty", "◆", "took on a duty"),
    ("reformed", "■", "reformed"),
    ("passed on", "▲", "passed it on"),
    ("resisted", "✕", "resisted"),
)
"""What happens to a partner, with the sign it is drawn by."""


def production(content: Content, bundles: Bundles) -> tuple[list[Block], tuple[tuple[float, str], ...]]:
    """What happened to each partner, as signs on a common axis of years; what has no date stands apart.

    Actors of another side come after the partners, with their side.
    """
    frame = content.rows("events").filter(pl.col("what").is_in([s[0] for s in STEPS]))
    axis = Years.of(frame["date"].to_list()) if frame.height else None
    signs = {what: (sign, step) for step, (what, sign, _) in enumerate(STEPS)}
    blocks = []
    for place, label in _places(content, frame):
        own = frame.filter(pl.col("place").eq_missing(pl.lit(place)))
        tracks = []
        for (actor, side), rows in own.sort("actor", "row").group_by("actor", "side", maintain_order=True):
            told = [_event(content, bundles, r, axis, signs) for r in rows.iter_rows(named=True)]
            marks, levels = stacked([(m, s) for m, s, dated in told if dated])
            aside = tuple(m for m, _, dated in sorted(told, key=lambda t: t[0].shape) if not dated)
            spans = tuple(span for _, span in marks if span)
            signs_only = tuple(mark for mark, _ in marks)
            stands = "" if side == "partner" else f" ({SIDE_NAMES.get(str(side), 'no side').lower()})"
            name = content.name(str(actor)) + stands
            track = Track(name, signs_only, spans, aside=aside, levels=levels)
            tracks.append((bool(stands), _first(rows), track))
        ordered = tuple(t for *_, t in sorted(tracks, key=lambda t: (*t[:2], t[2].label)))
        if ordered:
            blocks.append(Block(place or "", label, ordered))
    return blocks, axis.ticks() if axis else ()


def _places(content: Content, frame: pl.DataFrame) -> list[tuple[str | None, str]]:
    """The contexts, and at the end a place for rows that have none."""
    missing = frame.height > 0 and frame["place"].null_count() > 0
    return [*content.contexts.items(), *([(None, UNPLACED)] if missing else [])]


def _first(rows: pl.DataFrame) -> str:
    days = [str(found[0]) for d in rows["date"] if (found := bounds(d)) and found[0]]
    return min(days, default="9")


def _event(
    content: Content, bundles: Bundles, row: Row, axis: Years | None, signs: Mapping[str, tuple[str, int]]
) -> tuple[Mark, Span | None, bool]:  # fmt: skip
    sign, step = signs[row["what"]]
    href = _opened(content, bundles, row)
    said = sentence("events", row, content.names)
    ends = axis.ends(row["date"]) if axis and row["date"] else None
    if ends is None or ends == (None, None):
        return Mark(0, f"step-{step}", href, said, sign), None, False
    first, last = ends[0] if ends[0] is not None else 0.0, ends[1] if ends[1] is not None else 100.0
    wide = Span(first, last, "range") if last - first > 6 else None
    return Mark(round((first + last) / 2, 2), f"step-{step}", href, said, sign), wide, True


def _opened(content: Content, bundles: Bundles, row: Row) -> str:
    title = f"{content.name(row['actor'])} {row['event']}"
    return bundles.open("Event", ("event", row["id"]), title, [row["row"]], row["place"] or "")


@dataclass(frozen=True, slots=True)
class Resistance:
    """Who resisted, how, what happened."""

    place: str
    label: str
    name: str
    how: str
    text: str
    date: str
    href: str


def resistance(content: Content, bundles: Bundles) -> list[Resistance]:
    """The events of resistance, by context, dated ones first."""
    frame = content.rows("events").filter(pl.col("what") == "resisted")
    labels = dict(_places(content, frame))
    rows = [
        Resistance(
            place=r["place"] or "",
            label=labels[r["place"]],
            name=content.name(r["actor"]),
            how=r["how"] or "",
            text=r["text"],
            date=r["date"] or "undated",
            href=_opened(content, bundles, r),
        )
        for r in frame.iter_rows(named=True)
        if r["place"] in labels
    ]
    order = list(labels.values())
    return sorted(rows, key=lambda r: (order.index(r.label), r.date == "undated", r.date, r.name))


def signs(blocks: Iterable[Block]) -> list[tuple[str, str, int]]:
    """The key of the signs that are used."""
    used = {m.shape for b in blocks for t in b.tracks for m in (*t.marks, *t.aside)}
    return [(sign, words, n) for n, (_, sign, words) in enumerate(STEPS) if f"step-{n}" in used]
