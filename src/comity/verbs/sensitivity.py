"""comity sensitivity: how far each conclusion stands on one document, one source, one number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.outcome import Outcome, Section, StudyPlace, write_tables

if TYPE_CHECKING:
    import polars as pl

HEADINGS = {
    "reading": "Readings",
    "type": "Of which type a case is most",
    "membership": "Whether it is of a type",
    "claim": "Claims",
    "sign": "Which side a main figure is on",
    "order": "Which case has more of it",
}
NONE = {
    "reading": "no reading",
    "type": "no type",
    "membership": "neither",
    "claim": "undecided",
    "sign": "no figure",
    "order": "not comparable",
}


def sensitivity(study: StudyPlace = Path(), *, every: bool = False, csv: Path | None = None) -> Outcome:
    """Leave out each document, source and arrangement, move each number, and say which conclusions turn.

    A conclusion is fragile where a single change gives another answer: the reading of a case, its types, the verdict on
    a claim, the side that a main figure is on, the order of two cases. How far numbers are moved stands in study.toml
    ([rubrics.sensitivity] step). The answer is kept; it takes some minutes where nothing is kept yet.

    Examples
    --------
    comity sensitivity
    comity sensitivity my-study --every
    comity sensitivity my-study --json

    Parameters
    ----------
    study
        The folder of the study.
    every
        Also list the conclusions that nothing turns.
    csv
        Also write the conclusions and every change that turns one as CSV into this folder.
    """
    import polars as pl

    from comity.analysis import opened
    from comity.diagnostics import StudyError, UsageError

    analysis = opened(study)
    if wrong := analysis.claim_diagnostics():
        raise StudyError(wrong)
    frame, flips = analysis.table("sensitivity"), analysis.table("flips")
    if frame.is_empty():
        raise UsageError("Nothing can be concluded yet: the study has no claim, and nothing to measure.")
    decided = frame.filter(pl.col("answer").is_not_null() & (pl.col("answer") != "undecided"))
    fragile, turning = frame.filter("fragile"), flips["change"].n_unique()
    tables = {"sensitivity": frame, "flips": flips, "overturn": analysis.table("overturn")}
    return Outcome(
        "sensitivity",
        summary=[
            f"{fragile.height} of {decided.height} conclusions are fragile: a single change gives another answer.",
            f"{turning} {'change turns' if turning == 1 else 'changes turn'} something; --json lists each.",
        ],
        sections=[
            *(s for kind, title in HEADINGS.items() if (s := _section(frame, kind, title, every=every))),
            *_overturned(tables["overturn"]),
        ],
        tables=tables,
        diagnostics=tuple(analysis.diagnostics),
        written=write_tables(tables, Path(csv)) if csv else (),
    )


def _overturned(frame: pl.DataFrame) -> list[Section]:
    rows = [
        [
            str(r["case"]),
            str(r["reading"]),
            fewest(r),
            str(r["becomes"] or "no reading"),
            ", ".join(r["rows"]),
        ]
        for r in frame.iter_rows(named=True)
    ]
    columns = ("case", "reading", "rows", "becomes", "without these")
    return [Section("How few rows would turn a reading", rows, columns)] if rows else []


def fewest(row: Mapping[str, Any]) -> str:
    """In how few rows a reading stands, as far as was found: "1", "2 at most", "more than were tried"."""
    if row["most"] is None:
        return f"{row['least']} at least"
    return str(row["most"]) if row["least"] == row["most"] else f"{row['least']} to {row['most']}"


def _section(frame: pl.DataFrame, kind: str, title: str, *, every: bool) -> Section | None:
    own = frame.filter(frame["kind"] == kind)
    shown = own if every else own.filter(own["flips"] > 0)
    rows = [
        [
            str(r["conclusion"]),
            str(r["answer"] or NONE[kind]),
            "fragile" if r["fragile"] else "",
            str(r["flips"]),
            str(r["least"] or ""),
        ]
        for r in shown.iter_rows(named=True)
    ]
    rest = own.height - shown.height
    remark = f"{rest} more that no change turns; --every lists them." if rest else ""
    columns = (kind, "answer", "", "changes", "for example")
    return Section(title, rows, columns, frozenset({3}), remark) if rows or rest else None
