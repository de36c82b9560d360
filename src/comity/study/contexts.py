"""The settings that a study compares, [contexts.ID] of study.toml: who stands on which side, and since when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from comity.dates import bounds, is_date
from comity.diagnostics import did_you_mean
from comity.study.codes import Phrase
from comity.study.patterns import PatternError
from comity.study.tables import SIDES
from comity.study.toml_lines import Path
from comity.study.toml_values import TomlValues

_KEYS = ("label", *SIDES, "phrases", "changes")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Change:
    """An actor stands on a side from a date on, until its next change; `number`: its place in the file's list."""

    actor: str
    side: str
    since: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """A setting that is compared: actor ids by side, and phrases that name a side without naming an actor.

    ``changes``: actors who change sides, in the order of their dates.
    """

    id: str
    label: str
    lead: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    def actors(self, side: str) -> tuple[str, ...]:
        """The actors that the study places on a side (lead, partner or third)."""
        return {"lead": self.lead, "partner": self.partner, "third": self.third}[side]


def read_contexts(values: Mapping[str, Any], toml: TomlValues) -> dict[str, Context]:
    """The contexts of ``[contexts]``, as far as they can be read; what is wrong is told."""
    reading = _Reading(toml)
    return {name: reading.context(name, value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class _Reading:
    toml: TomlValues

    def context(self, name: str, value: object) -> Context:
        path = ("contexts", name)
        if not _ID.fullmatch(name):
            fix = "Write letters, digits, _ and -; a longer name goes into its label."
            self.toml.tell("bad-id", path, f"{name!r} cannot name a context.", fix)
        if not isinstance(value, dict):
            self.toml.tell(
                "bad-type", path, f"the context {name!r} is not a table.", f"Write it as [contexts.{name}]."
            )
            return Context(name, name)
        self.toml.keys(value, path, _KEYS, f"the context {name!r}")
        sides = {side: self.toml.texts(value, (*path, side)) for side in SIDES}
        for one, other in combinations(SIDES, 2):
            for actor in sides[one]:
                if actor in sides[other]:
                    told = f"{actor!r} stands on two sides of the context {name!r}: {one} and {other}."
                    fix = "Keep one; an actor that changes sides needs two contexts."
                    self.toml.tell(
                        "two-sides", (*path, other, sides[other].index(actor)), told, fix, value=actor
                    )
        phrases = self.toml.table(value, (*path, "phrases"))
        self.toml.keys(phrases, (*path, "phrases"), SIDES, f"the phrases of the context {name!r}")
        return Context(
            id=name,
            label=self.toml.text(value, (*path, "label"), name),
            phrases={
                side: tuple(self._phrases(phrases, (*path, "phrases", side)))
                for side in SIDES
                if side in phrases
            },
            changes=self._changes(value, (*path, "changes")),
            **sides,
        )

    def _changes(self, value: Mapping[str, Any], path: Path) -> tuple[Change, ...]:
        listed = value.get("changes", [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            fix = f"Write each as [[{'.'.join(map(str, path))}]]."
            self.toml.tell("bad-type", path, "changes of side are a list of tables.", fix)
            return ()
        made = []
        for number, item in enumerate(listed):
            place = (*path, number)
            self.toml.keys(item, place, ("actor", "side", "from"), "a change of side")
            actor, side, since = (str(item.get(key, "")) for key in ("actor", "side", "from"))
            if not actor:
                self.toml.tell(
                    "missing-value", place, "a change of side names no actor.", 'Write actor = "its id".'
                )
            elif side not in SIDES:
                told = f"{actor!r} changes to the side {side!r}."
                self.toml.tell("unknown-side", place, told, did_you_mean(side, SIDES))
            elif not is_date(since):
                told = (
                    f"{actor!r} changes sides without a date."
                    if not since
                    else f"from = {since!r} is not a date."
                )
                self.toml.tell(
                    "side-change-without-date", place, told, 'Write from = "2004-05", as far as it is known.'
                )
            else:
                made.append(Change(actor, side, since, number))
        return tuple(sorted(made, key=lambda change: bounds(change.since)[0] or dt.date.min))  # type: ignore[index]

    def _phrases(self, values: Mapping[str, Any], path: Path) -> Iterator[Phrase]:
        for number, source in enumerate(self.toml.texts(values, path)):
            line, column = self.toml.place((*path, number))
            phrase = Phrase(source, "", line or 0, column or 0)
            try:
                if phrase.tree:
                    yield phrase
            except PatternError as error:
                # The opening quotation mark stands before the first character of the pattern.
                told = f"{source!r} is not a pattern: {error.reason}"
                self.toml.tell("bad-pattern", (*path, number), told, value=source, right=error.column)
