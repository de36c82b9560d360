"""comity code: read, split and code the documents of a study."""

from __future__ import annotations

from pathlib import Path

from comity.outcome import Outcome, Section, StudyPlace, worst


def code(study: StudyPlace = Path()) -> Outcome:
    """Read the documents, split them into passages and code them; only what changed is done anew.

    Examples
    --------
    comity code
    comity code my-study --json

    Parameters
    ----------
    study
        The folder of the study.
    """
    import polars as pl

    from comity.analysis import opened

    analysis = opened(study)
    codings, read = analysis.table("codings"), analysis.table("read")
    held = read.filter(pl.col("status") == "held")
    per_coder = (
        codings.group_by("coder").agg(pl.len().alias("codings"), pl.col("document").n_unique()).sort("coder")
    )
    rows = [[coder, f"{n:,}", f"{documents:,}"] for coder, n, documents in per_coder.iter_rows()]
    diagnostics = tuple(analysis.diagnostics)
    return Outcome(
        "code",
        summary=(
            f"{held.height:,} documents read, {held['passages'].sum():,} passages, {codings.height:,} codings.",
        ),
        sections=(Section("Codings", rows, ("coder", "codings", "documents"), frozenset({1, 2})),),
        tables={"documents": analysis.table("documents"), "codings": codings},
        diagnostics=diagnostics,
        exit_code=worst(diagnostics),
    )
