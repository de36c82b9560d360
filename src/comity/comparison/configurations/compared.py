"""A comparison of configurations from its cases on: truth table, solutions, and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from comity.comparison.configurations import answers
from comity.comparison.configurations.doubts import Told, doubtful_cases, doubtful_rows
from comity.comparison.configurations.minimise import Minimisation, Solution, solutions
from comity.comparison.configurations.robustness import robustness
from comity.comparison.configurations.sets import Cases
from comity.comparison.configurations.truth_table import Cuts, TruthTable, truth_table
from comity.diagnostics import Diagnostic

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Compared:
    """Cases as they were compared. Not slotted: its tables are made when they are asked for, once."""

    cases: Cases
    cuts: Cuts
    asked: Minimisation
    table: TruthTable
    solved: Sequence[Solution]
    doubts: tuple[Diagnostic, ...]

    @cached_property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """XY, TRUTH_TABLE, SINGLE_CONDITIONS, MODELS and TERMS by name."""
        models, terms = answers.model_frames(self.solved, self.cases)
        return {
            "xy": answers.xy(self.solved, self.cases),
            "truth_table": answers.truth_table_frame(self.table, self.cases),
            "single_conditions": answers.single_conditions(self.cases),
            "models": models,
            "terms": terms,
        }

    @cached_property
    def robustness(self) -> pl.DataFrame:
        """The solutions at other cuts, as ROBUSTNESS."""
        return robustness(self.cases, self.cuts, self.asked)


def compared(
    cases: Cases, cuts: Cuts, asked: Minimisation, told: Told, before: Sequence[Diagnostic] = ()
) -> Compared:
    """The cases compared; doubts stand where `told` says that a set was given, after those that were there `before`."""
    table = truth_table(cases, cuts)
    doubts = (*before, *doubtful_cases(cases, told), *doubtful_rows(table, cases, told))
    solved = solutions(table, asked) if table.solvable else ()
    return Compared(cases, cuts, asked, table, solved, doubts)
