"""How the figures of a report were made: the card of each measure, in the words of the measure itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.measures.measure import CATALOGUE, Quantity

if TYPE_CHECKING:
    from comity.report.content import Content

_DIMENSIONS = ("discourse", "institution", "power", "gap", "comparison")


@dataclass(frozen=True, slots=True)
class Card:
    """What a measure asks, what it is in words, and in which units it answers."""

    id: str
    name: str
    question: str
    definition: str
    units: tuple[str, ...]


def cards(content: Content) -> list[Card]:
    """The cards of the measures that the report shows."""
    shown = set(content.figures["measure"])
    cards = [m for m in CATALOGUE.all().values() if m.id in shown]
    return [
        Card(m.id, m.name, m.question, _first(m.definition), _units(m.quantities))
        for m in sorted(cards, key=lambda m: _DIMENSIONS.index(m.dimension))
    ]


def _units(quantities: tuple[Quantity, ...]) -> tuple[str, ...]:
    """Each unit once, with the names of the quantities that answer in it, where there are several."""
    named: dict[str, list[str]] = {}
    for quantity in quantities:
        named.setdefault(quantity.unit, []).append(quantity.title)
    if len(named) == 1:
        return tuple(named)
    return tuple(f"{', '.join(names)}: {unit}" for unit, names in named.items())


def _first(definition: str) -> str:
    """The first paragraph of a definition, as one line."""
    return " ".join(definition.split("\n\n", maxsplit=1)[0].replace("``", "").split())
