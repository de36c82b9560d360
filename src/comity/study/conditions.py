"""A figure and what its values mean, in study.toml: the language that types and configurations share.

Whether a measure or a grouping exists, and what its range is, is not known here; comparison/condition_checks.py asks
that of the catalogue, with the places kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from comity.diagnostics import did_you_mean

Place = tuple[int | None, int | None]
Path = tuple[str | int, ...]


class Tell(Protocol):
    """How a mistake is told: code, path of the key, problem, remedy."""

    def __call__(self, code: str, path: Path, problem: str, fix: str = "") -> None:
        """Note a mistake."""
        ...


@dataclass(frozen=True, slots=True)
class Condition:
    """A figure and the values that mean something: in a type those at which a case is out, neither in nor out, and in.

    ``where`` names the figure among those of the measure (code, side, pillar …), beside the case. ``invert``: the
    case must not be what the anchors describe. ``reason`` says why the anchors are what they are.
    """

    measure: str
    anchors: tuple[float, ...]
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


CONDITION_KEYS = ("measure", "quantity", "where", "anchors", "invert", "reason")


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads keys of a table of study.toml, and tells what is wrong where it stands."""

    tell: Tell
    place: Callable[[Path], Place]

    def condition(
        self, value: Mapping[str, Any], path: Path, anchors: tuple[float, ...] | None
    ) -> Condition | None:
        """The condition with the anchors that were read; None where they or something else it needs are wrong."""
        measure = self.text(value, (*path, "measure"))
        if not measure:
            self.tell("missing-value", path, "a condition names no measure.", 'Write measure = "I2".')
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
            self.text(value, (*path, "quantity")),
            where,
            self.flag(value, (*path, "invert")),
            self.text(value, (*path, "reason")),
            places,
        )

    def keys(self, value: Mapping[str, Any], path: Path, known: Iterable[str], what: str) -> None:
        """Tell the keys that are not known."""
        for key in value:
            if key not in known:
                fix = did_you_mean(key, known)
                self.tell("unknown-key", (*path, key), f"{key!r} is not a key of {what}.", fix)

    def text(self, value: Mapping[str, Any], path: Path) -> str:
        """The text of a key; empty where there is none."""
        given = value.get(str(path[-1]), "")
        if isinstance(given, str):
            return given.strip()
        self.tell("bad-type", path, f"{path[-1]} is {given!r}, not text.", "Put it in quotation marks.")
        return ""

    def flag(self, value: Mapping[str, Any], path: Path) -> bool:
        """Whether a key is true; false where it is left out."""
        given = value.get(str(path[-1]), False)
        if isinstance(given, bool):
            return given
        self.tell("bad-type", path, f"{path[-1]} is {given!r}.", "Write true or false.")
        return False


def is_number(value: object) -> bool:
    """Whether a value of TOML is a number, and not true or false."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _placed(value: Mapping[str, Any]) -> list[Path]:
    """The keys of a condition whose places may be asked for."""
    where = value.get("where", {})
    below = [("where", key) for key in where] if isinstance(where, dict) else []
    return [("measure",), *((key,) for key in value if key != "measure"), *below]
