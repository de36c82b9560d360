"""How long work tells that it goes on, without knowing who listens.

Deep code calls :func:`steps`; the command line puts a reporter in place with :func:`shown_by`. With nobody
listening it costs one function call an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")


class Reporter(Protocol):
    """Somebody who shows progress: told of a stage, of each advance in it, and of its end."""

    def start(self, label: str, total: int) -> None:
        """Say that a stage of `total` units begins."""
        ...

    def advance(self, units: int) -> None:
        """Say that so many more units of the stage are done."""
        ...

    def end(self) -> None:
        """Say that the stage is over."""
        ...


_reporter: ContextVar[Reporter | None] = ContextVar("comity_progress", default=None)


@contextmanager
def shown_by(reporter: Reporter) -> Iterator[None]:
    """Let `reporter` hear of all progress inside the block."""
    token = _reporter.set(reporter)
    try:
        yield
    finally:
        _reporter.reset(token)


def steps(items: Iterable[T], label: str, total: int, *, units: Iterable[int] | None = None) -> Iterator[T]:
    """Pass the items on and report each as done when the next is asked for.

    `total` is in units; `units` gives each item's size (characters, documents), 1 where it is left out.
    """
    reporter = _reporter.get()
    if reporter is None:
        yield from items
        return
    sizes = iter(units) if units is not None else None
    reporter.start(label, total)
    try:
        for item in items:
            yield item
            reporter.advance(next(sizes) if sizes is not None else 1)
    finally:
        reporter.end()
