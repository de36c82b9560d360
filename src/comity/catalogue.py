"""Named things found by walking one package: measures, coders, readers.

Nothing registers itself: the package is walked in sorted order, so the result never depends on who imported
what first. Plug-ins of other distributions come in by entry points alone.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import Generic, TypeVar

from comity.diagnostics import UsageError, did_you_mean

T = TypeVar("T")


class Catalogue(Generic[T]):
    """All instances of `kind` that stand as module attributes in `package`, by their ``id``."""

    def __init__(self, package: str, kind: type[T], *, entry_points: str, noun: str) -> None:
        self.package, self.kind, self.entry_points, self.noun = package, kind, entry_points, noun
        self._found: Mapping[str, T] | None = None

    def all(self) -> Mapping[str, T]:
        """Every entry by id, in the sorted order of ids; walks the package at the first call."""
        if self._found is None:
            found: dict[str, T] = {}
            for entry in self._entries():
                name = str(entry.id)  # type: ignore[attr-defined]
                if found.get(name, entry) is not entry:
                    msg = f"two {self.noun}s are called {name!r}"
                    raise ValueError(msg)
                found[name] = entry
            self._found = MappingProxyType(dict(sorted(found.items(), key=lambda kv: _natural(kv[0]))))
        return self._found

    def get(self, name: str) -> T:
        """The entry of that id; a name that is not there is answered with those that are."""
        if name not in self.all():
            raise UsageError(f"There is no {self.noun} {name!r}. {did_you_mean(name, self.all())}")
        return self.all()[name]

    def _entries(self) -> Iterator[T]:
        root = importlib.import_module(self.package)
        for module in _modules(root):
            yield from (value for value in vars(module).values() if isinstance(value, self.kind))
        for point in sorted(importlib.metadata.entry_points(group=self.entry_points), key=lambda p: p.name):
            yield point.load()


def _modules(root: ModuleType) -> Iterator[ModuleType]:
    names = sorted(info.name for info in pkgutil.walk_packages(root.__path__, root.__name__ + "."))
    yield from map(importlib.import_module, names)


def _natural(name: str) -> tuple[str, int, str]:
    letters = name.rstrip("0123456789'")
    digits = name[len(letters) :].rstrip("'")
    return (letters, int(digits) if digits else 0, name)
