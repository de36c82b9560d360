"""A figure and what its values mean, in study.toml: the language that types and configurations share.

Whether a measure or a grouping exists, and what its range is, is not known here; comparison/condition_checks.py asks
that of the catalogue, with the places kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.study.toml_lines import Path
from comity.study.toml_values import TomlValues

Place = tuple[int | None, int | None]


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


def read_condition(
    toml: TomlValues, value: Mapping[str, Any], path: Path, anchors: tuple[float, ...] | None
) -> Condition | None:
    """The condition with the anchors that were read; None where they or something else it needs are wrong."""
    measure = toml.text(value, (*path, "measure"), "")
    if not measure:
        toml.tell("missing-value", path, "a condition names no measure.", 'Write measure = "I2".')
    where = value.get("where", {})
    if not isinstance(where, dict) or not all(isinstance(v, str) for v in where.values()):
        fix = 'Write where = { side = "partner" }.'
        toml.tell("bad-type", (*path, "where"), f"where is {where!r}, not names with a text each.", fix)
        return None
    places = {".".join(map(str, key)): toml.place((*path, *key)) for key in _placed(value)}
    if not measure or anchors is None:
        return None
    return Condition(
        measure,
        anchors,
        toml.text(value, (*path, "quantity"), ""),
        where,
        toml.flag(value, (*path, "invert")),
        toml.text(value, (*path, "reason"), ""),
        places,
    )


def _placed(value: Mapping[str, Any]) -> list[Path]:
    """The keys of a condition whose places may be asked for."""
    where = value.get("where", {})
    below: list[Path] = [("where", key) for key in where] if isinstance(where, dict) else []
    return [("measure",), *((key,) for key in value if key != "measure"), *below]
