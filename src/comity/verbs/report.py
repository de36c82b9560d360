"""comity report: everything on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, StudyPlace, worst, write_tables

if TYPE_CHECKING:
    from comity.report.page import Page


def report(
    study: StudyPlace = Path(),
    *,
    output: Path | None = None,
    csv: Path | None = None,
    docx: Path | None = None,
    pdf: Path | None = None,
    sensitivity: bool = False,
) -> Outcome:
    """Write the report: one HTML file in which every figure opens the passages behind it.

    Whatever has not been coded or measured yet is done first, so this command alone is enough.

    Examples
    --------
    comity report
    comity report my-study -o draft.html
    comity report --pdf appendix.pdf --docx appendix.docx

    Parameters
    ----------
    study
        The folder of the study.
    output
        The file to write; report.html in the study where it is left out.
    csv
        Also write figures, evidence and cited passages as CSV into this folder.
    docx
        Also write findings, figures, claims and the strongest evidence as a Word document.
    pdf
        The same as PDF, for an appendix.
    sensitivity
        Also say which conclusions a single document, source or number would turn; a minute or two, where it is not kept.
    """
    from comity.analysis import opened
    from comity.report.findings import findings
    from comity.report.page import render
    from comity.report.sentences import summary
    from comity.store import write_atomically

    analysis = opened(study)
    page = render(analysis, sensitivity=sensitivity)
    path = Path(output) if output else analysis.folder.path / "report.html"
    write_atomically(path, page.html)
    papers = _papers(page, docx=docx, pdf=pdf)
    tables = {
        "documents": analysis.table("documents"),
        "figures": analysis.table("figures"),
        "evidence": analysis.table("evidence"),
        "passages": page.passages,
    }
    diagnostics = tuple(analysis.diagnostics)
    return Outcome(
        "report",
        summary=[*map(str, findings(page.content)), *summary(page.content)],
        tables=tables,
        diagnostics=diagnostics,
        written=(path, *papers, *(write_tables(tables, Path(csv)) if csv else ())),
        exit_code=worst(diagnostics),
    )


def _papers(page: Page, *, docx: Path | None, pdf: Path | None) -> list[Path]:
    """Write the paper in the formats asked for; the files written."""
    if docx is None and pdf is None:
        return []
    from comity.report.formats.paper import paper
    from comity.store import write_atomically

    made, written = paper(page), []
    if docx is not None:
        from comity.report.formats.docx import docx as as_docx

        write_atomically(Path(docx), as_docx(made))
        written.append(Path(docx))
    if pdf is not None:
        from comity.report.formats.pdf import pdf as as_pdf

        write_atomically(Path(pdf), as_pdf(made))
        written.append(Path(pdf))
    return written
