"""C1: the cases of a study side by side, measure by measure, and whether two of them differ by more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations

import polars as pl

from comity.comparison.permutation import Permuted, Test, holm, permuted_together
from comity.comparison.tables import CASES, DIFFERENCES
from comity.diagnostics import Diagnostic, did_you_mean
from comity.measures.figures import Figures
from comity.measures.measure import CATALOGUE, Measure, compute
from comity.study.settings import FILE, Case, Comparison

Tables = Mapping[str, object]
FEWEST = 2  # clusters of a case: one alone cannot be told from what is peculiar to it
_COMMON = ("measure", "quantity", "code", "role", "kind")


@dataclass(slots=True, eq=False)
class CaseFigures:
    """The figures of cases that share no row: each case stands where a context stands."""

    tables: Tables
    _made: dict[tuple[str, tuple[str, ...]], Figures] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Tables, cases: Iterable[Case]) -> CaseFigures:
        """The figures of the rows that belong to the cases."""
        return cls({name: _placed(frame, list(cases)) for name, frame in tables.items()})

    def __call__(self, name: str, by: Sequence[str] = ("context",)) -> Figures:
        """The figures of a measure by case (the column ``context``), with what a shuffle of documents needs."""
        key = name, tuple(by)
        if key not in self._made:
            self._made[key] = compute(name, {**self.tables, "figures": self}, key[1], with_sums=True)
        return self._made[key]


def comparable(card: Measure) -> bool:
    """Whether a measure stands in the table of cases: it answers by context, and not for single years alone."""
    return "context" in card.by and "year" not in card.always and card.id != "C2"


def checked(comparison: Comparison) -> list[Diagnostic]:
    """What is wrong with the measures that a study names for its table of cases."""
    known = [card.id for card in CATALOGUE.all().values() if comparable(card)]
    found = []
    for name, (line, column) in zip(comparison.measures, comparison.places, strict=True):
        if name not in known:
            told = f"{name!r} is not a measure that can be compared case by case."
            found.append(
                Diagnostic("unknown-measure", FILE, told, did_you_mean(name, known), line, column, name)
            )
    return found


def by_case(tables: Tables, cases: Sequence[Case]) -> dict[str, CaseFigures]:
    """What gives the figures of each case, by its id; one for all of them where they share no row."""
    if not cases:
        return {}
    if not overlapping(tables, cases):
        return dict.fromkeys((case.id for case in cases), CaseFigures.of(tables, cases))
    return {case.id: CaseFigures.of(tables, [case]) for case in cases}


def as_cases(frame: pl.DataFrame) -> pl.DataFrame:
    """Figures in which cases stand as contexts, with the case in the column of its own."""
    nowhere = pl.lit(None, pl.String)
    return frame.with_columns(case=pl.col("context"), context=nowhere)


def overlapping(tables: Tables, cases: Sequence[Case]) -> bool:
    """Whether a row belongs to more than one of the cases."""
    frames = [f for f in tables.values() if isinstance(f, pl.DataFrame) and "context" in f.columns]
    return any(
        frame.select(pl.sum_horizontal(_belongs(frame, case).cast(pl.Int64) for case in cases) > 1)
        .to_series()
        .any()
        for frame in frames
    )


def table(figures: Mapping[str, CaseFigures], measures: Sequence[str]) -> pl.DataFrame:
    """CASES: every figure of the measures in each case, in the order of the measures.

    A figure that is told apart by actor is not in it: actors are of one case alone. Source: method C1.
    """
    frames = [
        _common(made(name).frame).filter(pl.col("context") == case).with_columns(case=pl.lit(case))
        for case, made in figures.items()
        for name in measures
    ]
    return pl.concat([CASES.empty(), *map(CASES.conform, frames)])


def differences(
    figures: Mapping[str, CaseFigures],
    cases: Sequence[Case],
    measures: Sequence[str],
    *,
    permutations: int,
    tables: Tables,
) -> pl.DataFrame:
    """DIFFERENCES: each figure of one case less that of another, for every pair, tested by permutation.

    What is shuffled between the two are the documents (of the registry: the arrangements) that bear on the figure.
    p is two-sided; ``holm`` is that of all tests of the table read together. Undefined, with the reason: where a
    measure is not made of sums per document, a case has no value or fewer than 2 such documents, or one stands in
    both. Takes: what gives the figures of each case (:func:`by_case`), and the tables they come from. Source: method C1.
    """
    rows: list[dict[str, object]] = []
    for one, other in combinations(cases, 2):
        together = figures[one.id]
        if together is not figures[other.id]:
            if overlapping(tables, (one, other)):
                told = f"{one.id} and {other.id} share rows"
                rows += [_cell(name, one, other) | _undone(told) for name in measures]
                continue
            together = CaseFigures.of(tables, (one, other))
        rows += _tested(
            [row for name in measures for row in _pairs(together(name), one, other)], permutations
        )
    tested = [row for row in rows if row["p"] is not None]
    for row, p in zip(tested, holm([float(str(row["p"])) for row in tested]), strict=True):
        row["holm"] = p
    return DIFFERENCES.frame(rows)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two figures set against each other: the row of DIFFERENCES, and what their documents are shuffled by."""

    row: dict[str, object]
    clusters: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    test: Test | None = None
    turned: bool = False


def _pairs(figures: Figures, one: Case, other: Case) -> Iterator[_Pair]:
    """The figures that both cases have."""
    frame = _common(figures.frame)
    first, second = (frame.filter(pl.col("context") == case.id) for case in (one, other))
    joined = first.join(second, on=list(_COMMON), nulls_equal=True, suffix="_other", maintain_order="left")
    for row in joined.iter_rows(named=True):
        yield _pair(figures, row)


def _pair(figures: Figures, row: Mapping[str, object]) -> _Pair:
    names = str(row["figure"]), str(row["figure_other"])
    told: dict[str, object] = {
        **{c: row[c] for c in _COMMON},
        "one": row["context"],
        "other": row["context_other"],
        "figure_one": names[0],
        "figure_other": names[1],
        "value_one": row["value"],
        "value_other": row["value_other"],
        "unit": row["unit"],
    }
    for end in ("", "_other"):
        if row[f"value{end}"] is None:
            return _Pair(told | _undone(f"{row[f'context{end}']}: {row[f'status{end}']}"))
    if any(name not in figures.sums for name in names):
        counts = next(q for q in figures.card.quantities if q.name == row["quantity"]).range[1] is None
        why = (
            "a number, which grows with what was read" if counts else "not made of rows that can be shuffled"
        )
        return _Pair(told | _undone(why))
    (sums, number), (_, second) = (figures.sums[name] for name in names)
    (ours, one), (theirs, two) = sums.of(number), sums.of(second)
    told |= {"clusters_one": len(ours), "clusters_other": len(theirs)}
    if shared := len(set(ours) & set(theirs)):
        return _Pair(told | _undone(f"{shared} documents stand in both cases"))
    if (fewest := min(len(ours), len(theirs))) < FEWEST:
        return _Pair(told | _undone(f"{fewest} document or arrangement is too few to shuffle"))
    # A pair is shuffled in the order of the cases' names, so that swapping them turns the sign and nothing else.
    if str(row["context_other"]) < str(row["context"]):
        return _Pair(told, (tuple(theirs), tuple(ours)), Test(two, one, sums.value), turned=True)
    return _Pair(told, (tuple(ours), tuple(theirs)), Test(one, two, sums.value))


def _tested(pairs: Sequence[_Pair], permutations: int) -> list[dict[str, object]]:
    """The rows of DIFFERENCES, in their order; figures of the same documents are shuffled together."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, pair in enumerate(pairs):
        if pair.test:
            groups.setdefault(pair.clusters, []).append(number)
    rows = [pair.row for pair in pairs]
    for numbers in groups.values():
        names = sorted(str(rows[numbers[0]][c]) for c in ("one", "other"))
        tests = [test for number in numbers if (test := pairs[number].test)]
        for number, made in zip(numbers, permuted_together(tests, *names, most=permutations), strict=True):
            rows[number] |= _outcome(made, -1 if pairs[number].turned else 1)
    return rows


def _outcome(made: Permuted | None, sign: int) -> dict[str, object]:
    if made is None:
        return _undone("no value to compare")
    return {
        "difference": sign * made.difference or 0.0,
        "p": made.p,
        "permutations": made.permutations,
        "exact": made.exact,
        "status": "ok",
    }


def _undone(why: str) -> dict[str, object]:
    return {"p": None, "status": "cannot be computed", "note": why}


def _cell(measure: str, one: Case, other: Case) -> dict[str, object]:
    main = CATALOGUE.get(measure).quantities[0].name
    return {"measure": measure, "quantity": main, "one": one.id, "other": other.id}


def _common(frame: pl.DataFrame) -> pl.DataFrame:
    """The figures that are of a case as a whole."""
    return frame.filter(pl.col("context").is_not_null() & pl.col("actor").is_null())


def _placed(frame: object, cases: Sequence[Case]) -> object:
    """The rows that belong to one of the cases, whose name stands in ``context``; anything else as it is."""
    if not isinstance(frame, pl.DataFrame) or "context" not in frame.columns:
        return frame
    names = pl.coalesce(
        *(pl.when(_belongs(frame, case)).then(pl.lit(case.id)) for case in cases), pl.lit(None, pl.String)
    )
    return frame.with_columns(context=names).drop_nulls("context")


def _belongs(frame: pl.DataFrame, case: Case) -> pl.Expr:
    """Whether a row is of a case: in its contexts or of its arrangements, and of a year of its period."""
    places = [
        pl.col(column).is_in(list(named)).fill_null(value=False)
        for column, named in (("context", case.contexts), ("arrangement", case.arrangements))
        if named and column in frame.columns
    ]
    anywhere = not case.contexts and not case.arrangements
    inside = reduce(pl.Expr.or_, places) if places else pl.lit(anywhere)
    if case.period is None or "year" not in frame.columns:
        return inside
    return inside & pl.col("year").is_between(*case.period).fill_null(value=False)
