"""comity add: put documents into a study."""

from __future__ import annotations

from pathlib import Path

from comity.outcome import Outcome, Section, worst


def add(*files: Path, study: Path = Path()) -> Outcome:
    """Copy documents into the study and fill documents.csv with what they say of themselves.

    Title, date, issuer and language come from the file; nothing is asked and nothing you wrote is changed. A
    file that cannot be read is named with the reason, and the others go on.

    Examples
    --------
    comity add ~/Downloads/*.pdf
    comity add declaration.docx --study my-study

    Parameters
    ----------
    files
        PDF, DOCX, ODT, RTF, HTML, EPUB, EML, Markdown or plain text.
    study
        The folder of the study.
    """
    from comity.analysis import located
    from comity.documents.describe import describe
    from comity.study.edit import add_documents

    added, diagnostics = add_documents(located(Path(study)), list(files), describe=describe)
    rows = [
        [r["id"], r["date"] or "no date", r["language"] or "–", r["title"] or r["file"]]
        for r in added.to_dicts()
    ]
    return Outcome(
        "add",
        summary=(
            f"{len(rows)} of {len(files)} documents added. Fill in context and issuer in documents.csv.",
        ),
        sections=(Section("Added", rows, ("id", "date", "language", "title")),) if rows else (),
        tables={"documents": added},
        diagnostics=tuple(diagnostics),
        exit_code=worst(diagnostics),
    )
