"""What is wrong with a condition of study.toml, as far as the measures' cards and the study's words tell.

A condition must not be met by construction: where its threshold lies beyond what the figure can be, every case falls
on one side, and it is refused before anything is computed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from comity.diagnostics import Diagnostic, did_you_mean
from comity.measures.measure import CATALOGUE, Measure, Quantity
from comity.study.conditions import Condition
from comity.study.settings import FILE


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition as it is asked: of what (``the type 'x'``), and what is known to be asked for.

    ``given``: groupings that the case itself gives; ``by``: those that each case has a figure at. ``parting``: the
    thresholds that part the cases, the crossover where they are left out; ``reached``: a value at one is above it.
    """

    what: str
    condition: Condition
    known: Mapping[str, Collection[str]]
    given: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    parting: tuple[float, ...] | None = None
    reached: bool = False

    def wrong(self) -> Iterator[Diagnostic]:
        """All of it; nothing where the condition can be asked."""
        name = self.condition.measure
        card = CATALOGUE.all().get(name)
        if card is None:
            fix = did_you_mean(name, CATALOGUE.all())
            yield self.told("unknown-measure", "measure", f"there is no measure {name!r}.", fix)
            return
        yield from self._by(card)
        yield from self._where(card)
        yield from self._anchors(card)

    def quantity(self, card: Measure) -> Quantity | None:
        """The quantity that is named, or the first."""
        name = self.condition.quantity
        return next((q for q in card.quantities if name in ("", q.name)), None)

    def _by(self, card: Measure) -> Iterator[Diagnostic]:
        for column in self.by:
            if column not in (*card.by, *card.always):
                told = f"{card.id} has no figure for each {column}."
                yield self.told(
                    "unknown-grouping", "measure", told, f"It can be told apart by {', '.join(card.by)}."
                )

    def _where(self, card: Measure) -> Iterator[Diagnostic]:
        named = self.condition.where
        for column in card.always:
            if column not in named and column not in self.by:
                told = f"{card.id} has a figure for each {column}, and none is named."
                yield self.told("missing-value", "measure", told, f'Write where = {{ {column} = "…" }}.')
        for column, value in named.items():
            key = f"where.{column}"
            if column in self.given:
                told = f"{column} is given by the case itself."
                yield self.told("unknown-grouping", key, told, f"Leave {column} out.")
            elif column not in (*card.by, *card.always):
                fix = did_you_mean(column, (*card.by, *card.always))
                yield self.told("unknown-grouping", key, f"{card.id} has no grouping {column!r}.", fix)
            elif column in self.known and value not in self.known[column]:
                fix = did_you_mean(value, self.known[column])
                yield self.told(f"unknown-{column}", key, f"there is no {column} {value!r}.", fix)

    def _anchors(self, card: Measure) -> Iterator[Diagnostic]:
        quantity = self.quantity(card)
        if quantity is None:
            name = self.condition.quantity
            fix = did_you_mean(name, [q.name for q in card.quantities])
            yield self.told("unknown-quantity", "quantity", f"{card.id} has no quantity {name!r}.", fix)
            return
        least, greatest = quantity.range
        parting = self.condition.anchors[1:2] if self.parting is None else self.parting
        last = float("inf") if greatest is None else greatest
        beyond = [at for at in parting if at <= least or at > last or (at == last and not self.reached)]
        if beyond and len(beyond) == len(parting):
            side = "in" if (beyond[0] <= least) != self.condition.invert else "out"
            span = f"{least:g} to {'any number' if greatest is None else f'{greatest:g}'}"
            told = f"the crossover {beyond[0]:g} puts whatever {quantity.name} can be ({span}) {side}."
            yield self.told("cannot-fail", "anchors", told, "A type must not be true by construction.")

    def told(self, code: str, key: str, problem: str, fix: str = "") -> Diagnostic:
        """Something wrong with a key of the condition, where it stands."""
        line, column = self.condition.places.get(key) or self.condition.places.get("measure") or (None, None)
        return Diagnostic(code, FILE, f"{self.what}: {problem}", fix, line, column)
