"""comity audit: a document or a few, no study needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import Diagnostic, UsageError
from comity.outcome import Outcome, Section, worst, write_tables

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis
    from comity.coding.coded_texts import Input
    from comity.study.sides import Guess


def audit(
    *files: Path,
    output: Path | None = None,
    csv: Path | None = None,
    codebook: Path | None = None,
    lead: Sequence[str] = (),
    partner: Sequence[str] = (),
    against: Path | None = None,
) -> Outcome:
    """Say what a document promises and how it speaks of the partners, with the sentences.

    Prints a summary and writes one HTML report beside the first file.

    Examples
    --------
    comity audit draft.pdf
    comity audit declaration.docx annex.pdf -o audit.html
    curl -s ADDRESS | comity audit - --json
    comity audit draft.pdf --lead "European Union" --partner Georgia

    Parameters
    ----------
    files
        Documents of any supported kind; - reads one from standard input.
    output
        The report to write; NAME.comity.html beside the first file where it is left out.
    csv
        Also write every table as CSV into this folder.
    codebook
        A codebook file, or the name of a shipped one, instead of `partnership`.
    lead
        Who stands on the lead side (destination countries, donors); guessed from the text where left out.
    partner
        Who stands on the partner side (countries of origin and transit, recipients).
    against
        Earlier texts to compare with; refused, since comity cannot compare texts yet.
    """
    from comity.analysis import Analysis
    from comity.report.page import render
    from comity.store import write_atomically

    if against is not None:
        raise UsageError(
            "--against compares with earlier texts, and comity cannot do that yet. Leave it out; all else works without it."
        )
    if not files:
        raise UsageError("Name at least one document, or - for standard input:  comity audit draft.pdf")
    inputs, missing = _inputs(files)
    folder = _folder(inputs, codebook)
    analysis = Analysis(folder, None, inputs=inputs)
    held = analysis.coded_texts.passage_counts
    diagnostics = [*missing, *analysis.coded_texts.diagnostics]
    if not held.height:
        return Outcome("audit", ("No document could be read.",), diagnostics=diagnostics, exit_code=2)
    sides = _sides(analysis, lead, partner)
    page = render(analysis, audit_sides=sides)
    path = Path(output) if output else _beside(files[0])
    write_atomically(path, page.html)
    tables = {
        "documents": _documents(analysis),
        "codes": _codes(analysis),
        "figures": analysis.table("figures"),
        "evidence": analysis.table("evidence"),
        "passages": page.passages,
        "sides": sides.frame,
    }
    return Outcome(
        "audit",
        summary=_heading(analysis),
        sections=_sections(analysis, tables["codes"], sides),
        tables=tables,
        diagnostics=diagnostics,
        written=(path, *(write_tables(tables, Path(csv)) if csv else ())),
        exit_code=worst(diagnostics),
    )
