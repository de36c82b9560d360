"""Directional expectations: at which levels theory expects a condition to help the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity.comparison.configurations.sets import Condition
from comity.diagnostics import UsageError, did_you_mean


def expectations(written: Sequence[str], conditions: Sequence[Condition]) -> Mapping[int, frozenset[int]]:
    """The expected levels by the place of the condition: ``DEV`` its presence, ``~DEV`` its absence, ``URB[2]`` a level.

    A condition that is not named has no expectation. Raises UsageError for a name that is no condition.
    """
    found: dict[int, set[int]] = {}
    places = {c.name: n for n, c in enumerate(conditions)}
    for each in written:
        name, _, level = each.removeprefix("~").partition("[")
        if name not in places:
            raise UsageError(f"--directional {each!r} is no condition. {did_you_mean(name, places)}")
        place = places[name]
        found.setdefault(place, set()).add(_level(each, level.removesuffix("]"), conditions[place]))
    return {place: frozenset(levels) for place, levels in found.items()}


def _level(each: str, level: str, condition: Condition) -> int:
    if not level and condition.levels == 2:
        return 0 if each.startswith("~") else 1
    if level.isdigit() and int(level) < condition.levels and not each.startswith("~"):
        return int(level)
    last = condition.levels - 1
    raise UsageError(
        f"--directional {each!r}: {condition.name} has the levels 0 to {last}; write {condition.name}[{last}]."
    )
