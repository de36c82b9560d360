"""What a study concludes: verdicts on its claims, reading and types of each case, signs and orders of main figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from comity.comparison.changes import Changed, Record, Tables
from comity.comparison.claims import verdicts
from comity.comparison.readings import MEASURE, readings
from comity.comparison.tables import WHOLE
from comity.diagnostics import UsageError
from comity.measures.figures import Figures
from comity.measures.measure import CATALOGUE, compute
from comity.study.claims import Claim

Key = tuple[str, str]  # kind (claim, reading, type, membership, sign, order) and what it is of
_COMPARED = ("institution", "power")  # what is said is compared code by code, and has claims of its own
_TYPES = "C2"
_PARTS = {"principles": "G1", "types": _TYPES}  # of codebook and settings: the one measure that reads them
_ENDS = {"context": ("context",), "arrangement": ("arrangement", "from", "to")}  # columns that place a row
FiguresOf = Callable[[str, Sequence[str]], Figures]


@dataclass(frozen=True, slots=True)
class Conclusions:
    """Answers by kind and subject; ``values``: the main figures by measure and case, from which signs and orders come."""

    answers: Mapping[Key, str | None]
    values: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figuring:
    """Figures computed from tables, each measure and grouping once; ``asks``: which measures a measure is made of.

    Given figures `before` a change of the tables `touched`, whatever the change does not touch is taken from them.
    """

    tables: Tables
    before: Figuring | None = None
    touched: frozenset[str] = frozenset()
    made: dict[tuple[str, tuple[str, ...]], Figures] = field(default_factory=dict)
    asks: dict[str, set[str]] = field(default_factory=dict)

    def __call__(self, name: str, by: Sequence[str]) -> Figures:
        """The figures of a measure at a grouping."""
        key = name, tuple(by)
        if key not in self.made:
            if self.before is not None and not self.before.is_touched(name, self.touched):
                return self.before(name, by)
            asked = self.asks.setdefault(name, set())

            def figures(other: str, at: Sequence[str]) -> Figures:
                asked.add(other)
                return self(other, at)

            self.made[key] = compute(name, {**self.tables, "figures": figures}, tuple(by))
        return self.made[key]

    def is_touched(self, name: str, touched: frozenset[str]) -> bool:
        """Whether a measure, or one that it is made of, counts rows of a table that was changed."""
        card = CATALOGUE.get(name)
        if not touched.isdisjoint(card.tables):
            return True
        if "figures" not in card.tables:
            return False
        if name not in self.asks or any(_PARTS.get(part) == name for part in touched):
            return True
        return any(self.is_touched(other, touched) for other in self.asks[name])


@dataclass(frozen=True, slots=True)
class Standing:
    """A study as it stands: its record, the figures, and what is concluded from them."""

    record: Record
    figures: Figuring
    conclusions: Conclusions

    @classmethod
    def of(cls, record: Record) -> Standing:
        """All that the study concludes from its record."""
        figures = Figuring(record.tables())
        place = place_of(record)
        answers: dict[Key, str | None] = {**_judged(record.claims, figures), **_read(figures, place)}
        answers |= _typed(record, figures, place)
        values = {name: _values(name, figures, place) for name in main_measures(record)}
        return cls(record, figures, Conclusions(answers | _compared(values), values))

    def after(self, change: Changed) -> Conclusions:
        """What is concluded after a change; what the change cannot reach is taken over.

        Figures of one context never depend on rows of another, so only the contexts that lost rows are computed.
        """
        place, before = place_of(self.record), self.conclusions
        near = change.places is not None and bool(place) and not _by_cases(change.tables)
        figuring = partial(Figuring, before=self.figures, touched=change.touched)
        whole = figuring(change.tables)
        here = figuring(within(change.tables, context=change.places or ())) if near else whole
        answers = dict(before.answers)
        for where, claims in _byplace_of([c for c in self.record.claims if self._reaches(change, c)]).items():
            if len(where) > 1 and near:  # one arrangement
                at = figuring(within(change.tables, **{column: (name,) for column, name in where}))
            else:
                at = here if where else whole
            answers |= _judged(claims, at)
        if self.figures.is_touched(MEASURE, change.touched):
            answers |= _again(before, _read(here, place), change, "reading")
        if self.figures.is_touched(_TYPES, change.touched):
            answers |= _again(before, _typed(self.record, here, place), change, "type", "membership")
        values = dict(before.values)
        for name, own in before.values.items():
            if self.figures.is_touched(name, change.touched):
                kept = {c: v for c, v in own.items() if near and c not in (change.places or ())}
                values[name] = kept | _values(name, here, place)
        return Conclusions(answers | _compared(values, before), values)

    def _reaches(self, change: Changed, claim: Claim) -> bool:
        return any(
            self.figures.is_touched(measure, change.touched)
            and _within_reach(change.places, where.get("context"))
            and _within_reach(change.arrangements, where.get("arrangement"))
            for measure, where in _wheres(claim)
        )


def _again(
    before: Conclusions, found: Mapping[Key, str | None], change: Changed, *kinds: str
) -> dict[Key, str | None]:
    """What is concluded of the contexts that a change reaches; a case that lost its memberships has no answer."""
    own = [
        (kind, of)
        for kind, of in before.answers
        if kind in kinds and _within_reach(change.places, of.partition("/")[0])
    ]
    return {**dict.fromkeys(own), **{k: v for k, v in found.items() if k in before.answers}}


def main_measures(record: Record) -> list[str]:
    """The measures whose main figure sets cases side by side: one figure per context."""
    if not record.settings.contexts:
        return []
    return [
        c.id
        for c in CATALOGUE.all().values()
        if c.default == ("context",) and not c.always and c.dimension in _COMPARED
    ]


def place_of(record: Record) -> tuple[str, ...]:
    """The grouping by which a study compares: by context, or not at all."""
    return ("context",) if record.settings.contexts else ()


def _by_cases(tables: Tables) -> bool:
    """Whether a principle is scaled by the cases, so that one context's gap depends on the others."""
    return any("cases" in (p.promise.scale, p.practice.scale) for p in tables["codebook"].principles)


def within(tables: Tables, **places: Collection[str]) -> Tables:
    """The rows of some contexts, or of some arrangements, alone; a link belongs to both its ends."""

    def kept(table: object) -> object:
        if not isinstance(table, pl.DataFrame):
            return table
        for column, names in places.items():
            ends = [c for c in _ENDS.get(column, (column,)) if c in table.columns]
            table = (
                table.filter(pl.any_horizontal(pl.col(c).is_in(list(names)) for c in ends)) if ends else table
            )
        return table

    return {name: kept(table) for name, table in tables.items()}


def _byplace_of(claims: Sequence[Claim]) -> dict[tuple[tuple[str, str], ...], list[Claim]]:
    """The claims by the context (and arrangement) of all their figures; () where those differ, or there is none."""
    found: dict[tuple[tuple[str, str], ...], list[Claim]] = {}
    for claim in claims:
        wheres = [where for _, where in _wheres(claim)]
        shared = tuple(
            (column, wheres[0][column])
            for column in _ENDS
            if column in wheres[0] and len({where.get(column) for where in wheres}) == 1
        )
        found.setdefault(shared if shared[:1] and shared[0][0] == "context" else (), []).append(claim)
    return found


def _wheres(claim: Claim) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Measure and place of the figures that a claim is about."""
    yield claim.measure, claim.where
    if claim.expect.kind == "greater_than":
        yield claim.expect.measure or claim.measure, {**claim.where, **claim.expect.where}


def _within_reach(reach: frozenset[str] | None, place: str | None) -> bool:
    return reach is None or place is None or place in reach


def _judged(claims: Sequence[Claim], figures: FiguresOf) -> dict[Key, str | None]:
    frame = verdicts(claims, figures)
    return {("claim", claim): verdict for claim, verdict in frame.select("claim", "verdict").iter_rows()}


def _read(figures: FiguresOf, place: tuple[str, ...]) -> dict[Key, str | None]:
    frame = readings(figures(MEASURE, place).frame)
    return {("reading", case): reading for case, reading in frame.select("case", "reading").iter_rows()}


def _typed(record: Record, figures: FiguresOf, place: tuple[str, ...]) -> dict[Key, str | None]:
    """Of each case whether it is in or out of each type, and the one type that it is of more than of any other."""
    if not record.settings.types:
        return {}
    made: dict[Key, str | None] = {}
    best: dict[str, list[tuple[float, str]]] = {}
    columns = (*(place or ("measure",)), "code", "value")
    for context, code, value in figures(_TYPES, place).frame.select(columns).iter_rows():
        case = context if place else WHOLE
        made["membership", f"{case}/{code}"] = None if value is None else _side_of(value)
        best.setdefault(case, []).extend([] if value is None else [(value, code)])
    for case, found in best.items():
        first, *others = sorted(found, reverse=True) or [(0.0, "")]
        made["type", case] = None if not first[0] or (others and others[0][0] == first[0]) else first[1]
    return made


def _side_of(membership: float) -> str | None:
    """A case at 0.5 is neither in nor out."""
    return None if membership == 0.5 else "in" if membership > 0.5 else "out"


def _values(name: str, figures: FiguresOf, place: tuple[str, ...]) -> dict[str, float]:
    """The main figure of each case that has one."""
    card = CATALOGUE.get(name)
    try:
        frame = figures(name, place).frame
    except UsageError:
        return {}
    own = frame.filter((pl.col("quantity") == card.quantities[0].name) & (pl.col("status") == "ok"))
    return dict(own.drop_nulls("value").select("context", "value").iter_rows())


def _compared(
    values: Mapping[str, Mapping[str, float]], before: Conclusions | None = None
) -> dict[Key, str | None]:
    """Signs of figures that have one, and which case has more of a measure than which."""
    made: dict[Key, str | None] = {}
    for name, own in values.items():
        least = CATALOGUE.get(name).quantities[0].range[0]
        for case, value in own.items():
            if least < 0:
                made["sign", f"{name}/{case}"] = (
                    "positive" if value > 0 else "negative" if value < 0 else "zero"
                )
        for one in own:
            for other in own:
                if one < other:
                    made["order", f"{name}/{one}/{other}"] = _order(own[one], own[other])
    if before is not None:
        lost = [k for k in before.answers if k[0] in ("sign", "order") and k not in made]
        made |= dict.fromkeys(lost)
    return made


def _order(one: float, other: float) -> str:
    return "more" if one > other else "less" if one < other else "level"
