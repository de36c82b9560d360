"""Windows of time: sliding ones, those of the calendar, and those of so many statements."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.diagnostics import UsageError, did_you_mean

DNA = "dna"
PLACEMENTS = ("backward", "centred", "forward", DNA)
CALENDAR = {"week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
_UNITS = {
    "s": "s", "second": "s", "seconds": "s", "min": "m", "minute": "m", "minutes": "m", "h": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d", "w": "w", "week": "w", "weeks": "w", "m": "mo", "mo": "mo", "month": "mo",
    "months": "mo", "y": "y", "year": "y", "years": "y", "e": "events", "event": "events", "events": "events",
}  # fmt: skip
_MOMENT = dt.timedelta(microseconds=1)
_MOST = 1_000_000  # windows; a series of seconds over years is a slip
Times = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Length:
    """How long a window is: ``30 d``, ``100 events``; ``calendar``: it begins where a unit of the calendar does."""

    number: int
    unit: str
    calendar: bool = False

    @property
    def interval(self) -> str:
        """As Polars writes it: 30d, 6mo."""
        return f"{self.number}{self.unit}"


def length(text: str) -> Length:
    """A length as people write it.

    ``30d``, ``6 months``, ``100 events``; ``week``, ``month``, ``quarter``, ``year`` alone are those of the calendar.

    >>> length("30d"), length("year").calendar
    (Length(number=30, unit='d', calendar=False), True)

    Raises: UsageError.
    """
    said = text.strip().casefold()
    if said in CALENDAR:
        return Length(int(CALENDAR[said][0]), CALENDAR[said][1:], calendar=True)
    found = re.fullmatch(r"(\d+)\s*([a-z]+)", said)
    if found is None or int(found[1]) < 1:
        raise UsageError(
            f"{text!r} is no length of a window. Write 30d, 6 months, 100 events, or year for calendar years."
        )
    if found[2] not in _UNITS:
        raise UsageError(f"{text!r}: there is no unit {found[2]!r}. {did_you_mean(found[2], _UNITS)}")
    return Length(int(found[1]), _UNITS[found[2]])


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows over statements in the order of time.

    ``start`` (included), ``stop`` (excluded; of a window of events the time of its last statement; of one placed as DNA
    does included) and ``date``, under which it is told: arrays (windows,). ``first`` and ``last``: the statements first <=
    number < last stand in it.
    """

    start: Times
    stop: Times
    date: Times
    first: NDArray[np.intp]
    last: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.start)


def windows(
    times: Times,
    size: Length,
    *,
    step: Length | None = None,
    placement: str = "backward",
    start: dt.datetime | None = None,
    stop: dt.datetime | None = None,
) -> Windows:
    """The windows of a series of times (sorted).

    Sliding: from the day of the first statement (or `start`) on, moved by `step` (one unit where it is left out), as long
    as they lie within the day of the last (or `stop`). Calendar: from the unit in which the first statement lies to that of
    the last, each beginning where the one before ends. Events: so many consecutive statements, moved by `step` statements;
    those of the same time as the first or last of them belong in, too. *placement* says under which date a window is told:
    backward, its end (it looks back); forward, its start; centred, its middle. *dna* is another kind of window: half the
    size, rounded down, to either side of a moment (or statement), both ends included, as Discourse Network Analyzer has it.

    Raises: UsageError where there is no window at all.
    """
    if placement not in PLACEMENTS:
        raise UsageError(f"placement {placement!r} is none. {did_you_mean(placement, PLACEMENTS)}")
    if not len(times):
        raise UsageError("No statement is left, so there is no window.")
    if step is not None and ((step.unit == "events") != (size.unit == "events") or size.calendar):
        raise UsageError(
            "Windows of the calendar are not moved by a step."
            if size.calendar
            else "A step is of the kind of its window: of time, or of events."
        )
    if placement == DNA and size.calendar:
        raise UsageError(
            "Discourse Network Analyzer has no windows of the calendar. Write 31d, or 13 months."
        )
    if size.unit == "events":
        each = 1 if step is None else step.number
        if placement == DNA:
            return _around_events(times, size.number // 2, each)
        return _of_events(times, size.number, each, placement)
    if placement == DNA:
        return _around_moments(times, size, step or Length(1, size.unit), start, stop)
    begins, ends = _of_time(times, size, step, start, stop)
    return Windows(
        begins,
        ends,
        _dates(begins, _last_moment(ends), placement),
        np.searchsorted(times, begins, side="left"),
        np.searchsorted(times, ends, side="left"),
    )


def _of_time(
    times: Times, size: Length, step: Length | None, start: dt.datetime | None, stop: dt.datetime | None
) -> tuple[Times, Times]:
    first = start or times[0].astype("datetime64[us]").item()
    last = stop or times[-1].astype("datetime64[us]").item()
    moved = size.interval if size.calendar else (Length(1, size.unit) if step is None else step).interval
    fine = size.unit in "smh"  # "m": minutes
    begin = first if fine and not size.calendar else first.replace(hour=0, minute=0, second=0, microsecond=0)
    if size.calendar:
        begin = pl.Series([begin]).dt.truncate(size.interval)[0]
    if (last - begin).total_seconds() / _seconds(moved) > _MOST:
        raise UsageError(f"A step of {moved} makes more than {_MOST:,} windows. Take a longer one.")
    begins = pl.datetime_range(begin, last, moved, eager=True).cast(pl.Datetime("us"))
    ends = begins.dt.offset_by(size.interval)
    if not size.calendar:
        # The day of the last statement is over when the next one begins.
        over = last + _MOMENT if fine else _next_day(last)
        within = ends <= over
        if not within.any():
            days = (over - begin).total_seconds() / 86_400
            raise UsageError(
                f"A window of {size.number} {_spoken(size.unit)} is longer than the series, which has {days:.4g} days. "
                "Take a shorter window, or none."
            )
        begins, ends = begins.filter(within), ends.filter(within)
    return begins.to_numpy(), ends.to_numpy()


def _around_moments(
    times: Times, size: Length, step: Length, start: dt.datetime | None, stop: dt.datetime | None
) -> Windows:
    """Half a window to either side of each moment from the first to the last, as far as it lies between these."""
    first = start or times[0].astype("datetime64[us]").item()
    last = stop or times[-1].astype("datetime64[us]").item()
    moments = pl.Series(_moments(first, last, step), dtype=pl.Datetime("us"))
    half = f"{size.number // 2}{size.unit}"
    begins, ends = moments.dt.offset_by(f"-{half}"), moments.dt.offset_by(half)
    within = (begins >= first) & (ends <= last)
    if not within.any():
        raise UsageError(
            f"A window of {size.number} {_spoken(size.unit)} is longer than the series. Take a shorter window, or none."
        )
    start_at, told, stop_at = (made.filter(within).to_numpy() for made in (begins, moments, ends))
    return Windows(
        start_at,
        stop_at,
        told,
        np.searchsorted(times, start_at, side="left"),
        np.searchsorted(times, stop_at, side="right"),
    )


def _moments(first: dt.datetime, last: dt.datetime, step: Length) -> list[dt.datetime]:
    """From the first on, each a step after the one before: a month after 31 January is 29 February, then 29 March."""
    if (last - first).total_seconds() / _seconds(step.interval) > _MOST:
        raise UsageError(f"A step of {step.interval} makes more than {_MOST:,} windows. Take a longer one.")
    if step.unit not in ("mo", "y"):
        return pl.datetime_range(first, last, step.interval, eager=True).to_list()
    made = []
    while first <= last:
        made.append(first)
        first = pl.Series([first]).dt.offset_by(step.interval)[0]
    return made


def _around_events(times: Times, half: int, step: int) -> Windows:
    """So many statements before and after each; those of the time of the first or last of them belong in, too."""
    if 2 * half >= len(times):
        raise UsageError(
            f"A window of {2 * half + 1:,} events is longer than the series, which has {len(times):,} statements. "
            "Take a shorter window, or none."
        )
    middle = np.arange(half, len(times) - half, step)
    start, stop = times[middle - half], times[middle + half]
    return Windows(
        start,
        stop,
        times[middle],
        np.searchsorted(times, start, side="left"),
        np.searchsorted(times, stop, side="right"),
    )


def _of_events(times: Times, number: int, step: int, placement: str) -> Windows:
    if number > len(times):
        raise UsageError(
            f"A window of {number:,} events is longer than the series, which has {len(times):,} statements. "
            "Take a shorter window, or none."
        )
    begin = np.arange(0, len(times) - number + 1, step)
    first = np.searchsorted(times, times[begin], side="left")
    last = np.searchsorted(times, times[begin + number - 1], side="right")
    _, kept = np.unique(np.stack([first, last]), axis=1, return_index=True)
    kept.sort()
    first, last = first[kept], last[kept]
    start, stop = times[first], times[last - 1]
    return Windows(start, stop, _dates(start, stop, placement), first, last)


def _dates(begins: Times, ends: Times, placement: str) -> Times:
    if placement == "forward":
        return begins
    return ends if placement == "backward" else begins + (ends - begins) // 2


def _last_moment(ends: Times) -> Times:
    return ends - np.timedelta64(1, "us")


def _next_day(moment: dt.datetime) -> dt.datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + dt.timedelta(days=1)


def _seconds(interval: str) -> float:
    found = re.fullmatch(r"(\d+)([a-z]+)", interval)
    assert found
    unit = {
        "s": 1,
        "m": 60,
        "h": 3600,
        "d": 86_400,
        "w": 604_800,
        "mo": 2_629_800,
        "q": 7_889_400,
        "y": 31_557_600,
    }
    return int(found[1]) * unit[found[2]]


def _spoken(unit: str) -> str:
    words = {
        "s": "seconds",
        "m": "minutes",
        "h": "hours",
        "d": "days",
        "w": "weeks",
        "mo": "months",
        "y": "years",
    }
    return words[unit]
