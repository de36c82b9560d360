"""The cases of a study side by side: types, configurations, claims, and what turns a conclusion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from comity.coding import coder
from comity.comparison import askable, changes, types
from comity.comparison import cases as compared
from comity.comparison import claims as findings
from comity.comparison.configurations import study_cases
from comity.comparison.configurations.asking import Asking
from comity.comparison.configurations.calibrated import calibrated
from comity.comparison.configurations.compared import Compared
from comity.comparison.configurations.of_study import compared_in_study
from comity.comparison.configurations.tables import CALIBRATED, CONFIGURATION_TABLES
from comity.comparison.overturn import overturn
from comity.comparison.readings import readings
from comity.comparison.sensitivity import sensitivity
from comity.diagnostics import Diagnostic, StudyError, UsageError
from comity.measures.figures import Figures
from comity.measures.measure import CATALOGUE
from comity.measures.plan import of_types
from comity.measures.tables import EVIDENCE, FIGURES, WORDS
from comity.store import code_version, fingerprint

if TYPE_CHECKING:
    from comity.study.configurations import Configurations

from comity.analysis.measured import MeasuredStudy
from comity.analysis.texts import Tables

_WORDS = tuple(table.name for table in WORDS)


def _of_configurations(name: str) -> Callable[[ComparedStudy], pl.DataFrame]:
    return lambda study: study.configuration_table(name)


class ComparedStudy(MeasuredStudy):
    """The same, and what comes of comparing."""

    def claim_diagnostics(self) -> list[Diagnostic]:
        """Claims that name what does not exist, or that nothing could contradict."""
        if not self.folder.claims:
            return []
        read, coded = self.table("read"), self.table("coded")
        known = askable.after_reading(self._askable, self.settings, self.registry, read, coded)
        return findings.checked(self.folder.claims, known)

    def diagnostics_before_reading(self) -> list[Diagnostic]:
        """What is wrong in the folder, in its claims and in its types, as far as its files tell unread."""
        return [
            *self.folder.diagnostics,
            *coder.checked(self.settings.coders, self.codebook, self.settings.coder_places),
            *findings.checked(self.folder.claims, self._askable),
            *types.checked(self.settings.types, self._askable),
            *compared.checked(self.settings.comparison),
            *study_cases.checked(self.settings.qca, self._askable),
        ]

    @cached_property
    def _askable(self) -> askable.Askable:
        return askable.before_reading(self.settings, self.codebook, self.folder.vocabularies, self.registry)

    def _measures_compared(self) -> list[str]:
        """The measures of the table of cases: those that the study names, or all that it has anything for."""
        planned = dict.fromkeys(name for name, _ in self.plan)
        every = [name for name in planned if compared.comparable(CATALOGUE.get(name))]
        return list(self.settings.comparison.measures) or every

    @cached_property
    def _by_case(self) -> Mapping[str, compared.CaseFigures]:
        return compared.by_case(self._counted_from, list(self.settings.compared.values()))

    def _cases(self) -> pl.DataFrame:
        return self._kept("cases", lambda: compared.table(self._by_case, self._measures_compared()))

    def _differences(self) -> pl.DataFrame:
        made = partial(
            compared.differences,
            self._by_case,
            list(self.settings.compared.values()),
            self._measures_compared(),
            permutations=self.settings.comparison.permutations,
            tables=self._counted_from,
        )
        return self._kept("differences", made)

    def _of_named_cases(self) -> Iterator[Figures]:
        """The figures of the cases that the study names, which no measure groups by."""
        asked: list[tuple[str, tuple[str, ...]]] = [
            (name, ("context",)) for name in self._measures_compared()
        ]
        asked += of_types(self.settings, ("context",))
        asked += study_cases.planned(self.settings.qca) if self.settings.qca else ()
        for figures in dict.fromkeys(self._by_case.values()) if self.settings.cases else ():
            yield from (figures(name, by) for name, by in asked)

    def _kept(self, name: str, make: Callable[[], pl.DataFrame], *more: str) -> pl.DataFrame:
        """A table of comparison from the store, or made and stored."""
        if self.store is None:
            return make()
        key = fingerprint(name, self._measured_from_all, *more, code_version())
        return self.store.get_or_make(name, key, make)

    @cached_property
    def _memberships(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """MEMBERSHIPS and CONDITIONS: of each case, and of each case by period where a type asks for it."""
        every: dict[str, Callable[..., Figures]] = dict.fromkeys(
            self.settings.contexts or ("",), self.measure
        )
        if self.settings.cases:
            every = {**self._by_case}
        return types.memberships(self.settings.types, every, tuple(self.settings.periods))

    def _calibrated(self) -> pl.DataFrame:
        """CALIBRATED: the cases of [qca] in its sets; nothing where the study has none."""
        asked = self.settings.qca
        if asked is None:
            return CALIBRATED.empty()
        return self._kept("calibrated", lambda: calibrated(asked, self._cases_of(asked)), repr(asked))

    def _cases_of(self, asked: Configurations) -> Sequence[study_cases.StudyCase]:
        every = {**self._by_case} if self.settings.cases else {}
        named = {name: (case, every.get(name, self.measure)) for name, case in self.settings.compared.items()}
        cases, wrong = study_cases.study_cases(asked, self.measure, named, self.registry)
        if wrong:
            raise StudyError(wrong)
        return cases

    def configurations(self, asking: Asking) -> Compared:
        """The cases of [qca] compared, as it says and as is asked beside it.

        Raises: UsageError where the study has no [qca]; StudyError where no case has all figures.
        """
        if self.settings.qca is None:
            raise UsageError(
                "study.toml has no [qca]: the outcome, the conditions and their anchors stand there."
            )
        return compared_in_study(self.settings.qca, self.table("calibrated"), asking)

    @cached_property
    def configured(self) -> Compared | None:
        """The cases compared as [qca] says; None where the study has none."""
        return None if self.settings.qca is None else self.configurations(Asking())

    def configuration_table(self, name: str) -> pl.DataFrame:
        """A table of the comparison that [qca] asks for; an empty one where the study has none."""
        made = self.configured
        if made is None:
            return CONFIGURATION_TABLES[name].empty()
        return made.robustness if name == "robustness" else made.tables[name]

    @cached_property
    def answers(self) -> Sequence[Figures]:
        """The figures that a report shows, and those that the claims ask for beside them."""
        asked = findings.asked(self.folder.claims)
        return [self.measure(name, by) for name, by in dict.fromkeys([*self.plan, *asked])]

    def _verdicts(self) -> pl.DataFrame:
        if wrong := self.claim_diagnostics():
            raise StudyError(wrong)
        return findings.verdicts(self.folder.claims, self.measure)

    @cached_property
    def _doubts(self) -> Mapping[str, pl.DataFrame]:
        """What turns the conclusions: sensitivity and flips; kept together, since they take long."""
        names = ("sensitivity", "flips")
        claims = [replace(claim, places={}) for claim in self.folder.claims]
        key = fingerprint("sensitivity", repr(claims), self._measured_from_all, code_version())
        if self.store is not None:
            kept = {n: frame for n in names if (frame := self.store.read(n, key)) is not None}
            if len(kept) == len(names):
                return kept
        made = dict(zip(names, sensitivity(self._record), strict=True))
        if self.store is not None:
            for name, frame in made.items():
                self.store.write(name, key, frame)
        return made

    @property
    def _record(self) -> changes.Record:
        folder, coded, read = self.folder, self.table("coded"), self.table("read")
        words = {name: self.table(name) for name in _WORDS}
        return changes.Record(
            coded, read, folder.registry, folder.sides, self.settings, self.codebook, folder.vocabularies,
            folder.claims, self.table("borne"), **words,
        )  # fmt: skip

    def _all_figures(self) -> pl.DataFrame:
        made = [self.measure(name, by).frame for name, by in self.plan]
        made += [compared.as_cases(figures.frame) for figures in self._of_named_cases()]
        return (
            pl.concat([FIGURES.conform(f) for f in made]).unique("figure", maintain_order=True)
            if made
            else FIGURES.empty()
        )

    def _all_evidence(self) -> pl.DataFrame:
        made = [self.measure(name, by).evidence() for name, by in self.plan]
        made += [figures.evidence() for figures in self._of_named_cases()]
        if not made:
            return EVIDENCE.empty()
        return pl.concat([EVIDENCE.conform(f) for f in made]).unique(EVIDENCE.key, maintain_order=True)

    makers: ClassVar[Tables] = {
        **MeasuredStudy.makers,
        "figures": _all_figures,
        "evidence": _all_evidence,
        "cases": _cases,
        "differences": _differences,
        "memberships": lambda self: self._memberships[0],
        "conditions": lambda self: self._memberships[1],
        "calibrated": _calibrated,
        **{name: _of_configurations(name) for name in CONFIGURATION_TABLES},
        "verdicts": _verdicts,
        "readings": lambda self: readings(self.measure("G2").frame),
        "sensitivity": lambda self: self._doubts["sensitivity"],
        "flips": lambda self: self._doubts["flips"],
        "overturn": lambda self: self._kept("overturn", lambda: overturn(self._record)),
    }
