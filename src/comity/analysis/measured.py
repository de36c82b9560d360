"""The figures of a study: what measures count, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

import polars as pl

from comity.analysis.agreed import AgreedStudy
from comity.analysis.texts import Tables
from comity.coding.reuse.among import compared_from
from comity.comparison.configurations import study_cases
from comity.measures import background, borrowing
from comity.measures.borne import borne
from comity.measures.figures import Figures
from comity.measures.measure import CATALOGUE, Measure, compute
from comity.measures.plan import own_grouping, plan
from comity.measures.tables import WORDS
from comity.store import code_version, fingerprint, written
from comity.study.registry_tables import REGISTRY

_WORDS = tuple(table.name for table in WORDS)
_COUNTED_AS = {"duties": "borne"}  # what measures ask for, and the table that it is counted on


def _of_registry(name: str) -> Callable[[MeasuredStudy], pl.DataFrame]:
    return lambda study: study.registry[name]


class MeasuredStudy(AgreedStudy):
    """The same, and the figures of each measure."""

    def measure(self, name: str, by: Sequence[str] | None = None) -> Figures:
        """The figures of one measure, grouped as asked or as the measure does by default."""
        card = CATALOGUE.get(name)
        grouping = tuple(by) if by is not None else self._default(card)
        if (name, grouping) not in self._figures:
            self._figures[name, grouping] = self._computed(card, grouping)
        return self._figures[name, grouping]

    @cached_property
    def plan(self) -> list[tuple[str, tuple[str, ...]]]:
        """The measures and groupings that a report shows: by context, and by period and year where dated."""
        read, coded = self.table("read"), self.table("coded")
        made = plan(read, coded, self.registry, self.settings, drafts=bool(self.drafts))
        return [*made, *(study_cases.planned(self.settings.qca) if self.settings.qca else ())]

    def _default(self, card: Measure) -> tuple[str, ...]:
        own = own_grouping(card, self.settings)
        return next((by for name, by in self.plan if name == card.id), own)

    def _asked(self, names: Iterable[str]) -> dict[str, object]:
        """What measures may ask for by those names: tables, and what is none."""
        others: Mapping[str, object] = {
            "settings": self.settings,
            "codebook": self.codebook,
            "vocabularies": self.folder.vocabularies,
            "figures": self.measure,
        }
        return {n: others[n] if n in others else self.table(_COUNTED_AS.get(n, n)) for n in names}

    @property
    def _counted_from(self) -> dict[str, object]:
        """All that measures may ask for, by name."""
        names = (
            "coded",
            "read",
            "duties",
            *_WORDS,
            "settings",
            "codebook",
            "vocabularies",
            "figures",
            *self.registry,
        )
        return self._asked(names)

    def _computed(self, card: Measure, by: tuple[str, ...]) -> Figures:
        # Duties are looked for only where they may be counted: to find them takes longer than to code.
        beside = {"duties", "figures"}.isdisjoint(card.tables)
        asked = dict.fromkeys((*card.tables, "settings"))
        if self.store is None:
            return compute(card, self._asked(asked), by)
        source = self._measured_from if beside else self._measured_from_all
        key = fingerprint(card.id, by, source, code_version())
        frame, evidence = self.store.read("figures", key), self.store.read("evidence", key)
        if frame is None or evidence is None:
            figures = compute(card, self._asked(asked), by)
            self.store.write("figures", key, figures.frame)
            self.store.write("evidence", key, figures.evidence())
            return figures
        return Figures(frame=frame, evidence_frame=evidence, card=card)

    @cached_property
    def _measured_from(self) -> str:
        return fingerprint(
            written(self.table("coded")),
            written(self.table("read")),
            repr(replace(self.settings, qca=None)),
            repr(self.folder.vocabularies),
            self.codebook.fingerprint,
            compared_from(self.coded_texts, self.dates, self.drafts, self._likeness),
            *(written(self.registry[name].drop("line", "file")) for name in sorted(self.registry)),
        )

    @cached_property
    def _measured_from_all(self) -> str:
        return fingerprint(self._measured_from, written(self.table("borne")))

    makers: ClassVar[Tables] = {
        **AgreedStudy.makers,
        **{table.name: _of_registry(table.name) for table in REGISTRY},
        "coded": lambda self: background.coded(
            self.table("codings"),
            self.table("read"),
            statements=self.folder.statements,
            sides=self.folder.sides,
            codebook=self.codebook,
            settings=self.settings,
        ),
        "borne": lambda self: borne(self.table("duties"), self.table("read")),
        "reused": lambda self: borrowing.reused(self.table("reuse"), self.table("read")),
        "survived": lambda self: borrowing.survived(self.table("survival"), self.drafts, self.table("read")),
    }
