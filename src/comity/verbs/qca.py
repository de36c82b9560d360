"""comity qca: which combinations of conditions go together with an outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.diagnostics import StudyError, UsageError, errors_in
from comity.outcome import Outcome, Section, StudyPlace, write_tables

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis
    from comity.comparison.configurations.anchors import Anchors
    from comity.comparison.configurations.asking import Asking
    from comity.comparison.configurations.compared import Compared
    from comity.comparison.configurations.minimise import Solution
    from comity.comparison.configurations.sets import Cases
    from comity.comparison.configurations.truth_table import TruthTable
    from comity.diagnostics import Diagnostic

_SHOWN = 5  # models of a solution on the terminal; --json and --csv have all that are listed


def qca(
    source: StudyPlace = Path(),
    *,
    outcome: str = "",
    conditions: Sequence[str] = (),
    cases: str = "",
    incl_cut: float | None = None,
    n_cut: int | None = None,
    pri_cut: float | None = None,
    contradiction_cut: float | None = None,
    include: bool = False,
    directional: Sequence[str] = (),
    calibrate: Sequence[str] = (),
    present: Sequence[str] = (),
    absent: Sequence[str] = (),
    robustness: bool = False,
    models: int = 100,
    output: Path | None = None,
    csv: Path | None = None,
    svg: Path | None = None,
) -> Outcome:
    """Compare cases as configurations: truth table, necessity, sufficiency and the three solutions.

    Takes a study whose study.toml has [qca], or a table with one row a case and memberships from 0 to 1 (crisp or
    fuzzy), or whole numbers from 0 for conditions of several levels. Every model that is equally short is counted,
    and listed up to --models. Of a study, what is not said here is as [qca] says.

    Examples
    --------
    comity qca my-study -o qca.html
    comity qca my-study --outcome ~DONE --incl-cut 0.75
    comity qca cases.csv --outcome SURV --conditions DEV,URB,LIT,IND,STB
    comity qca cases.csv --outcome ~SURV --incl-cut 0.75 --n-cut 2 --pri-cut 0.6
    comity qca raw.csv --outcome SURV --calibrate DEV=400,550,900 --calibrate SURV=-9,0,9
    comity qca words.csv --outcome SURV --present Developed,Survival --absent Undeveloped,Collapse
    comity qca cases.csv --outcome SURV --directional DEV,URB,LIT,IND,STB -o qca.html

    Parameters
    ----------
    source
        The folder of a study, or a CSV file with one row a case.
    outcome
        The column of the outcome; ~NAME for its negation, NAME[2] for a level.
    conditions
        The columns of the conditions, with commas between; all others where it is left out.
    cases
        The column of a table with the names of the cases; the first one where it is left out.
    incl_cut
        The consistency from which a configuration goes with the outcome; 0.8 where nothing is said.
    n_cut
        How many cases a configuration must have (1 where nothing is said); with fewer it is a logical remainder.
    pri_cut
        The PRI that it must have as well; 0 where nothing is said.
    contradiction_cut
        Configurations from this consistency up to --incl-cut are contradictions (C), not negative.
    include
        Let solutions cover contradictions as well.
    directional
        What is expected to help the outcome (DEV, ~URB, REGION[2], with commas between); asks for the
        intermediate solution.
    calibrate
        How a raw column of a table becomes memberships: DEV=400,550,900 (exclusion, crossover, inclusion), DEV=550
        (crisp), DEV=linear:400,550,900, DEV=indirect:350,550,800, DEV=levels:400,800.
    present
        Words in a table that mean full membership, beside yes, true and present (with commas between).
    absent
        Words that mean none, beside no, false and absent.
    robustness
        Also say what the solutions are at every other cut that would change the truth table.
    models
        How many models of a solution to list at most; all are counted.
    output
        Also write a page with the solutions, XY plots with the names of cases, and the truth table.
    csv
        Also write every table as CSV into this folder.
    svg
        Also write each XY plot as a picture of its own into this folder.
    """
    from comity.comparison.configurations.asking import Asking
    from comity.store import write_atomically

    _check(n_cut, models, {"incl": incl_cut, "pri": pri_cut, "contradiction": contradiction_cut})
    named = _split(conditions), _split(directional)
    asking = Asking(outcome, *named, incl_cut, n_cut, pri_cut, contradiction_cut, include, models)
    calibrated: pl.DataFrame | None = None
    told: Sequence[Diagnostic] = ()
    calibrate = [calibrate] if isinstance(calibrate, str) else calibrate
    if isinstance(source, Path | str) and Path(source).is_file():
        words = {word.casefold(): 1.0 for word in _split(present)}
        words |= {word.casefold(): 0.0 for word in _split(absent)}
        made, sections = _of_table(Path(source), _Columns(cases, calibrate, words), asking)
    else:
        for_tables = {"--cases": cases, "--calibrate": calibrate, "--present": present, "--absent": absent}
        analysis = _study(source, [name for name, given in for_tables.items() if given])
        made, calibrated = analysis.configurations(asking), analysis.table("calibrated")
        sections = [_sets_section(calibrated), _members_section(calibrated)]
        told = analysis.diagnostics
    tables = {**({} if calibrated is None else {"calibrated": calibrated}), **made.tables}
    if robustness:
        tables["robustness"] = made.robustness
    summary = _summary(made.table, made.cases, made.solved)
    written: list[Path] = []
    if output:
        from comity.report.configurations import configurations_page

        write_atomically(
            Path(output), configurations_page(made, summary=summary, calibrated=calibrated, robust=robustness)
        )
        written.append(Path(output))
    if svg:
        from comity.report.configurations import pictures

        for name, picture in pictures(made).items():
            write_atomically(Path(svg) / name, picture)
            written.append(Path(svg) / name)
    return Outcome(
        "qca",
        summary=summary,
        sections=[
            *sections,
            _rows_section(made.table, made.cases),
            _singles_section(tables["single_conditions"]),
            *_solution_sections(made.solved, tables["models"], tables["terms"]),
            *(_robustness_sections(tables["robustness"]) if robustness else ()),
        ],
        tables=tables,
        diagnostics=(*told, *made.doubts),
        written=(*written, *(write_tables(tables, Path(csv)) if csv else ())),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is said of the columns of a table: the names of cases, calibrations, what words mean."""

    names: str
    calibrate: Sequence[str]
    words: Mapping[str, float]


def _of_table(path: Path, columns: _Columns, asking: Asking) -> tuple[Compared, list[Section]]:
    """A table compared, and how its columns were calibrated."""
    from comity.comparison.configurations.anchors import anchors_of
    from comity.comparison.configurations.case_table import Asked, cases_of, read_case_table
    from comity.comparison.configurations.compared import compared
    from comity.comparison.configurations.expectations import expectations
    from comity.comparison.configurations.minimise import Minimisation
    from comity.comparison.configurations.truth_table import Cuts

    if not asking.outcome:
        raise UsageError("--outcome names the column of the outcome; a table does not say which it is.")
    read, told = read_case_table(path)
    anchors = anchors_of(columns.calibrate, read.columns)
    asked_of = Asked(asking.outcome, asking.conditions, columns.names, anchors, columns.words)
    cases, found = cases_of(read, asked_of)
    told += found
    if cases is None or errors_in(told):
        raise StudyError(told)
    asked = Minimisation(expectations(asking.directional, cases.conditions), asking.include, asking.limit)
    made = compared(cases, asking.cuts_over(Cuts()), asked, lambda _: (read.name, None), told)
    return made, _calibration_section(anchors)


def _study(source: StudyPlace, for_tables: Sequence[str]) -> Analysis:
    """The study, opened; what is said of tables alone is refused."""
    from comity.analysis import opened

    if for_tables:
        raise UsageError(
            f"{for_tables[0]} is for a table; the cases and anchors of a study stand in its study.toml, [qca]."
        )
    if isinstance(source, Path) and not source.is_dir():
        raise UsageError(f"{source} is neither a study nor a CSV file with one row a case.")
    return opened(source)


def _split(names: Sequence[str]) -> tuple[str, ...]:
    """Names given one by one, or with commas between."""
    given = [names] if isinstance(names, str) else names
    return tuple(part.strip() for name in given for part in name.split(",") if part.strip())


def _check(n_cut: int | None, models: int, cuts: Mapping[str, float | None]) -> None:
    """Refuse what makes no sense before anything is read."""
    for name, value in cuts.items():
        if not 0 <= (value or 0.0) <= 1:
            raise UsageError(f"--{name}-cut {value:g} is outside 0 to 1; it is a share.")
    if n_cut is not None and n_cut < 1:
        raise UsageError("--n-cut must be 1 at least.")
    if models < 1:
        raise UsageError("--models must be 1 at least.")


def _summary(rows: TruthTable, cases: Cases, solved: Sequence[Solution]) -> list[str]:
    given = f"{len(cases.names)} cases, {len(cases.conditions)} conditions, outcome {cases.outcome_name}"
    lines = [f"{given}; {len(rows.rows)} of {rows.size:,} configurations have cases."]
    for kind in dict.fromkeys(s.kind for s in solved):
        same = [s for s in solved if s.kind == kind]
        count, exact = sum(s.count for s in same), all(s.exact for s in same)
        number = f"{count:,}" if exact else f"at least {count:,}"
        lines.append(f"{kind.capitalize()}: {number} model{'s' if count != 1 else ''}.")
    return lines + _bound(solved)


def _bound(solved: Sequence[Solution]) -> list[str]:
    """Where intermediate solutions were sought between some models alone, which."""
    from comity.comparison.configurations.minimise import paired

    if len(solved) < 3:
        return []
    hard, simple = solved[:2]
    shorts, longs = paired(hard, simple)
    if hard.exact and simple.exact and (longs, shorts) == (hard.count, simple.count):
        return []
    return [
        (
            f"Intermediate solutions were sought between the first {longs:,} conservative and the first "
            f"{shorts:,} parsimonious models; --models raises that."
        )
    ]


def _calibration_section(anchors: Mapping[str, Anchors]) -> list[Section]:
    body = [[name, str(made)] for name, made in sorted(anchors.items())]
    return [Section("Calibration", body)] if body else []


def _sets_section(frame: pl.DataFrame) -> Section:
    """The conditions and the outcome, each with its figure and what its values mean."""
    first = frame.unique("set", maintain_order=True)
    body = [
        [
            r["set"],
            r["role"],
            r["condition"],
            f"{r['way']}: {' | '.join(r['anchors'])}" if r["anchors"] else r["way"],
            r["reason"] or "no reason is given",
        ]
        for r in first.iter_rows(named=True)
    ]
    return Section("Conditions and outcome", body, ("", "", "figure", "calibration", "why"))


def _members_section(frame: pl.DataFrame) -> Section:
    """Each case in each set: its membership, and behind it the figure that it was made of."""
    names = frame["set"].unique(maintain_order=True).to_list()
    cells = {(r["case"], r["set"]): r for r in frame.iter_rows(named=True)}
    body = [
        [case, *(_membership(cells[case, name]) for name in names)]
        for case in frame["case"].unique(maintain_order=True)
    ]
    remark = "In brackets the figures; --json names them, and comity show NAME opens one. – is left out."
    return Section("Memberships", body, ("case", *names), frozenset(range(1, len(names) + 1)), remark)


def _membership(row: Mapping[str, Any]) -> str:
    if row["membership"] is None:
        return "–"
    figure = "nothing" if row["why"] else f"{row['value']:.3g}"
    return f"{row['membership']:.2f} ({figure})"


def _rows_section(rows: TruthTable, cases: Cases) -> Section:
    names = [c.name for c in rows.conditions]
    order = sorted(rows.rows, key=lambda r: ("1C0?".index(r.out), -(r.consistency or 0), r.number))
    body = [
        [
            str(r.number),
            *map(str, r.levels),
            r.out,
            str(len(r.cases)),
            _figure(r.consistency),
            _figure(r.pri),
            ", ".join(cases.names[c] for c in r.cases),
        ]
        for r in order
    ]
    width = len(names)
    return Section(
        "Truth table",
        body,
        ("row", *names, "OUT", "n", "incl", "PRI", "cases"),
        frozenset({0, *range(1, width + 2), width + 2, width + 3, width + 4}),
        f"{rows.remainders:,} logical remainders are not shown.",
    )


def _singles_section(singles: pl.DataFrame) -> Section:
    import polars as pl

    need = singles.filter(pl.col("relation") == "necessity")
    enough = singles.filter(pl.col("relation") == "sufficiency")
    body = [
        [
            n["condition"],
            *(_figure(n[c]) for c in ("consistency", "relevance", "coverage")),
            *(_figure(s[c]) for c in ("consistency", "pri", "coverage")),
        ]
        for n, s in zip(need.iter_rows(named=True), enough.iter_rows(named=True), strict=True)
    ]
    columns = ("", "inclN", "RoN", "covN", "inclS", "PRI", "covS")
    return Section("Single conditions: necessary? sufficient?", body, columns, frozenset(range(1, 7)))


def _solution_sections(
    solved: Sequence[Solution], models: pl.DataFrame, terms: pl.DataFrame
) -> list[Section]:
    made = []
    for kind in dict.fromkeys(s.kind for s in solved):
        listed = [m for m in models.iter_rows(named=True) if m["solution"] == kind]
        body: list[list[str]] = []
        for model in listed[:_SHOWN]:
            inside = [t for t in terms.iter_rows(named=True) if t["model"] == model["model"]]
            body += [_term_row(t) for t in inside]
            name = f"= model {model['model'].rpartition('/')[2]}"
            body.append([name, *(_figure(model[c]) for c in ("consistency", "pri", "coverage")), "", ""])
        total = sum(s.count for s in solved if s.kind == kind)
        made.append(
            Section(
                f"{kind.capitalize()} solution",
                body,
                ("", "inclS", "PRI", "covS", "covU", "cases"),
                frozenset(range(1, 5)),
                _remark(min(len(listed), _SHOWN), len(listed), total, exact=all(s.exact for s in solved)),
            )
        )
    return made


def _robustness_sections(moved: pl.DataFrame) -> list[Section]:
    """One line for each cut and solution; what stays the same is said in a word."""
    body = [
        [
            f"{r['cut']}-cut",
            f"{r['value']:.3f}" if r["cut"] == "incl" else f"{r['value']:.0f}",
            str(r["positive_rows"]),
            r["solution"],
            _figure(r["consistency"]),
            _figure(r["coverage"]),
            "the same" if r["same"] else r["expression"] or "no solution",
        ]
        for r in moved.iter_rows(named=True)
    ]
    columns = ("", "at", "positive", "solution", "inclS", "covS", "first model")
    return [Section("When a cut moves", body, columns, frozenset({1, 2, 4, 5}))]


def _remark(shown: int, listed: int, total: int, *, exact: bool) -> str:
    """How many models there are beside those that are shown."""
    if total == shown:
        return ""
    number = f"{total:,}" if exact else f"at least {total:,}"
    return f"{shown} of {number} equally short models are shown; --json lists {listed:,}."


def _term_row(term: dict[str, object]) -> list[str]:
    names = [", ".join(map(str, term[c])) for c in ("cases", "deviant")]  # type: ignore[call-overload]
    told = names[0] + (f"; not: {names[1]}" if names[1] else "")
    figures = [_figure(term[c]) for c in ("consistency", "pri", "coverage", "unique_coverage")]
    return [str(term["term"]), *figures, told]


def _figure(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "–"
