"""How the interaction is set up, drawn: profile, roles, layers of arrangements, who meets whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.meetings import Node, meetings_svg
from comity.charts.theme import link, number
from comity.dates import bounds
from comity.measures.meetings import contacts
from comity.report.bundles import Bundles
from comity.report.tracks import UNIT, Block, Span, Track, figure_track
from comity.study.tables import LAYERS
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


@dataclass(frozen=True, slots=True)
class Layers:
    """The arrangements of one context on an axis of years, parts below what they are part of."""

    place: str
    label: str
    groups: tuple[Block, ...]
    years: tuple[tuple[float, str], ...]


def layers(content: Content, bundles: Bundles) -> list[Layers]:
    """Arrangements by layer, each with its time, its parts and its links."""
    frame = content.rows("arrangements")
    axis = Years.of([*frame["start"], *frame["end"]]) if frame.height else None
    ticks = axis.ticks() if axis else ()
    tied = _ties(content)
    made = []
    for place, label in content.contexts.items():
        own = {r["id"]: r for r in frame.filter(pl.col("place") == place).sort("id").iter_rows(named=True)}
        tree = _Tree(content, bundles, own, axis, tied)
        roots = [r for r in own.values() if r["part_of"] not in own]
        groups = []
        for layer in (*LAYERS, None):
            tracks = tuple(
                track
                for root in sorted((r for r in roots if r["layer"] == layer), key=_begun)
                for track in tree.branch(root)
            )
            if tracks:
                groups.append(Block(place, layer.capitalize() if layer else "Layer not given", tracks, ticks))
        if groups:
            made.append(Layers(place, label, tuple(groups), ticks))
    return made


def _begun(row: Row) -> tuple[str, str]:
    found = bounds(row["start"])
    return (str(found[0]) if found and found[0] else "9", row["name"])


@dataclass(frozen=True, slots=True)
class _Tree:
    """The arrangements of one context, from which its branches are drawn."""

    content: Content
    bundles: Bundles
    own: Mapping[str, Row]
    axis: Years | None
    tied: Mapping[str, Sequence[str]]

    def branch(self, row: Row, depth: int = 0) -> Iterator[Track]:
        """An arrangement and, below it, its parts."""
        rows = [row["row"], *self.content.belonging(row["id"])]
        href = self.bundles.open("Arrangement", ("arrangement", row["id"]), row["name"], rows, row["place"])
        ends = dict.fromkeys(d or "…" for d in (row["start"], row["end"]))
        when = "\u2009–\u2009".join(ends) if row["start"] or row["end"] else ""
        said = f"{row['name']}, {when}"
        spans = self.axis.bar(row["start"], row["end"], href, said) if self.axis else ()
        text = "" if spans else "dates unknown"
        yield Track(row["name"], (), spans, text, when, href, self._note(row, depth), depth)
        for child in sorted((r for r in self.own.values() if r["part_of"] == row["id"]), key=_begun):
            yield from self.branch(child, depth + 1)

    def _note(self, row: Row, depth: int) -> str:
        """Its layer, where that is not the layer of what it is part of; its legal form; what it is linked to."""
        above = self.own.get(row["part_of"]) if depth else None
        layer = row["layer"] if above is not None and above["layer"] != row["layer"] else ""
        form = row["legal_form"] if row["legal_form"] != "none" else ""
        return "; ".join(filter(None, [layer, form, *self.tied.get(row["id"], ())]))


def _ties(content: Content) -> dict[str, list[str]]:
    """What an arrangement is linked to, in words: ``model for Global Approach to Migration``."""
    made: dict[str, list[str]] = {}
    for row in content.registry["links"].sort("row").iter_rows(named=True):
        if row["kind"] in ("part of", "meets"):
            continue
        told = f"{row['kind']} {content.names.get(row['to'], row['to'])}"
        made.setdefault(row["from"], []).append(told)
    return made


@dataclass(frozen=True, slots=True)
class Years:
    """An axis of years."""

    first: int
    last: int

    @classmethod
    def of(cls, dates: Sequence[str | None]) -> Years | None:
        """From the first to the last year of all dates that are known."""
        ends = [end for date in dates if (found := bounds(date)) for end in found if end]
        return cls(min(e.year for e in ends), max(e.year for e in ends) + 1) if ends else None

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Some five round years with their places."""
        length = self.last - self.first
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if length / s <= 8)
        start = -(-self.first // step) * step
        return tuple((self.place(float(y)), str(y)) for y in range(start, self.last, step))

    def place(self, year: float) -> float:
        """Where a year, with its fraction, lies."""
        return round(100 * min(1.0, max(0.0, (year - self.first) / (self.last - self.first))), 2)

    def ends(self, date: str | None) -> tuple[float | None, float | None] | None:
        """The places of the first and the last day that a date may mean; null: open."""
        found = bounds(date)
        if found is None:
            return None
        made = [None if d is None else self.place(d.year + (d.timetuple().tm_yday - 1) / 366) for d in found]
        return made[0], made[1]

    def bar(self, start: str | None, end: str | None, href: str, said: str) -> tuple[Span, ...]:
        """The time of something: fading where its beginning or its end is not known."""
        begun, ended = self.ends(start), self.ends(end)
        if begun is None and ended is None:
            return ()
        left = begun[0] if begun and begun[0] is not None else None
        right = ended[1] if ended and ended[1] is not None else None
        shape = "time" + ("" if left is not None else " unbegun") + ("" if right is not None else " unended")
        first, last = left if left is not None else 0.0, right if right is not None else 100.0
        return (Span(min(first, last - 1.2), max(last, first + 1.2), shape, href, said),)


@dataclass(frozen=True, slots=True)
class Meetings:
    """Who meets whom in one context, who stands between the sides, and who holds the widest gate where nobody does."""

    place: str
    label: str
    svg: str
    gatekeepers: tuple[tuple[str, str], ...]
    widest: tuple[str, str, str] | None


def meetings(content: Content, bundles: Bundles) -> list[Meetings]:
    """The graph of I3: everybody who takes part, by side, with lines between those who meet."""
    figures = content.select("I3", "actor", quantity="betweenness")
    if figures.is_empty():
        return []
    made = []
    for at, (place, label) in enumerate(content.contexts.items()):
        own = {r["actor"]: r for r in figures.filter(pl.col("place") == place).iter_rows(named=True)}
        edges = _edges(content, place)
        if not edges:
            continue
        held = content.rows("roles").filter(pl.col("place") == place)
        sides = dict(
            held.select("actor", "side").drop_nulls().sort("actor", "side", descending=True).iter_rows()
        )
        nodes = [
            Node(
                actor, content.names.get(actor, actor), sides.get(actor, "third"), link(row["figure"]),
                row["value"] or 0.0, row["category"] == "gatekeeper",
            )
            for actor, row in sorted(own.items())
        ]  # fmt: skip
        lines = [
            (
                a,
                b,
                bundles.open(
                    "Meetings",
                    ("meet", place, a, b),
                    f"{_name(content, a)} – {_name(content, b)}",
                    rows,
                    place,
                ),
            )
            for (a, b), rows in sorted(edges.items())
        ]
        title = f"Who meets whom, {label}"
        keepers = tuple((n.name, n.href) for n in nodes if n.gatekeeper)
        made.append(
            Meetings(
                place, label, meetings_svg(nodes, lines, title=title, name=f"meetings-{at}"), keepers,
                _widest(content, place),
            )
        )  # fmt: skip
    return made


def _widest(content: Content, place: str) -> tuple[str, str, str] | None:
    """Who of one context holds the widest gate, how wide, and where that opens; nobody where none is held."""
    gates = content.select("I3", "actor", quantity="gate")
    held = gates.filter((pl.col("place") == place) & (pl.col("value") > 0))
    if held.is_empty():
        return None
    row = held.sort("value", "actor", descending=[True, False]).row(0, named=True)
    return content.name(row["actor"]), number(row["value"], "share"), link(row["figure"])


def _name(content: Content, actor: str) -> str:
    return content.names.get(actor, actor)


def _edges(content: Content, place: str) -> dict[tuple[str, str], list[str]]:
    """Pairs that meet, as I3 has it, with the rows in which they do."""
    roles, links, arrangements = (
        content.rows(table).filter(pl.col("place") == place) for table in ("roles", "links", "arrangements")
    )
    edges: dict[tuple[str, str], list[str]] = {}
    for one, other, row in (
        contacts(roles, links, arrangements, ())
        .drop_nulls("other")
        .select("actor", "other", "row")
        .iter_rows()
    ):
        first, second = sorted((one, other))
        rows = edges.setdefault((first, second), [])
        rows += [row] if row not in rows else []
    return edges


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
            _name(content, r["actor"]), _name(content, r["arrangement"]), "; ".join(r["prior_commitments"] or ()),
            r["framework"] or "", r["interest"] or "unknown", r["outcome"],
            bundles.open("Candidate", ("candidate", r["id"]), _name(content, r["actor"]), [r["row"]]),
        )
        for r in content.rows("candidates").sort("arrangement", "outcome", "actor").iter_rows(named=True)
    ]  # fmt: skip
