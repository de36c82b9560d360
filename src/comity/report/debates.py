"""The networks of a report: who takes the same positions and who contradicts whom, through the years."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.charts.debate import Speaker, Tie, debate_svg, legend_svg
from comity.charts.theme import link
from comity.measures.networks.polarisation import polarisation
from comity.measures.networks.ties import Counts, one_mode
from comity.report.bundles import Bundles
from comity.report.content import ALL
from comity.report.wording import counted, listed, valued

if TYPE_CHECKING:
    from comity.report.content import Content

SPAN = 5  # years of a window
MOST_NODES, MOST_TIES = 36, 110  # that a drawing holds and can still be read
LISTED = 30  # pairs that stand in the table
NAMED = 3  # actors of the smaller camp up to whom it is named
FEWEST = 3  # speakers who are tied, below which a table says it better
KINDS = ("congruence", "conflict")
_STANCES = ("rejects", "affirms")


@dataclass(frozen=True, slots=True)
class Debate:
    """The network of one context.

    ``labels`` and ``told`` are what its slider says, window by window, as JSON; ``polarisation`` and ``href`` the figure on
    all of it.
    """

    place: str
    label: str
    svg: str
    legend: str
    labels: str
    told: str
    windows: int
    remark: str
    polarisation: str
    href: str
    pairs: tuple[Pair, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors with the positions that they share and those in which they contradict; each number with its address."""

    one: str
    other: str
    shared: tuple[int, str]
    contradicted: tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Window:
    """Who takes which position in some years: an array (actors, codes, stances) of 0 and 1."""

    label: str
    counts: Counts

    def ties(self, kind: str) -> Counts:
        return one_mode(self.counts, (0, 1), "boolean", aggregation=kind, normalization="no")


def debates(content: Content, bundles: Bundles) -> list[Debate]:
    """D4 as drawings, one per context in which three actors or more are tied."""
    if content.spoken is None:
        return []
    made = [_debate(content, bundles, number, place) for number, place in enumerate(content.contexts)]
    return [debate for debate in made if debate is not None]


def _debate(content: Content, bundles: Bundles, number: int, place: str) -> Debate | None:
    figures = content.at_place("D4", place).filter(pl.col("period").is_null())
    pairs = figures.drop_nulls("actor").select("quantity", "actor", "other", "figure", "value")
    every = {(kind, a, b): (figure, int(value)) for kind, a, b, figure, value in pairs.iter_rows()}
    drawn = _drawn({ends: value for ends, (_, value) in every.items()})
    actors = sorted({actor for _, *ends in drawn for actor in ends})
    if len(actors) < FEWEST:
        return None
    assert content.spoken is not None
    own = content.spoken if place == ALL else content.spoken.filter(context=place)
    windows = _windows(own, actors)
    ties = _ties({ends: every[ends][0] for ends in drawn}, actors, windows)
    speakers = _speakers(content, bundles, own, windows, actors)
    label = content.contexts[place]
    most = {kind: max((t.weights[0] for t in ties if t.kind == kind), default=0) for kind in KINDS}
    names = [content.name(actor) for actor in actors]
    polarised = figures.filter(quantity="polarisation").row(0, named=True)
    told = _listed(content, every)
    return Debate(
        place,
        label,
        debate_svg(speakers, ties, title=f"Who says the same, {label}", name=f"debate-{number}"),
        legend_svg(most, max(s.positions[0] for s in speakers)),
        json.dumps([w.label for w in windows], ensure_ascii=False),
        json.dumps([_told(w, names) for w in windows], ensure_ascii=False),
        len(windows),
        _remark(content, pairs, actors, len(every) - len(ties)),
        f"Polarisation: {valued(polarised)}",
        link(polarised["figure"]),
        tuple(told[:LISTED]),
        len(told[LISTED:]),
    )


def _listed(content: Content, ties: Mapping[tuple[str, str, str], tuple[str, int]]) -> list[Pair]:
    """Every pair that is tied, those with most in common or in dispute first."""
    made = [
        Pair(content.name(one), content.name(other), *(_tied(ties.get((kind, one, other))) for kind in KINDS))
        for one, other in {(one, other) for _, one, other in ties}
    ]
    return sorted(made, key=lambda p: (-p.shared[0] - p.contradicted[0], p.one, p.other))


def _tied(found: tuple[str, int] | None) -> tuple[int, str]:
    return (found[1], link(found[0])) if found else (0, "")


def _drawn(ties: Mapping[tuple[str, str, str], int]) -> list[tuple[str, str, str]]:
    """The ties that are drawn, so that they are not too many: the heaviest, and of every actor the heaviest of its own."""
    sums: dict[str, int] = {}
    for (_, *ends), value in ties.items():
        for actor in ends:
            sums[actor] = sums.get(actor, 0) + value
    actors = set(sorted(sums, key=lambda actor: (-sums[actor], actor))[:MOST_NODES])
    falling = sorted(ties, key=lambda t: (-ties[t], t))
    among = [t for t in falling if actors.issuperset(t[1:])]
    first = {actor: t for t in reversed(among) for actor in t[1:]}
    kept = set(first.values())
    for kind in KINDS:
        own = [t for t in among if t[0] == kind]
        values = [ties[t] for t in own]
        least = next((v for v in sorted(set(values)) if sum(w >= v for w in values) <= MOST_TIES), 1)
        kept |= {t for t in own if ties[t] >= least}
    return sorted(kept)


def _ties(
    figures: Mapping[tuple[str, str, str], str], actors: Sequence[str], windows: Sequence[_Window]
) -> list[Tie]:
    matrices = {kind: [w.ties(kind) for w in windows] for kind in KINDS}
    place = {actor: number for number, actor in enumerate(actors)}
    return [
        Tie(a, b, kind, link(figure), tuple(int(m[place[a], place[b]]) for m in matrices[kind]))
        for (kind, a, b), figure in figures.items()
    ]


def _windows(own: pl.DataFrame, actors: Sequence[str]) -> list[_Window]:
    """All years together, then each run of some years from the first that is dated to the last."""
    codes = sorted(set(own["code"]))
    made = [_Window("All years", _counts(own, actors, codes))]
    years = own.filter(pl.col("actor").is_in(list(actors)))["year"].drop_nulls()
    if years.n_unique() < 2:
        return made
    first, last = int(str(years.min())), int(str(years.max()))
    for start in range(first, max(first, last - SPAN + 1) + 1):
        stop = min(start + SPAN - 1, last)
        rows = own.filter(pl.col("year").is_between(start, stop))
        made.append(_Window(f"{start}–{stop}", _counts(rows, actors, codes)))
    return made


def _counts(rows: pl.DataFrame, actors: Sequence[str], codes: Sequence[str]) -> Counts:
    made = np.zeros((len(actors), len(codes), 2))
    node, code = ({name: n for n, name in enumerate(names)} for names in (actors, codes))
    for actor, said, stance in rows.select("actor", "code", "stance").unique().iter_rows():
        if actor in node:
            made[node[actor], code[said], _STANCES.index(stance)] = 1
    return made


def _speakers(
    content: Content, bundles: Bundles, own: pl.DataFrame, windows: Sequence[_Window], actors: Sequence[str]
) -> list[Speaker]:
    made = []
    for number, actor in enumerate(actors):
        rows = own.filter(actor=actor).sort("year", "row", nulls_last=True)
        first = rows.unique(["code", "stance"], keep="first", maintain_order=True)
        sides, contexts = (rows[name].drop_nulls().unique().sort() for name in ("side", "context"))
        place = contexts[0] if len(contexts) == 1 else ""
        name = content.name(actor)
        href = bundles.open(
            "Positions", ("says", place, actor), name, first["row"], place, nouns=("position", "positions")
        )
        positions = tuple(int(w.counts[number].sum()) for w in windows)
        made.append(Speaker(actor, name, sides[0] if len(sides) else "", href, positions))
    return made


def _told(window: _Window, names: Sequence[str]) -> str:
    """What the slider says of a window: who speaks, how they are tied, how far they fall into two camps."""
    congruence, conflict = (window.ties(kind) for kind in KINDS)
    speaking = int((window.counts.sum(axis=(1, 2)) > 0).sum())
    if not speaking:
        return "nobody takes a position"
    numbers = [int((np.triu(m) > 0).sum()) for m in (congruence, conflict)]
    said = f"{counted(speaking, 'actor')} · {_pairs(numbers[0], 'agree')}, {_pairs(numbers[1], 'contradict')}"
    found = polarisation(names, congruence, conflict)
    if found.polarisation is None:
        return f"{said} · polarisation cannot be computed: nobody is tied"
    camp = min(found.camps, key=len)
    apart = f": {listed(camp)} against the rest" if len(found.camps) > 1 and len(camp) <= NAMED else ""
    return f"{said} · polarisation {'' if found.exact else 'at least '}{found.polarisation:.2f}{apart}"


def _pairs(number: int, verb: str) -> str:
    return f"{'no' if not number else format(number, ',')} pair{'s' if number > 1 else ''} {verb}{'' if number > 1 else 's'}"


def _remark(content: Content, pairs: pl.DataFrame, actors: Sequence[str], hidden: int) -> str:
    missing = sorted(content.name(a) for a in {*pairs["actor"], *pairs["other"]} - set(actors))
    parts = [f"{counted(hidden, 'weaker tie')} not drawn; the table of figures lists them."] if hidden else []
    parts += [f"Actors with few ties are not drawn: {listed(missing)}."] if missing else []
    return " ".join(parts)
