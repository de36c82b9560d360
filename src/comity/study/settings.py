"""study.toml: what is compared, who stands on which side, and by which thresholds the study judges."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from comity.dates import bounds, is_date
from comity.diagnostics import Diagnostic, did_you_mean
from comity.study import toml_lines
from comity.study.asked_codes import shipped_codes
from comity.study.codes import Phrase
from comity.study.patterns import PatternError
from comity.study.rubrics import shipped_rubrics
from comity.study.tables import SIDES
from comity.study.types import Type, read_types
from comity.study.vocabularies import shipped_vocabularies

FILE = "study.toml"

_KEYS = (
    "name",
    "description",
    "codebook",
    "coders",
    "reference",
    "contexts",
    "periods",
    "thresholds",
    "intervals",
    "cases",
    "vocabularies",
    "rubrics",
    "codes",
    "types",
    "comparison",
    "pairs",
)
_CONTEXT_KEYS = ("label", *SIDES, "phrases", "changes")
_CASE_KEYS = ("label", "contexts", "arrangements", "period")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_SYNTAX = re.compile(
    r"(?P<told>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Change:
    """An actor stands on a side from a date on, until its next change; `number`: its place in the file's list."""

    actor: str
    side: str
    since: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What is compared as one: everything of some contexts, or of some arrangements, or of a span of years."""

    id: str
    label: str
    contexts: tuple[str, ...] = ()
    arrangements: tuple[str, ...] = ()
    period: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """A setting that is compared: actor ids by side, and phrases that name a side without naming an actor.

    ``changes``: actors who change sides, in the order of their dates.
    """

    id: str
    label: str
    lead: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    def actors(self, side: str) -> tuple[str, ...]:
        """The actors that the study places on a side (lead, partner or third)."""
        return {"lead": self.lead, "partner": self.partner, "third": self.third}[side]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """D1: documents that must affirm a code (`present`), and be read before it is called absent (`read`)."""

    present: int = 2
    read: int = 5


@dataclass(frozen=True, slots=True)
class Intervals:
    """How intervals are made: their level, between 0 and 1, and the number of bootstrap replicates."""

    level: float = 0.95
    replicates: int = 2000


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table of cases: its measures, and how many shuffles of documents a test draws where there are more.

    ``measures``: none named, every one that answers by context.
    """

    measures: tuple[str, ...] = ()
    permutations: int = 9999
    places: tuple[tuple[int | None, int | None], ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What study.toml says; `periods` are first and last year, both included.

    ``vocabularies``: the study's own words by vocabulary, as written. ``rubrics``: numbers by rubric and name that
    replace the shipped ones; ``codes`` those that a measure asks about, by measure. ``pairs``: as written, read by
    the comparison that they belong to.
    """

    name: str = ""
    description: str = ""
    codebook: str = "partnership"
    coders: tuple[str, ...] = ("lexicon",)
    reference: str = ""
    contexts: Mapping[str, Context] = field(default_factory=dict)
    periods: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    intervals: Intervals = field(default_factory=Intervals)
    cases: Mapping[str, Case] = field(default_factory=dict)
    vocabularies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rubrics: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    comparison: Comparison = field(default_factory=Comparison)
    pairs: Mapping[str, Any] = field(default_factory=dict)
    coder_places: tuple[tuple[int | None, int | None], ...] = field(default=(), repr=False, compare=False)

    @property
    def compared(self) -> Mapping[str, Case]:
        """The cases: those that the study names, or else each context as one."""
        return self.cases or {c.id: Case(c.id, c.label, contexts=(c.id,)) for c in self.contexts.values()}


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """The settings as far as they could be read, what is wrong, and where each key stands."""

    settings: Settings
    diagnostics: tuple[Diagnostic, ...] = ()
    places: toml_lines.TomlPlaces = field(default_factory=lambda: toml_lines.TomlPlaces(""))


def read_settings(text: str, *, name: str = "", shown: str = FILE) -> ReadSettings:
    """The settings in the text of a study.toml; what is wrong keeps its default.

    `name` is the study's where the text gives none.
    """
    text = text.removeprefix("\ufeff")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return ReadSettings(Settings(name=name), (_not_toml(error, text, shown),))
    reading = _Reading(shown, toml_lines.places_in(text), name)
    return ReadSettings(reading.settings(values), tuple(reading.diagnostics), reading.places)


@dataclass(slots=True)
class _Reading:
    """The parts of study.toml, each with its own rule; what breaks one is noted where it stands."""

    shown: str
    places: toml_lines.TomlPlaces
    name: str
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def settings(self, values: Mapping[str, Any]) -> Settings:
        self._keys(values, (), _KEYS, FILE)
        whole = Settings()
        coders = self._texts(values, ("coders",)) if "coders" in values else whole.coders
        return Settings(
            name=self._text(values, ("name",), "") or self.name,
            description=self._text(values, ("description",), whole.description),
            codebook=self._text(values, ("codebook",), whole.codebook),
            coders=coders,
            reference=self._text(values, ("reference",), whole.reference),
            contexts={k: self._context(k, v) for k, v in self._table(values, ("contexts",)).items()},
            periods=self._periods(self._table(values, ("periods",))),
            thresholds=self._thresholds(self._table(values, ("thresholds",))),
            intervals=self._intervals(self._table(values, ("intervals",))),
            cases={k: self._case(k, v, values) for k, v in self._table(values, ("cases",)).items()},
            vocabularies=self._vocabularies(self._table(values, ("vocabularies",))),
            rubrics=self._rubrics(self._table(values, ("rubrics",))),
            codes=self._codes(self._table(values, ("codes",))),
            types=read_types(self._table(values, ("types",)), self._tell, self.places.place),
            comparison=self._comparison(self._table(values, ("comparison",))),
            pairs=self._table(values, ("pairs",)),
            coder_places=tuple(self.places.place(("coders", number)) for number in range(len(coders))),
        )

    def _case(self, name: str, value: object, values: Mapping[str, Any]) -> Case:
        path = ("cases", name)
        if not isinstance(value, dict):
            self._tell("bad-type", path, f"the case {name!r} is not a table.", f"Write it as [cases.{name}].")
            return Case(name, name)
        self._keys(value, path, _CASE_KEYS, f"the case {name!r}")
        contexts, known = self._texts(value, (*path, "contexts")), self._table(values, ("contexts",))
        if name in known and contexts != (name,):
            told = f"the case {name!r} has the name of a context, and is another thing."
            self._tell("doubled-id", path, told, "Give the case another name.")
        for number, context in enumerate(contexts):
            if context not in known:
                told = f"{context!r} is not a context of this study."
                self._tell("unknown-context", (*path, "contexts", number), told, did_you_mean(context, known))
        span = self._periods({name: value["period"]}).get(name) if "period" in value else None
        return Case(
            name,
            self._text(value, (*path, "label"), name),
            contexts,
            self._texts(value, (*path, "arrangements")),
            span,
        )

    def _vocabularies(self, values: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        known = shipped_vocabularies()
        found: dict[str, Mapping[str, Any]] = {}
        for name in values:
            path = ("vocabularies", name)
            if name not in known:
                self._tell("unknown-key", path, f"{name!r} is not a vocabulary.", did_you_mean(name, known))
                continue
            words = self._table(values, path)
            found[name] = {
                word: told for word, told in words.items() if self._is_term(word, told, (*path, word))
            }
        return found

    def _is_term(self, word: str, told: object, path: toml_lines.Path) -> bool:
        """Whether a word of a vocabulary is explained as one should be."""
        if isinstance(told, str):
            return True
        fix = 'Write its meaning in quotation marks, or { meaning = "…", value = 0.5 }.'
        if not isinstance(told, dict):
            self._tell("bad-type", path, f"{word!r} is {told!r}, not a meaning.", fix)
            return False
        self._keys(told, path, ("meaning", "value"), f"the word {word!r}")
        value = told.get("value", 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self._tell(
                "bad-value", (*path, "value"), f"the value of {word!r} is {value!r}, not between 0 and 1."
            )
            return False
        return True

    def _rubrics(self, values: Mapping[str, Any]) -> dict[str, dict[str, float]]:
        known = shipped_rubrics()
        found: dict[str, dict[str, float]] = {}
        for name in values:
            path = ("rubrics", name)
            if name not in known:
                self._tell("unknown-key", path, f"{name!r} is not a rubric.", did_you_mean(name, known))
                continue
            numbers = self._table(values, path)
            self._keys(numbers, path, tuple(known[name]), f"the rubric {name!r}")
            for key, value in numbers.items():
                if isinstance(value, bool) or not isinstance(value, int | float):
                    self._tell("bad-type", (*path, key), f"{key} is {value!r}, not a number.")
                else:
                    found.setdefault(name, {})[key] = float(value)
        return found

    def _codes(self, values: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
        known = shipped_codes()
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for name in values:
            path = ("codes", name)
            if name not in known:
                told = f"{name!r} is not a measure that asks about codes by name."
                self._tell("unknown-key", path, told, did_you_mean(name, known))
                continue
            things = self._table(values, path)
            self._keys(things, path, tuple(known[name]), f"the codes of {name}")
            found[name] = {key: self._texts(things, (*path, key)) for key in known[name] if key in things}
        return found

    def _changes(self, value: Mapping[str, Any], path: toml_lines.Path) -> tuple[Change, ...]:
        listed = value.get("changes", [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            fix = f"Write each as [[{'.'.join(map(str, path))}]]."
            self._tell("bad-type", path, "changes of side are a list of tables.", fix)
            return ()
        made = []
        for number, item in enumerate(listed):
            place = (*path, number)
            self._keys(item, place, ("actor", "side", "from"), "a change of side")
            actor, side, since = (str(item.get(key, "")) for key in ("actor", "side", "from"))
            if not actor:
                self._tell(
                    "missing-value", place, "a change of side names no actor.", 'Write actor = "its id".'
                )
            elif side not in SIDES:
                told = f"{actor!r} changes to the side {side!r}."
                self._tell("unknown-side", place, told, did_you_mean(side, SIDES))
            elif not is_date(since):
                told = (
                    f"{actor!r} changes sides without a date."
                    if not since
                    else f"from = {since!r} is not a date."
                )
                self._tell(
                    "side-change-without-date", place, told, 'Write from = "2004-05", as far as it is known.'
                )
            else:
                made.append(Change(actor, side, since, number))
        return tuple(sorted(made, key=lambda change: bounds(change.since)[0] or dt.date.min))  # type: ignore[index]

    def _context(self, name: str, value: object) -> Context:
        path = ("contexts", name)
        if not _ID.fullmatch(name):
            fix = "Write letters, digits, _ and -; a longer name goes into its label."
            self._tell("bad-id", path, f"{name!r} cannot name a context.", fix)
        if not isinstance(value, dict):
            self._tell(
                "bad-type", path, f"the context {name!r} is not a table.", f"Write it as [contexts.{name}]."
            )
            return Context(name, name)
        self._keys(value, path, _CONTEXT_KEYS, f"the context {name!r}")
        sides = {side: self._texts(value, (*path, side)) for side in SIDES}
        for one, other in combinations(SIDES, 2):
            for actor in sides[one]:
                if actor in sides[other]:
                    told = f"{actor!r} stands on two sides of the context {name!r}: {one} and {other}."
                    fix = "Keep one; an actor that changes sides needs two contexts."
                    self._tell("two-sides", (*path, other, sides[other].index(actor)), told, fix, value=actor)
        phrases = self._table(value, (*path, "phrases"))
        self._keys(phrases, (*path, "phrases"), SIDES, f"the phrases of the context {name!r}")
        return Context(
            id=name,
            label=self._text(value, (*path, "label"), name),
            phrases={
                side: tuple(self._phrases(phrases, (*path, "phrases", side)))
                for side in SIDES
                if side in phrases
            },
            changes=self._changes(value, (*path, "changes")),
            **sides,
        )

    def _phrases(self, values: Mapping[str, Any], path: toml_lines.Path) -> Iterator[Phrase]:
        for number, source in enumerate(self._texts(values, path)):
            line, column = self.places.place((*path, number))
            phrase = Phrase(source, "", line or 0, column or 0)
            try:
                if phrase.tree:
                    yield phrase
            except PatternError as error:
                # The opening quotation mark stands before the first character of the pattern.
                told = f"{source!r} is not a pattern: {error.reason}"
                self._tell("bad-pattern", (*path, number), told, value=source, right=error.column)

    def _periods(self, values: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for name, value in values.items():
            years = value if isinstance(value, list) else []
            path = ("periods", name)
            if len(years) != 2 or not all(_is_whole(y) for y in years):
                self._tell(
                    "bad-period", path, f"the period {name!r} is not two years.", "Write [1991, 2000]."
                )
            elif years[0] > years[1]:
                fix = f"Did you mean [{years[1]}, {years[0]}]?"
                self._tell("reversed-period", path, f"the period {name!r} ends before it begins.", fix)
            else:
                found[name] = (years[0], years[1])
        for (one, first), (other, second) in pairwise(sorted(found.items(), key=lambda item: item[1])):
            if second[0] <= first[1]:
                told = f"the periods {one!r} and {other!r} overlap: {second[0]} lies in both."
                self._tell(
                    "overlapping-periods", ("periods", other), told, "Both years of a period belong to it."
                )
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def _thresholds(self, values: Mapping[str, Any]) -> Thresholds:
        self._keys(values, ("thresholds",), ("present", "read"), "[thresholds]")
        whole = Thresholds()
        return Thresholds(
            present=self._whole_number(values, ("thresholds", "present"), whole.present),
            read=self._whole_number(values, ("thresholds", "read"), whole.read),
        )

    def _intervals(self, values: Mapping[str, Any]) -> Intervals:
        self._keys(values, ("intervals",), ("level", "replicates"), "[intervals]")
        whole = Intervals()
        level = values.get("level", whole.level)
        if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
            told = f"level is {level!r}, not a number between 0 and 1."
            self._tell("bad-level", ("intervals", "level"), told, "95 percent is 0.95.")
            level = whole.level
        replicates = self._whole_number(values, ("intervals", "replicates"), whole.replicates)
        return Intervals(level=float(level), replicates=replicates)

    def _comparison(self, values: Mapping[str, Any]) -> Comparison:
        path = ("comparison",)
        self._keys(values, path, ("measures", "permutations"), "[comparison]")
        drawn = self._whole_number(values, (*path, "permutations"), Comparison().permutations)
        measures = self._texts(values, (*path, "measures"))
        places = tuple(self.places.place((*path, "measures", number)) for number in range(len(measures)))
        return Comparison(measures, drawn, places)

    def _keys(
        self, values: Mapping[str, Any], path: toml_lines.Path, known: tuple[str, ...], what: str
    ) -> None:
        for key in values:
            if key not in known:
                fix = did_you_mean(key, known)
                self._tell("unknown-key", (*path, key), f"{key!r} is not a key of {what}.", fix)

    def _table(self, values: Mapping[str, Any], path: toml_lines.Path) -> Mapping[str, Any]:
        value = values.get(str(path[-1]), {})
        if isinstance(value, dict):
            return value
        self._tell(
            "bad-type", path, f"{path[-1]!r} is not a table.", f"Write it as [{'.'.join(map(str, path))}]."
        )
        return {}

    def _text(self, values: Mapping[str, Any], path: toml_lines.Path, default: str) -> str:
        value = values.get(str(path[-1]), default)
        if isinstance(value, str):
            return value.strip()
        self._tell("bad-type", path, f"{path[-1]} is {value!r}, not text.", "Put it in quotation marks.")
        return default

    def _texts(self, values: Mapping[str, Any], path: toml_lines.Path) -> tuple[str, ...]:
        value = values.get(str(path[-1]), [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self._tell("bad-type", path, f"{path[-1]} is {value!r}, not a list.", 'Write ["one", "other"].')
            return ()
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                told = f"{path[-1]} holds {item!r}, which is not text."
                self._tell("bad-type", (*path, number), told, "Put it in quotation marks.")
            elif item in value[:number]:
                told = f"{item!r} stands in {path[-1]} twice."
                self._tell("doubled-item", (*path, number), told, "Keep one.", value=item)
        return tuple(dict.fromkeys(item for item in value if isinstance(item, str) and item.strip()))

    def _whole_number(self, values: Mapping[str, Any], path: toml_lines.Path, default: int) -> int:
        value = values.get(str(path[-1]), default)
        if _is_whole(value) and value >= 1:
            return int(value)
        self._tell("bad-type", path, f"{path[-1]} is {value!r}, not a whole number from 1.")
        return default

    def _tell(
        self,
        code: str,
        path: toml_lines.Path,
        problem: str,
        fix: str = "",
        *,
        value: str | None = None,
        right: int = 0,
    ) -> None:
        line, column = self.places.place(path)
        at = None if column is None else column + right
        self.diagnostics.append(Diagnostic(code, self.shown, problem, fix, line, at, value))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _not_toml(error: tomllib.TOMLDecodeError, text: str, shown: str) -> Diagnostic:
    match = _SYNTAX.fullmatch(str(error))
    line = int(match["line"]) if match and match["line"] else text.count("\n") + 1
    column = int(match["column"]) if match and match["column"] else None
    told = match["told"] if match else str(error)
    twice = "overwrite" in told or "twice" in told
    fix = (
        "A key or table stands there twice: keep one."
        if twice
        else "Text stands in quotation marks, a list in [ ]."
    )
    return Diagnostic("bad-toml", shown, f"is not TOML from here on: {told}.", fix, line, column)
