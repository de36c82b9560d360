"""study.toml: what is compared, who stands on which side, and by which thresholds the study judges."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from comity.diagnostics import Diagnostic, did_you_mean
from comity.study import toml_lines
from comity.study.asked_codes import shipped_codes
from comity.study.configurations import Configurations, read_configurations
from comity.study.contexts import Context, read_contexts
from comity.study.llm_settings import LLM, LlmSettings, read_llm
from comity.study.rubrics import shipped_rubrics
from comity.study.toml_values import TomlValues, is_whole
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
    "qca",
    "llm",
)
_CASE_KEYS = ("label", "contexts", "arrangements", "period")
_SYNTAX = re.compile(
    r"(?P<told>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Case:
    """What is compared as one: everything of some contexts, or of some arrangements, or of a span of years."""

    id: str
    label: str
    contexts: tuple[str, ...] = ()
    arrangements: tuple[str, ...] = ()
    period: tuple[int, int] | None = None


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
    qca: Configurations | None = None
    llm: LlmSettings | None = None
    coder_places: tuple[tuple[int | None, int | None], ...] = field(default=(), repr=False, compare=False)

    @property
    def coders_here(self) -> tuple[str, ...]:
        """The coders that work here, on the texts alone; a language model is asked elsewhere."""
        return tuple(name for name in self.coders if name != LLM)

    @property
    def programs(self) -> tuple[str, ...]:
        """The names under which the codings of the study's programs stand: a language model bears that of its own."""
        return tuple(self.llm.coder if name == LLM and self.llm else name for name in self.coders)

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
    toml = TomlValues(shown, toml_lines.places_in(text))
    settings = _Reading(toml, name).settings(values)
    return ReadSettings(settings, tuple(toml.diagnostics), toml.places)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The parts of study.toml, each with its own rule; what breaks one is noted where it stands."""

    toml: TomlValues
    name: str

    def settings(self, values: Mapping[str, Any]) -> Settings:
        self.toml.keys(values, (), _KEYS, FILE)
        whole = Settings()
        coders = self.toml.texts(values, ("coders",)) if "coders" in values else whole.coders
        return Settings(
            name=self.toml.text(values, ("name",), "") or self.name,
            description=self.toml.text(values, ("description",), whole.description),
            codebook=self.toml.text(values, ("codebook",), whole.codebook),
            coders=coders,
            reference=self.toml.text(values, ("reference",), whole.reference),
            contexts=read_contexts(self.toml.table(values, ("contexts",)), self.toml),
            periods=self._periods(self.toml.table(values, ("periods",))),
            thresholds=self._thresholds(self.toml.table(values, ("thresholds",))),
            intervals=self._intervals(self.toml.table(values, ("intervals",))),
            cases={k: self._case(k, v, values) for k, v in self.toml.table(values, ("cases",)).items()},
            vocabularies=self._vocabularies(self.toml.table(values, ("vocabularies",))),
            rubrics=self._rubrics(self.toml.table(values, ("rubrics",))),
            codes=self._codes(self.toml.table(values, ("codes",))),
            types=read_types(self.toml.table(values, ("types",)), self.toml),
            comparison=self._comparison(self.toml.table(values, ("comparison",))),
            pairs=self.toml.table(values, ("pairs",)),
            qca=read_configurations(self._table_if_there(values, "qca"), self.toml),
            llm=read_llm(self._table_if_there(values, "llm"), coders, self.toml.tell),
            coder_places=tuple(self.toml.place(("coders", number)) for number in range(len(coders))),
        )

    def _table_if_there(self, values: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
        """A table that means something by being there; an empty one is not one that is missing."""
        table = self.toml.table(values, (name,))
        return table if isinstance(values.get(name), dict) else None

    def _case(self, name: str, value: object, values: Mapping[str, Any]) -> Case:
        path = ("cases", name)
        if not isinstance(value, dict):
            self.toml.tell(
                "bad-type", path, f"the case {name!r} is not a table.", f"Write it as [cases.{name}]."
            )
            return Case(name, name)
        self.toml.keys(value, path, _CASE_KEYS, f"the case {name!r}")
        contexts, known = self.toml.texts(value, (*path, "contexts")), self.toml.table(values, ("contexts",))
        if name in known and contexts != (name,):
            told = f"the case {name!r} has the name of a context, and is another thing."
            self.toml.tell("doubled-id", path, told, "Give the case another name.")
        for number, context in enumerate(contexts):
            if context not in known:
                told = f"{context!r} is not a context of this study."
                self.toml.tell(
                    "unknown-context", (*path, "contexts", number), told, did_you_mean(context, known)
                )
        span = self._periods({name: value["period"]}).get(name) if "period" in value else None
        return Case(
            name,
            self.toml.text(value, (*path, "label"), name),
            contexts,
            self.toml.texts(value, (*path, "arrangements")),
            span,
        )

    def _vocabularies(self, values: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        known = shipped_vocabularies()
        found: dict[str, Mapping[str, Any]] = {}
        for name in values:
            path = ("vocabularies", name)
            if name not in known:
                self.toml.tell(
                    "unknown-key", path, f"{name!r} is not a vocabulary.", did_you_mean(name, known)
                )
                continue
            words = self.toml.table(values, path)
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
            self.toml.tell("bad-type", path, f"{word!r} is {told!r}, not a meaning.", fix)
            return False
        self.toml.keys(told, path, ("meaning", "value"), f"the word {word!r}")
        value = told.get("value", 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.toml.tell(
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
                self.toml.tell("unknown-key", path, f"{name!r} is not a rubric.", did_you_mean(name, known))
                continue
            numbers = self.toml.table(values, path)
            self.toml.keys(numbers, path, tuple(known[name]), f"the rubric {name!r}")
            for key, value in numbers.items():
                if isinstance(value, bool) or not isinstance(value, int | float):
                    self.toml.tell("bad-type", (*path, key), f"{key} is {value!r}, not a number.")
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
                self.toml.tell("unknown-key", path, told, did_you_mean(name, known))
                continue
            things = self.toml.table(values, path)
            self.toml.keys(things, path, tuple(known[name]), f"the codes of {name}")
            found[name] = {key: self.toml.texts(things, (*path, key)) for key in known[name] if key in things}
        return found

    def _periods(self, values: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for name, value in values.items():
            years = value if isinstance(value, list) else []
            path = ("periods", name)
            if len(years) != 2 or not all(is_whole(y) for y in years):
                self.toml.tell(
                    "bad-period", path, f"the period {name!r} is not two years.", "Write [1991, 2000]."
                )
            elif years[0] > years[1]:
                fix = f"Did you mean [{years[1]}, {years[0]}]?"
                self.toml.tell("reversed-period", path, f"the period {name!r} ends before it begins.", fix)
            else:
                found[name] = (years[0], years[1])
        for (one, first), (other, second) in pairwise(sorted(found.items(), key=lambda item: item[1])):
            if second[0] <= first[1]:
                told = f"the periods {one!r} and {other!r} overlap: {second[0]} lies in both."
                self.toml.tell(
                    "overlapping-periods", ("periods", other), told, "Both years of a period belong to it."
                )
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def _thresholds(self, values: Mapping[str, Any]) -> Thresholds:
        self.toml.keys(values, ("thresholds",), ("present", "read"), "[thresholds]")
        whole = Thresholds()
        return Thresholds(
            present=self.toml.whole_number(values, ("thresholds", "present"), whole.present),
            read=self.toml.whole_number(values, ("thresholds", "read"), whole.read),
        )

    def _intervals(self, values: Mapping[str, Any]) -> Intervals:
        self.toml.keys(values, ("intervals",), ("level", "replicates"), "[intervals]")
        whole = Intervals()
        level = values.get("level", whole.level)
        if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
            told = f"level is {level!r}, not a number between 0 and 1."
            self.toml.tell("bad-level", ("intervals", "level"), told, "95 percent is 0.95.")
            level = whole.level
        replicates = self.toml.whole_number(values, ("intervals", "replicates"), whole.replicates)
        return Intervals(level=float(level), replicates=replicates)

    def _comparison(self, values: Mapping[str, Any]) -> Comparison:
        path = ("comparison",)
        self.toml.keys(values, path, ("measures", "permutations"), "[comparison]")
        drawn = self.toml.whole_number(values, (*path, "permutations"), Comparison().permutations)
        measures = self.toml.texts(values, (*path, "measures"))
        places = tuple(self.toml.place((*path, "measures", number)) for number in range(len(measures)))
        return Comparison(measures, drawn, places)


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
