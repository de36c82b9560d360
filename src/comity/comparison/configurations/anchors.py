"""How raw columns become memberships, in the words of the command: ``DEV=400,550,900``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.comparison.configurations.sets import Memberships
from comity.diagnostics import UsageError, did_you_mean
from comity.measures import calibration
from comity.study.calibrations import WAYS, way_for, wrong_thresholds


@dataclass(frozen=True, slots=True)
class Anchors:
    """A way of calibration and its thresholds: three (direct, linear), one (crisp), or several (indirect, levels)."""

    way: str
    thresholds: tuple[float, ...]

    def __call__(self, values: Memberships) -> Memberships:
        """The memberships (or levels) of raw values."""
        if self.way == "direct":
            return calibration.direct(values, *self.thresholds)
        if self.way == "linear":
            return calibration.linear(values, *self.thresholds)
        if self.way == "indirect":
            return calibration.indirect(values, self.thresholds)
        return calibration.levels(values, self.thresholds)

    def __str__(self) -> str:
        named = zip(("exclusion", "crossover", "inclusion"), self.thresholds, strict=False)
        if self.way in ("direct", "linear"):
            return f"{self.way}: " + ", ".join(f"{name} {value:g}" for name, value in named)
        return f"{self.way}: " + ", ".join(f"{value:g}" for value in self.thresholds)


def anchors_of(texts: Sequence[str], columns: Iterable[str]) -> Mapping[str, Anchors]:
    """The calibration of each column that is named: ``NAME=1,2,3`` direct, ``NAME=5`` crisp, ``NAME=levels:2,4``.

    Raises: UsageError for a column that is not there, or thresholds that make no sense.
    """
    known = list(columns)
    found = {}
    for text in texts:
        name, equals, rest = text.partition("=")
        if not equals or not rest:
            raise UsageError(f"--calibrate {text!r} has no thresholds. Write --calibrate {name}=400,550,900.")
        if name not in known:
            raise UsageError(f"--calibrate: there is no column {name!r}. {did_you_mean(name, known)}")
        found[name] = _anchors(text, rest)
    return found


def _anchors(text: str, rest: str) -> Anchors:
    way, colon, listed = rest.rpartition(":")
    try:
        thresholds = tuple(float(part) for part in listed.split(","))
    except ValueError:
        raise UsageError(f"--calibrate {text!r}: thresholds are numbers with commas between.") from None
    way = way if colon else way_for(thresholds)
    if way not in WAYS:
        raise UsageError(f"--calibrate {text!r}: {way!r} is no way to calibrate. {did_you_mean(way, WAYS)}")
    if wrong := wrong_thresholds(way, thresholds):
        raise UsageError(f"--calibrate {text!r} {wrong}")
    return Anchors(way, thresholds)
