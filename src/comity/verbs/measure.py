"""comity measure: the figures of a study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from comity.outcome import Outcome, Section, StudyPlace, worst, write_tables


def measure(
    study: StudyPlace = Path(),
    *,
    measure: Sequence[str] = (),
    by: Sequence[str] = (),
    csv: Path | None = None,
) -> Outcome:
    """Compute the figures of the study, each with its interval, n and status.

    Examples
    --------
    comity measure
    comity measure my-study --measure D2 --by context --by period
    comity measure --measure D1 --csv tables/

    Parameters
    ----------
    study
        The folder of the study.
    measure
        Ids of measures (D1, D2 …); all that the report shows where it is left out.
    by
        Columns to group by: context, period, year, side, actor, layer, register.
    csv
        Also write figures and evidence as CSV into this folder.
    """
    import polars as pl

    from comity.analysis import opened

    analysis = opened(study)
    if measure or by:
        wanted = list(measure) or list(dict.fromkeys(name for name, _ in analysis.plan))
        made = [analysis.measure(name, tuple(by) or None) for name in wanted]
        figures = pl.concat([m.frame for m in made])
        evidence = pl.concat([m.evidence() for m in made])
    else:
        figures, evidence = analysis.table("figures"), analysis.table("evidence")
    tables = {"figures": figures, "evidence": evidence}
    diagnostics = tuple(analysis.diagnostics)
    return Outcome(
        "measure",
        summary=(f"{figures.height:,} figures on {evidence['row'].n_unique():,} counted rows.",),
        sections=[_section(name, part) for (name,), part in figures.group_by("measure", maintain_order=True)],
        tables=tables,
        diagnostics=diagnostics,
        written=write_tables(tables, Path(csv)) if csv else (),
        exit_code=worst(diagnostics),
    )


def _section(name: object, figures: object) -> Section:
    import polars as pl

    assert isinstance(figures, pl.DataFrame)
    from comity.measures.measure import CATALOGUE

    shown = figures.filter(pl.col("status") == "ok")
    rest = figures.height - shown.height
    rows = [
        [
            str(r["figure"]).removeprefix(f"{name}/"),
            "–" if r["value"] is None else f"{r['value']:.3g}",
            "" if r["low"] is None else f"[{r['low']:.3g}, {r['high']:.3g}]",
            r["category"] or "",
            f"{r['n']:,}",
            f"{r['documents']:,}",
        ]
        for r in shown.iter_rows(named=True)
    ]
    remark = f"{rest} more without evidence or undecided; --json lists them." if rest else ""
    columns = ("figure", "value", "interval", "", "n", "documents")
    return Section(
        f"{name}  {CATALOGUE.get(str(name)).question}", rows, columns, frozenset({1, 4, 5}), remark
    )
