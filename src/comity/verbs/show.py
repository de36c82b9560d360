"""comity show: one row, passage or figure, with what stands on it and what it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, Section, StudyPlace

if TYPE_CHECKING:
    from comity.analysis import Analysis


def show(name: str, *, study: StudyPlace = Path(), most: int = 50) -> Outcome:
    """Show a figure with its evidence, or a coding, duty or statement with the figures that count it.

    Examples
    --------
    comity show D2/eu/shared_responsibility
    comity show "speech-2004#1200-1310/security/lexicon"

    Parameters
    ----------
    name
        Id of a figure, coding, duty or statement, as the report and the tables give it.
    study
        The folder of the study.
    most
        How many rows of evidence to show at most.
    """
    import polars as pl

    from comity.analysis import opened
    from comity.diagnostics import UsageError, did_you_mean

    analysis = opened(study)
    figures, evidence = analysis.table("figures"), analysis.table("evidence")
    figure = figures.filter(pl.col("figure") == name)
    counted = evidence.filter(pl.col("figure") == name)
    if figure.height:
        rows, heading = counted["row"].to_list(), f"{counted.height:,} rows of evidence"
    elif name in set(analysis.table("codings")["row"]) or _is_duty(analysis, name):
        rows, heading = [name], "The row"
        counted = evidence.filter(pl.col("row") == name)
        figure = figures.join(
            counted.select("figure").unique(), on="figure", how="semi", maintain_order="left"
        )
    else:
        raise UsageError(
            f"There is no figure, coding, duty or statement {name!r}. {did_you_mean(name, figures['figure'])}"
        )
    quotes = analysis.quotes(rows[:most])
    remark = f"{len(rows) - most:,} more; --most shows more of them." if len(rows) > most else ""
    return Outcome(
        "show",
        sections=(
            Section(
                "Figures",
                [
                    [f, "–" if v is None else f"{v:.4g}", c or "", s]
                    for f, v, c, s in figure.select("figure", "value", "category", "status").iter_rows()
                ],
                ("figure", "value", "", "status"),
                frozenset({1}),
            ),
            Section(
                heading,
                [
                    [d, "" if p is None else f"p. {p}", q]
                    for d, p, q in quotes.select("document", "page", "quote").iter_rows()
                ],
                ("document", "page", "passage"),
                remark=remark,
            ),
        ),
        tables={"figures": figure, "evidence": counted, "passages": quotes},
    )


def _is_duty(analysis: Analysis, name: str) -> bool:
    """Whether the name is that of a duty found in a text; they are looked for only if it could be."""
    import re

    from comity.coding.tables import DUTY_ROW

    return re.search(DUTY_ROW, name) is not None and name in set(analysis.table("duties")["row"])
