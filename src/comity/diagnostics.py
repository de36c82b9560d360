"""What can be wrong in the files that people made, said so that they can mend it.

A check returns a list of :class:`Diagnostic`; nobody raises at the first one. The reader of a whole study
collects them, and one :class:`StudyError` carries them up to whoever talks to the person.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong, where it stands, and what would be right.

    ``code`` is a stable kebab-case name (``unknown-context``); ``line`` and ``column`` count from 1, and
    ``column`` may be the name of a CSV column; ``value`` is the text as it stands in the file.
    """

    code: str
    file: str
    problem: str
    fix: str = ""
    line: int | None = None
    column: str | int | None = None
    value: str | None = None
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """``file:line:column``, as far as it is known (a named column is told in the sentence)."""
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if isinstance(self.column, int):
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        named = (
            f"{self.column} = {self.value!r} "
            if isinstance(self.column, str) and self.value is not None
            else ""
        )
        return f"{self.place}: {named}{self.problem}" + (f" {self.fix}" if self.fix else "")


class ComityError(Exception):
    """A mistake of the caller's or the user's that has a sentence of its own; never a bug of ours."""


class UsageError(ComityError):
    """A command was asked for something it cannot do; the sentence says what it can."""


class StudyError(ComityError):
    """All that is wrong with the files of a study, at once."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


def did_you_mean(value: str, choices: Iterable[str], *, limit: int = 12) -> str:
    """The sentence that ends a complaint about an unknown name: the nearest one, or what there is."""
    known = sorted({str(c) for c in choices})
    folded = {c.casefold(): c for c in known}
    near = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {folded[near[0]]!r}?"
    if not known:
        return "There is none yet."
    listed = ", ".join(known[:limit]) + (f" … ({len(known)} in all)" if len(known) > limit else "")
    return f"There is: {listed}."


def errors_in(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that stop the work, without the warnings."""
    return [d for d in diagnostics if d.severity == "error"]
