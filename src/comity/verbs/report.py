"""comity report: everything on one page."""

from __future__ import annotations

from pathlib import Path

from comity.outcome import Outcome, StudyPlace, worst, write_tables


def report(study: StudyPlace = Path(), *, output: Path | None = None, csv: Path | None = None) -> Outcome:
    """Write the report: one HTML file in which every figure opens the passages behind it.

    Whatever has not been coded or measured yet is done first, so this command alone is enough.

    Examples
    --------
    comity report
    comity report my-study -o draft.html

    Parameters
    ----------
    study
        The folder of the study.
    output
        The file to write; report.html in the study where it is left out.
    csv
        Also write figures, evidence and cited passages as CSV into this folder.
    """
    from comity.analysis import opened
    from comity.report.findings import findings
    from comity.report.page import render
    from comity.report.sentences import summary
    from comity.store import write_atomically

    analysis = opened(study)
    page = render(analysis)
    path = Path(output) if output else analysis.folder.path / "report.html"
    write_atomically(path, page.html)
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
        written=(path, *(write_tables(tables, Path(csv)) if csv else ())),
        exit_code=worst(diagnostics),
    )
