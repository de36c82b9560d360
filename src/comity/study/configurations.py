"""[qca] of study.toml: which cases are compared as configurations, of which conditions, for which outcome.

The language is that of types (study/conditions.py): a condition is a figure and the values that mean something, with
the reason for them. Beside types it has a name that may stand in a formula, and the field's other ways of calibration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.diagnostics import did_you_mean
from comity.study.calibrations import AS_IT_IS, WAYS, way_for, wrong_thresholds
from comity.study.conditions import CONDITION_KEYS, Condition, Place, read_condition
from comity.study.toml_lines import Path
from comity.study.toml_values import TomlValues, is_number, is_whole
from comity.study.types import rising_anchors

CASE = "case"
"""What a case is where nothing else is said: a case of the study."""

_KEYS = (
    "outcome", "conditions", "cases", "among", "incl_cut", "n_cut", "pri_cut", "contradiction_cut", "reason",
)  # fmt: skip
_SET_KEYS = (*CONDITION_KEYS, "name", "label", "way", "by", "nothing_means")
_GROUPINGS = (
    "context",
    "arrangement",
    "layer",
    "actor",
    "side",
    "pillar",
    "kind",
    "register",
    "period",
    "year",
)
_NAME = re.compile(r"[^\W\d]\w*")
_EXPECTED = {"present": 1, "absent": 0}


@dataclass(frozen=True, slots=True)
class CalibratedSet:
    """A condition or the outcome: its name in formulas, and the figure from which memberships are made.

    ``way`` is one of WAYS, or AS_IT_IS where no anchors are given. ``by``: the columns at which its figure is taken,
    where they are not those of the cases. ``expected``: the levels that are expected to help the outcome.
    ``nothing_means``: the value of a case of which nothing is recorded; None: it has none, and is left out.
    """

    name: str
    label: str
    condition: Condition
    way: str
    by: tuple[str, ...] = ()
    expected: tuple[int, ...] = ()
    nothing_means: float | None = None


@dataclass(frozen=True, slots=True)
class Configurations:
    """What [qca] says. ``cases``: the groupings that make a case; ``among`` names those that are meant, if not all.

    The cuts are those of :class:`comity.comparison.configurations.truth_table.Cuts`, and ``reason`` says why.
    """

    outcome: CalibratedSet
    conditions: tuple[CalibratedSet, ...]
    cases: tuple[str, ...] = (CASE,)
    among: tuple[str, ...] = ()
    incl_cut: float = 0.8
    n_cut: int = 1
    pri_cut: float = 0.0
    contradiction_cut: float | None = None
    reason: str = ""
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)

    @property
    def sets(self) -> tuple[CalibratedSet, ...]:
        """The conditions, then the outcome."""
        return (*self.conditions, self.outcome)


def read_configurations(values: Mapping[str, Any] | None, toml: TomlValues) -> Configurations | None:
    """What ``[qca]`` says; None where it is not there, or not whole: what is wrong is told."""
    return None if values is None else _Reading(toml).whole(values)


@dataclass(frozen=True, slots=True)
class _Reading:
    toml: TomlValues

    def whole(self, values: Mapping[str, Any]) -> Configurations | None:
        self.toml.keys(values, ("qca",), _KEYS, "[qca]")
        outcome, conditions = self._outcome(values), self._conditions(values)
        cases, among = self._cases(values), self._names(values, ("qca", "among"))
        cuts = {key: self._share(values, key) for key in ("incl_cut", "pri_cut", "contradiction_cut")}
        number = self._whole_number(values, "n_cut")
        reason = self.toml.text(values, ("qca", "reason"), "")
        if outcome is None or conditions is None:
            return None
        self._twice((*conditions, outcome))
        incl, doubtful = cuts["incl_cut"], cuts["contradiction_cut"]
        if doubtful is not None and doubtful > (0.8 if incl is None else incl):
            fix = "Contradictions lie between the two."
            self.toml.tell(
                "bad-cut", ("qca", "contradiction_cut"), "contradiction_cut is above incl_cut.", fix
            )
        return Configurations(
            outcome,
            conditions,
            cases,
            among,
            0.8 if incl is None else incl,
            number,
            cuts["pri_cut"] or 0.0,
            doubtful,
            reason,
            {key: self.toml.place(("qca", key)) for key in ("", *values)},
        )

    def _outcome(self, values: Mapping[str, Any]) -> CalibratedSet | None:
        path: Path = ("qca", "outcome")
        value = values.get("outcome")
        if not isinstance(value, dict):
            told = "[qca] names no outcome." if value is None else f"outcome is {value!r}, not a table."
            self.toml.tell(
                "missing-value", path, told, "Write it as [qca.outcome], with name, measure, anchors."
            )
            return None
        made = self._set(value, path, "the outcome")
        if made and made.way == "levels":
            told = "the outcome has levels; a solution explains one set."
            self.toml.tell("outcome-with-levels", (*path, "way"), told, "Give it one threshold, or three.")
        return made

    def _conditions(self, values: Mapping[str, Any]) -> tuple[CalibratedSet, ...] | None:
        path: Path = ("qca", "conditions")
        listed = values.get("conditions", [])
        fix = "Write each as [[qca.conditions]]."
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self.toml.tell("bad-type", path, "conditions are a list of tables.", fix)
            return None
        if not listed:
            self.toml.tell("no-conditions", path, "[qca] has no condition beside the outcome.", fix)
            return None
        made = [self._set(item, (*path, n), "a condition") for n, item in enumerate(listed)]
        whole = tuple(each for each in made if each is not None)
        return whole if len(whole) == len(listed) else None

    def _set(self, value: Mapping[str, Any], path: Path, what: str) -> CalibratedSet | None:
        known = _SET_KEYS if what == "the outcome" else (*_SET_KEYS, "expect")
        self.toml.keys(value, path, known, what)
        name = self.toml.text(value, (*path, "name"), "")
        if not _NAME.fullmatch(name):
            told = f"{name!r} cannot stand in a formula." if name else f"{what} has no name."
            self.toml.tell(
                "bad-id", (*path, "name"), told, 'Write letters, digits and _, as name = "VOLUNTARY".'
            )
        way = self._way(value, path)
        condition = read_condition(self.toml, value, path, self._anchors(value, path, way))
        if condition is None or way is None:
            return None
        if condition.invert and way in ("levels", "indirect"):
            self.toml.tell(
                "bad-value",
                (*path, "invert"),
                f"{way} cannot be inverted.",
                "Write ~NAME, or name the level.",
            )
        expected = self._expected(value, path, levels=len(condition.anchors) + 1 if way == "levels" else 2)
        label = self.toml.text(value, (*path, "label"), "") or name.replace("_", " ").capitalize()
        by = self._names(value, (*path, "by"), _GROUPINGS)
        return CalibratedSet(name, label, condition, way, by, expected, self._nothing_means(value, path))

    def _nothing_means(self, value: Mapping[str, Any], path: Path) -> float | None:
        given = value.get("nothing_means")
        if given is None or is_number(given):
            return None if given is None else float(given)
        told = f"nothing_means is {given!r}, not a number."
        fix = "Write the value of a case of which nothing is recorded, as 0."
        self.toml.tell("bad-type", (*path, "nothing_means"), told, fix)
        return None

    def _way(self, value: Mapping[str, Any], path: Path) -> str | None:
        way = self.toml.text(value, (*path, "way"), "")
        if way and way not in WAYS:
            told = f"{way!r} is no way to calibrate."
            self.toml.tell("unknown-way", (*path, "way"), told, did_you_mean(way, WAYS))
            return None
        given = value.get("anchors")
        if given is None:
            return AS_IT_IS
        return way or way_for(given if isinstance(given, list) else ())

    def _anchors(self, value: Mapping[str, Any], path: Path, way: str | None) -> tuple[float, ...] | None:
        given = value.get("anchors")
        if given is None or way is None:
            return ()
        if way == "direct":
            return rising_anchors(self.toml, value, (*path, "anchors"))
        numbers = given if isinstance(given, list) else []
        if not numbers or not all(is_number(n) for n in numbers):
            told = f"anchors is {given!r}, not a list of numbers."
            self.toml.tell("bad-anchors", (*path, "anchors"), told, "Write [0.5], or [0.2, 0.5, 0.8].")
            return None
        if wrong := wrong_thresholds(way, numbers):
            self.toml.tell("bad-anchors", (*path, "anchors"), f"anchors = {numbers} {wrong}")
            return None
        return tuple(float(n) for n in sorted(numbers))

    def _expected(self, value: Mapping[str, Any], path: Path, *, levels: int) -> tuple[int, ...]:
        given = value.get("expect", [])
        every = given if isinstance(given, list) else [given]
        found = [
            _EXPECTED.get(each, each) if isinstance(each, str) and levels == 2 else each for each in every
        ]
        if all(is_number(each) and each in range(levels) for each in found):
            return tuple(sorted({int(each) for each in found}))
        fix = (
            'Write expect = "present" or "absent".'
            if levels == 2
            else f"Write the levels, from 0 to {levels - 1}."
        )
        self.toml.tell("bad-value", (*path, "expect"), f"expect is {given!r}, which is no direction.", fix)
        return ()

    def _cases(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return self._names(values, ("qca", "cases"), (CASE, *_GROUPINGS)) or (CASE,)

    def _names(
        self, value: Mapping[str, Any], path: Path, known: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """One text or a list of them; what is not among the known is told."""
        key = str(path[-1])
        given = value.get(key, [])
        every = given if isinstance(given, list) else [given]
        for number, each in enumerate(every):
            at = (*path, number) if isinstance(given, list) else path
            if not isinstance(each, str) or not each:
                self.toml.tell(
                    "bad-type", at, f"{key} holds {each!r}, not text.", "Put it in quotation marks."
                )
            elif known and each not in known:
                self.toml.tell("unknown-grouping", at, f"{each!r} groups nothing.", did_you_mean(each, known))
        if known and CASE in every and len(every) > 1:
            told = "a case of the study is compared as one, and not told apart further."
            self.toml.tell("unknown-grouping", path, told, 'Write cases = "case", or groupings without it.')
        return tuple(dict.fromkeys(e for e in every if isinstance(e, str) and (not known or e in known)))

    def _share(self, values: Mapping[str, Any], key: str) -> float | None:
        given = values.get(key)
        if given is None:
            return None
        if is_number(given) and 0 <= given <= 1:
            return float(given)
        self.toml.tell("bad-cut", ("qca", key), f"{key} is {given!r}, not a share from 0 to 1.")
        return None

    def _whole_number(self, values: Mapping[str, Any], key: str) -> int:
        given = values.get(key, 1)
        if is_whole(given) and given >= 1:
            return int(given)
        self.toml.tell("bad-cut", ("qca", key), f"{key} is {given!r}, not a whole number from 1.")
        return 1

    def _twice(self, sets: tuple[CalibratedSet, ...]) -> None:
        seen: set[str] = set()
        for number, each in enumerate(sets):
            path: Path = ("qca", "conditions", number) if number < len(sets) - 1 else ("qca", "outcome")
            if each.name and each.name in seen:
                told = f"the name {each.name!r} is given twice."
                self.toml.tell("doubled-id", (*path, "name"), told, "Give each condition a name of its own.")
            seen.add(each.name)
