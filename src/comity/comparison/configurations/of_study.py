"""A comparison of configurations in a study: the calibrated cases that have every figure, compared as [qca] says.

A case without one of the figures has no place in the truth table. It is left out, and said so; it is never taken
as a case that lacks the condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl

from comity.comparison.configurations.asking import Asking
from comity.comparison.configurations.compared import Compared, compared
from comity.comparison.configurations.doubts import Told
from comity.comparison.configurations.expectations import expectations
from comity.comparison.configurations.implicants import MOST_CONDITIONS
from comity.comparison.configurations.minimise import Minimisation
from comity.comparison.configurations.sets import Cases, Condition
from comity.comparison.configurations.study_cases import line_of
from comity.comparison.configurations.truth_table import CROSSOVER, Cuts
from comity.diagnostics import Diagnostic, StudyError, UsageError, did_you_mean
from comity.measures.calibration import suggested_thresholds
from comity.measures.measure import CATALOGUE
from comity.study.calibrations import AS_IT_IS
from comity.study.configurations import CalibratedSet, Configurations
from comity.study.settings import FILE

MEMBERSHIP = "fuzzy membership"  # the unit of figures that need no anchors
_NAMED = 8  # cases that a sentence names


def compared_in_study(asked: Configurations, frame: pl.DataFrame, asking: Asking) -> Compared:
    """The cases of CALIBRATED compared as [qca] says and as is asked beside it.

    Raises: StudyError where no case has all figures, UsageError for names that are not there.
    """
    meant = chosen(asked, asking.outcome, asking.conditions)
    cases, told = cases_of(asked, frame, meant)
    if cases is None:
        raise StudyError(told)
    given = asking.directional or _expectations(asked, meant)
    minimisation = Minimisation(expectations(given, cases.conditions), asking.include, asking.limit)
    cuts = asking.cuts_over(Cuts(asked.incl_cut, asked.n_cut, asked.pri_cut, asked.contradiction_cut))
    return compared(cases, cuts, minimisation, places_in(asked), told)


def _expectations(asked: Configurations, meant: Chosen) -> list[str]:
    """The directions of [qca], in the words of the command; they are for its own outcome, and for no other."""
    if meant.outcome != asked.outcome.name:
        return []
    sets = [each for each in asked.conditions if each.name in meant.conditions]
    return [_literal(each, level) for each in sets for level in each.expected]


def _literal(each: CalibratedSet, level: int) -> str:
    return Condition(each.name, _levels(each)).literal(level)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which set is the outcome (``~DONE``, ``DONE[1]``), and which are the conditions: names of sets of [qca]."""

    outcome: str
    conditions: tuple[str, ...]


def chosen(asked: Configurations, outcome: str, conditions: Sequence[str]) -> Chosen:
    """The outcome and conditions that are named, those of [qca] where they are not.

    Raises: UsageError for a name that [qca] does not have, or one that is both.
    """
    known = [each.name for each in asked.sets]
    outcome = outcome or asked.outcome.name
    plain = outcome.removeprefix("~").partition("[")[0]
    named = tuple(conditions) or tuple(n for n in known if n not in (plain, asked.outcome.name))
    for name in (plain, *named):
        if name not in known:
            raise UsageError(f"[qca] has no condition {name!r}. {did_you_mean(name, known)}")
    if plain in named:
        raise UsageError(f"{plain!r} is the outcome and cannot be a condition of itself.")
    if len(set(named)) < len(named):
        raise UsageError("--conditions names a condition twice.")
    if len(named) > MOST_CONDITIONS:
        raise UsageError(
            f"{len(named)} conditions are too many: name at most {MOST_CONDITIONS} with --conditions."
        )
    return Chosen(outcome, named)


def cases_of(
    asked: Configurations, frame: pl.DataFrame, meant: Chosen
) -> tuple[Cases | None, list[Diagnostic]]:
    """The cases that have every figure, and what is to be known of the others; None where there are none."""
    outcome, _, level = meant.outcome.removeprefix("~").partition("[")
    names = (*meant.conditions, outcome)
    sets = {each.name: each for each in asked.sets if each.name in names}
    told = [d for each in sets.values() for d in _unanchored(each, frame)]
    if told:
        return None, told
    own = frame.filter(pl.col("set").is_in(names))
    whole = own.group_by("case", maintain_order=True).agg(pl.col("membership").is_not_null().all())
    kept = whole.filter("membership")["case"].to_list()
    told = [d for each in sets.values() for d in _left_out(each, own)]
    if not kept:
        line, _ = asked.places.get("", (None, None))
        problem = "[qca]: no case has a figure for every condition and the outcome."
        return None, [
            *told,
            Diagnostic(
                "no-cases", FILE, problem, "Name conditions that are recorded for the same cases.", line
            ),
        ]
    members = {
        n: own.filter(pl.col("set") == n, pl.col("case").is_in(kept))["membership"].to_numpy() for n in names
    }
    told += [d for each in sets.values() for d in _taken(each, own)]
    told += [d for each in sets.values() for d in _unsure(each, own.filter(pl.col("case").is_in(kept)))]
    reached = members[outcome]
    if level:
        reached = (reached == float(level.removesuffix("]") or -1)).astype(np.float64)
    if meant.outcome.startswith("~"):
        reached = 1 - reached
    conditions = tuple(Condition(n, _levels(sets[n])) for n in meant.conditions)
    values = np.column_stack([members[n] for n in meant.conditions])
    return Cases(tuple(kept), conditions, values, meant.outcome, reached), told


def _levels(each: CalibratedSet) -> int:
    return len(each.condition.anchors) + 1 if each.way == "levels" else 2


def _unanchored(each: CalibratedSet, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """A figure that is no membership and has no anchors; where its values part is a hint, and no answer."""
    own = frame.filter(pl.col("set") == each.name).drop_nulls("value")
    card = CATALOGUE.get(each.condition.measure)
    name = each.condition.quantity or card.quantities[0].name
    unit = next(q.unit for q in card.quantities if q.name == name)
    if each.way == AS_IT_IS and unit != MEMBERSHIP:
        problem = f"[qca] {each.name}: {each.condition.name} is no membership, and has no anchors."
        fix = f"Write anchors = [full out, crossover, full in], and why.{_parting(own['value'])}"
        yield Diagnostic("bad-anchors", FILE, problem, fix, line_of(each))


def _parting(values: pl.Series) -> str:
    gaps = suggested_thresholds(values.to_numpy(), 3)
    listed = ", ".join(f"{g.threshold:.3g} ({g.cases_below} cases below)" for g in gaps)
    return f" The values part most plainly at {listed}." if gaps else ""


def _left_out(each: CalibratedSet, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    own = frame.filter(pl.col("set") == each.name, pl.col("membership").is_null())
    for why, names in _by_reason(own):
        problem = f"[qca] {each.name}: {_listed(names)} left out, since {each.condition.name} has no value there ({why})."
        fix = "A case without a figure has no configuration: record what is missing, or leave the condition out."
        yield Diagnostic("left-out", FILE, problem, fix, line_of(each), severity="warning")


def _taken(each: CalibratedSet, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Cases of which nothing is recorded, and which have the value that the study gives to that."""
    own = frame.filter(
        pl.col("set") == each.name, pl.col("why").is_not_null(), pl.col("membership").is_not_null()
    )
    if own.height:
        names = _listed(own["case"].to_list())
        problem = (
            f"[qca] {each.name}: nothing is recorded of {names}, which is taken as {each.nothing_means:g}."
        )
        fix = "That is the study's judgement (nothing_means), and no observation."
        yield Diagnostic("nothing-recorded", FILE, problem, fix, line_of(each), severity="warning")


def _by_reason(frame: pl.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """The cases by why they have no value; what is peculiar to one of them stands in its row."""
    rows = sorted(
        (str(why).partition(" (")[0], name) for why, name in frame.select("why", "case").iter_rows()
    )
    for why, group in groupby(rows, key=lambda row: row[0]):
        yield why, [name for _, name in group]


def _unsure(each: CalibratedSet, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Cases whose interval reaches over the crossover: they might as well stand in another row."""
    own = frame.filter(
        pl.col("set") == each.name,
        pl.col("least") <= CROSSOVER,
        pl.col("most") >= CROSSOVER,
        pl.col("membership") != CROSSOVER,
    )
    if own.height and each.way != "levels":
        problem = (
            f"[qca] {each.name}: the interval of {_listed(own['case'].to_list())} reaches over the crossover."
        )
        fix = "These cases might as well stand in another row; see whether the solution holds there."
        yield Diagnostic("unsure-side", FILE, problem, fix, line_of(each), severity="warning")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def places_in(asked: Configurations) -> Told:
    """Where in study.toml each set stands; for anything else, where [qca] begins."""
    lines = {each.name: line_of(each) for each in asked.sets}
    return lambda name: (FILE, lines.get(name, asked.places.get("", (None, None))[0]))
