"""What can be changed in a study to see whether its conclusions stand: one thing at a time.

Left out: each document, each source of the registry, each arrangement with all that belongs to it. Moved by the
study's step: each rubric, threshold, graded word of a vocabulary, anchor of a principle and anchor of a type; and the
scale of all promises at once. A change says which tables it touches and where, so that what it cannot reach is not
computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.measures.borne import NONE
from comity.measures.counted import Frame
from comity.measures.registry import Sides, placed
from comity.measures.tables import REUSED, SURVIVED
from comity.study.codes import SCALES, Part
from comity.study.rubrics import rubric, shipped_rubrics

if TYPE_CHECKING:
    from comity.study.claims import Claim
    from comity.study.codebook import Codebook
    from comity.study.conditions import Condition
    from comity.study.settings import Settings
    from comity.study.vocabularies import Vocabularies

Tables = dict[str, Any]
LEFT_OUT = ("document", "source", "arrangement")
MOVED = ("rubric", "threshold", "word", "anchor", "scale", "calibration")
_ANCHORS = ("full out", "crossover", "full in")
_STEP = "sensitivity"  # the rubric that holds the step
_NO_FIGURES = (_STEP, "reuse")  # rubrics by which no figure is computed again: texts are not compared anew
_OF_DOCUMENTS = ("coded", "read", "duties")
_NO_ROWS = ("actors",)  # who there is, is no finding that could be left out


@dataclass(frozen=True, slots=True)
class Record:
    """What every figure of a study is computed from, and the claims that are made of it.

    ``registry`` as it stands in the files; it is placed anew where a word gets another value.
    """

    coded: Frame
    read: Frame
    registry: Mapping[str, Frame]
    sides: Sides
    settings: Settings
    codebook: Codebook
    vocabularies: Vocabularies
    claims: tuple[Claim, ...] = ()
    duties: Frame = field(default_factory=lambda: NONE)
    reused: Frame = field(default_factory=REUSED.empty)
    survived: Frame = field(default_factory=SURVIVED.empty)

    def tables(self) -> Tables:
        """The tables by the names that measures ask for."""
        return {
            "coded": self.coded,
            "read": self.read,
            "reused": self.reused,
            "survived": self.survived,
            "settings": self.settings,
            "codebook": self.codebook,
            "vocabularies": self.vocabularies,
            "duties": self.duties,
            **placed(self.registry, self.sides, self.settings, self.vocabularies),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is changed: its kind, what it is, and for a move which way.

    ``part`` names it further: the word of a vocabulary, the anchor of a principle, condition and anchor of a type.
    """

    kind: str
    subject: str
    part: str = ""
    by: float = 0.0

    def __str__(self) -> str:
        if self.kind in LEFT_OUT:
            return f"without {self.kind} {self.subject}"
        if self.kind == "scale":
            return f"promises scaled by {self.subject}"
        return f"{self.subject} {self.part} {'+' if self.by > 0 else '−'}{abs(self.by):g}"


@dataclass(frozen=True, slots=True)
class Changed:
    """The tables after a change; ``touched``: which differ; ``places``, ``arrangements``: where alone (None: anywhere)."""

    tables: Tables
    touched: frozenset[str]
    places: frozenset[str] | None = None
    arrangements: frozenset[str] | None = None


def changes(record: Record) -> list[Change]:
    """Every change of a study, in settled order: first what is left out, then what is moved."""
    step = rubric(record.settings, _STEP)["step"]
    return [*_to_leave_out(record), *_to_move(record, step)]


def _to_leave_out(record: Record) -> Iterator[Change]:
    documents = sorted(record.read["document"].unique())
    yield from (Change("document", name) for name in documents)
    sources = {only[0] for only in _only_sources(record) if len(only) == 1}
    if len(sources) > 1:  # without its only source a record is empty, which tells nothing
        yield from (
            Change("source", name) for name in sorted(sources) if _document_of(name, documents) is None
        )
    arrangements = record.registry["arrangements"]["id"].drop_nulls()
    yield from (Change("arrangement", name) for name in sorted(arrangements))


def _only_sources(record: Record) -> set[tuple[str, ...]]:
    rows = (f["source"] for name, f in record.registry.items() if name not in _NO_ROWS)
    return {_sources(text) for column in rows for text in column.drop_nulls()}


def _sources(text: str | None) -> tuple[str, ...]:
    """The sources that a row names, apart."""
    return tuple(dict.fromkeys(part.strip() for part in (text or "").split(";") if part.strip()))


def _document_of(source: str, documents: Sequence[str]) -> str | None:
    """The document that a source is, where it begins with the id of one."""
    words = source.replace(",", " ").split()
    return words[0] if words and words[0] in documents else None


def _to_move(record: Record, step: float) -> Iterator[Change]:
    settings = record.settings
    for name in shipped_rubrics():
        if name in _NO_FIGURES:
            continue
        for key, value in rubric(settings, name).items():
            yield from (Change("rubric", name, key, way * step * abs(value)) for way in (-1, 1) if value)
    for key in ("present", "read"):
        yield from (
            Change("threshold", key, "documents", way)
            for way in (-1, 1)
            if getattr(settings.thresholds, key) + way >= 1
        )
    for vocabulary, word, value in _graded(record):
        yield from (
            Change("word", vocabulary, word, way * step) for way in (-1, 1) if 0 <= value + way * step <= 1
        )
    for principle in record.codebook.principles:
        for side, part in (("promise", principle.promise), ("practice", principle.practice)):
            if part.scale == "anchors":
                width = step * (part.high - part.low)
                yield from (
                    Change("anchor", principle.id, f"{side} {end}", way * width)
                    for end in ("low", "high")
                    for way in (-1, 1)
                )
    yield from _to_calibrate(record, step)
    used = {p.promise.scale for p in record.codebook.principles}
    if used:
        yield from (Change("scale", scale) for scale in SCALES if {scale} != used)


def _to_calibrate(record: Record, step: float) -> Iterator[Change]:
    """Each anchor of a type, by that part of the way to the next one, so that anchors rise as before."""
    for kind in record.settings.types.values():
        for name, (out, crossover, into) in {c.name: c.anchors for c in kind.conditions}.items():
            ways = ((crossover - out,) * 2, (crossover - out, into - crossover), (into - crossover,) * 2)
            for anchor, (down, up) in zip(_ANCHORS, ways, strict=True):
                part = f"{name}, {anchor}"
                yield from (Change("calibration", kind.id, part, by) for by in (-step * down, step * up))


def _graded(record: Record) -> Iterator[tuple[str, str, float]]:
    """The words in use of vocabularies that grade; where all values are 0 or 1 they sort, and do not."""
    used = {"legal_form": ("arrangements", "legal_form"), "force": ("provisions", "force")}
    for name, (table, column) in used.items():
        words = record.vocabularies.get(name, {})
        if any(t.value not in (None, 0, 1) for t in words.values()):
            found = set(record.registry[table][column].drop_nulls())
            yield from ((name, w, t.value) for w, t in words.items() if t.value is not None and w in found)


def changed(record: Record, tables: Tables, change: Change) -> Changed:
    """The tables after a change; `tables` are those of the record before it."""
    return _WAYS[change.kind](record, tables, change)


def _without_document(_record: Record, tables: Tables, change: Change) -> Changed:
    here = pl.col("document") == change.subject
    own = [tables[name].filter(here) for name in _OF_DOCUMENTS]
    places = frozenset(c for frame in own for c in frame["context"].drop_nulls())
    kept = {name: tables[name].filter(~here) for name in _OF_DOCUMENTS}
    kept |= _without_words(tables, change.subject)
    rows = _without_rows(tables, lambda s: _document_of(s, [change.subject]) is not None)
    named = frozenset(p for name, frame in rows.items() for p in _lost_places(tables[name], frame))
    return Changed({**tables, **kept, **rows}, frozenset({*kept, *rows}), places | named)


def _without_words(tables: Tables, document: str) -> dict[str, Frame]:
    """The passages that are of the document or stand in it go; texts are not compared anew for a second source."""
    made: dict[str, Frame] = {}
    for name, other in (("reused", "lender"), ("survived", "final")):
        kept = tables[name].filter((pl.col("document") != document) & (pl.col(other) != document))
        made |= {name: kept} if kept.height < tables[name].height else {}
    return made


def _without_source(_record: Record, tables: Tables, change: Change) -> Changed:
    return _less(tables, _without_rows(tables, lambda source: source == change.subject))


def _without_rows(tables: Tables, is_it: Callable[[str], bool]) -> dict[str, Frame]:
    """The tables of the registry from which rows go that name no other source; those without such rows are left out."""
    made = {}
    for name, frame in tables.items():
        if name in _NO_ROWS or not isinstance(frame, pl.DataFrame) or "source" not in frame.columns:
            continue
        gone = [bool(own := _sources(text)) and all(map(is_it, own)) for text in frame["source"]]
        if any(gone):
            made[name] = frame.filter(~pl.Series(gone))
    return made


def _without_arrangement(_record: Record, tables: Tables, change: Change) -> Changed:
    made = {}
    for name, frame in tables.items():
        if name in _NO_ROWS or not isinstance(frame, pl.DataFrame):
            continue
        ends = [c for c in ("arrangement", "from", "to") if c in frame.columns and name != "coded"]
        if ends:
            kept = frame.filter(
                ~pl.any_horizontal(pl.col(c).eq_missing(pl.lit(change.subject)) for c in ends)
            )
            if kept.height < frame.height:
                made[name] = kept
    return _less(tables, made)


def _less(tables: Tables, made: Mapping[str, Frame]) -> Changed:
    """The tables with some that lost rows; where they lost them."""
    lost = [tables[name].join(frame, on="row", how="anti") for name, frame in made.items()]
    everywhere = any(frame["context"].null_count() for frame in lost)
    return Changed(
        {**tables, **made},
        frozenset(made),
        None if everywhere else _named(lost, "context"),
        None if everywhere else _named(lost, "arrangement", "from", "to", "part_of"),
    )


def _named(frames: Sequence[Frame], *columns: str) -> frozenset[str]:
    """The values of some columns, as far as the frames have them."""
    return frozenset(v for f in frames for c in columns if c in f.columns for v in f[c].drop_nulls())


def _lost_places(before: Frame, after: Frame) -> list[str]:
    lost = before.join(after, on="row", how="anti")
    return list(lost["context"].drop_nulls())


def _moved_rubric(record: Record, tables: Tables, change: Change) -> Changed:
    own = rubric(record.settings, change.subject)
    own[change.part] += change.by
    rubrics = {**record.settings.rubrics, change.subject: own}
    return Changed({**tables, "settings": replace(record.settings, rubrics=rubrics)}, frozenset({"settings"}))


def _moved_threshold(record: Record, tables: Tables, change: Change) -> Changed:
    before = record.settings.thresholds
    moved = replace(before, **{change.subject: getattr(before, change.subject) + int(change.by)})
    return Changed(
        {**tables, "settings": replace(record.settings, thresholds=moved)}, frozenset({"settings"})
    )


def _moved_word(record: Record, tables: Tables, change: Change) -> Changed:
    words = record.vocabularies[change.subject]
    term = words[change.part]
    moved = {**words, change.part: replace(term, value=(term.value or 0.0) + change.by)}
    vocabularies = {**record.vocabularies, change.subject: moved}
    made: Tables = {**tables, "vocabularies": vocabularies}
    if change.subject != "force":
        return Changed(made, frozenset({"vocabularies"}))
    again = placed(record.registry, record.sides, record.settings, vocabularies)
    return Changed({**made, **again}, frozenset({"vocabularies", "provisions"}))


def _moved_anchor(record: Record, tables: Tables, change: Change) -> Changed:
    side, end = change.part.split()

    def moved(part: Part) -> Part:
        return replace(part, **{end: getattr(part, end) + change.by})

    moving = {
        p.id: replace(p, promise=moved(p.promise))
        if side == "promise"
        else replace(p, practice=moved(p.practice))
        for p in record.codebook.principles
        if p.id == change.subject
    }
    principles = tuple(moving.get(p.id, p) for p in record.codebook.principles)
    return _with_principles(record, tables, principles)


def _calibrated_otherwise(record: Record, tables: Tables, change: Change) -> Changed:
    name, anchor = change.part.rsplit(", ", 1)
    at = _ANCHORS.index(anchor)

    def moved(condition: Condition) -> Condition:
        if condition.name != name:
            return condition
        anchors = [a + change.by * (n == at) for n, a in enumerate(condition.anchors)]
        return replace(condition, anchors=(anchors[0], anchors[1], anchors[2]))

    kind = record.settings.types[change.subject]
    made = replace(kind, conditions=tuple(map(moved, kind.conditions)))
    types = {**record.settings.types, change.subject: made}
    return Changed({**tables, "settings": replace(record.settings, types=types)}, frozenset({"types"}))


def _scaled_otherwise(record: Record, tables: Tables, change: Change) -> Changed:
    principles = tuple(
        replace(p, promise=replace(p.promise, scale=change.subject)) for p in record.codebook.principles
    )
    return _with_principles(record, tables, principles)


def _with_principles(record: Record, tables: Tables, principles: tuple[Any, ...]) -> Changed:
    book = replace(record.codebook, principles=principles)
    return Changed({**tables, "codebook": book}, frozenset({"principles"}))


_WAYS: Mapping[str, Callable[[Record, Tables, Change], Changed]] = {
    "document": _without_document,
    "source": _without_source,
    "arrangement": _without_arrangement,
    "rubric": _moved_rubric,
    "threshold": _moved_threshold,
    "word": _moved_word,
    "anchor": _moved_anchor,
    "scale": _scaled_otherwise,
    "calibration": _calibrated_otherwise,
}
