"""What became of the drafts of each side in the text that negotiations ended with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from comity.charts.theme import answer, link, said
from comity.report.bars import Bar, Bars, Row, Segment
from comity.report.power import SIDE_NAMES

if TYPE_CHECKING:
    from comity.report.content import Content

FATES = ("retained", "altered", "dropped")
_TEXT = "text_"


def drafts(content: Content) -> list[Bars]:
    """P3 as the texts show it: a bar for each side, in parts by the fate of its drafts' passages, which each opens."""
    frame = content.select("P3", "side")
    fates: dict[tuple[str, str], dict[str, Row]] = {}
    for row in frame.iter_rows(named=True):
        if row["quantity"].startswith(_TEXT):
            fates.setdefault((row["place"], row["side"]), {})[row["quantity"].removeprefix(_TEXT)] = row
    made = []
    for place, label in content.contexts.items():
        sides = [side for side in ("lead", "partner", "third") if (place, side) in fates]
        if sides:
            made.append(Bars(place, label, tuple(_bar(SIDE_NAMES[s], fates[place, s]) for s in sides)))
    return made


def _bar(label: str, fates: Mapping[str, Row]) -> Bar:
    if fates["dropped"]["value"] is None:
        return Bar(label, (), answer(dict(fates["dropped"])))
    segments = tuple(
        Segment(
            fate,
            row["n"],
            round(100 * row["value"], 2),
            link(row["figure"]),
            said(dict(row), f"{label}, {fate}"),
        )
        for fate in FATES
        if (row := fates[fate])["n"]
    )
    return Bar(label, segments, f"{1 - fates['dropped']['value']:.0%} survives")
