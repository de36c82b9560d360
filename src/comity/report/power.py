"""What an arrangement contains and does to whom, drawn from the rows of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.dates import bounds
from comity.measures.records import sentence
from comity.report.bundles import Bundles
from comity.report.institution import Years
from comity.report.tracks import Block, Mark, Span, Track
from comity.study.vocabularies import shipped_vocabularies

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
FORCES = ("mandatory", "conditional", "voluntary", "unclear")
FATES = ("taken up", "not taken up", "unknown")
SIDE_NAMES = {"lead": "Lead side", "partner": "Partner side", "third": "Third parties", "both": "Both sides"}
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


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: what it is, how many rows, how much of the bar, and where it opens."""

    kind: str
    count: int
    width: float
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in parts."""

    label: str
    segments: tuple[Segment, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one context."""

    place: str
    label: str
    bars: tuple[Bar, ...]


def force(content: Content, bundles: Bundles) -> list[Bars]:
    """Provisions by pillar, in parts by force; all bars on one scale."""
    frame = content.rows("provisions").with_columns(kind=pl.col("force").fill_null("unclear"))
    return _bars(
        content,
        bundles,
        frame,
        column="pillar",
        labels=_ordered(frame, "pillar"),
        kinds=_ordered_words(frame, "kind", FORCES),
        noun="Provisions",
    )


def uptake(content: Content, bundles: Bundles) -> list[Bars]:
    """Proposals by the side that made them, in parts by what became of them."""
    taken = pl.col("taken")
    kind = (
        pl.when(taken == 1)
        .then(pl.lit(FATES[0]))
        .when(taken == 0)
        .then(pl.lit(FATES[1]))
        .otherwise(pl.lit(FATES[2]))
    )
    frame = content.rows("provisions").drop_nulls("proposing").with_columns(kind=kind)
    sides = ("lead", "partner", "third")
    return _bars(content, bundles, frame, column="proposing", labels=sides, kinds=FATES, noun="Proposals")


def transfers(content: Content, bundles: Bundles) -> list[Bars]:
    """Transfers by kind, in parts by direction."""
    frame = content.rows("transfers")
    known = {"lead", "partner"}
    direction = [
        "from lead to partner" if (a, b) == ("lead", "partner") else "from partner to lead" if (a, b) == ("partner", "lead")
        else "within a side" if a == b and a in known else "from or to third parties"
        for a, b in frame.select("giving", "receiving").iter_rows()
    ]  # fmt: skip
    frame = frame.rename({"kind": "what"}).with_columns(pl.Series("kind", direction, pl.String))
    order = ("from lead to partner", "from partner to lead", "within a side", "from or to third parties")
    words = _ordered(frame, "what", "transfer")
    return _bars(content, bundles, frame, column="what", labels=words, kinds=order, noun="Transfers")


def _ordered(frame: pl.DataFrame, column: str, vocabulary: str = "") -> tuple[str, ...]:
    return _ordered_words(frame, column, tuple(shipped_vocabularies()[vocabulary or column]))


def _ordered_words(frame: pl.DataFrame, column: str, words: Sequence[str]) -> tuple[str, ...]:
    found = set(frame[column].drop_nulls())
    return (*(w for w in words if w in found), *sorted(found - set(words)))


def _bars(
    content: Content, bundles: Bundles, frame: pl.DataFrame, *,
    column: str, labels: Sequence[str], kinds: Sequence[str], noun: str,
) -> list[Bars]:  # fmt: skip
    counts = frame.drop_nulls(column).group_by("place", column).len()
    most = int(str(counts["len"].max() or 1))
    made = []
    for place, label in content.contexts.items():
        own = frame.filter(pl.col("place") == place)
        bars = []
        for word in labels:
            rows = own.filter(pl.col(column) == word)
            if rows.is_empty():
                continue
            name = SIDE_NAMES.get(word, word.capitalize())
            segments = tuple(
                _segment(
                    bundles,
                    part,
                    kind,
                    place=place,
                    parts=(noun.lower(), place, word, kind),
                    title=f"{name}: {kind}",
                    noun=noun,
                    most=most,
                )
                for kind in kinds
                if (part := rows.filter(pl.col("kind") == kind)).height
            )
            told = ", ".join(f"{s.count} {s.kind}" for s in segments)
            bars.append(Bar(name, segments, told))
        if bars:
            made.append(Bars(place, label, tuple(bars)))
    return made


def _segment(
    bundles: Bundles, rows: pl.DataFrame, kind: str, *, place: str, parts: Sequence[str], title: str, noun: str, most: int
) -> Segment:  # fmt: skip
    href = bundles.open(noun, parts, title, rows.sort("row")["row"], place)
    return Segment(
        kind, rows.height, 100 * rows.height / most, href, f"{title}, {rows.height} {noun.lower()}"
    )


@dataclass(frozen=True, slots=True)
class Payment:
    """Who pays how much for what."""

    arrangement: str
    funder: str
    side: str
    share: float | None
    amount: str
    decides: str
    href: str


def purse(content: Content, bundles: Bundles) -> list[tuple[str, str, tuple[Payment, ...]]]:
    """The rows of funding per context; what is not known is said to be unknown."""
    frame = content.rows("funding").sort(
        "arrangement", "share", "row", descending=[False, True, False], nulls_last=True
    )
    made = []
    for place, label in content.contexts.items():
        rows = tuple(
            Payment(
                content.name(r["arrangement"]), content.name(r["funder"]) if r["funder"] else "not named",
                SIDE_NAMES.get(r["side"], ""), r["share"],
                f"{r['amount']:,.0f} {r['unit'] or ''}".strip() if r["amount"] is not None else "",
                content.name(r["discretion"]) if r["discretion"] else "",
                bundles.open("Funding", ("funding", r["id"]), content.name(r["arrangement"]), [r["row"]], place),
            )
            for r in frame.filter(pl.col("place") == place).iter_rows(named=True)
        )  # fmt: skip
        if rows:
            made.append((place, label, rows))
    return made


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


def stacked(told: Sequence[tuple[Mark, Span | None]]) -> tuple[list[tuple[Mark, Span | None]], int]:
    """Signs that would cover one another, one below the other."""
    made: list[tuple[Mark, Span | None]] = []
    ends: list[float] = []
    for mark, span in sorted(told, key=lambda t: (t[0].at, t[0].shape)):
        level = next((n for n, end in enumerate(ends) if mark.at - end >= 4), len(ends))
        ends[level : level + 1] = [mark.at]
        made.append((replace(mark, level=level), replace(span, level=level) if span else None))
    return made, max(1, len(ends))


@dataclass(frozen=True, slots=True)
class Branch:
    """An actor to whom something was passed on, and those to whom it passed it on in turn."""

    name: str
    how: str
    href: str
    below: tuple[Branch, ...]


def diffusion(content: Content, bundles: Bundles) -> list[Branch]:
    """Who passed what on to whom, as trees; a receiver who is not named is said not to be."""
    frame = content.rows("events").filter(pl.col("what") == "passed on").sort("date", "row", nulls_last=True)
    handed: dict[str, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        handed.setdefault(row["actor"], []).append(row)
    receivers = {row["other"] for rows in handed.values() for row in rows}
    roots = sorted((a for a in handed if a not in receivers), key=content.name) or sorted(handed)[:1]

    def below(actor: str, above: frozenset[str]) -> tuple[Branch, ...]:
        return tuple(
            Branch(
                content.name(row["other"]) if row["other"] else "to others not named",
                ", ".join(p for p in (row["how"] or "", row["date"] or "") if p),
                bundles.open(
                    "Event", ("event", row["id"]), f"{content.name(actor)} {row['event']}", [row["row"]]
                ),
                below(row["other"], above | {row["other"]})
                if row["other"] and row["other"] not in above
                else (),
            )
            for row in handed.get(actor, ())
        )

    return [
        Branch(
            content.name(root), "",
            bundles.open("Passed on", ("passed", root), content.name(root), [r["row"] for r in handed[root]]),
            below(root, frozenset({root})),
        )
        for root in roots
    ]  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Half:
    """One part of an exchange: who bears it, what it is, how binding."""

    side: str
    text: str
    force: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two provisions, one for the other; ``order`` says which comes first."""

    place: str
    label: str
    first: Half
    second: Half
    order: str
    date: str
    href: str


def exchanges(content: Content, bundles: Bundles) -> list[Exchange]:
    """The pairs of provisions of which one is given for the other; who has to deliver first stands on the left."""
    frame = content.rows("provisions")
    every = {r["id"]: r for r in frame.iter_rows(named=True)}
    made: dict[frozenset[str], Exchange] = {}
    for row in frame.drop_nulls("exchange_for").sort("row").iter_rows(named=True):
        other = every.get(row["exchange_for"])
        if other is None or row["place"] not in content.contexts:
            continue
        one, two = (other, row) if row["timing"] == "after" else (row, other)
        half = _half(content, one)
        words = {"before": f"{half.side} first", "after": f"{half.side} first", "with": "at the same time"}
        href = bundles.open(
            "Exchange", ("exchange", row["id"]), "One for the other", [one["row"], two["row"]], row["place"]
        )
        made.setdefault(
            frozenset((one["row"], two["row"])),
            Exchange(
                row["place"], content.contexts[row["place"]], half, _half(content, two),
                words.get(row["timing"] or "", "order not said"), two["date"] or two["promised"] or "no date", href,
            ),
        )  # fmt: skip
    places = list(content.contexts)
    return sorted(made.values(), key=lambda e: places.index(e.place))


def _half(content: Content, row: Row) -> Half:
    side = SIDE_NAMES.get(
        row["side"] or "", content.name(row["bearer"]) if row["bearer"] else "Bearer not said"
    )
    return Half(side, row["text"], row["force"] or "unclear")


def signs(blocks: Iterable[Block]) -> list[tuple[str, str, int]]:
    """The key of the signs that are used."""
    used = {m.shape for b in blocks for t in b.tracks for m in (*t.marks, *t.aside)}
    return [(sign, words, n) for n, (_, sign, words) in enumerate(STEPS) if f"step-{n}" in used]
