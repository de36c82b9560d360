"""Statements as networks take them: who says what, how, where and when.

They come from a study (codings and paraphrases) or from a file of Discourse Network Analyzer; nothing here knows which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from comity.diagnostics import UsageError, did_you_mean

Kind = Literal["text", "boolean", "integer"]

PLACE: dict[str, Any] = {
    "table": pl.String,
    "row": pl.String,
    "document": pl.String,
    "coder": pl.String,
    "time": pl.Datetime("us"),
    "start": pl.Int64,
    "end": pl.Int64,
    "quote": pl.String,
}
"""The columns that every frame of statements has: identity, place, coder, time (null: undated), words (null: kept
elsewhere)."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements with their variables.

    ``frame`` has the columns of PLACE and one for each variable; ``kinds`` says what a variable's values are: text,
    boolean (0 and 1) or integer. ``words`` are other names by which a variable may be asked for. ``notes`` are sentences
    on what its reader left out.
    """

    frame: pl.DataFrame
    kinds: Mapping[str, Kind]
    words: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def variable(self, name: str) -> str:
        """The column of a variable, asked for by its name or another word for it.

        Raises: UsageError for a variable that there is not.
        """
        found = name if name in self.kinds else self.words.get(name)
        if found is None:
            raise UsageError(
                f"There is no variable {name!r}. {did_you_mean(name, [*self.kinds, *self.words])}"
            )
        return found

    def __len__(self) -> int:
        return len(self.frame)


def counted(number: int, noun: str = "statement") -> str:
    """How many, in words that fit one and many.

    >>> counted(1), counted(1200, "tie")
    ('1 statement', '1,200 ties')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
