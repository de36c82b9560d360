"""The types that a study defines, [types.ID] of study.toml: conditions with their calibration anchors.

Whether a measure or a grouping exists, and what its range is, is not known here; comparison/types.py asks that of
the catalogue, with the places kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

from comity.diagnostics import did_you_mean

Place = tuple[int | None, int | None]
Path = tuple[str | int, ...]

_KEYS = ("label", "description", "by_period", "conditions")
_CONDITION_KEYS = ("measure", "quantity", "where", "anchors", "invert", "reason")
_ANCHORS = "Write [full out, crossover, full in], as [0.1, 0.3, 0.6]."


class Tell(Protocol):
    """How a mistake is told: code, path of the key, problem, remedy."""

    def __call__(self, code: str, path: Path, problem: str, fix: str = "") -> None:
        """Note a mistake."""
        ...


@dataclass(frozen=True, slots=True)
class Condition:
    """A figure and the values at which a case is fully out of, neither in nor out of, and fully in the type.

    ``where`` names the figure among those of the measure (code, side, pillar …), beside the case. ``invert``: the
    case must not be what the anchors describe. ``reason`` says why the anchors are what they are.
    """

    measure: str
    anchors: tuple[float, float, float]
    quantity: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    invert: bool = False
    reason: str = ""
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The condition in a few words: ``P2.conditional (side partner)``, ``not P1.dominance``."""
        figure = f"{self.measure}.{self.quantity}" if self.quantity else self.measure
        place = ", ".join(f"{column} {value}" for column, value in self.where.items())
        return f"{'not ' if self.invert else ''}{figure}{f' ({place})' if place else ''}"


@dataclass(frozen=True, slots=True)
class Type:
    """A type of case: all of its conditions have to hold. ``by_period``: also asked period by period."""

    id: str
    label: str
    conditions: tuple[Condition, ...]
    description: str = ""
    by_period: bool = False


def read_types(values: Mapping[str, Any], tell: Tell, place: Callable[[Path], Place]) -> dict[str, Type]:
    """The types of ``[types]``, as far as they can be read; what is wrong is told."""
    reading = _Reading(tell, place)
    found = {name: reading.type(name, value) for name, value in values.items()}
    return {name: made for name, made in found.items() if made is not None}


@dataclass(frozen=True, slots=True)
class _Reading:
    tell: Tell
    place: Callable[[Path], Place]

    def type(self, name: str, value: object) -> Type | None:
        path: Path = ("types", name)
        if not isinstance(value, dict):
            self.tell("bad-type", path, f"the type {name!r} is not a table.", f"Write it as [types.{name}].")
            return None
        self._keys(value, path, _KEYS, f"the type {name!r}")
        listed = value.get("conditions", [])
        fix = f"Write each as [[types.{name}.conditions]]."
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self.tell("bad-type", (*path, "conditions"), "conditions are a list of tables.", fix)
            return None
        if not listed:
            told = f"the type {name!r} has no condition: every case would be of it."
            self.tell("cannot-fail", path, told, fix)
            return None
        made = [self._condition(item, (*path, "conditions", number)) for number, item in enumerate(listed)]
        whole = all(condition is not None for condition in made)
        return Type(
            name,
            self._text(value, (*path, "label")) or name.replace("_", " ").capitalize(),
            tuple(condition for condition in made if condition is not None) if whole else (),
            self._text(value, (*path, "description")),
            self._flag(value, (*path, "by_period")),
        )

    def _condition(self, value: Mapping[str, Any], path: Path) -> Condition | None:
        self._keys(value, path, _CONDITION_KEYS, "a condition")
        measure = self._text(value, (*path, "measure"))
        if not measure:
            self.tell("missing-value", path, "a condition names no measure.", 'Write measure = "I2".')
        anchors = self._anchors(value, (*path, "anchors"))
        where = value.get("where", {})
        if not isinstance(where, dict) or not all(isinstance(v, str) for v in where.values()):
            fix = 'Write where = { side = "partner" }.'
            self.tell("bad-type", (*path, "where"), f"where is {where!r}, not names with a text each.", fix)
            return None
        places = {".".join(map(str, key)): self.place((*path, *key)) for key in _placed(value)}
        if not measure or anchors is None:
            return None
        return Condition(
            measure,
            anchors,
            self._text(value, (*path, "quantity")),
            where,
            self._flag(value, (*path, "invert")),
            self._text(value, (*path, "reason")),
            places,
        )

    def _anchors(self, value: Mapping[str, Any], path: Path) -> tuple[float, float, float] | None:
        given = value.get("anchors")
        numbers = given if isinstance(given, list) else []
        if len(numbers) != len(("out", "crossover", "in")) or not all(_is_number(n) for n in numbers):
            told = f"anchors is {given!r}, not three numbers."
            self.tell(
                "bad-anchors", path, told if given is not None else "a condition has no anchors.", _ANCHORS
            )
            return None
        if all(a < b for a, b in pairwise(numbers)):
            return float(numbers[0]), float(numbers[1]), float(numbers[2])
        turned = numbers[::-1]
        falling = all(a < b for a, b in pairwise(turned))
        fix = f"Write anchors = {turned} and invert = true." if falling else _ANCHORS
        self.tell("bad-anchors", path, f"the anchors {numbers} do not rise from full out to full in.", fix)
        return None

    def _keys(self, value: Mapping[str, Any], path: Path, known: tuple[str, ...], what: str) -> None:
        for key in value:
            if key not in known:
                fix = did_you_mean(key, known)
                self.tell("unknown-key", (*path, key), f"{key!r} is not a key of {what}.", fix)

    def _text(self, value: Mapping[str, Any], path: Path) -> str:
        given = value.get(str(path[-1]), "")
        if isinstance(given, str):
            return given.strip()
        self.tell("bad-type", path, f"{path[-1]} is {given!r}, not text.", "Put it in quotation marks.")
        return ""

    def _flag(self, value: Mapping[str, Any], path: Path) -> bool:
        given = value.get(str(path[-1]), False)
        if isinstance(given, bool):
            return given
        self.tell("bad-type", path, f"{path[-1]} is {given!r}.", "Write true or false.")
        return False


def _placed(value: Mapping[str, Any]) -> list[Path]:
    """The keys of a condition whose places may be asked for."""
    where = value.get("where", {})
    below = [("where", key) for key in where] if isinstance(where, dict) else []
    return [("measure",), *((key,) for key in value if key != "measure"), *below]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
