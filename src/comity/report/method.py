"""How the figures of a report were made: the card of each measure, in the words of the measure itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.measures.measure import CATALOGUE

if TYPE_CHECKING:
    from comity.report.content import Content


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
    return [
        Card(m.id, m.name, m.question, _first(m.definition), tuple(q.unit for q in m.quantities))
        for m in CATALOGUE.all().values()
        if m.id in shown
    ]


def _first(definition: str) -> str:
    """The first paragraph of a definition, as one line."""
    return " ".join(definition.split("\n\n", maxsplit=1)[0].replace("``", "").split())
