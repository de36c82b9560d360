"""Who meets whom: the roles and links of the registry as pairs of actors, each with the row that tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from comity.measures.counted import Frame, ordered

TAKING_PART = ("member", "signatory", "host", "chair")
BROKER = "broker"
_PLACES = ("context", "arrangement", "layer", "period", "year")
_ROW = ("table", "row", "document")


def contacts(roles: Frame, links: Frame, arrangements: Frame, by: Sequence[str]) -> Frame:
    """Who meets whom within each group of `by`, one row per actor, other actor and row that tells of it.

    Those who take part in one arrangement (member, signatory, host, chair) meet, through its broker where it has one
    and directly where it has none. Links of the kind ``meets`` are meetings, too. An arrangement that names nobody
    who takes part, or no broker, has those of the nearest arrangement that it is part of, in the same context.

    Takes: roles (arrangement, actor, role, side), links (from, to, kind, and the sides of both), arrangements (id,
    part_of). Gives: columns `by`, ``actor``, its ``side`` there, ``other`` (null in the row in which the actor
    itself takes part), ``table``, ``row``, ``document`` of the row in which the other does, or of the link.
    """
    columns = ordered(by)
    attending = _attending(roles, _wholes(arrangements, links))
    keys = list(dict.fromkeys(["arrangement", *columns]))
    other = attending.select(*keys, *_ROW, pl.col("actor").alias("other"), pl.col("role").alias("_role"))
    pairs = attending.drop(_ROW).join(other, on=keys, nulls_equal=True)
    brokered = (pl.col("role") == BROKER).any().over(keys)
    through = (pl.col("role") == BROKER) | (pl.col("_role") == BROKER)
    made = [
        attending.with_columns(other=pl.lit(None, pl.String)),
        pairs.filter((pl.col("actor") != pl.col("other")) & (~brokered | through)),
        *_linked(links),
    ]
    wanted = [*columns, "actor", "side", "other", *_ROW]
    return pl.concat([frame.select(wanted) for frame in made]).unique().sort(wanted, nulls_last=True)


def _wholes(arrangements: Frame, links: Frame) -> Frame:
    """The arrangements, ``part_of`` filled from the links of that kind where the arrangement's row leaves it out."""
    told = links.filter(pl.col("kind") == "part of").select(id="from", _whole="to").sort("id", "_whole")
    joined = arrangements.join(told.unique("id", keep="first"), on="id", how="left", maintain_order="left")
    return joined.with_columns(part_of=pl.coalesce("part_of", "_whole")).drop("_whole")


def _attending(roles: Frame, arrangements: Frame) -> Frame:
    """Who takes part or goes between, arrangement by arrangement, with what each has from what it is part of."""
    above = dict(arrangements.select("id", "part_of").iter_rows())
    context = dict(arrangements.select("id", "context").iter_rows())
    parts = [roles.select(*_PLACES, "actor", "role", "side", *_ROW).clear()]
    for words in (TAKING_PART, (BROKER,)):
        own = roles.filter(pl.col("role").is_in(words)).select(parts[0].columns)
        naming = set(own["arrangement"])
        heirs = {a: _nearest(a, above, context, naming) for a in above if a not in naming}
        given = pl.DataFrame(
            [(a, whole) for a, whole in heirs.items() if whole],
            schema={"arrangement": pl.String, "_whole": pl.String},
            orient="row",
        )
        inherited = own.drop(_PLACES).with_columns(_whole=own["arrangement"]).join(given, on="_whole")
        places = arrangements.select(_PLACES)
        parts += [own, inherited.join(places, on="arrangement").select(own.columns)]
    return pl.concat(parts)


def _nearest(
    arrangement: str, above: Mapping[str, str | None], context: Mapping[str, str | None], naming: set[str]
) -> str | None:
    """The nearest of those that it is part of, in its own context, of which somebody is named."""
    seen, whole = {arrangement}, above.get(arrangement)
    while whole and whole not in seen and context.get(whole) == context.get(arrangement):
        if whole in naming:
            return whole
        seen.add(whole)
        whole = above.get(whole)
    return None


def _linked(links: Frame) -> list[Frame]:
    """The links by which two actors meet, once from either end."""
    met = links.filter((pl.col("kind") == "meets") & (pl.col("from") != pl.col("to")))
    ends = (("from", "to"), ("to", "from"))
    return [
        met.with_columns(pl.col(one).alias("actor"), pl.col(other).alias("other"), side=pl.col(f"{one}_side"))
        for one, other in ends
    ]
