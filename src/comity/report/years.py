"""An axis of years on which dates are drawn as far as they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comity.dates import bounds
from comity.report.tracks import Mark, Span

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Years:
    """An axis of years."""

    first: int
    last: int

    @classmethod
    def of(cls, dates: Sequence[str | None]) -> Years | None:
        """From the first to the last year of all dates that are known."""
        ends = [end for date in dates if (found := bounds(date)) for end in found if end]
        return cls(min(e.year for e in ends), max(e.year for e in ends) + 1) if ends else None

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Some five round years with their places."""
        length = self.last - self.first
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if length / s <= 8)
        start = -(-self.first // step) * step
        return tuple((self.place(float(y)), str(y)) for y in range(start, self.last, step))

    def place(self, year: float) -> float:
        """Where a year, with its fraction, lies."""
        return round(100 * min(1.0, max(0.0, (year - self.first) / (self.last - self.first))), 2)

    def ends(self, date: str | None) -> tuple[float | None, float | None] | None:
        """The places of the first and the last day that a date may mean; null: open."""
        found = bounds(date)
        if found is None:
            return None
        made = [None if d is None else self.place(d.year + (d.timetuple().tm_yday - 1) / 366) for d in found]
        return made[0], made[1]

    def bar(self, start: str | None, end: str | None, href: str, said: str) -> tuple[Span, ...]:
        """The time of something: fading where its beginning or its end is not known."""
        begun, ended = self.ends(start), self.ends(end)
        if begun is None and ended is None:
            return ()
        left = begun[0] if begun and begun[0] is not None else None
        right = ended[1] if ended and ended[1] is not None else None
        shape = "time" + ("" if left is not None else " unbegun") + ("" if right is not None else " unended")
        first, last = left if left is not None else 0.0, right if right is not None else 100.0
        return (Span(min(first, last - 1.2), max(last, first + 1.2), shape, href, said),)


def stacked(told: Sequence[tuple[Mark, Span | None]]) -> tuple[list[tuple[Mark, Span | None]], int]:
    """Signs that would cover one another, one below the other."""
    made: list[tuple[Mark, Span | None]] = []
    ends: list[float] = []
    for mark, span in sorted(told, key=lambda t: (t[0].at, t[0].shape)):
        level = next((n for n, end in enumerate(ends) if mark.at - end >= 4), len(ends))
        ends[level : level + 1] = [mark.at]
        made.append((replace(mark, level=level), replace(span, level=level) if span else None))
    return made, max(1, len(ends))
