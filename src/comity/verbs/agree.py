"""comity agree: how far coders agree, and on what they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from comity.diagnostics import StudyError, UsageError, did_you_mean, errors_in
from comity.outcome import Outcome, Section, StudyPlace, worst, write_tables

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis
    from comity.coding.agreement.sheet import Sheet

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Row = dict[str, Any]
_PLACES = 3  # passages shown of each pair of answers
_ANSWERS = 10  # pairs of answers shown
NAMES = {
    "alpha": "Krippendorff's alpha",
    "weighted_kappa": "weighted kappa",
    "cohen_kappa": "Cohen's kappa",
    "conger_kappa": "Conger's kappa",
    "fleiss_kappa": "Fleiss's kappa",
    "ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan-Prediger",
    "agreement": "share of agreement",
}
OF_TWO = ("alpha", "cohen_kappa", "ac1", "precision", "recall", "f1")
OF_MORE = ("alpha", "fleiss_kappa", "ac1")
SHORT = {"alpha_u": "alpha-u", "cohen_kappa": "kappa", "fleiss_kappa": "Fleiss", "ac1": "AC1", "f1": "F1"}


def agree(
    study: StudyPlace = Path(),
    *,
    coder: Sequence[str] = (),
    whole: bool = False,
    version: Path | None = None,
    matrix: Path | None = None,
    level: Level = "nominal",
    units: Literal["columns", "rows"] = "columns",
    csv: Path | None = None,
) -> Outcome:
    """Print how far people and programs agree, with intervals, and what they take for one another.

    Compared are the passages that both coders read: programs read every document that is held, people what
    they say in codings/NAME.csv. A passage that was read and given no code is compared, one that was not
    read is not.

    Examples
    --------
    comity agree
    comity agree my-study --coder anna --coder lexicon
    comity agree --version codebook-2019.yaml
    comity agree --matrix ratings.csv --level ordinal

    Parameters
    ----------
    study
        The folder of the study.
    coder
        Compare these coders alone; all where none is named.
    whole
        Take each document in which a person coded anything as read whole by that person.
    version
        Compare the study's programs with what they find by this other codebook.
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
    outcome = (
        _of_study(study, coder, whole=whole, version=version)
        if matrix is None
        else _of_matrix(Path(matrix), level, units)
    )
    return outcome if csv is None else replace(outcome, written=write_tables(outcome.tables, Path(csv)))


def _of_study(study: StudyPlace, named: Sequence[str], *, whole: bool, version: Path | None) -> Outcome:
    from comity.analysis import opened
    from comity.coding.agreement.compared import sets_of
    from comity.coding.agreement.confusions import confusions_on
    from comity.coding.agreement.reading import silent

    analysis = opened(study)
    others = {} if version is None else _other(analysis, Path(version))
    # A language model is held against people before it counts: it is compared as soon as it has answered.
    sheet = analysis.sheet(whole=whole, tried=True, others=others)
    coders = _chosen(sheet, named)
    sets = sets_of(coders)
    agreement = analysis.agreement(sheet, sets)
    pairs = [(a, b) for a, b, *rest in sets if not rest]
    confusions = confusions_on(sheet, pairs, analysis.coded_texts.texts_of)
    quiet = () if whole else silent(analysis.folder.people, analysis.folder.reading)
    diagnostics = (*analysis.diagnostics, *quiet)
    return Outcome(
        "agree",
        summary=_summary(agreement),
        sections=[
            _reading(sheet, coders),
            *(_of_set(part, sheet.people) for part in agreement.partition_by("coders", maintain_order=True)),
            *_confused(confusions),
        ],
        tables={"agreement": agreement, "confusions": confusions},
        diagnostics=diagnostics,
        exit_code=worst(diagnostics),
    )


def _other(analysis: Analysis, path: Path) -> dict[str, tuple[pl.DataFrame, list[str]]]:
    """What the study's programs find by another codebook, under a name that says so."""
    from comity.coding.coded_texts import code_documents
    from comity.study.codebook import load_codebook

    book, diagnostics = load_codebook(path, base=Path())
    if book is None or errors_in(diagnostics):
        raise StudyError(diagnostics)
    # What the study sets and what was learnt in it stand beside the codebook, and go with either.
    own = analysis.codebook
    book = replace(book, rubrics=own.rubrics, trained=own.trained)
    found = code_documents(
        analysis.inputs, book, analysis.store, coders=analysis.settings.coders_here
    ).codings
    parts = {
        f"{coder} by {path.name}": found.filter(found["coder"] == coder)
        for coder in analysis.settings.coders_here
    }
    return {name: (frame, list(book.codes)) for name, frame in parts.items()}


def _chosen(sheet: Sheet, named: Sequence[str]) -> tuple[str, ...]:
    """The coders to compare, programs before people: people are what programs are held against.

    Raises: UsageError for a name that is nobody's, or where there are not two.
    """
    for name in named:
        if name not in sheet.coders:
            raise UsageError(f"There is no coder {name!r}. {did_you_mean(name, sheet.coders)}")
    chosen = tuple(c for c in sheet.coders if not named or c in named)
    if len(chosen) < 2:
        only = f"only {chosen[0]}" if chosen else "nobody"
        people = (
            ""
            if sheet.people
            else " No person's codings stand in codings/ yet: one file NAME.csv per person."
        )
        raise UsageError(
            f"Agreement takes two coders, and there is {only}.{people} --version compares codebooks."
        )
    return chosen


def _summary(agreement: pl.DataFrame) -> list[str]:
    """One sentence per set of coders."""
    told = []
    for part in agreement.partition_by("coders", maintain_order=True):
        r = part.row(0, named=True)
        who = _names(r["coders"])
        if r["value"] is None:
            told.append(f"{who}: {r['status']}: {r['note']}.")
        else:
            passages = f"{r['n']:,} passages of {r['documents']:,} documents that they read"
            told.append(f"{who}: alpha {figure(r)} {interval(r)} over all codes, on {passages}.")
    return told


def _reading(sheet: Sheet, coders: Sequence[str]) -> Section:
    """Who read what: read and coded, read and coded as nothing, not read."""
    total, rows = sheet.passages.height, []
    coded = sheet.own.any(axis=2)
    for name in coders:
        place = sheet.coders.index(name)
        read, given = int(sheet.read[:, place].sum()), int(coded.sum(axis=0)[place])
        documents = sheet.passages.filter(sheet.read[:, place])["document"].n_unique()
        rows.append([name, *(f"{n:,}" for n in (documents, given, read - given, total - read))])
    columns = ("coder", "documents", "passages coded", "read, no code", "not read")
    remark = "Of the passages that any person read." if sheet.people else ""
    return Section("Read", rows, columns, frozenset(range(1, 5)), remark)


def _of_set(part: pl.DataFrame, people: frozenset[str]) -> Section:
    """The coefficients of some coders, all codes together and then code by code."""
    coders = part["coders"][0].to_list()
    of_spans = ("alpha_u",) if people.issuperset(coders) else ()
    shown = (*(OF_TWO if len(coders) == 2 else OF_MORE), *of_spans)
    rows = []
    by_code = part.partition_by("code", maintain_order=True)
    used = [frame for frame in by_code if len(coders) > 2 or frame["first"][0] or frame["second"][0]]
    for of_code in used or by_code[:1]:
        by_name = {r["quantity"]: r for r in of_code.iter_rows(named=True)}
        first = of_code.row(0, named=True)
        given = [f"{first[name]:,}" for name in ("first", "second") if first[name] is not None]
        told = [_told(by_name.get(name)) for name in shown]
        rows.append([first["code"] or "all codes", f"{first['n']:,}", *given, *told])
    by = coders if len(coders) == 2 else []
    columns = ("code", "n", *by, *(SHORT.get(name, name) for name in shown))
    return Section(_names(coders), rows, columns, frozenset(range(1, 2 + len(by))), _remark(part, people))


def _remark(part: pl.DataFrame, people: frozenset[str]) -> str:
    coders = part["coders"][0].to_list()
    made = part["interval"].drop_nulls().unique().sort().to_list()
    told = [f"Intervals: {', '.join(made)}."] if made else []
    if len(coders) == 2 and part["n"].max():
        right = "the person" if coders[1] in people and coders[0] not in people else coders[1]
        told.append(f"Precision and recall take {right} as right.")
    stances = part.filter(part["quantity"] == "stance_alpha").to_dicts()
    told += [
        f"Stance, where both gave the code: alpha {_told(r)} (n {r['n']:,})."
        for r in stances
        if r["value"] is not None
    ]
    return " ".join(told)


def _told(row: Row | None) -> str:
    return "–" if row is None or row["value"] is None else f"{figure(row)} {interval(row)}".strip()


def _names(coders: Sequence[str]) -> str:
    return f"{', '.join(coders[:-1])} and {coders[-1]}"


def _of_matrix(path: Path, level: Level, units: str) -> Outcome:
    from comity.coding.agreement.coefficient import Drawing
    from comity.coding.agreement.compared import agreement_in
    from comity.coding.agreement.confusions import confusions_in
    from comity.coding.agreement.matrix_file import read_matrix
    from comity.coding.agreement.tables import AGREEMENT

    read, diagnostics = read_matrix(path, level=level, units_in_rows=units == "rows")
    if read is None:
        raise StudyError(diagnostics)
    agreement = AGREEMENT.frame(agreement_in(read, level=level, drawing=Drawing()))
    confusions = confusions_in(read)
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
    heading = _names(first["coders"][0].to_list()) if len(sets) == 1 else "All together"
    yield Section(heading, rows, ("coefficient", "value", "interval", "made by", "n"), frozenset({1, 4}))
    if len(sets) > 1:
        shown = ("alpha", "cohen_kappa", "ac1", "agreement")
        rows = [_pair_row(part, shown) for part in sets[1:]]
        columns = ("coders", "n", *(NAMES[name] for name in shown))
        yield Section("Pairs", rows, columns, frozenset({1}))


def _pair_row(part: pl.DataFrame, shown: Sequence[str]) -> list[str]:
    by_name = {r["quantity"]: r for r in part.iter_rows(named=True)}
    return [_names(part["coders"][0].to_list()), f"{part['n'][0]:,}", *(_told(by_name.get(n)) for n in shown)]


def _confused(confusions: pl.DataFrame) -> Iterable[Section]:
    """The answers taken for one another, worst first, with some of their passages."""
    answers = confusions.partition_by("first", "second", "said", "instead", maintain_order=True)
    rows = []
    for part in answers[:_ANSWERS]:
        r = part.row(0, named=True)
        who = (f"{r['first']}: {r['said'] or 'nothing'}", f"{r['second']}: {r['instead'] or 'nothing'}")
        shown = part.head(_PLACES)
        places = [
            f"{text}  ({unit})" if text else unit for unit, text in shown.select("unit", "text").iter_rows()
        ]
        for number, place in enumerate(places if r["text"] else [", ".join(places)]):
            rows.append([*((str(r["times"]), *who) if number == 0 else ("", "", "")), place])
    rest = len(answers) - _ANSWERS
    remark = f"{rest} more pairs of answers; --json lists them all with their passages." if rest > 0 else ""
    if rows:
        yield Section("Taken for one another", rows, ("times", "", "", ""), frozenset({0}), remark)


def figure(row: Row) -> str:
    """A coefficient to three digits, or a dash."""
    return "–" if row["value"] is None else f"{_plain(row['value'], 3):.3f}"


def interval(row: Row) -> str:
    """Its interval, or nothing."""
    return "" if row["low"] is None else f"[{_plain(row['low'], 2):.2f}, {_plain(row['high'], 2):.2f}]"


def _plain(value: float, digits: int) -> float:
    """The value rounded, and 0 without a sign."""
    return round(value, digits) + 0.0
