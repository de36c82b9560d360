"""comity prevalence: how often each code is said, corrected for a program's mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comity.outcome import Outcome, Section, StudyPlace, write_tables


def prevalence(study: StudyPlace = Path(), *, csv: Path | None = None) -> Outcome:
    """Correct the share of passages that each program codes by what people found in a random sample.

    The sample is what people read of the passages that comity next gives as random: the first ones in the study's
    random order, up to the first that nobody read. Both figures are shown; the interval holds documents together.

    Examples
    --------
    comity prevalence
    comity prevalence my-study --csv out

    Parameters
    ----------
    study
        The folder of the study.
    csv
        Also write the table as CSV into this folder.
    """
    from comity.analysis import opened
    from comity.learning import prevalence_of

    analysis = opened(study)
    frame, size = prevalence_of(analysis)
    told = (
        f"{size:,} passages of a random sample were read, of {analysis.coded_texts.passages.height:,} in the study."
        if size
        else "Nobody has read the first passage of the study's random order: comity next gives the ones to read."
    )
    sections = [
        Section(
            part["coder"][0],
            [_row(row) for row in part.iter_rows(named=True)],
            _COLUMNS,
            frozenset(range(1, 6)),
        )
        for part in frame.partition_by("coder", maintain_order=True)
    ]
    return Outcome(
        "prevalence",
        summary=[told, "Shares are of passages, a parent counting its children."],
        sections=sections,
        tables={"prevalence": frame},
        diagnostics=tuple(analysis.diagnostics),
        written=write_tables({"prevalence": frame}, Path(csv)) if csv else (),
    )


_COLUMNS = ("code", "as coded", "corrected", "interval", "program in sample", "people in sample", "")


def _row(row: dict[str, Any]) -> list[str]:
    interval = "" if row["low"] is None else f"{100 * row['low']:.2f} to {100 * row['high']:.2f} %"
    shares = [_percent(row["as_coded"]), _percent(row["corrected"]), interval]
    return [
        row["code"],
        *shares,
        f"{row['program']:,}",
        f"{row['people']:g}",
        "" if row["status"] == "ok" else row["status"],
    ]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.2f} %"
