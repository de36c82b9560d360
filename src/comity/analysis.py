"""From the files of a study to every derived table, on demand: the order of the pipeline stands here alone.

study folder -> texts, passages, codings -> coded, read -> figures, evidence -> quotes
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from comity.coding import coder, together
from comity.coding.agreement import reading
from comity.coding.agreement.coefficient import Drawing
from comity.coding.agreement.compared import agreement_of_spans, agreement_on, sets_of
from comity.coding.agreement.sheet import Sheet, sheet_of
from comity.coding.agreement.tables import AGREEMENT
from comity.coding.coded_texts import Coded, Input, code_documents
from comity.coding.coders.llm import reading as by_model
from comity.coding.duties.ledger import ledger
from comity.coding.duties.placed import placed as on_sides
from comity.coding.duties.placement import Placement, of_lists, of_study
from comity.coding.reuse.among import compared_from, reuse_among, survival_among
from comity.coding.tables import DUTY_ROW
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
from comity.diagnostics import Diagnostic, StudyError, UsageError, did_you_mean, errors_in
from comity.measures import background, borrowing, quotes
from comity.measures.borne import borne
from comity.measures.figures import Figures
from comity.measures.measure import CATALOGUE, Measure, compute
from comity.measures.plan import of_types, own_grouping, plan
from comity.measures.registry import placed
from comity.measures.tables import EVIDENCE, FIGURES, WORDS
from comity.store import Store, code_version, fingerprint, written
from comity.study.folder import StudyFolder
from comity.study.llm_settings import LLM
from comity.study.registry_tables import REGISTRY
from comity.study.rubrics import rubric
from comity.study.side_lists import Guess, guess_sides, known_actors
from comity.study.sides import bearers

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.configurations import Configurations
    from comity.study.settings import Settings


_WORDS = tuple(table.name for table in WORDS)
_COUNTED_AS = {"duties": "borne"}  # what measures ask for, and the table that it is counted on
_BESIDE = {"reused": "reuse", "survived": "survival"}


def _of_registry(name: str) -> Callable[[Analysis], pl.DataFrame]:
    return lambda analysis: analysis.registry[name]


def _of_configurations(name: str) -> Callable[[Analysis], pl.DataFrame]:
    return lambda analysis: analysis.configuration_table(name)


class Analysis:
    """The derived tables of one study; each is made at most once, and kept in the store where there is one."""

    def __init__(
        self,
        folder: StudyFolder,
        store: Store | None,
        *,
        inputs: Sequence[Input] | None = None,
        named: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`named`: who stands on which side (lead, partner) of documents that no study places."""
        self.folder, self.store, self._inputs, self.named = folder, store, inputs, named or {}
        self._made: dict[str, pl.DataFrame] = {}
        self._figures: dict[tuple[str, tuple[str, ...]], Figures] = {}

    @property
    def settings(self) -> Settings:
        """What study.toml says."""
        return self.folder.settings

    @property
    def codebook(self) -> Codebook:
        """What can be said of a passage."""
        return self.folder.codebook

    @cached_property
    def coded_texts(self) -> Coded:
        """The documents that are held, read, split, indexed and coded by the programs that the study names."""
        return code_documents(self.inputs, self.codebook, self.store, coders=self.settings.coders_here)

    @cached_property
    def inputs(self) -> Sequence[Input]:
        """What the coders read: the held documents, in the order of their ids."""
        if self._inputs is not None:
            return self._inputs
        languages = dict(self.folder.documents.select("id", "language").iter_rows())
        files = sorted(self.folder.files.items())
        return [Input(document, path, None, path.name, languages.get(document)) for document, path in files]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Everything that is wrong in the folder and in its documents, as far as they were read."""
        read = self.coded_texts.diagnostics if "coded_texts" in self.__dict__ else []
        return [*self.folder.diagnostics, *read, *self._lost]

    def table(self, name: str) -> pl.DataFrame:
        """The derived table of that name.

        Raises: UsageError with the names that exist.
        """
        if name not in self._tables:
            raise UsageError(f"There is no table {name!r}. {did_you_mean(name, self._tables)}")
        if name not in self._made:
            self._made[name] = self._tables[name](self)
        return self._made[name]

    def measure(self, name: str, by: Sequence[str] | None = None) -> Figures:
        """The figures of one measure, grouped as asked or as the measure does by default."""
        card = CATALOGUE.get(name)
        grouping = tuple(by) if by is not None else self._default(card)
        if (name, grouping) not in self._figures:
            self._figures[name, grouping] = self._computed(card, grouping)
        return self._figures[name, grouping]

    @cached_property
    def registry(self) -> Mapping[str, pl.DataFrame]:
        """The tables of the registry by name, each row with its context, sides and year (measures/registry.py)."""
        return placed(self.folder.registry, self.folder.sides, self.settings, self.folder.vocabularies)

    @cached_property
    def guess(self) -> Guess:
        """Who leads and who is partner, guessed from how often the documents name whom."""
        return guess_sides(self.mentions)

    @cached_property
    def mentions(self) -> Mapping[str, int]:
        """How often the documents name each actor of the shipped list."""
        return {
            name: sum(self.coded_texts.find(phrase.tree).height for phrase in actor.phrases)
            for name, actor in known_actors().items()
        }

    def _duties(self) -> pl.DataFrame:
        """DUTIES with the sides on which the study, or else the text, places whom they name."""
        actors = [name for _, _, name in bearers(self.folder.actors)]
        read = self.table("read")
        about = {d: (c, t) for d, c, t in self._dated(read).iter_rows()}
        places: dict[tuple[str | None, str | None], Placement] = {}

        def placement(document: str) -> Placement:
            key = about.get(document, (None, None))
            if key not in places:
                places[key] = (
                    of_study(self.folder.sides, *key)
                    if self.settings.contexts
                    else of_lists(self.guess, **self.named)
                )
            return places[key]

        issuers = dict(read.select("document", "side").iter_rows())
        return on_sides(self.coded_texts.duties(sorted(set(actors))), issuers, placement)

    def _dated(self, read: pl.DataFrame) -> pl.DataFrame:
        dates = self.table("documents").select(document="id", date="date")
        return (
            read.select("document", "context")
            .join(dates, on="document", how="left")
            .select("document", "context", "date")
        )

    def quotes(self, rows: Sequence[str]) -> pl.DataFrame:
        """The passage or paraphrase behind each counted row, in its paragraph (measures/quotes.py)."""
        return quotes.of(
            rows,
            codings=self._quotable(rows),
            statements=self.table("statements"),
            registry=self.registry,
            beside={name: partial(self.table, table) for name, table in _BESIDE.items()},
            texts=self.coded_texts.texts_of,
            blocks=self.coded_texts.blocks_of,
        )

    def _quotable(self, rows: Sequence[str]) -> pl.DataFrame:
        """Codings, and the duties in the same form where some are asked for: modal and act are what decides."""
        if not any(re.search(DUTY_ROW, row) for row in rows):
            return self.table("codings")
        duties = self.table("duties").select(
            pl.lit("codings").alias("table"), "row", "document", "start", "end",
            hit_start=pl.when(pl.col("modal_start") < pl.col("start")).then("act_start").otherwise("modal_start"),
            hit_end=pl.max_horizontal("act_end", "modal_end"),
        )  # fmt: skip
        codings = self.table("codings")
        return pl.concat([codings.select(duties.columns), duties])

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
        tables = self._asked(dict.fromkeys((*card.tables, "settings")))
        if self.store is None:
            return compute(card, tables, by)
        source = self._measured_from if beside else self._measured_from_all
        key = fingerprint(card.id, by, source, code_version())
        frame, evidence = self.store.read("figures", key), self.store.read("evidence", key)
        if frame is None or evidence is None:
            figures = compute(card, tables, by)
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

    @property
    def dates(self) -> dict[str, str | None]:
        """The date of each document, as far as it is known."""
        return dict(self.table("documents").select("id", "date").iter_rows())

    @property
    def drafts(self) -> dict[str, str]:
        """The documents that the study calls drafts, each with the text that came of it."""
        return dict(self.table("documents").select("id", "draft_of").drop_nulls().iter_rows())

    @property
    def _likeness(self) -> dict[str, float]:
        return rubric(self.settings, "reuse")

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

    def reread(self) -> Analysis:
        """The same study as its files are now."""
        return Analysis(StudyFolder.read(self.folder.path), self.store, inputs=self._inputs)

    def with_codebook(self, codebook: Codebook) -> Analysis:
        """The same study by another codebook.

        Left out is what that codebook has no place for: codings and statements of people under codes that it
        lacks, and claims that name what it does not have. Nothing is given another code.
        """
        known = pl.col("code").is_in(list(codebook.codes))
        folder = replace(
            self.folder,
            codebook=codebook,
            people=self.folder.people.filter(known),
            statements=self.folder.statements.filter(known),
        )
        other = Analysis(folder, self.store, inputs=self._inputs, named=self.named)
        judged = tuple(c for c in folder.claims if not findings.checked([c], other._askable))
        return Analysis(replace(folder, claims=judged), self.store, inputs=self._inputs, named=self.named)

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

    @cached_property
    def model(self) -> by_model.Reading | None:
        """What the language model of the settings has read and found; null where the study names none."""
        if self.settings.llm is None:
            return None
        return by_model.reading(
            self.folder.answers, self.coded_texts.passages, self.codebook, self.settings.llm
        )

    @property
    def _model_counts(self) -> bool:
        return LLM in self.settings.coders

    @property
    def _passages_read(self) -> pl.DataFrame:
        """The passages of each document that was read: where a model reads alone, of those that it or a person did."""
        counts = self.coded_texts.passage_counts
        if self.settings.coders_here or not self._model_counts or self.model is None:
            return counts
        people = {*self.folder.people["document"], *self.folder.reading["document"]}
        known = people | self.model.documents_read(self.codebook, self.coded_texts.passages)
        return counts.filter(pl.col("document").is_in(sorted(known)))

    @cached_property
    def _together(self) -> together.Together:
        asked = [self.model.codings] if self._model_counts and self.model else []
        return together.codings(
            pl.concat([self.coded_texts.codings, *asked]),
            self.folder.people,
            self.folder.statements,
            texts=self.coded_texts.texts_of,
        )

    @cached_property
    def _readings(self) -> tuple[pl.DataFrame, list[Diagnostic]]:
        return reading.readings(self.folder.reading, self.coded_texts.texts_of)

    @property
    def _lost(self) -> Sequence[Diagnostic]:
        codings = self._together.diagnostics if "_together" in self.__dict__ else ()
        counts = self._model_counts and "_together" in self.__dict__
        of_model = self.model.diagnostics() if counts and self.model else ()
        return [*of_model, *codings, *(self._readings[1] if "_readings" in self.__dict__ else ())]

    @property
    def people(self) -> tuple[str, ...]:
        """The people who coded or read anything, by name."""
        return tuple(sorted({*self.folder.people["coder"], *self.folder.reading["coder"]}))

    def sheet(
        self,
        *,
        whole: bool = False,
        tried: bool = False,
        others: Mapping[str, tuple[pl.DataFrame, Sequence[str]]] | None = None,
    ) -> Sheet:
        """What each coder said of each passage they read (coding/agreement/sheet.py).

        `whole` takes each document in which a person coded anything as read whole; `tried` adds a language model
        whose codings do not count (yet); `others` are further programs with their codings and the codes that they know.
        """
        read, codings = self._readings[0], self.table("codings")
        if whole:
            read = pl.concat([read, reading.documents_coded(codings, self.people)])
        added = {name: frame.with_columns(coder=pl.lit(name)) for name, (frame, _) in (others or {}).items()}
        codes = {name: known for name, (_, known) in (others or {}).items()}
        model = self.model if self.model and (self._model_counts or (tried and self.model.codes)) else None
        if model is not None:
            added |= {} if self._model_counts else {model.coder: model.codings}
            codes[model.coder] = model.codes
            read = pl.concat([read, model.read])
        seen = {*read["document"], *self.folder.people["document"]} if self.people else None
        passages = self.coded_texts.passages
        return sheet_of(
            passages if seen is None else passages.filter(pl.col("document").is_in(list(seen))),
            pl.concat([codings, *added.values()]),
            read,
            self.codebook,
            programs=(*self.settings.programs, *added),
            asked=codes,
            partly={model.coder} if model else (),
        )

    @property
    def drawing(self) -> Drawing:
        """How the intervals of agreement are drawn."""
        return Drawing(self.settings.intervals.replicates, self.settings.intervals.level)

    def agreement(self, sheet: Sheet, sets: Sequence[Sequence[str]]) -> pl.DataFrame:
        """AGREEMENT of some sets of coders: on passages, and of people on the words that they marked."""
        texts = self.coded_texts.texts.select("document", "characters")
        spans = agreement_of_spans(sheet, self.table("codings"), dict(texts.iter_rows()), sets, self.drawing)
        return AGREEMENT.frame([*agreement_on(sheet, sets, drawing=self.drawing), *spans])

    def _agreement(self) -> pl.DataFrame:
        """AGREEMENT of all coders; nothing where no person coded."""
        if not self.people:
            return AGREEMENT.empty()
        sheet = self.sheet()
        return self.agreement(sheet, sets_of(sheet.coders))

    _tables: ClassVar[Mapping[str, Callable[[Analysis], pl.DataFrame]]] = {
        "documents": lambda self: background.documents(self.folder.documents, self.coded_texts.metadata),
        "statements": lambda self: self.folder.statements,
        "sources": lambda self: self.folder.sources,
        **{t.name: _of_registry(t.name) for t in REGISTRY},
        "texts": lambda self: self.coded_texts.texts,
        "blocks": lambda self: self.coded_texts.blocks,
        "passages": lambda self: self.coded_texts.passages,
        "codings": lambda self: self._together.frame,
        "duties": _duties,
        "borne": lambda self: borne(self.table("duties"), self.table("read")),
        "ledger": lambda self: ledger(self.table("duties"), self.table("passages")),
        "read": lambda self: background.read(
            self.table("documents"), self._passages_read, self.folder.sides, self.settings
        ),
        "coded": lambda self: background.coded(
            self.table("codings"),
            self.table("read"),
            statements=self.folder.statements,
            sides=self.folder.sides,
            codebook=self.codebook,
            settings=self.settings,
        ),
        "reuse": lambda self: reuse_among(self.coded_texts, self.dates, self._likeness, self.store),
        "survival": lambda self: survival_among(self.coded_texts, self.drafts, self._likeness),
        "reused": lambda self: borrowing.reused(self.table("reuse"), self.table("read")),
        "survived": lambda self: borrowing.survived(self.table("survival"), self.drafts, self.table("read")),
        "figures": _all_figures,
        "evidence": _all_evidence,
        "cases": _cases,
        "differences": _differences,
        "memberships": lambda self: self._memberships[0],
        "conditions": lambda self: self._memberships[1],
        "calibrated": _calibrated,
        **{name: _of_configurations(name) for name in CONFIGURATION_TABLES},
        "verdicts": _verdicts,
        "agreement": _agreement,
        "readings": lambda self: readings(self.measure("G2").frame),
        "sensitivity": lambda self: self._doubts["sensitivity"],
        "flips": lambda self: self._doubts["flips"],
        "overturn": lambda self: self._kept("overturn", lambda: overturn(self._record)),
    }


def opened(study: Analysis | Path | str = ".", *, store: bool = True) -> Analysis:
    """The analysis of a study: the one given, or the one in that folder (or, for ``.``, a folder above it).

    Raises: StudyError with everything that is wrong in the folder's files, its claims included.
    """
    if isinstance(study, Analysis):
        return study
    root = located(Path(study))
    analysis = Analysis(StudyFolder.read(root), Store(root / ".comity") if store else None)
    wrong = analysis.diagnostics_before_reading()
    if errors_in(wrong):
        raise StudyError(wrong)
    return analysis


def located(path: Path) -> Path:
    """The folder with the study.toml: the path itself, or the nearest above the working directory."""
    if path == Path() and not (path / "study.toml").exists():
        above = (p for p in Path.cwd().parents if (p / "study.toml").exists())
        return next(above, path)
    return path
