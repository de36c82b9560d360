"""What somebody asks of a comparison of configurations; what is left open is as the study or the field has it."""

from __future__ import annotations

from dataclasses import dataclass

from comity.comparison.configurations.truth_table import Cuts
from comity.diagnostics import UsageError


@dataclass(frozen=True, slots=True)
class Asking:
    """An outcome (``~DONE``) and conditions by name, cuts, expectations, and how many models to list at most."""

    outcome: str = ""
    conditions: tuple[str, ...] = ()
    directional: tuple[str, ...] = ()
    incl_cut: float | None = None
    n_cut: int | None = None
    pri_cut: float | None = None
    contradiction_cut: float | None = None
    include: bool = False
    limit: int = 100

    def cuts_over(self, base: Cuts) -> Cuts:
        """The cuts that are asked for, over others.

        Raises: UsageError where contradictions would begin above the consistency of what goes with the outcome.
        """
        made = Cuts(
            base.consistency if self.incl_cut is None else self.incl_cut,
            base.cases if self.n_cut is None else self.n_cut,
            base.pri if self.pri_cut is None else self.pri_cut,
            base.doubtful if self.contradiction_cut is None else self.contradiction_cut,
        )
        if made.doubtful is not None and made.doubtful > made.consistency:
            raise UsageError(
                f"--contradiction-cut {made.doubtful:g} is above --incl-cut {made.consistency:g}."
            )
        return made
