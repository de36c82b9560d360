"""The partners of a record and what happens to them, step by step: who they are, and in which order it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations

import polars as pl

from comity.dates import bounds, is_before
from comity.measures.counted import Frame

STEPS: Mapping[str, tuple[str, ...]] = {
    "creation": ("became a partner",),
    "responsibilisation": ("was ascribed a duty", "took on a duty"),
    "reform": ("reformed",),
    "diffusion": ("passed on",),
    "resistance": ("resisted",),
}
ORDERED = ("creation", "responsibilisation", "reform")
_STEP = {word: step for step, words in STEPS.items() for word in words}


def steps_of_partners(events: Frame, actors: Frame) -> tuple[Frame, Mapping[str, str]]:
    """The events of the sequence that happened to partners, and for which partner each actor stands.

    Whoever belongs to a partner (``member_of``: its president, its officials) stands for it, if it is told of
    itself; nobody stands for several meant together. Gives: the events with ``step``, ``partner`` (also as
    ``document``) and ``collective``, whether several partners are meant together.
    """
    known = events.with_columns(step=pl.col("what").replace_strict(_STEP, default=None))
    steps = known.filter((pl.col("side") == "partner") & pl.col("step").is_not_null())
    together = actors.filter(pl.col("collective").fill_null(value=False))["id"].to_list()
    belongs = actors.filter(~pl.col("member_of").is_in(together).fill_null(value=False))
    stands = _standing(set(steps["actor"]), dict(belongs.select("id", "member_of").iter_rows()))
    partner = pl.col("actor").replace(stands)
    steps = steps.with_columns(partner=partner, document=partner, collective=partner.is_in(together))
    return steps, stands


def _standing(told: set[str], above: Mapping[str, str | None]) -> dict[str, str]:
    """For each actor the highest of those that it belongs to of whom something is told; itself if there is none."""
    made = {}
    for actor in set(above) | told:
        highest, seen, current = actor, {actor}, above.get(actor)
        while current and current not in seen:
            highest = current if current in told else highest
            seen.add(current)
            current = above.get(current)
        if highest in told:
            made[actor] = highest
    return made


def first_dates(own: Frame) -> dict[str, str]:
    """The first date of each of the ordered steps, where it has one; by the first day that it may mean."""
    dates: dict[str, str] = {}
    for step in ORDERED:
        found = own.filter(step=step)["date"].drop_nulls().to_list()
        if found:
            dates[step] = min(found, key=lambda d: (str((bounds(d) or (None,))[0] or ""), d))
    return dates


def in_order(dates: Mapping[str, str]) -> bool | None:
    """Whether the steps follow one another; null where fewer than two are dated, or it cannot be told."""
    pairs = [_no_later(dates[a], dates[b]) for a, b in combinations([s for s in ORDERED if s in dates], 2)]
    if False in pairs:
        return False
    return True if pairs and None not in pairs else None


def _no_later(one: str, other: str) -> bool | None:
    if one == other or is_before(one, other) or is_before(other, one) is False:
        return True
    return False if is_before(other, one) else None


def chance_of_order(dates: Mapping[str, str]) -> float:
    """How likely the steps are in order where the dates fall to them in any way."""
    ways = [
        in_order(dict(zip(dates, way, strict=True))) for way in permutations([dates[step] for step in dates])
    ]
    return sum(way is True for way in ways) / len(ways)


def at_least(found: int, chances: Sequence[float]) -> float:
    """The probability of at least so many successes, each with its own chance."""
    weights = [1.0]
    for chance in chances:
        fails = [w * (1 - chance) for w in weights] + [0.0]
        hits = [0.0, *(w * chance for w in weights)]
        weights = [a + b for a, b in zip(fails, hits, strict=True)]
    return sum(weights[found:])


def sequence(rows: Frame) -> str:
    """What happened, in time: *1997: became a partner → 2001: took on a duty*; what has no date at the end."""
    steps = list(STEPS)

    def place(event: Mapping[str, str]) -> tuple[bool, str, int, str]:
        span = bounds(event["date"])
        first = str(span[0] or "") if span else ""
        return event["date"] is None, first, steps.index(event["step"]), event["event"]

    told = sorted(rows.select("date", "event", "step").unique().iter_rows(named=True), key=place)
    return " → ".join(f"{e['date'] or 'undated'}: {e['event']}" for e in told)


def depth(passed: Frame) -> int:
    """The longest chain of passing on; a chain never comes back to one who is in it already."""
    below: dict[str, list[str]] = {}
    for actor, other in passed.select("actor", "other").unique().sort("actor", "other").iter_rows():
        below.setdefault(actor, []).append(other or "")

    def longest(actor: str, above: Sequence[str]) -> int:
        following = [o for o in below.get(actor, ()) if o not in (*above, actor)]
        return max((1 + longest(o, (*above, actor)) for o in following), default=0)

    return max((longest(actor, ()) for actor in below), default=0)


def likeness(kinds: Sequence[set[str]], others: Sequence[set[str]] = ()) -> float | None:
    """The mean Jaccard index of the pairs of sets, or of each set with each of the others.

    >>> likeness([{"law"}, {"law", "institution"}, {"institution"}])
    0.3333333333333333
    """
    pairs = [(a, b) for a in kinds for b in others] if others else list(combinations(kinds, 2))
    return sum(len(a & b) / len(a | b) for a, b in pairs) / len(pairs) if pairs else None


def median_wait(waits: Sequence[tuple[float, bool]]) -> float | None:
    """The wait after which half have done it, by Kaplan and Meier; null where fewer than half have.

    `waits`: years, and whether it came to pass then (else it was still waited for, and counts until then).

    >>> median_wait([(1, True), (3, True), (5, False), (9, False)])
    3
    """
    surviving = 1.0
    for years in sorted({years for years, done in waits if done}):
        at_risk = sum(1 for other, _ in waits if other >= years)
        surviving *= 1 - sum(1 for other, done in waits if done and other == years) / at_risk
        if surviving <= 0.5 + 1e-12:
            return years
    return None
