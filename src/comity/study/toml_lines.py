"""Where each key and value of a TOML file stands; ``tomllib`` gives values without places.

The text was read by ``tomllib`` before, so that the walk here meets well-formed TOML only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|"
    r"\#[^\n]*|"
    r"[A-Za-z0-9_+:-]+|"
    r"[^\S\n]+|"
    r".|\n",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TomlPlaces:
    """Places in the text by path: ``("contexts", "eu", "lead", 0)`` is the first item of that list."""

    text: str
    starts: dict[Path, int] = field(default_factory=dict)

    def place(self, path: Path) -> tuple[int | None, int | None]:
        """Line and column, from 1, of the key or item; those of the nearest table above where it has none."""
        for length in range(len(path), 0, -1):
            at = self.starts.get(path[:length])
            if at is not None:
                return self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)
        return None, None


def places_in(text: str) -> TomlPlaces:
    """The places of all keys and of the items of lists."""
    places = TomlPlaces(text)
    _Walk(text, places.starts).whole()
    return places


@dataclass(slots=True)
class _Walk:
    """One pass over the tokens; each method leaves the place after what it has read."""

    text: str
    starts: dict[Path, int]
    tokens: list[tuple[str, int]] = field(default_factory=list)
    next: int = 0

    def whole(self) -> None:
        self.tokens = list(self._significant())
        table: Path = ()
        tables: dict[Path, int] = {}
        while self._peek():
            if self._peek() == "\n":
                self.next += 1
            elif self._peek() == "[":
                array = self._peek(1) == "["
                self.next += 2 if array else 1
                table = self._key(())
                self.next += 2 if array else 1
                if array:
                    tables[table] = tables.get(table, -1) + 1
                    table = (*table, tables[table])
            else:
                self._pair(table)

    def _significant(self) -> Iterator[tuple[str, int]]:
        for match in _TOKEN.finditer(self.text):
            piece = match.group()
            if piece == "\n" or not (piece.isspace() or piece.startswith("#")):
                yield piece, match.start()

    def _peek(self, ahead: int = 0) -> str:
        at = self.next + ahead
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def _pair(self, table: Path) -> None:
        path = self._key(table)
        self.next += 1  # the equals sign
        self._value(path)

    def _key(self, table: Path) -> Path:
        path = table
        while True:
            part, at = self.tokens[self.next]
            path = (*path, _unquoted(part))
            self.starts.setdefault(path, at)
            self.next += 1
            if self._peek() != ".":
                return path
            self.next += 1

    def _value(self, path: Path) -> None:
        opening = self._peek()
        if opening not in {"[", "{"}:
            # A number or date is several tokens (1.5, 2001-09-11 10:00); it ends at what closes or separates.
            while self._peek() not in {"\n", ",", "]", "}", ""}:
                self.next += 1
            return
        self.next += 1
        number = 0
        while self._peek() not in {"]", "}", ""}:
            if self._peek() in {",", "\n"}:
                self.next += 1
            elif opening == "{":
                self._pair(path)
            else:
                self.starts[*path, number] = self.tokens[self.next][1]
                self._value((*path, number))
                number += 1
        self.next += 1


def _unquoted(part: str) -> str:
    if part[0] not in "\"'":
        return part
    return next(iter(tomllib.loads(f"{part} = 0")))
