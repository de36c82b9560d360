"""comity agree: how far coders agree, and on what they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from comity.diagnostics import StudyError, UsageError
from comity.outcome import Outcome, Section, StudyPlace, write_tables

if TYPE_CHECKING:
    import polars as pl

_PLACES = 3  # passages shown of each pair of answers
_PAIRS = 8  # pairs of answers shown of each pair of coders
NAMES = {
    "alpha": "Krippendorff's alpha",
    "cohen_kappa": "Cohen's kappa",
    "conger_kappa": "Conger's kappa",
    "fleiss_kappa": "Fleiss's kappa",
    "ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan-Prediger",
    "agreement": "share of agreement",
}


def agree(
    study: StudyPlace = Path(),  # noqa: ARG001
    *,
    matrix: Path | None = None,
    level: Literal["nominal", "ordinal", "interval", "ratio"] = "nominal",
    units: Literal["columns", "rows"] = "columns",
    csv: Path | None = None,
) -> Outcome:
    """Print how far coders agree, with intervals, and what they take for one another.

    Examples
    --------
    comity agree --matrix ratings.csv --level ordinal
    comity agree --matrix ratings.csv --units rows --json

    Parameters
    ----------
    study
        The folder of the study.
    matrix
        Compare the coders of this table instead: one row per coder, one column per unit, empty where a coder
        did not rate it. The first line names the columns.
    level
        Level of measurement of the table's values, for Krippendorff's alpha.
    units
        Whether the units of the table stand in columns or in rows.
    csv
        Also write the tables as CSV into this folder.
    """
    if matrix is None:
        raise UsageError("Name a table of ratings with --matrix FILE.csv.")
    outcome = _of_matrix(Path(matrix), level, units)
    if csv is None:
        return outcome
    from dataclasses import replace

    return replace(outcome, written=write_tables(outcome.tables, Path(csv)))


def _of_matrix(path: Path, level: Literal["nominal", "ordinal", "interval", "ratio"], units: str) -> Outcome:
    from comity.coding.agreement.coefficient import Drawing
    from comity.coding.agreement.compared import agreement_in, confusions_in
    from comity.coding.agreement.confusions import ranked
    from comity.coding.agreement.matrix_file import read_matrix
    from comity.coding.agreement.tables import AGREEMENT

    read, diagnostics = read_matrix(path, level=level, units_in_rows=units == "rows")
    if read is None:
        raise StudyError(diagnostics)
    agreement = AGREEMENT.frame(agreement_in(read, level=level, drawing=Drawing()))
    confusions = ranked(confusions_in(read))
    everybody = agreement.row(0, named=True)
    coders, n = len(read.coders), len(read.units)
    return Outcome(
        "agree",
        summary=(
            f"{coders} coders x {n:,} units, {everybody['n']:,} of them rated by at least two; level {level}.",
            *((f"Alpha {everybody['status']}: {everybody['note']}.",) if everybody["note"] else ()),
        ),
        sections=[*_by_coders(agreement), *_confused(confusions)],
        tables={"agreement": agreement, "confusions": confusions},
        diagnostics=tuple(diagnostics),
    )


def _by_coders(agreement: pl.DataFrame) -> Iterable[Section]:
    """All coders together with every coefficient, then the pairs with one line each."""
    sets = agreement.partition_by("coders", maintain_order=True)
    first = sets[0]
    rows = [
        [NAMES[r["quantity"]], figure(r), interval(r), r["interval"] or r["note"] or "", f"{r['n']:,}"]
        for r in first.iter_rows(named=True)
    ]
    heading = " and ".join(first["coders"][0]) if len(first["coders"][0]) == 2 else "All together"
    yield Section(heading, rows, ("coefficient", "value", "interval", "made by", "n"), frozenset({1, 4}))
    if len(sets) > 1:
        shown = ("alpha", "cohen_kappa", "ac1", "agreement")
        rows = [_pair_row(part, shown) for part in sets[1:]]
        columns = ("coders", "n", *(NAMES[name] for name in shown))
        yield Section("Pairs", rows, columns, frozenset({1}))


def _pair_row(part: pl.DataFrame, shown: Sequence[str]) -> list[str]:
    by_name = {r["quantity"]: r for r in part.iter_rows(named=True)}
    told = [f"{figure(by_name[n])} {interval(by_name[n])}".strip() if n in by_name else "–" for n in shown]
    return [" – ".join(part["coders"][0]), f"{part['n'][0]:,}", *told]


def _confused(confusions: pl.DataFrame) -> Iterable[Section]:
    """The answers taken for one another, worst first, with some of their units."""
    rows = []
    for part in confusions.partition_by("first", "second", "said", "instead", maintain_order=True)[:_PAIRS]:
        r = part.row(0, named=True)
        places = part["unit"].head(_PLACES).to_list()
        more = [f"and {part.height - _PLACES} more"] if part.height > _PLACES else []
        rows.append(
            [
                str(r["times"]),
                f"{r['first']}: {r['said'] or 'nothing'}",
                f"{r['second']}: {r['instead'] or 'nothing'}",
                ", ".join([*places, *more]),
            ]
        )
    if rows:
        yield Section("Taken for one another", rows, ("times", "", "", "units"), frozenset({0}))


def figure(row: dict[str, object]) -> str:
    """A coefficient to three digits, or a dash."""
    return "–" if row["value"] is None else f"{row['value']:.3f}"


def interval(row: dict[str, object]) -> str:
    """Its interval, or nothing."""
    return "" if row["low"] is None else f"[{row['low']:.3f}, {row['high']:.3f}]"
