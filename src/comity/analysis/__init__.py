"""From the files of a study to every derived table, on demand: the order of the pipeline stands here alone.

study folder -> texts, passages, codings (``texts``) -> agreement (``agreed``) -> coded, read, figures, evidence
(``measured``) -> cases, types, claims, doubts (``compared``). Each floor knows the ones before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from comity.analysis.compared import ComparedStudy
from comity.comparison import claims as findings
from comity.diagnostics import StudyError, errors_in
from comity.store import Store
from comity.study.folder import StudyFolder

if TYPE_CHECKING:
    from comity.study.codebook import Codebook


class Analysis(ComparedStudy):
    """The derived tables of one study; each is made at most once, and kept in the store where there is one."""

    def reread(self) -> Analysis:
        """The same study as its files are now."""
        return Analysis(StudyFolder.read(self.folder.path), self.store, inputs=self._inputs, named=self.named)

    def with_coders(self, coders: Sequence[str]) -> Analysis:
        """The same study coded by other programs."""
        settings = replace(self.settings, coders=tuple(coders), coder_places=())
        folder = replace(self.folder, settings=settings)
        return Analysis(folder, self.store, inputs=self._inputs, named=self.named)

    def with_codebook(self, codebook: Codebook) -> Analysis:
        """The same study by another codebook.

        Left out is what that codebook has no place for: codings and statements of people under codes that it
        lacks, and claims that name what it does not have. Nothing is given another code.
        """
        known = pl.col("code").is_in(list(codebook.codes))
        folder = replace(
            self.folder,
            codebook=replace(codebook, rubrics=self.codebook.rubrics, trained=self.codebook.trained),
            people=self.folder.people.filter(known),
            statements=self.folder.statements.filter(known),
        )
        other = Analysis(folder, self.store, inputs=self._inputs, named=self.named)
        judged = tuple(c for c in folder.claims if not findings.checked([c], other._askable))
        return Analysis(replace(folder, claims=judged), self.store, inputs=self._inputs, named=self.named)


def opened(
    study: Analysis | Path | str = ".", *, store: bool = True, coders: Sequence[str] | None = None
) -> Analysis:
    """The analysis of a study: the one given, or the one in that folder (or, for ``.``, a folder above it).

    `coders` take the place of those that the study names.

    Raises: StudyError with everything that is wrong in the folder's files, its claims included.
    """
    if isinstance(study, Analysis):
        return study if coders is None else study.with_coders(coders)
    root = located(Path(study))
    analysis = Analysis(StudyFolder.read(root), Store(root / ".comity") if store else None)
    analysis = analysis if coders is None else analysis.with_coders(coders)
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
