"""comity ledger: what each side takes on, with force and condition, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, StudyPlace, worst, write_tables

if TYPE_CHECKING:
    from comity.analysis import Analysis
    from comity.diagnostics import Diagnostic


def ledger(
    *places: StudyPlace,
    csv: Path | None = None,
    lead: Sequence[str] = (),
    partner: Sequence[str] = (),
    most: int = 10,
) -> Outcome:
    """Show what each side takes on, must, may and should do, with force and condition, side by side.

    Takes a study, or documents of which it guesses who stands where.

    Examples
    --------
    comity ledger my-study
    comity ledger agreement.pdf
    comity ledger draft.docx --lead "European Union" --partner Georgia --csv tables/

    Parameters
    ----------
    places
        The folder of a study, or documents; the study in this folder where it is left out.
    csv
        Also write the ledger and the duties as CSV into this folder.
    lead
        Who stands on the lead side of the documents; guessed from the text where left out.
    partner
        Who stands on the partner side of the documents.
    most
        How many duties of each side to list.
    """
    from comity.side_by_side import names, sections, summary

    analysis, missing = _opened(places, lead, partner)
    if not analysis.coded_texts.passage_counts.height:
        wrong = [*missing, *analysis.diagnostics]
        said = "No document could be read." if analysis.inputs or missing else _NOTHING_HELD
        return Outcome("ledger", (said,), diagnostics=wrong, exit_code=2)
    tables = {"ledger": analysis.table("ledger"), "duties": analysis.table("duties")}
    diagnostics = [*missing, *analysis.diagnostics]
    return Outcome(
        "ledger",
        summary=summary(tables["ledger"], analysis.table("passages")),
        sections=sections(tables["ledger"], names(analysis), most=most),
        tables=tables,
        diagnostics=diagnostics,
        written=write_tables(tables, Path(csv)) if csv else (),
        exit_code=worst(diagnostics),
    )


_NOTHING_HELD = (
    "The study holds no document in which duties could stand; those of its registry are in comity report."
)


def _opened(
    places: Sequence[StudyPlace], lead: Sequence[str], partner: Sequence[str]
) -> tuple[Analysis, Sequence[Diagnostic]]:
    from comity.analysis import Analysis, opened
    from comity.diagnostics import UsageError
    from comity.unstudied import folder_of, inputs_of

    first = places[0] if places else Path()
    if isinstance(first, Analysis):
        return first, ()
    if not places or Path(first).is_dir():
        if len(places) > 1:
            raise UsageError("Name one study, or documents. A ledger of two studies would mix their sides.")
        if lead or partner:
            raise UsageError(
                "study.toml says who stands where; --lead and --partner are for documents alone."
            )
        return opened(Path(first)), ()
    inputs, missing = inputs_of([Path(str(place)) for place in places])
    analysis = Analysis(
        folder_of(inputs, None), None, inputs=inputs, named={"lead": lead, "partner": partner}
    )
    return analysis, missing
