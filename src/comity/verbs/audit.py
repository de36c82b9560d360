"""comity audit: a document or a few, no study needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import Diagnostic, UsageError
from comity.outcome import Outcome, Section, worst, write_tables

from comity.table import Column, Table

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis
    from comity.coding.coded_texts import Input
    from comity.study.folder import StudyFolder

CODES = Table(
    "codes",
    "What was found of each code in the audited documents.",
    (
        Column("code", "a code of the codebook", required=True),
        Column("label", "what it is called", required=True),
        Column("group", "its group in the codebook", required=True),
        Column("parent", "the code it counts for"),
        Column("passages", "passages that affirm it, those of its children among them", kind="integer", required=True),
        Column("rejected", "passages that deny it", kind="integer", required=True),
        Column("reported", "passages that hand it to another voice", kind="integer", required=True),
        Column("frame_share", "share among the passages of all frames; null for a code that is no frame", kind="number"),
        Column("answer", "found, not found (looked for in vain), not looked for (no pattern in these languages)", required=True),
        Column("row", "the strongest affirming passage, as a row of codings"),
        Column("document", "document of that passage"),
        Column("page", "page of that passage", kind="integer"),
        Column("quote", "that passage"),
    ),
    key=("code",),
)

READ_DOCUMENTS = Table(
    "texts",
    "The documents that were read.",
    (
        Column("document", "name of the document", required=True),
        Column("title", "title, as the document says it"),
        Column("date", "date, as the document says it"),
        Column("pages", "pages; null where the format has none", kind="integer"),
        Column("passages", "passages", kind="integer", required=True),
        Column("language", "language of most passages"),
    ),
    key=("document",),
)

SIDES_GUESSED = Table(
    "sides",
    "Who was taken to stand on which side, and how often they are named.",
    (
        Column("side", "lead or partner", required=True),
        Column("actor", "who", required=True),
        Column("mentions", "how often they are named; null where somebody said so", kind="integer"),
        Column("guessed", "whether this is a guess from the text", kind="boolean", required=True),
    ),
)


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


def _inputs(files: Sequence[Path]) -> tuple[list[Input], list[Diagnostic]]:
    """What to read: ids from file names, doubled names told apart; a file that is not there is a diagnostic."""
    from comity.coding.coded_texts import Input

    inputs: list[Input] = []
    missing: list[Diagnostic] = []
    taken: dict[str, int] = {}
    for file in files:
        path = Path(file)
        data = _standard_input() if str(file) == "-" else None
        if data is None and not path.is_file():
            what = "is a folder, not a document." if path.is_dir() else "is not there."
            fix = "Name the files in it." if path.is_dir() else "Check the path."
            missing.append(Diagnostic("no-such-file", str(path), what, fix))
            continue
        name = "standard input" if data is not None else path.name
        identity = name if data is not None else path.stem
        taken[identity] = taken.get(identity, 0) + 1
        identity = identity if taken[identity] == 1 else f"{identity} ({taken[identity]})"
        inputs.append(Input(identity, None if data is not None else path, data, name, None))
    return inputs, missing


def _standard_input() -> bytes:
    import sys

    return sys.stdin.buffer.read()


def _beside(first: Path) -> Path:
    if str(first) == "-":
        return Path("audit.comity.html")
    return Path(first).with_name(f"{Path(first).stem}.comity.html")
