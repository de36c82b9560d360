"""comity cases: the cases of a study side by side, and the types to which they belong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, Section, StudyPlace, worst, write_tables

if TYPE_CHECKING:
    import polars as pl

TABLES = ("cases", "differences", "memberships", "conditions")


def cases(study: StudyPlace = Path(), *, csv: Path | None = None, most: int = 20) -> Outcome:
    """Set the cases of the study side by side: in what they differ, and of which types they are.

    Cases are those of study.toml, or each context. A difference is tested by giving documents (of the registry:
    arrangements) to the two cases at random; p is two-sided, and stands beside that of all tests read together
    (Holm). Types are those of [types] in study.toml.

    Examples
    --------
    comity cases
    comity cases my-study --csv tables/ --most 50

    Parameters
    ----------
    study
        The folder of the study.
    csv
        Also write cases, differences, memberships and conditions as CSV into this folder.
    most
        How many differences to show at most, those least like chance first; --json and --csv give all.
    """
    from comity.analysis import opened

    analysis = opened(study)
    tables = {name: analysis.table(name) for name in TABLES}
    tested = tables["differences"].drop_nulls("p").sort("holm", "p", maintain_order=True)
    counts = len(analysis.settings.compared), tables["cases"].height, tested.height
    sections = [_types(tables["memberships"])] if tables["memberships"].height else []
    return Outcome(
        "cases",
        summary=[
            "{} cases, {:,} figures, {:,} differences tested.".format(*counts)
            if counts[1]
            else "Nothing can be set side by side yet: the study has nothing to measure."
        ],
        sections=[*sections, _differences(tested, tables["differences"].height - tested.height, most)],
        tables=tables,
        diagnostics=tuple(analysis.diagnostics),
        written=write_tables(tables, Path(csv)) if csv else (),
        exit_code=worst(analysis.diagnostics),
    )


def _types(memberships: pl.DataFrame) -> Section:
    rows = [
        [
            r["case"], r["label"], r["period"] or "", "–" if r["membership"] is None else f"{r['membership']:.2f}",
            "" if r["low"] is None else f"[{r['low']:.2f}, {r['high']:.2f}]", f"{r['n']:,}", r["note"] or "",
        ]
        for r in memberships.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("case", "type", "period", "membership", "interval", "n", "")
    return Section("Types: 0 fully out, 1 fully in", rows, columns, frozenset({3, 5}))


def _differences(tested: pl.DataFrame, untested: int, most: int) -> Section:
    rows = [
        [
            r["figure_one"], r["figure_other"], f"{r['value_one']:.3g}", f"{r['value_other']:.3g}",
            f"{r['difference']:+.3g}", f"{r['p']:.4f}", f"{r['holm']:.4f}",
            f"{'all ' if r['exact'] else ''}{r['permutations']:,} of {r['clusters_one']} + {r['clusters_other']}",
        ]
        for r in tested.head(most).iter_rows(named=True)
    ]  # fmt: skip
    left = [f"{tested.height - most:,} more; --most shows more of them."] if tested.height > most else []
    without = [f"{untested:,} cannot be tested; --json says why."] if untested else []
    columns = ("one", "other", "value", "value", "difference", "p", "Holm", "shuffles")
    numbers = frozenset({2, 3, 4, 5, 6})
    return Section(
        "Differences, those least like chance first", rows, columns, numbers, " ".join([*left, *without])
    )
