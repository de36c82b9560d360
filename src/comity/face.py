"""The study as an object: its tables and figures, and the commands as methods.

Every method here hands on to the verb of the same name; nothing is computed in this file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.analysis import Analysis, opened
from comity.verbs import add as _add
from comity.verbs import agree as _agree
from comity.verbs import cases as _cases
from comity.verbs import check as _check
from comity.verbs import code as _code
from comity.verbs import ledger as _ledger
from comity.verbs import network as _network
from comity.verbs import qca as _qca
from comity.verbs import report as _report
from comity.verbs import reuse as _reuse
from comity.verbs import sensitivity as _sensitivity
from comity.verbs import show as _show

if TYPE_CHECKING:
    from comity.measures.figures import Figures
    from comity.outcome import Outcome
    from comity.verbs.network import NetworkAnswer


class Study:
    """An open study. ``study.measure("D2", by="context")`` gives figures; ``study.table("codings")`` a frame."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    def measure(self, measure: str, by: str | Iterable[str] | None = None) -> Figures:
        """The figures of a measure, grouped by one column or several (none: the measure's default)."""
        return self.analysis.measure(
            measure, None if by is None else (by,) if isinstance(by, str) else tuple(by)
        )

    def table(self, name: str) -> object:
        """A table of the study as a Polars frame: documents, passages, codings, figures, evidence."""
        return self.analysis.table(name)

    def code(self) -> Outcome:
        """Read, split and code what has not been yet."""
        return _code.code(self.analysis)

    def ledger(self) -> Outcome:
        """What each side takes on, with force and condition, side by side."""
        return _ledger.ledger(self.analysis)

    def cases(self) -> Outcome:
        """The cases side by side, tested, and the types to which they belong; frames are in its ``tables``."""
        return _cases.cases(self.analysis)

    def check(self, junit: Path | str | None = None) -> Outcome:
        """What the record says of the study's claims."""
        return _check.check(self.analysis, junit=None if junit is None else Path(junit))

    def sensitivity(self) -> Outcome:
        """Which conclusions a single document, source or number would turn."""
        return _sensitivity.sensitivity(self.analysis)

    def report(
        self,
        output: Path | str | None = None,
        *,
        docx: Path | str | None = None,
        pdf: Path | str | None = None,
        sensitivity: bool = False,
    ) -> Outcome:
        """Write the report, and the paper in the formats for which a file is named."""
        files = {"output": output, "docx": docx, "pdf": pdf}
        named = {name: Path(file) for name, file in files.items() if file is not None}
        return _report.report(self.analysis, sensitivity=sensitivity, **named)

    def reuse(
        self, document: str | None = None, *, final: str | None = None, draft: Iterable[str] = ()
    ) -> Outcome:
        """Whose words its documents are written in, and what became of drafts in a final text."""
        return _reuse.reuse(self.analysis, document=document, final=final, draft=tuple(draft))

    def agree(self, **options: Any) -> Outcome:
        """How far its coders agree; options as in :func:`comity.agree`."""
        return _agree.agree(self.analysis, **options)

    def network(self, **settings: Any) -> NetworkAnswer:
        """Its discourse network, in the words of ``comity network``: ``study.network(two_mode=True)``."""
        return _network.network(self.analysis, **settings)

    def qca(self, **options: Any) -> Outcome:
        """Its cases as configurations, in the words of ``comity qca``: ``study.qca(outcome="~DONE")``."""
        return _qca.qca(self.analysis, **options)

    def show(self, name: str) -> Outcome:
        """A row, passage, figure or claim, with what it stands on and all that stands on it."""
        return _show.show(name, study=self.analysis)

    def add(self, *files: Path | str) -> Study:
        """Copy documents in, and give the study as it is then."""
        _add.add(*map(Path, files), study=self.analysis.folder.path)
        return open(self.analysis.folder.path)

    @property
    def diagnostics(self) -> list[object]:
        """What is wrong in its files, with remedies."""
        return list(self.analysis.diagnostics)

    def __repr__(self) -> str:
        held = len(self.analysis.folder.files)
        return f"<Study {self.analysis.settings.name!r}: {held} documents held>"


def open(path: Path | str = ".") -> Study:  # noqa: A001
    """Open the study in a folder.

    Raises: StudyError with everything that is wrong in its files, at once.
    """
    return Study(opened(path))
