"""The values of a TOML file as text, lists, tables and numbers; what is something else is told where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.diagnostics import Diagnostic, did_you_mean
from comity.study.toml_lines import Path, TomlPlaces


@dataclass(frozen=True, slots=True)
class TomlValues:
    """Reads values of one file by the path of their key, and keeps what is wrong with them.

    ``shown``: the file as a person knows it. Each reader gives what can be used, or else the default.
    """

    shown: str
    places: TomlPlaces
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int | None, int | None]:
        """Line and column of a key or of an item of a list."""
        return self.places.place(path)

    def keys(self, values: Mapping[str, Any], path: Path, known: tuple[str, ...], what: str) -> None:
        """Tell of the keys of a table that are not known; `what` names the table."""
        for key in values:
            if key not in known:
                fix = did_you_mean(key, known)
                self.tell("unknown-key", (*path, key), f"{key!r} is not a key of {what}.", fix)

    def table(self, values: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
        """The table at a path; an empty one where there is none."""
        value = values.get(str(path[-1]), {})
        if isinstance(value, dict):
            return value
        self.tell(
            "bad-type", path, f"{path[-1]!r} is not a table.", f"Write it as [{'.'.join(map(str, path))}]."
        )
        return {}

    def text(self, values: Mapping[str, Any], path: Path, default: str) -> str:
        """The text at a path, without blanks about it."""
        value = values.get(str(path[-1]), default)
        if isinstance(value, str):
            return value.strip()
        self.tell("bad-type", path, f"{path[-1]} is {value!r}, not text.", "Put it in quotation marks.")
        return default

    def texts(self, values: Mapping[str, Any], path: Path) -> tuple[str, ...]:
        """The texts at a path, each once; a single one may stand without brackets."""
        value = values.get(str(path[-1]), [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.tell("bad-type", path, f"{path[-1]} is {value!r}, not a list.", 'Write ["one", "other"].')
            return ()
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                told = f"{path[-1]} holds {item!r}, which is not text."
                self.tell("bad-type", (*path, number), told, "Put it in quotation marks.")
            elif item in value[:number]:
                told = f"{item!r} stands in {path[-1]} twice."
                self.tell("doubled-item", (*path, number), told, "Keep one.", value=item)
        return tuple(dict.fromkeys(item for item in value if isinstance(item, str) and item.strip()))

    def whole_number(self, values: Mapping[str, Any], path: Path, default: int) -> int:
        """The whole number from 1 at a path."""
        value = values.get(str(path[-1]), default)
        if is_whole(value) and value >= 1:
            return int(value)
        self.tell("bad-type", path, f"{path[-1]} is {value!r}, not a whole number from 1.")
        return default

    def tell(
        self,
        code: str,
        path: Path,
        problem: str,
        fix: str = "",
        *,
        value: str | None = None,
        right: int = 0,
    ) -> None:
        """Note what is wrong, where the path stands; `right`: so many characters further on."""
        line, column = self.places.place(path)
        at = None if column is None else column + right
        self.diagnostics.append(Diagnostic(code, self.shown, problem, fix, line, at, value))


def is_whole(value: object) -> bool:
    """Whether a value is a whole number, which true and false are not."""
    return isinstance(value, int) and not isinstance(value, bool)
