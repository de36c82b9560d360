"""comity next: the passages that are worth reading next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from comity.outcome import Outcome, Section, StudyPlace, write_tables

_SHOWN = 90  # characters of a passage


def next(  # noqa: A001 # the command's name
    study: StudyPlace = Path(), *, count: int = 20, code: Sequence[str] = (), csv: Path | None = None
) -> Outcome:
    """Propose the passages to read next: those of which the program is least sure, unlike one another, and some at random.

    What is read at random is what shares can be estimated from (comity prevalence); how much of it stands in
    study.toml ([rubrics.next] random). The same study gives the same passages until some of them are read.

    Examples
    --------
    comity next
    comity next my-study --count 50 --code control
    comity next my-study --csv out

    Parameters
    ----------
    study
        The folder of the study.
    count
        How many passages.
    code
        Be unsure of these codes alone.
    csv
        Also write the passages as CSV into this folder.
    """
    from comity.analysis import opened
    from comity.diagnostics import UsageError, did_you_mean
    from comity.learning import proposed

    if count < 1:
        raise UsageError(f"--count is {count}; ask for one passage at least.")
    analysis = opened(study, coders=("lexicon",))
    for name in code:
        if name not in analysis.codebook.codes:
            raise UsageError(f"There is no code {name!r}. {did_you_mean(name, analysis.codebook.codes)}")
    if not analysis.folder.files:
        raise UsageError("The study holds no document to read. Put some in with:  comity add FILE…")
    frame = proposed(analysis, count, code)
    at_random = frame.filter(frame["why"] == "random").height
    rows = [
        [
            row["why"],
            row["code"] or "",
            "" if row["chance"] is None else f"{row['chance']:.2f}",
            _place(row),
            _short(row["quote"]),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return Outcome(
        "next",
        summary=[
            f"{frame.height} passages to read: {at_random} at random, {frame.height - at_random} that are unsure.",
            "Say in codings/NAME.csv that they were read, also where no code was given.",
        ],
        sections=[Section("Passages", rows, ("why", "code", "chance", "place", ""), frozenset({2}))]
        if rows
        else [],
        tables={"next": frame},
        diagnostics=tuple(analysis.diagnostics),
        written=write_tables({"next": frame}, Path(csv)) if csv else (),
    )


def _place(row: dict[str, object]) -> str:
    return f"{row['document']}#{row['start']}-{row['end']}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
