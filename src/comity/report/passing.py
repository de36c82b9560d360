"""Who passed what on to whom, and how long after it had it itself, from the events of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.passing import Branch, passing_svg
from comity.dates import years

if TYPE_CHECKING:
    from comity.report.bundles import Bundles
    from comity.report.content import Content

Row = Mapping[str, Any]
UNNAMED = "to others not named"


def drawn(content: Content, bundles: Bundles) -> str:
    """The drawing; nothing where nothing was passed on."""
    trees = diffusion(content, bundles)
    return passing_svg(trees, title="Who passed it on to whom", name="passing") if trees else ""


def diffusion(content: Content, bundles: Bundles) -> list[Branch]:
    """Who passed what on to whom, as trees; a receiver who is not named is said not to be.

    The pace of a passing on is counted from when its giver had it: at a root from when that became a partner,
    else from when it was passed on to the giver.
    """
    told = content.rows("events").sort("date", "row", nulls_last=True)
    handed: dict[str, list[Row]] = {}
    for row in told.filter(pl.col("what") == "passed on").iter_rows(named=True):
        handed.setdefault(row["actor"], []).append(row)
    began: dict[str, Row] = {}
    for row in told.filter(pl.col("what") == "became a partner").iter_rows(named=True):
        began.setdefault(row["actor"], row)
    sides = {row["actor"]: row["side"] or "" for row in told.iter_rows(named=True)}
    roots = _roots(
        {a: [r["other"] for r in handed[a] if r["other"]] for a in sorted(handed, key=content.name)}
    )

    def opened(actor: str, had: Row | None) -> str:
        rows = [r["row"] for r in ([had] if had else []) + handed.get(actor, [])]
        key = ("passed", actor, had["id"] if had else "")
        return bundles.open("Passed on", key, content.name(actor), rows)

    def below(actor: str, had: Row | None, above: frozenset[str]) -> tuple[Branch, ...]:
        made = []
        for row in handed.get(actor, ()):
            other, title = row["other"], f"{content.name(actor)} {row['event']}"
            href = bundles.open("Event", ("event", row["id"]), title, [row["row"]], row["place"] or "")
            made.append(
                Branch(
                    name=content.name(other) if other else UNNAMED,
                    how=row["how"] or "how is not said",
                    pace=pace(had["date"] if had else None, row["date"]),
                    href=href,
                    own=opened(other, row) if other else href,
                    side=sides.get(other, "") if other else "",
                    below=below(other, row, above | {other}) if other and other not in above else (),
                    named=bool(other),
                )
            )
        return tuple(made)

    return [
        Branch(
            content.name(root), "", "", "", opened(root, began.get(root)), sides.get(root, ""),
            below(root, began.get(root), frozenset({root})),
        )
        for root in roots
    ]  # fmt: skip


def _roots(handed: Mapping[str, list[str]]) -> list[str]:
    """Those to whom nothing was passed on; of a circle that none of them reaches, its first giver."""
    receivers = {other for others in handed.values() for other in others}
    made: list[str] = []
    reached: set[str] = set()
    for actor in sorted(handed, key=lambda a: a in receivers):
        if actor not in reached:
            made.append(actor)
            waiting = [actor]
            while waiting:
                here = waiting.pop()
                waiting += [o for o in handed.get(here, ()) if o not in reached and o != here]
                reached.add(here)
    return made


def pace(had: str | None, passed: str | None) -> str:
    """How many years after it was had it was passed on; where that cannot be told, what is known.

    >>> pace("2005", "2008-03"), pace("2005/2006", "2008"), pace(None, "2008"), pace("2005", None)
    ('2008, 3 years later', '2008, 2–3 years later', '2008, start undated', 'undated')
    """
    end = years(passed)
    if end is None or (end[0] is None and end[1] is None):
        return "undated"
    when = str(end[0]) if end[0] == end[1] else f"{end[0] or ''}–{end[1] or ''}"
    start = years(had)
    if start is None or None in (*start, *end):
        return f"{when}, start undated" if start is None else f"{when}, pace not known"
    (first, last), (low, high) = start, end
    return f"{when}, {_apart(low - last, high - first)}"  # type: ignore[operator]


def _apart(least: int, most: int) -> str:
    if (least, most) == (0, 0):
        return "in the same year"
    if most < 0:
        return f"{_counted(-most, -least)} before"
    if least < 0:
        return "order not known"
    return f"{_counted(least, most)} later"


def _counted(least: int, most: int) -> str:
    return f"{least if least == most else f'{least}–{most}'} year{'s' if most != 1 else ''}"
