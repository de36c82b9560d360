"""P5: what an arrangement makes of its partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations

import polars as pl

from comity.dates import bounds, is_before
from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.recorded import UNKNOWN, asked, by_group, figured, shares
from comity.measures.statistics import Statistic
from comity.measures.tally import Confidence

STEPS: Mapping[str, tuple[str, ...]] = {
    "creation": ("became a partner",),
    "responsibilisation": ("was ascribed a duty", "took on a duty"),
    "reform": ("reformed",),
    "diffusion": ("passed on",),
    "resistance": ("resisted",),
}
_ORDERED = ("creation", "responsibilisation", "reform")
_STEP = {word: step for step, words in STEPS.items() for word in words}
_UNIT = "share of partners"


def _of_partners(over: str, under: str) -> Statistic:
    return Statistic("share of partners", (over,), (over, under), per_document=True)


_PRODUCTION = Quantity("production", _UNIT, (0, 1), _of_partners("produced", "not produced"))
_DATED = Quantity("production_dated", _UNIT, (0, 1), _of_partners("produced", "not produced"))
_PRECEDENCE = Quantity("precedence", _UNIT, (0, 1), _of_partners("in order", "out of order"))
_DEPTH = Quantity("depth", "steps from the first who passed it on", (0, None))
_ADOPTIONS = Quantity("adoptions", "actors to whom it was passed on", (0, None))


@measure(
    "P5",
    question="What becomes of those who are made partners?",
    quantities=(_PRODUCTION, _DATED, _PRECEDENCE, _DEPTH, _ADOPTIONS),
    by=("context", "layer", "actor"),
    always=(),
    shown=(("context",), ("context", "actor")),
    source="method P5",
)
def production(
    events: Frame, arrangements: Frame, by: tuple[str, ...], confidence: Confidence
) -> tuple[Figured, ...]:
    """The share of the partners that took on, or were given, a duty and reformed or passed something on.

    A partner is an actor of the partner side with an event of the sequence: *creation* (became a partner),
    *responsibilisation* (was ascribed, took on a duty), *reform*, *diffusion* (passed on), *resistance*.
    *production* = partners with responsibilisation and (reform or diffusion) / partners, dated or not;
    *production_dated*: the responsibilisation has a date. Told apart by actor, the note gives the sequence.

    *precedence* = partners with creation <= responsibilisation <= reform / partners of whom at least two of the
    three are dated so that their order can be told; the first event of each step counts. The note gives the
    exact probability of as many in order if each partner's dates fell to its steps by chance. *depth* and
    *adoptions* are of the tree that "passed on" makes from ``actor`` to ``other``.

    Takes: events (actor, side, what, date, other). Gives: shares in [0, 1], intervals over partners; two counts.
    Undefined: "no evidence" without an event of the kind, "unknown" where no order can be told.
    Source: method P5.

    Caveat: an order in time is no cause, and a step without a date cannot be put in order.

    >>> from comity.measures.worked import worked
    >>> worked("P5", "production", "precedence",
    ... events=[
    ...     "actor, event, date",
    ...     "south, became a partner, 2008",
    ...     "south, took on a duty, 2009",
    ...     "south, reformed, 2011",
    ...     "east, became a partner, 2008",
    ... ],
    ... )
    P5/case = 0.5  (n 4, 0.061 to 0.94)
    P5.precedence/case = 1  (n 4, 0.15 to 1)
    """
    known = events.with_columns(step=pl.col("what").replace_strict(_STEP, default=None))
    steps = known.filter((pl.col("side") == "partner") & pl.col("step").is_not_null())
    steps = steps.with_columns(document=pl.col("actor"))
    partners = by_group(steps, (*by, "actor") if "actor" not in by else by)
    sorted_out = [_sorted_out(own) for _, own in partners]
    rows = pl.concat(
        [steps.with_columns(part=pl.lit(""), dated=pl.lit(""), order=pl.lit("")).clear(), *sorted_out]
    )

    def figures(part: str, quantity: Quantity, left_open: str = "") -> Figured:
        return shares(
            rows.with_columns(part=pl.col(part)), by, quantity, measure="P5", confidence=confidence,
            arrangements=arrangements, groups=asked(rows, arrangements, by),
            nothing="nothing is recorded of any partner", left_open=left_open,
        )  # fmt: skip

    every = figures("part", _PRODUCTION)
    if "actor" in by:
        return (_noted(every, rows, by, _sequence),)
    ordered = figures("order", _PRECEDENCE, "events are of partners whose order cannot be told")
    passed = known.filter(pl.col("step") == "diffusion")
    trees = list(by_group(passed, by, asked(passed, arrangements, by)))
    return (
        _noted(every, rows, by, _dates_told),
        figures("dated", _DATED),
        _noted(ordered, rows, by, _chance),
        figured(((place | _depth(own), _edges(own)) for place, own in trees), _DEPTH, measure="P5"),
        figured(((place | _adoptions(own), _edges(own)) for place, own in trees), _ADOPTIONS, measure="P5"),
    )


def _sorted_out(own: Frame) -> Frame:
    """The events of one partner with what they count as."""
    steps = set(own["step"])
    duty = own.filter(step="responsibilisation")
    goes_on = bool(steps & {"reform", "diffusion"})
    made, dated = goes_on and duty.height > 0, goes_on and duty["date"].is_not_null().any()
    in_order = _in_order(_first_dates(own))
    words = {True: "in order", False: "out of order", None: UNKNOWN}
    return own.with_columns(
        part=pl.lit("produced" if made else "not produced"),
        dated=pl.lit("produced" if dated else "not produced"),
        order=pl.lit(words[in_order]),
    )


def _first_dates(own: Frame) -> dict[str, str]:
    """The first date of each of the ordered steps, where it has one; by the first day that it may mean."""
    dates: dict[str, str] = {}
    for step in _ORDERED:
        found = own.filter(step=step)["date"].drop_nulls().to_list()
        if found:
            dates[step] = min(found, key=lambda d: (str((bounds(d) or (None,))[0] or ""), d))
    return dates


def _in_order(dates: Mapping[str, str]) -> bool | None:
    """Whether the steps follow one another; null where fewer than two are dated, or it cannot be told."""
    pairs = [_no_later(dates[a], dates[b]) for a, b in combinations([s for s in _ORDERED if s in dates], 2)]
    if False in pairs:
        return False
    return True if pairs and None not in pairs else None


def _no_later(one: str, other: str) -> bool | None:
    if one == other or is_before(one, other) or is_before(other, one) is False:
        return True
    return False if is_before(other, one) else None


def _noted(figures: Figured, rows: Frame, by: tuple[str, ...], told: object) -> Figured:
    """The figures, each with what `told` says of its rows, before what is said already."""
    assert callable(told)
    frame, notes = figures.frame, []
    groups = {tuple(place.values()): own for place, own in by_group(rows, by)}
    columns = [c for c in frame.columns if c in by]
    for key, note in zip(frame.select(columns).rows() if columns else [()], frame["note"], strict=True):
        own = groups.get(key)
        said = told(own) if own is not None and own.height else None
        notes.append("; ".join(part for part in (said, note) if part) or None)
    return Figured(frame.with_columns(note=pl.Series(notes, dtype=pl.String)), figures.evidence)


def _dates_told(rows: Frame) -> str | None:
    produced = rows.filter(part="produced")["actor"].n_unique()
    dated = rows.filter(dated="produced")["actor"].n_unique()
    return f"{produced} of {rows['actor'].n_unique()} partners, {dated} with a dated duty"


def _sequence(rows: Frame) -> str:
    """What happened, in time: *1997: became a partner → 2001: took on a duty*; what has no date at the end."""
    steps = list(STEPS)

    def place(event: Mapping[str, str]) -> tuple[bool, str, int, str]:
        span = bounds(event["date"])
        first = str(span[0] or "") if span else ""
        return event["date"] is None, first, steps.index(event["step"]), event["event"]

    told = sorted(rows.select("date", "event", "step").unique().iter_rows(named=True), key=place)
    return " → ".join(f"{e['date'] or 'undated'}: {e['event']}" for e in told)


def _chance(rows: Frame) -> str | None:
    """How likely as many partners in order are by chance: each one's dates fall to its steps in any way."""
    chances: list[float] = []
    found = 0
    for _, own in by_group(rows.filter(pl.col("order") != UNKNOWN), ("actor",)):
        found += own["order"][0] == "in order"
        chances.append(_chance_of_order(_first_dates(own)))
    if not chances:
        return None
    return f"{found} of {len(chances)} in order; p = {_at_least(found, chances):.3f} against random orders"


def _chance_of_order(dates: Mapping[str, str]) -> float:
    ways = [
        _in_order(dict(zip(dates, way, strict=True))) for way in permutations([dates[step] for step in dates])
    ]
    return sum(way is True for way in ways) / len(ways)


def _at_least(found: int, chances: Iterable[float]) -> float:
    """The probability of at least so many successes, each with its own chance."""
    weights = [1.0]
    for chance in chances:
        fails = [w * (1 - chance) for w in weights] + [0.0]
        hits = [0.0, *(w * chance for w in weights)]
        weights = [a + b for a, b in zip(fails, hits, strict=True)]
    return sum(weights[found:])


def _edges(own: Frame) -> Frame:
    receiver = pl.col("other").fill_null("somebody not named")
    return own.with_columns(part=pl.format("to {}", receiver), amount=pl.lit(1, pl.Int64))


def _depth(own: Frame) -> dict[str, object]:
    """The longest chain of passing on; a chain never comes back to one who is in it already."""
    below: dict[str, list[str]] = {}
    for actor, other in own.select("actor", "other").unique().sort("actor", "other").iter_rows():
        below.setdefault(actor, []).append(other or "")

    def longest(actor: str, above: Sequence[str]) -> int:
        following = [o for o in below.get(actor, ()) if o not in (*above, actor)]
        return max((1 + longest(o, (*above, actor)) for o in following), default=0)

    if not below:
        return {"status": "no evidence", "note": "nothing is recorded as passed on"}
    return {"status": "ok", "value": max(longest(actor, ()) for actor in below)}


def _adoptions(own: Frame) -> dict[str, object]:
    if not own.height:
        return {"status": "no evidence", "note": "nothing is recorded as passed on"}
    named, nameless = own["other"].drop_nulls().n_unique(), own["other"].null_count()
    note = f"to whom is not named in {nameless} of {own.height} rows" if nameless else None
    if not named:
        return {"status": UNKNOWN, "note": note}
    return {"status": "ok", "value": named, "note": note}
