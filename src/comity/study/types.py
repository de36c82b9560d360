"""The types that a study defines, [types.ID] of study.toml: conditions with their calibration anchors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from comity.study.conditions import CONDITION_KEYS, Condition, read_condition
from comity.study.toml_lines import Path
from comity.study.toml_values import TomlValues, is_number

_KEYS = ("label", "description", "by_period", "conditions")
_ANCHORS = "Write [full out, crossover, full in], as [0.1, 0.3, 0.6]."


@dataclass(frozen=True, slots=True)
class Type:
    """A type of case: all of its conditions have to hold. ``by_period``: also asked period by period."""

    id: str
    label: str
    conditions: tuple[Condition, ...]
    description: str = ""
    by_period: bool = False


def read_types(values: Mapping[str, Any], toml: TomlValues) -> dict[str, Type]:
    """The types of ``[types]``, as far as they can be read; what is wrong is told."""
    found = {name: _type(toml, name, value) for name, value in values.items()}
    return {name: made for name, made in found.items() if made is not None}


def _type(toml: TomlValues, name: str, value: object) -> Type | None:
    path: Path = ("types", name)
    if not isinstance(value, dict):
        toml.tell("bad-type", path, f"the type {name!r} is not a table.", f"Write it as [types.{name}].")
        return None
    toml.keys(value, path, _KEYS, f"the type {name!r}")
    listed = value.get("conditions", [])
    fix = f"Write each as [[types.{name}.conditions]]."
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        toml.tell("bad-type", (*path, "conditions"), "conditions are a list of tables.", fix)
        return None
    if not listed:
        told = f"the type {name!r} has no condition: every case would be of it."
        toml.tell("cannot-fail", path, told, fix)
        return None
    made = [_condition(toml, item, (*path, "conditions", number)) for number, item in enumerate(listed)]
    whole = all(condition is not None for condition in made)
    return Type(
        name,
        toml.text(value, (*path, "label"), "") or name.replace("_", " ").capitalize(),
        tuple(condition for condition in made if condition is not None) if whole else (),
        toml.text(value, (*path, "description"), ""),
        toml.flag(value, (*path, "by_period")),
    )


def _condition(toml: TomlValues, value: Mapping[str, Any], path: Path) -> Condition | None:
    toml.keys(value, path, CONDITION_KEYS, "a condition")
    return read_condition(toml, value, path, rising_anchors(toml, value, (*path, "anchors")))


def rising_anchors(
    toml: TomlValues, value: Mapping[str, Any], path: Path
) -> tuple[float, float, float] | None:
    """Full out, crossover and full in of a condition, or None where they are no three rising numbers."""
    given = value.get("anchors")
    numbers = given if isinstance(given, list) else []
    if len(numbers) != len(("out", "crossover", "in")) or not all(is_number(n) for n in numbers):
        told = f"anchors is {given!r}, not three numbers."
        toml.tell("bad-anchors", path, told if given is not None else "a condition has no anchors.", _ANCHORS)
        return None
    if all(a < b for a, b in pairwise(numbers)):
        return float(numbers[0]), float(numbers[1]), float(numbers[2])
    turned = numbers[::-1]
    falling = all(a < b for a, b in pairwise(turned))
    fix = f"Write anchors = {turned} and invert = true." if falling else _ANCHORS
    toml.tell("bad-anchors", path, f"the anchors {numbers} do not rise from full out to full in.", fix)
    return None
