"""The registry as measures see it: each row with its context, layer, sides, year and period, and an identity.

The row's identity is ``TABLE/ID`` (``roles/mp-drafter``), its cluster, in the column ``document``, the
arrangement that it belongs to. The columns of the files stay as they are (study/registry_tables.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import polars as pl

from comity.dates import year_of, years
from comity.study.tables import SIDES
from comity.study.vocabularies import Vocabularies, values

if TYPE_CHECKING:
    from comity.study.settings import Settings

Frame = pl.DataFrame


class Sides(Protocol):
    """Who stands where, and when."""

    def side(self, name: str, context: str, date: str | None = None) -> str | None:
        """The side of an actor in a context at a date."""
        ...


def placed(
    registry: Mapping[str, Frame], sides: Sides, settings: Settings, vocabularies: Vocabularies
) -> dict[str, Frame]:
    """The tables of the registry by name, ready to be counted.

    All: the file's columns and ``table``, ``row``, ``document``, ``coders`` (empty: people made them); all but
    actors: ``context``, ``layer``, ``arrangement``, ``year``, ``period``.

    *actors*: ``kind``, ``sector``, ``level`` as written.
    *roles*: ``side`` (the row's own, else the actor's then), ``kind``, ``sector``, ``level`` of the actor,
    ``steering`` (whether the role steers).
    *provisions*: ``side`` of the bearer (lead, partner, third, both; null: not said) and ``target_side``, ``proposing``,
    ``strength`` of its force and ``taken`` (1 taken up, 0 not, null unknown), ``is_new``.
    *transfers*: ``giving`` and ``receiving`` side. *events*: ``side`` of the actor, ``other_side``, ``what``
    (the event before the colon) and ``how`` (after it). *funding*: ``side`` of the funder, ``deciding`` side.
    *links*: as written, with ``from_side`` and ``to_side`` where two actors are linked. *candidates*: with ``side``
    of the candidate. *attributes*: one row per context (the row's own, else each) with the actor's ``side`` there.
    """
    frames = {name: _identified(name, frame) for name, frame in registry.items()}
    arrangements = frames["arrangements"].with_columns(arrangement=pl.col("id"))
    about = arrangements.select("arrangement", "context", "layer", begun=pl.col("start"))
    made = {"actors": frames["actors"], "arrangements": _dated(arrangements, "start", settings)}
    people = frames["actors"].select(actor="id", kind="kind", sector="sector", level="level")
    for name in ("roles", "provisions", "transfers", "events", "funding", "links", "candidates"):
        frame = _about(frames[name], about)
        if name == "events":
            frame = _in_the_actors_context(frame, sides, settings)
        column = "start" if name == "roles" else "date"
        frame = frame.with_columns(pl.coalesce(column, "begun").alias("when"))
        made[name] = _dated(frame, "when", settings)
    side = _Siding(sides)
    made["roles"] = (
        made["roles"]
        .with_columns(pl.coalesce("side", side.of(made["roles"], "actor")).alias("side"))
        .join(people, on="actor", how="left", maintain_order="left")
        .with_columns(steering=_valued("role", values(vocabularies, "role")) == 1)
    )
    provisions = made["provisions"]
    made["provisions"] = provisions.with_columns(
        side=side.of(provisions, "bearer"),
        target_side=side.of(provisions, "target"),
        proposing=side.of(provisions, "proposed_by"),
        strength=_valued("force", values(vocabularies, "force")),
        taken=_valued("fate", values(vocabularies, "fate")).cast(pl.Int64),
        is_new=_valued("novelty", values(vocabularies, "novelty")) == 1,
    )
    transfers = made["transfers"]
    made["transfers"] = transfers.with_columns(
        giving=side.of(transfers, "giver"), receiving=side.of(transfers, "receiver")
    )
    events = made["events"]
    made["events"] = events.with_columns(
        side=side.of(events, "actor"),
        other_side=side.of(events, "other"),
        what=pl.col("event").str.split(": ").list.first(),
        how=pl.col("event").str.split(": ").list.get(1, null_on_oob=True),
    )
    funding = made["funding"]
    made["funding"] = funding.with_columns(
        side=side.of(funding, "funder"), deciding=side.of(funding, "discretion")
    )
    links = made["links"]
    made["links"] = links.with_columns(from_side=side.of(links, "from"), to_side=side.of(links, "to"))
    attributes = _in_every_context(frames["attributes"], settings).with_columns(
        pl.col("date").alias("when"), arrangement=pl.lit(None, pl.String)
    )
    attributes = _dated(attributes, "date", settings)
    made["attributes"] = attributes.with_columns(side=side.of(attributes, "actor"))
    made["candidates"] = made["candidates"].with_columns(side=side.of(made["candidates"], "actor"))
    return {name: frame.sort("row") for name, frame in made.items()}


def _in_the_actors_context(events: Frame, sides: Sides, settings: Settings) -> Frame:
    """The events, those without a context in that of their actor, where it stands on a side in one alone."""
    found = [
        context or _only_context(sides, settings, actor, date)
        for context, actor, date in events.select("context", "actor", "date").iter_rows()
    ]
    return events.with_columns(pl.Series("context", found, pl.String))


def _only_context(sides: Sides, settings: Settings, actor: str, date: str | None) -> str | None:
    standing = [context for context in settings.contexts if sides.side(actor, context, date)]
    return standing[0] if len(standing) == 1 else None


def _in_every_context(frame: Frame, settings: Settings) -> Frame:
    """The rows, those without a context once for each."""
    if frame["context"].null_count() == 0:
        return frame
    every = pl.lit(list(settings.contexts) or [None], pl.List(pl.String))
    own = pl.when(pl.col("context").is_null()).then(every).otherwise(pl.concat_list("context"))
    return frame.with_columns(context=own).explode("context")


def _about(frame: Frame, about: Frame) -> Frame:
    """The rows with context, layer and beginning of their arrangement (a link's: of either end)."""
    own = frame.select("row", "context").rename({"context": "own"}) if "context" in frame.columns else None
    placed = frame.drop("context", strict=False).join(
        about, on="arrangement", how="left", maintain_order="left"
    )
    if own is not None:
        placed = placed.with_columns(context=pl.coalesce("context", own["own"]))
    for end in ("from", "to") if "from" in frame.columns else ():
        other = about.rename(
            {"arrangement": end, "context": "_context", "layer": "_layer", "begun": "_begun"}
        )
        placed = (
            placed.join(other, on=end, how="left", maintain_order="left")
            .with_columns(context=pl.coalesce("context", "_context"), layer=pl.coalesce("layer", "_layer"))
            .drop("_context", "_layer", "_begun")
        )
    return placed


def _identified(table: str, frame: Frame) -> Frame:
    cluster = "arrangement" if "arrangement" in frame.columns else "id"
    return frame.drop_nulls("id").with_columns(
        pl.lit(table).alias("table"),
        row=pl.format(table + "/{}", "id"),
        document=pl.coalesce(
            cluster, "from" if "from" in frame.columns else "actor" if "actor" in frame.columns else cluster
        ),
        coders=pl.lit([], pl.List(pl.String)),
    )


def _dated(frame: Frame, column: str, settings: Settings) -> Frame:
    dates = frame[column].to_list()
    return frame.with_columns(
        pl.Series("year", [year_of(date) for date in dates], pl.Int64),
        pl.Series("period", [_period(date, settings) for date in dates], pl.String),
    )


def _period(date: str | None, settings: Settings) -> str | None:
    """The period in which the whole of the date lies."""
    span = years(date)
    if span is None or span[0] is None:
        return None
    last = span[1] if span[1] is not None else span[0]
    return next(
        (name for name, (low, high) in settings.periods.items() if low <= span[0] and last <= high), None
    )


class _Siding:
    """The sides of what stands in a column: a side itself, or an actor in the row's context at the row's date."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides

    def of(self, frame: Frame, column: str) -> pl.Series:
        """The side of each row; null where the cell is empty or stands nowhere."""
        rows: Sequence[tuple[str | None, str | None, str | None]] = frame.select(
            column, "context", "when"
        ).rows()
        return pl.Series("side", [self._one(*row) for row in rows], pl.String)

    def _one(self, name: str | None, context: str | None, date: str | None) -> str | None:
        if name is None or name in SIDES or name == "both":
            return name
        return None if context is None else self.sides.side(name, context, date)


def _valued(column: str, known: Mapping[str, float]) -> pl.Expr:
    """The value of each word; null for words without one."""
    return pl.col(column).replace_strict(known or {"": 0.0}, default=None, return_dtype=pl.Float64)
