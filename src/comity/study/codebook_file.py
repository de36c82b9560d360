"""A codebook's file, read whole: every code, and everything that is wrong with it, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from comity.diagnostics import Diagnostic, did_you_mean
from comity.store import fingerprint
from comity.study.codes import CUE_WITHIN, SCALES, Code, Codebook, Cue, Cues, Example, Part, Phrase, Principle
from comity.study.languages import is_language, language_meant
from comity.study.patterns import PatternError
from comity.study.tables import STANCES
from comity.study.yaml_lines import YamlFile

SCOPES = ("after", "before", "passage")

_BOOK_KEYS = ("name", "version", "description", "groups", "codes", "cues", "principles")
_CODE_KEYS = (
    "id", "label", "group", "parent", "frame", "definition", "use_when", "not_when",
    "examples", "counter_examples", "patterns", "except",
)  # fmt: skip
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def read_codebook_text(
    text: str, shown: str, *, thorough: bool = True, name: str = "", cues: Cues | None = None
) -> tuple[Codebook, list[Diagnostic]]:
    """As much of a codebook as a text gives, and all that is wrong with it; `thorough` parses every pattern.

    `cues` are those of the kinds (rejects, reports) that the text does not give itself.
    """
    file = YamlFile(text, shown)
    root = file.root()
    if root is None:
        return Codebook(name), file.diagnostics
    keys = file.mapping(root, "the codebook", known=_BOOK_KEYS, required=("name", "codes"))
    if not isinstance(root, yaml.MappingNode):
        return Codebook(name), file.diagnostics
    reading = _Reading(file, thorough)
    groups = reading.groups(_value(keys, "groups"))
    codes = reading.codes(_value(keys, "codes"), groups)
    cues = reading.cues(_value(keys, "cues"), cues or Cues())
    book = Codebook(
        name=file.string(_value(keys, "name"), "'name'") or name,
        version=file.string(_value(keys, "version"), "'version'"),
        description=file.string(_value(keys, "description"), "'description'"),
        groups=groups,
        codes=codes,
        cues=cues,
        fingerprint=fingerprint(text, repr(cues)),
        principles=reading.principles(_value(keys, "principles"), codes),
    )
    return book, file.diagnostics


def read_cues_text(text: str, shown: str) -> tuple[Cues, list[Diagnostic]]:
    """The cues of negation and attribution in a text, and all that is wrong with it."""
    file = YamlFile(text, shown)
    return _Reading(file, thorough=False).cues(file.root(), Cues()), file.diagnostics


@dataclass(frozen=True, slots=True)
class _Reading:
    """The parts of a codebook, read from the nodes of one file."""

    file: YamlFile
    thorough: bool

    def groups(self, node: yaml.Node | None) -> dict[str, str]:
        pairs = self.file.mapping(node, "'groups'").items()
        return {
            name: self.file.string(value, f"the label of group {name!r}") or name
            for name, (_, value) in pairs
        }

    def codes(self, node: yaml.Node | None, groups: Mapping[str, str]) -> dict[str, Code]:
        found: dict[str, Code] = {}
        parents: dict[str, yaml.Node] = {}
        bare: list[Code] = []
        items = self.file.items(node, "'codes'")
        if isinstance(node, yaml.SequenceNode) and not items:
            self.file.complain(
                "no-codes", node, "the codebook has no code.", "Write at least one, beginning with '- id: …'."
            )
        for item in items:
            keys = self.file.mapping(
                item,
                _named(item),
                known=_CODE_KEYS,
                required=("id", "label", "definition", *(["group"] if groups else [])),
            )
            code = self._code(keys, groups)
            if code is None:
                continue
            if code.id in found:
                told = f"the id {code.id!r} is given to two codes (first on line {found[code.id].line})."
                self.file.complain("doubled-id", keys["id"][1], told, "Give one of them another.")
                continue
            found[code.id] = code
            if "patterns" not in keys:
                bare.append(code)
            if "parent" in keys:
                parents[code.id] = keys["parent"][1]
        self._check_parents(found, parents)
        self._check_bare(found, bare)
        return found

    def cues(self, node: yaml.Node | None, otherwise: Cues) -> Cues:
        keys = self.file.mapping(node, "'cues'", known=("rejects", "reports"))
        given = {kind: tuple(self._cues_of(kind, value)) for kind, (_, value) in keys.items()}
        return Cues(given.get("rejects", otherwise.rejects), given.get("reports", otherwise.reports))

    def principles(self, node: yaml.Node | None, codes: Mapping[str, Code]) -> tuple[Principle, ...]:
        found: dict[str, Principle] = {}
        for item in self.file.items(node, "'principles'"):
            parts = ("id", "promise", "practice")
            keys = self.file.mapping(item, "a principle", known=("label", *parts), required=parts)
            name = self.file.string(_value(keys, "id"), "'id'")
            label = self.file.string(_value(keys, "label"), "'label'") or name
            if name in found:
                self.file.complain("doubled-id", item, f"the principle {name!r} stands twice.", "Keep one.")
            promise = self._part(_value(keys, "promise"), "'promise'", codes)
            practice = self._part(_value(keys, "practice"), "'practice'", codes)
            if name and promise and practice:
                found.setdefault(name, Principle(name, label, promise, practice))
        return tuple(found.values())

    def _part(self, node: yaml.Node | None, what: str, codes: Mapping[str, Code]) -> Part | None:
        known = ("measure", "quantity", "code", "low", "high", "invert", "size", "scale", "because")
        keys = self.file.mapping(node, what, known=known, required=("measure",))
        named = [(n, self.file.string(n, "'code'")) for n in self.file.items(_value(keys, "code"), "'code'")]
        for at, code in named:
            if code not in codes:
                fix = did_you_mean(code, codes)
                self.file.complain("unknown-code", at, f"there is no code {code!r}.", fix)
        ends = [
            self._decimal(_value(keys, key), key, default) for key, default in (("low", 0.0), ("high", 1.0))
        ]
        if node is not None and ends[0] >= ends[1]:
            self.file.complain("bad-anchors", node, "'low' is not below 'high'.", "Turn them round.")
            return None
        scale = self.file.string(_value(keys, "scale"), "'scale'") or SCALES[0]
        if scale not in SCALES:
            told = f"{scale!r} is not a scale."
            self.file.complain("bad-scale", keys["scale"][1], told, did_you_mean(scale, SCALES))
            return None
        measure = self.file.string(_value(keys, "measure"), "'measure'")
        return (
            Part(
                measure,
                self.file.string(_value(keys, "quantity"), "'quantity'"),
                tuple(code for _, code in named),
                low=ends[0],
                high=ends[1],
                invert=self.file.flag(_value(keys, "invert"), "'invert'"),
                size=self.file.flag(_value(keys, "size"), "'size'"),
                scale=scale,
                because=self.file.string(_value(keys, "because"), "'because'"),
            )
            if measure
            else None
        )

    def _decimal(self, node: yaml.Node | None, what: str, default: float) -> float:
        text = self.file.string(node, f"'{what}'")
        try:
            return float(text) if node is not None else default
        except ValueError:
            if node is not None:
                self.file.complain("bad-type", node, f"{what!r} is {text!r}, not a number.")
            return default

    def _cues_of(self, kind: str, node: yaml.Node) -> Iterator[Cue]:
        for language, item in self._by_language(node, f"'{kind}'"):
            if isinstance(item, yaml.ScalarNode):
                keys: dict[str, tuple[yaml.Node, yaml.Node]] = {"pattern": (item, item)}
            else:
                keys = self.file.mapping(
                    item, "a cue", known=("pattern", "scope", "within"), required=("pattern",)
                )
            phrase = self._phrase(_value(keys, "pattern"), language, "a cue")
            scope = self.file.string(_value(keys, "scope"), "'scope'") or "after"
            if scope not in SCOPES:
                self.file.complain(
                    "bad-scope", keys["scope"][1], f"{scope!r} is not a scope.", did_you_mean(scope, SCOPES)
                )
            within = self.file.whole_number(_value(keys, "within"), "'within'", default=CUE_WITHIN)
            if phrase is not None:
                yield Cue(phrase.source, language, scope, within, phrase.line, phrase.column)

    def _code(
        self, keys: Mapping[str, tuple[yaml.Node, yaml.Node]], groups: Mapping[str, str]
    ) -> Code | None:
        def text(key: str) -> str:
            return self.file.string(_value(keys, key), f"'{key}'").strip()

        name = text("id")
        if name and not _ID.fullmatch(name):
            near = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")
            example = f": {near!r}" if _ID.fullmatch(near) else ""
            fix = f"Write letters, digits, _ and -, a letter first{example}."
            self.file.complain("bad-id", keys["id"][1], f"{name!r} is not an id.", fix)
        group = text("group")
        if group and group not in groups:
            self.file.complain(
                "unknown-group",
                keys["group"][1],
                f"there is no group {group!r}.",
                did_you_mean(group, groups),
            )
        code = Code(
            id=name,
            label=text("label") or name.replace("_", " "),
            group=group,
            parent=text("parent") or None,
            frame=self.file.flag(_value(keys, "frame"), "'frame'"),
            definition=text("definition"),
            use_when=text("use_when"),
            not_when=text("not_when"),
            examples=tuple(self._examples(_value(keys, "examples"), "an example")),
            counter_examples=tuple(self._examples(_value(keys, "counter_examples"), "a counter-example")),
            patterns=tuple(self._phrases(_value(keys, "patterns"), "a pattern", name)),
            exceptions=tuple(self._phrases(_value(keys, "except"), "an exception", name)),
            line=keys["id"][1].start_mark.line + 1 if "id" in keys else 0,
        )
        return code if name else None

    def _by_language(self, node: yaml.Node | None, what: str) -> Iterator[tuple[str, yaml.Node]]:
        for language, (key, value) in self.file.mapping(node, what).items():
            if not is_language(language):
                self.file.complain(
                    "unknown-language", key, f"{language!r} is not a language code.", language_meant(language)
                )
            for item in self.file.items(value, f"{what} of {language!r}"):
                yield language, item

    def _examples(self, node: yaml.Node | None, what: str) -> Iterator[Example]:
        for language, item in self._by_language(node, f"{what.rpartition(' ')[2]}s"):
            keys = {"text": (item, item)}
            if isinstance(item, yaml.MappingNode):
                keys = self.file.mapping(item, what, known=("text", "stance"), required=("text",))
            text = self.file.filled(_value(keys, "text"), what)
            stance = self.file.string(_value(keys, "stance"), "'stance'") or "affirms"
            if stance not in STANCES:
                fix = did_you_mean(stance, STANCES)
                self.file.complain("bad-stance", keys["stance"][1], f"{stance!r} is not a stance.", fix)
            if text:
                yield Example(" ".join(text.split()), language, stance, *self.file.place(item))

    def _phrases(self, node: yaml.Node | None, what: str, code: str) -> Iterator[Phrase]:
        seen: dict[tuple[str, str], Phrase] = {}
        for language, item in self._by_language(node, f"{what.rpartition(' ')[2]}s"):
            phrase = self._phrase(item, language, what)
            if phrase is None:
                continue
            first = seen.setdefault((language, phrase.source), phrase)
            if first is phrase:
                yield phrase
                continue
            told = f"{what} of {code!r} stands there twice (first on line {first.line})."
            self.file.complain("doubled-pattern", item, told, "Keep one.", severity="warning")

    def _phrase(self, node: yaml.Node | None, language: str, what: str) -> Phrase | None:
        source = self.file.filled(node, what)
        if node is None or not source:
            return None
        phrase = Phrase(source, language, *self.file.place(node))
        try:
            return phrase if not self.thorough or phrase.tree else None
        except PatternError as error:
            told = f"{source!r} is not a pattern: {error.reason}"
            self.file.complain("bad-pattern", node, told, offset=error.column - 1)
            return None

    def _check_parents(self, codes: Mapping[str, Code], parents: Mapping[str, yaml.Node]) -> None:
        told: set[str] = set()
        for name, node in parents.items():
            parent = codes[name].parent
            if parent not in codes:
                fix = did_you_mean(str(parent), set(codes) - {name})
                self.file.complain(
                    "unknown-parent", node, f"the parent {parent!r} of {name!r} is no code.", fix
                )
            path = _cycle(name, codes)
            if path and name not in told:
                told.update(path)
                shown = " > ".join((*path, path[0]))
                self.file.complain(
                    "cycle",
                    node,
                    f"a code cannot count for itself: {shown}.",
                    "Take one of these parents away.",
                )

    def _check_bare(self, codes: Mapping[str, Code], bare: Sequence[Code]) -> None:
        """A code without patterns among others that have some; a codebook for people alone has none."""
        parents = {code.parent for code in codes.values()}
        for code in bare if len(bare) < len(codes) else ():
            if code.id in parents:
                continue
            told = Diagnostic(
                "no-patterns",
                self.file.shown,
                f"the code {code.id!r} has no patterns; only people can code it.",
                "Add 'patterns:', if a program shall.",
                line=code.line,
                severity="warning",
            )
            self.file.diagnostics.append(told)


def _cycle(start: str, codes: Mapping[str, Code]) -> tuple[str, ...]:
    """The codes on the way from a code through its parents back to itself; none where there is no way."""
    path = [start]
    parent = codes[start].parent
    while parent in codes and parent not in path:
        path.append(str(parent))
        parent = codes[str(parent)].parent
    return tuple(path) if parent == start else ()


def _value(keys: Mapping[str, tuple[yaml.Node, yaml.Node]], key: str) -> yaml.Node | None:
    return keys[key][1] if key in keys else None


def _named(node: yaml.Node) -> str:
    """How a code is called in a complaint: by its id where it has one."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    name = next((v.value for k, v in pairs if k.value == "id" and isinstance(v, yaml.ScalarNode)), None)
    return f"the code {name!r}" if name else "a code"
