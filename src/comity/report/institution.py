"""How the interaction is set up, drawn: profile, roles, sectors, candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import link
from comity.report.bundles import Bundles
from comity.report.tracks import UNIT, Block, Track, figure_track
from comity.study.vocabularies import shipped_vocabularies

if TYPE_CHECKING:
    from comity.report.content import Content

Row = Mapping[str, Any]
SIDES = ("lead", "third", "partner")
PROPERTIES = (
    ("informality", 0), ("voluntariness", 0), ("voluntariness_lead", 1), ("voluntariness_partner", 1),
    ("horizontality", 0), ("inclusiveness", 0), ("openness", 0), ("co_ownership", 0),
)  # fmt: skip
NAMES = {
    "voluntariness_lead": "of the lead side",
    "voluntariness_partner": "of the partner side",
    "co_ownership": "Co-ownership",
}


def profile(content: Content) -> list[Block]:
    """I1 per context: six properties as dots from 0 (hierarchy) to 1 (network)."""
    frame = content.select("I1")
    blocks = []
    for place, label in content.contexts.items():
        rows = {r["quantity"]: r for r in frame.filter(pl.col("place") == place).iter_rows(named=True)}
        tracks = tuple(
            figure_track(rows[name], NAMES.get(name) or name.capitalize(), depth=depth)
            for name, depth in PROPERTIES
            if name in rows and not (depth and rows[name]["value"] is None)
        )
        if not any(t.marks for t in tracks):
            continue
        mode = rows.get("mode")
        told = (
            f"{mode['category'].capitalize()}: informal, and steered by one side."
            if mode and mode["category"]
            else ""
        )
        blocks.append(
            Block(
                place,
                label,
                tracks,
                UNIT,
                ideal=True,
                remark=told,
                href=link(mode["figure"]) if told and mode else "",
            )
        )
    return blocks


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role, how often, and where that opens."""

    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role and its holders by side (lead, third, partner), with the balance as a row of its own."""

    role: str
    steering: bool
    holders: tuple[tuple[Holder, ...], ...]
    balance: Track | None


@dataclass(frozen=True, slots=True)
class Roles:
    """Who holds which role in one context."""

    place: str
    label: str
    rows: tuple[RoleRow, ...]
    total: Track | None


def roles(content: Content, bundles: Bundles) -> list[Roles]:
    """Roles by side, steering roles first, in the order of the vocabulary."""
    held = content.rows("roles")
    if held.is_empty():
        return []
    balances = {
        (r["place"], r["role"]): r
        for by in ((), ("role",))
        for r in content.select("I2", *by, quantity="asymmetry").iter_rows(named=True)
    }
    words = list(shipped_vocabularies()["role"])
    made = []
    for place, label in content.contexts.items():
        own = held.filter(pl.col("place") == place)
        found = sorted(
            own.select("role", "steering").unique().rows(),
            key=lambda r: (not r[1], words.index(r[0]) if r[0] in words else len(words), r[0]),
        )
        rows = tuple(
            RoleRow(
                role,
                bool(steering),
                tuple(
                    _holders(content, bundles, own.filter(pl.col("role") == role), place, side)
                    for side in SIDES
                ),
                _balance(balances.get((place, role)), role) if steering else None,
            )
            for role, steering in found
        )
        if rows:
            made.append(
                Roles(place, label, rows, _balance(balances.get((place, None)), "All steering roles"))
            )
    return made


def _holders(
    content: Content, bundles: Bundles, held: pl.DataFrame, place: str, side: str
) -> tuple[Holder, ...]:
    stands = pl.col("side").fill_null("third") == side
    made = []
    for (actor,), rows in held.filter(stands).sort("row").group_by("actor", maintain_order=True):
        name, role = content.names.get(str(actor), str(actor)), rows["role"][0]
        title = f"{name}: {role}"
        href = bundles.open("Roles", ("held", place, role, str(actor)), title, rows["row"], place)
        made.append(Holder(name, rows.height, href))
    return tuple(sorted(made, key=lambda h: (-h.count, h.name)))


def _balance(row: Row | None, label: str) -> Track | None:
    return None if row is None else figure_track(row, label, axis=(-1, 1))


def sectors(content: Content) -> list[Block]:
    """I5: which sectors and levels hold the steering roles, per context."""
    blocks = []
    frame = content.select("I5", "role").filter(pl.col("value").is_not_null())
    for place, label in content.contexts.items():
        own = frame.filter(pl.col("place") == place).sort(
            ["quantity", "value", "figure"], descending=[True, True, False]
        )
        tracks = tuple(
            figure_track(r, r["role"].capitalize(), shape="square") for r in own.iter_rows(named=True)
        )
        if tracks:
            blocks.append(Block(place, label, tracks, ((0.0, "0%"), (50.0, "50%"), (100.0, "100%"))))
    return blocks


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could have been chosen, and what came of it."""

    name: str
    arrangement: str
    prior: str
    framework: str
    interest: str
    outcome: str
    href: str


def candidates(content: Content, bundles: Bundles) -> list[Candidate]:
    """The candidates with what they brought and what came of it (I6)."""
    return [
        Candidate(
            content.name(r["actor"]), content.name(r["arrangement"]), "; ".join(r["prior_commitments"] or ()),
            r["framework"] or "", r["interest"] or "unknown", r["outcome"],
            bundles.open("Candidate", ("candidate", r["id"]), content.name(r["actor"]), [r["row"]]),
        )
        for r in content.rows("candidates").sort("arrangement", "outcome", "actor").iter_rows(named=True)
    ]  # fmt: skip
