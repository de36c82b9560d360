"""D10: what an arrangement has been called, since when and by whom."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.names import Use, uses
from comity.measures.recorded import by_group, figured

_LABELS = Quantity("labels", "names per arrangement", (0, None), label="names per arrangement")


@measure(
    "D10",
    question="What have the arrangements been called?",
    quantities=(_LABELS,),
    by=("context", "arrangement", "layer"),
    always=(),
    shown=(("context",), ("context", "arrangement")),
    source="method D10",
)
def labels(arrangements: Frame, events: Frame, actors: Frame, by: tuple[str, ...]) -> Figured:
    """How many names an arrangement has borne; told apart by arrangement, the note gives each with its first use.

    Names are that of the arrangement, its other names and the texts of its events "named"; names that differ in
    capitals or spaces are one; an abbreviation that the record lists is a name. The first use of a name is its
    earliest event, with the actor of it. Where arrangements are not told apart it is names / arrangements.

    Takes: arrangements (name, other_names), events (what, text, actor, date, arrangement), actors (name). Gives: a
    number from 0 on, without interval. Undefined: no figure without an arrangement. Source: method D10.

    Caveat: only the names that somebody recorded; another source may know more.

    >>> from comity.measures.worked import worked
    >>> worked("D10",
    ... events=[
    ...     "actor, event, date, text",
    ...     "north, named, 2008, pact",
    ...     "south, named, 2010, dialogue",
    ... ],
    ... )
    D10/case = 2  (n 3)
    """
    people = dict(actors.select("id", "name").iter_rows())
    named = events.filter(pl.col("what") == "named").sort("row")
    names = {row["id"]: uses(row, named) for row in arrangements.iter_rows(named=True)}
    made = []
    for place, own in by_group(arrangements, by):
        counts = [len(names[name]) for name in own["id"]]
        rows = own.with_columns(pl.Series("amount", counts, pl.Int64), part=pl.lit("names"))
        said = named.filter(pl.col("arrangement").is_in(own["id"].implode()))
        said = said.with_columns(part=pl.lit("named"), amount=pl.lit(1, pl.Int64))
        columns = ["table", "row", "document", "part", "amount"]
        evidence = pl.concat([rows.select(columns), said.select(columns)])
        told: dict[str, object] = {"status": "no evidence", "note": "no arrangement is recorded"}
        if own.height:
            told = {"status": "ok", "value": sum(counts) / own.height}
            note = _told(names[own["id"][0]], people) if "arrangement" in by else None
            told["note"] = note
        made.append((place | told, evidence))
    return figured(made, _LABELS, measure="D10")


def _told(names: list[Use], people: Mapping[str, str]) -> str:
    return "; ".join(f"{use.name} ({_first(use, people)})" for use in names)


def _first(use: Use, people: Mapping[str, str]) -> str:
    actor = people.get(use.actor, use.actor) if use.actor else None
    return ", ".join(part for part in (use.date, actor) if part) or "first use not recorded"
