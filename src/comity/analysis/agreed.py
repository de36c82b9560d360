"""How far those who coded a study agree: on the passages that they read, and on the words that they marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import polars as pl

from comity.analysis.texts import Tables, TextsOfStudy
from comity.coding.agreement import reading
from comity.coding.agreement.coefficient import Drawing
from comity.coding.agreement.compared import agreement_of_spans, agreement_on, sets_of
from comity.coding.agreement.sheet import Sheet, sheet_of
from comity.coding.agreement.tables import AGREEMENT


class AgreedStudy(TextsOfStudy):
    """The same, and what each coder said of each passage."""

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

    makers: ClassVar[Tables] = {**TextsOfStudy.makers, "agreement": _agreement}
