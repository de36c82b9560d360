"""P5: what an arrangement makes of its partners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import polars as pl

from comity.dates import year_of
from comity.measures.counted import Figured, Frame, ordered
from comity.measures.measure import Quantity, measure
from comity.measures.partners import (
    STEPS,
    at_least,
    chance_of_order,
    depth,
    first_dates,
    in_order,
    likeness,
    median_wait,
    sequence,
    steps_of_partners,
)
from comity.measures.recorded import UNKNOWN, asked, by_group, figured, shares
from comity.measures.statistics import Statistic
from comity.measures.tally import Confidence

_UNIT = "share of partners"
_NOTHING = "nothing is recorded of any partner"
_TOGETHER = "events are of partners named together, who are no case of their own"


def _of_partners(name: str, over: str, under: str, unit: str = _UNIT, *, label: str = "") -> Quantity:
    statistic = Statistic(unit, (over,), (over, under), per_document=True)
    return Quantity(name, unit, (0, 1), statistic, label=label)


_PRODUCTION = _of_partners("production", "produced", "not produced")
_DATED = _of_partners("production_dated", "produced", "not produced")
_COLLECTIVES = _of_partners(
    "collectives",
    "produced",
    "not produced",
    "share of partners named together",
    label="production among partners named together",
)
_PRECEDENCE = _of_partners("precedence", "in order", "out of order")
_RELAY = _of_partners("relay", "relay", "no relay", label="leads in another arrangement")
_WAIT = Quantity("years_to_reform", "years", (0, None), label="years until half had reformed")
_LIKENESS = Quantity("likeness", "mean overlap of kinds of reform", (0, 1), label="likeness of reforms")
_OTHERS = Quantity(
    "likeness_over_others",
    "likeness - likeness with others",
    (-1, 1),
    label="likeness of reforms over that with others",
)
_DEPTH = Quantity("depth", "steps from the first who passed it on", (0, None), label="steps of passing on")
_ADOPTIONS = Quantity("adoptions", "actors to whom it was passed on", (0, None), label="passed on to")
_PER_ADOPTER = Quantity(
    "secondary", "actors per adopter who passed it on", (0, None), label="secondary adoptions"
)


@measure(
    "P5",
    question="What becomes of those who are made partners?",
    quantities=(
        _PRODUCTION, _DATED, _COLLECTIVES, _PRECEDENCE, _RELAY, _WAIT, _LIKENESS, _OTHERS, _DEPTH, _ADOPTIONS,
        _PER_ADOPTER,
    ),
    by=("context", "layer", "actor"),
    always=(),
    shown=(("context",), ("context", "actor")),
    source="method P5",
)  # fmt: skip
def production(  # noqa: PLR0917 (its tables)
    events: Frame,
    actors: Frame,
    roles: Frame,
    arrangements: Frame,
    by: tuple[str, ...],
    confidence: Confidence,
) -> tuple[Figured, ...]:
    """The share of the partners that took on, or were given, a duty and reformed or passed something on.

    A partner is an actor of the partner side with an event of the sequence: *creation* (became a partner),
    *responsibilisation* (was ascribed, took on a duty), *reform*, *diffusion* (passed on), *resistance*; those who
    belong to it (``member_of``) stand for it. *production* = partners with responsibilisation and (reform or
    diffusion) / partners, dated or not; *production_dated*: the responsibilisation has a date. Partners whom the
    record names together (``collective``) are no case of a share: their rows are listed as *unknown*, and
    *collectives* is the share among them. Told apart by actor, the note gives the sequence.

    *precedence* = partners with creation <= responsibilisation <= reform / partners of whom at least two of the
    three are dated so that their order can be told; the first event of each step counts. The note gives the
    exact probability of as many in order if each partner's dates fell to its steps by chance. *relay* =
    partners that hold a role on the lead side of another arrangement, in whatever context / partners.
    *years_to_reform*: after how many years half of the partners with a dated creation had reformed, by Kaplan and
    Meier; who has not is waited for until the last dated event. *likeness*: the mean overlap (Jaccard) of the
    kinds of reform (``reformed: law`` …) over pairs of partners; *likeness_over_others*: that less the mean over
    pairs of a partner and another who reformed. *depth*, *adoptions* and *secondary* are of the tree that "passed on"
    makes from ``actor`` to ``other``: its length, its receivers, and receivers per receiver who passes on.

    Takes: events (actor, side, what, how, date, other), actors (member_of, collective), roles (actor, side).
    Gives: shares in [0, 1], intervals over partners; years; counts. Undefined: "no evidence" without an event
    of the kind, "unknown" where no order can be told, no kind is recorded, or all partners are named together.
    Source: method P5; Kaplan and Meier 1958.

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
    steps, stands = steps_of_partners(events, actors)
    if "actor" in by:
        steps = steps.with_columns(actor="partner")
    rows = pl.concat([_told(steps.clear()), *map(_sorted_out, _partners(steps, by))])

    def figures(counted: Frame, quantity: Quantity, left_open: str = _TOGETHER) -> Figured:
        return shares(
            counted, by, quantity, measure="P5", confidence=confidence, arrangements=arrangements,
            groups=asked(rows, arrangements, by), nothing=_NOTHING, left_open=left_open,
        )  # fmt: skip

    if "actor" in by:
        return (_noted(figures(rows, _PRODUCTION), rows, by, sequence),)
    single, together = _single(rows), rows.filter("collective")
    order = rows.with_columns(part="order")
    passed = events.filter(pl.col("what").is_in(STEPS["diffusion"]))
    trees = list(by_group(passed, by, asked(passed, arrangements, by)))
    reforms = events.filter(pl.col("what").is_in(STEPS["reform"]))
    changed = list(by_group(reforms, by, asked(reforms, arrangements, by)))
    waiting = list(by_group(steps, by, asked(steps, arrangements, by)))

    def made(quantity: Quantity, groups: list[tuple[dict[str, object], Frame]], told: Told) -> Figured:
        return figured(((place | told(own), _listed(own)) for place, own in groups), quantity, measure="P5")

    return (
        _noted(figures(single, _PRODUCTION), rows, by, _dates_told),
        figures(_single(rows.with_columns(part="dated")), _DATED),
        figures(together, _COLLECTIVES),
        _noted(
            figures(order, _PRECEDENCE, "events are of partners whose order cannot be told"),
            rows,
            by,
            _chance,
        ),
        figures(_single(_relays(rows, roles, stands, by)), _RELAY),
        made(_WAIT, waiting, _wait),
        made(_LIKENESS, changed, lambda own: _alike(own, stands)),
        made(_OTHERS, changed, lambda own: _over_others(own, stands)),
        made(_DEPTH, trees, _depth),
        made(_ADOPTIONS, trees, _adoptions),
        made(_PER_ADOPTER, trees, _secondary),
    )


Told = Callable[[Frame], dict[str, object]]


def _partners(steps: Frame, by: tuple[str, ...]) -> Iterable[Frame]:
    """The events of each partner in each group."""
    keys = [*ordered([name for name in by if name != "actor"]), "partner"]
    return (own for _, own in sorted(steps.group_by(keys), key=lambda group: tuple(map(str, group[0]))))


def _sorted_out(own: Frame) -> Frame:
    """The events of one partner with what they count as."""
    steps = set(own["step"])
    duty = own.filter(step="responsibilisation")
    goes_on = bool(steps & {"reform", "diffusion"})
    dated = goes_on and bool(duty["date"].is_not_null().any())
    return _told(own, made=goes_on and duty.height > 0, dated=dated, order=in_order(first_dates(own)))


def _told(own: Frame, *, made: bool = False, dated: bool = False, order: bool | None = None) -> Frame:
    words = {True: "in order", False: "out of order", None: UNKNOWN}
    return own.with_columns(
        part=pl.lit("produced" if made else "not produced"),
        dated=pl.lit("produced" if dated else "not produced"),
        order=pl.lit(words[order]),
    )


def _single(rows: Frame) -> Frame:
    """The rows, those of partners named together as unknown."""
    return rows.with_columns(part=pl.when("collective").then(pl.lit(UNKNOWN)).otherwise("part"))


def _relays(rows: Frame, roles: Frame, stands: Mapping[str, str], by: tuple[str, ...]) -> Frame:
    """The partners' rows as of a relay or none, and the roles that make them one."""
    leading = roles.filter(pl.col("side") == "lead").with_columns(
        partner=pl.col("actor").replace_strict(dict(stands) or {"": ""}, default=None)
    )
    known = rows.select(*ordered(by), "partner", "collective").unique()
    held = leading.select("table", "row", "coders", "partner").join(known, on="partner")
    held = held.with_columns(document="partner", part=pl.lit("relay"))
    relay = pl.struct(*ordered(by), "partner").is_in(
        held.select(pl.struct(*ordered(by), "partner")).to_series().implode()
    )
    told = rows.with_columns(part=pl.when(relay).then(pl.lit("relay")).otherwise(pl.lit("no relay")))
    columns = held.columns
    return pl.concat([told.select(columns), held])


def _noted(
    figures: Figured, rows: Frame, by: tuple[str, ...], told: Callable[[Frame], str | None]
) -> Figured:
    """The figures, each with what `told` says of its rows, before what is said already."""
    frame, notes = figures.frame, []
    groups = {tuple(place.values()): own for place, own in by_group(rows, by)}
    columns = [c for c in frame.columns if c in by]
    for key, note in zip(frame.select(columns).rows() if columns else [()], frame["note"], strict=True):
        own = groups.get(key)
        said = told(own) if own is not None and own.height else None
        notes.append("; ".join(part for part in (said, note) if part) or None)
    return replace(figures, frame=frame.with_columns(note=pl.Series(notes, dtype=pl.String)))


def _dates_told(rows: Frame) -> str | None:
    own = rows.filter(~pl.col("collective"))
    if not own.height:
        return None
    produced = own.filter(part="produced")["partner"].n_unique()
    dated = own.filter(dated="produced")["partner"].n_unique()
    return f"{produced} of {own['partner'].n_unique()} partners, {dated} with a dated duty"


def _chance(rows: Frame) -> str | None:
    """How likely as many partners in order are by chance: each one's dates fall to its steps in any way."""
    chances: list[float] = []
    found = 0
    for _, own in by_group(rows.filter(pl.col("order") != UNKNOWN).with_columns(actor="partner"), ("actor",)):
        found += own["order"][0] == "in order"
        chances.append(chance_of_order(first_dates(own)))
    if not chances:
        return None
    return f"{found} of {len(chances)} in order; p = {at_least(found, chances):.3f} against random orders"


def _wait(own: Frame) -> dict[str, object]:
    """The median wait from becoming a partner to the first reform."""
    years = [year for date in own["date"] if (year := year_of(date)) is not None]
    waits, undated = [], 0
    for _, rows in by_group(own.with_columns(actor="partner"), ("actor",)):
        first = {step: year_of(date) for step, date in first_dates(rows).items()}
        begun, changed = first.get("creation"), first.get("reform")
        if begun is None:
            continue
        if changed is None and "reform" in set(rows["step"]):
            undated += 1
        elif changed is None or changed >= begun:
            waits.append((float((changed or max(years)) - begun), changed is not None))
    told = f"; {undated} reformed at a time that is not told" if undated else ""
    if not waits:
        status = UNKNOWN if undated else "no evidence"
        return {"status": status, "note": f"no partner has a dated beginning and a dated wait{told}"}
    done = sum(done for _, done in waits)
    note = f"{done} of {len(waits)} with a dated beginning have a dated reform{told}"
    value = median_wait(waits)
    return {"status": UNKNOWN if value is None else "ok", "value": value, "note": note}


def _kinds(own: Frame, stands: Mapping[str, str], *, partners: bool) -> list[set[str]]:
    """The kinds of reform of each who reformed, of the partner side or of any other."""
    wanted = pl.col("side").eq_missing("partner")
    known = (
        own.filter(wanted if partners else ~wanted)
        .drop_nulls("how")
        .with_columns(who=pl.col("actor").replace(dict(stands)))
    )
    return [set(rows["how"]) for _, rows in sorted(known.group_by("who"), key=lambda group: str(group[0]))]


def _alike(own: Frame, stands: Mapping[str, str]) -> dict[str, object]:
    value = likeness(_kinds(own, stands, partners=True))
    if value is None:
        return _without_kinds(own, "fewer than two partners are")
    return {"status": "ok", "value": value, "note": _unsaid(own)}


def _over_others(own: Frame, stands: Mapping[str, str]) -> dict[str, object]:
    partners, others = (_kinds(own, stands, partners=p) for p in (True, False))
    among, across = likeness(partners), likeness(partners, others) if others else None
    if among is None:
        return _without_kinds(own, "fewer than two partners are")
    if across is None:
        return _without_kinds(own.filter(pl.col("side").ne_missing("partner")), "nobody but partners is")
    told = f"{among:.2f} among partners, {across:.2f} with others"
    return {
        "status": "ok",
        "value": among - across,
        "note": "; ".join(part for part in (told, _unsaid(own)) if part),
    }


def _without_kinds(own: Frame, who: str) -> dict[str, object]:
    unsaid = _unsaid(own)
    told = "; ".join(part for part in (f"{who} recorded with a kind of reform", unsaid) if part)
    return {"status": UNKNOWN if unsaid else "no evidence", "note": told}


def _unsaid(own: Frame) -> str | None:
    unsaid = own["how"].null_count()
    return f"in {unsaid} of {own.height} rows the kind is not told" if unsaid else None


def _listed(own: Frame) -> Frame:
    """Events as they are listed: by whom something was received, else as what they are."""
    receiver = pl.format("to {}", pl.col("other").fill_null("somebody not named"))
    passed = pl.col("what").is_in(STEPS["diffusion"])
    return own.with_columns(
        part=pl.when(passed).then(receiver).otherwise("event"), amount=pl.lit(1, pl.Int64)
    )


def _depth(own: Frame) -> dict[str, object]:
    return {"status": "ok", "value": depth(own)} if own.height else _nothing_passed()


def _nothing_passed() -> dict[str, object]:
    return {"status": "no evidence", "note": "nothing is recorded as passed on"}


def _adoptions(own: Frame) -> dict[str, object]:
    if not own.height:
        return _nothing_passed()
    named, nameless = own["other"].drop_nulls().n_unique(), own["other"].null_count()
    note = f"to whom is not named in {nameless} of {own.height} rows" if nameless else None
    if not named:
        return {"status": UNKNOWN, "note": note}
    return {"status": "ok", "value": named, "note": note}


def _secondary(own: Frame) -> dict[str, object]:
    """Receivers per receiver who passes on in turn: secondary adoptions per adopter."""
    if not own.height:
        return _nothing_passed()
    received = set(own["other"].drop_nulls())
    onward = own.filter(pl.col("actor").is_in(received) & (pl.col("actor") != pl.col("other").fill_null("")))
    if not onward.height:
        return {
            "status": "no evidence",
            "note": "nobody to whom it was passed on is recorded as passing it on",
        }
    return {"status": "ok", "value": onward.select("actor", "other").n_unique() / onward["actor"].n_unique()}
