"""What the coders found in the texts of a study: passages, codings, duties, and what stands in whose words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

import polars as pl

from comity.coding import coder, together
from comity.coding.agreement import reading
from comity.coding.coded_texts import Coded, Input, code_documents
from comity.coding.coders.llm import reading as by_model
from comity.coding.duties.ledger import ledger
from comity.coding.duties.placed import placed as on_sides
from comity.coding.duties.placement import Placement, of_lists, of_study
from comity.coding.reuse.among import reuse_among, survival_among
from comity.coding.tables import DUTY_ROW
from comity.diagnostics import Diagnostic, UsageError, did_you_mean
from comity.measures import background, quotes
from comity.measures.figures import Figures
from comity.measures.registry import placed
from comity.store import Store
from comity.study.folder import StudyFolder
from comity.study.llm_settings import LLM
from comity.study.rubrics import rubric
from comity.study.side_lists import Guess, guess_sides, known_actors
from comity.study.sides import bearers

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import Settings


Tables = Mapping[str, Callable[[Any], pl.DataFrame]]
"""Which function of the study makes which table."""

_BESIDE = {"reused": "reuse", "survived": "survival"}


class TextsOfStudy:
    """The tables of texts and codings of one study; each is made at most once."""

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
        limits = coder.checked(self.settings.coders, self.codebook, self.settings.coder_places)
        return [*self.folder.diagnostics, *limits, *read, *self._lost]

    def table(self, name: str) -> pl.DataFrame:
        """The derived table of that name.

        Raises: UsageError with the names that exist.
        """
        if name not in self.makers:
            raise UsageError(f"There is no table {name!r}. {did_you_mean(name, self.makers)}")
        if name not in self._made:
            self._made[name] = self.makers[name](self)
        return self._made[name]

    @cached_property
    def registry(self) -> Mapping[str, pl.DataFrame]:
        """The tables of the registry by name, each row with its context, sides and year (measures/registry.py)."""
        return placed(self.folder.registry, self.folder.sides, self.settings, self.folder.vocabularies)

    @property
    def dates(self) -> dict[str, str | None]:
        """The date of each document, as far as it is known."""
        return dict(self.table("documents").select("id", "date").iter_rows())

    @property
    def drafts(self) -> dict[str, str]:
        """The documents that the study calls drafts, each with the text that came of it."""
        return dict(self.table("documents").select("id", "draft_of").drop_nulls().iter_rows())

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
    def _likeness(self) -> dict[str, float]:
        return rubric(self.settings, "reuse")

    makers: ClassVar[Tables] = {
        "documents": lambda self: background.documents(self.folder.documents, self.coded_texts.metadata),
        "statements": lambda self: self.folder.statements,
        "sources": lambda self: self.folder.sources,
        "texts": lambda self: self.coded_texts.texts,
        "blocks": lambda self: self.coded_texts.blocks,
        "passages": lambda self: self.coded_texts.passages,
        "read": lambda self: background.read(
            self.table("documents"), self._passages_read, self.folder.sides, self.settings
        ),
        "codings": lambda self: self._together.frame,
        "duties": _duties,
        "ledger": lambda self: ledger(self.table("duties"), self.table("passages")),
        "reuse": lambda self: reuse_among(self.coded_texts, self.dates, self._likeness, self.store),
        "survival": lambda self: survival_among(self.coded_texts, self.drafts, self._likeness),
    }
