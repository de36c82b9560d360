"""A study's findings as data: claims.yaml, each claim with the place of each of its words.

Whether a measure, a quantity or a grouping exists is not known here; comparison/claims.py asks that of the
catalogue, with the places kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from comity.diagnostics import Diagnostic, did_you_mean
from comity.study.yaml_lines import YamlFile

FILE = "claims.yaml"
KINDS = ("category", "value", "greater_than", "sign", "status")
BOUNDS = ("above", "below", "between")
SIGNS = ("positive", "negative")
_KEYS = ("id", "text", "section", "measure", "quantity", "where", "expect", "inference")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a claim expects of its figure; ``kind`` says which of the other fields hold.

    ``words``: categories, statuses or the sign. ``low`` and ``high``: the bounds of a value, null where open.
    ``measure``, ``quantity``, ``where``: the other figure of a comparison.
    """

    kind: str
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    measure: str = ""
    quantity: str = ""
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding: what is said, of which figure, and what it expects; ``inference``: ours, not the source's.

    ``places`` gives line and column of each key (``where.code`` …), for what is found wrong later.
    """

    id: str
    text: str
    measure: str
    expect: Expectation
    section: str = ""
    quantity: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    inference: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)


def read_claims_text(text: str, shown: str = FILE) -> tuple[tuple[Claim, ...], list[Diagnostic]]:
    """The claims that could be read, in the order of the file, and all that is wrong with it."""
    file = YamlFile(text, shown)
    root = file.root()
    keys = file.mapping(root, "the file of claims", known=("claims",), required=("claims",)) if root else {}
    reading = _Reading(file)
    found: dict[str, Claim] = {}
    for node in file.items(keys["claims"][1] if "claims" in keys else None, "'claims'"):
        claim = reading.claim(node)
        if claim is None:
            continue
        if claim.id in found:
            told = f"the id {claim.id!r} is given to two claims (first on line {found[claim.id].places['id'][0]})."
            file.complain("doubled-id", node, told, "Give one of them another.")
            continue
        found[claim.id] = claim
    return tuple(found.values()), file.diagnostics


@dataclass(slots=True)
class _Reading:
    """The claims of one file, node by node."""

    file: YamlFile
    places: dict[str, Place] = field(default_factory=dict)

    def claim(self, node: yaml.Node) -> Claim | None:
        self.places = {}
        before = len(self.file.diagnostics)
        keys = self.file.mapping(node, "a claim", known=_KEYS, required=("id", "text", "measure", "expect"))
        text = {key: self.file.string(keys[key][1], f"'{key}'") for key in _KEYS[:5] if key in keys}
        self.places = {key: self.file.place(value) for key, (_, value) in keys.items()}
        where = self._where(keys["where"][1] if "where" in keys else None, "where")
        expect = self._expect(keys["expect"][1]) if "expect" in keys else None
        inference = self.file.flag(keys["inference"][1] if "inference" in keys else None, "'inference'")
        if expect is None or len(self.file.diagnostics) > before:
            return None
        return Claim(
            id=text["id"],
            text=text["text"].strip(),
            section=text.get("section", ""),
            measure=text["measure"],
            quantity=text.get("quantity", ""),
            where=where,
            expect=expect,
            inference=inference,
            places=self.places,
        )

    def _where(self, node: yaml.Node | None, name: str) -> dict[str, str]:
        pairs = self.file.mapping(node, f"'{name}'")
        self.places |= {f"{name}.{key}": self.file.place(value) for key, (_, value) in pairs.items()}
        return {key: self.file.filled(value, f"'{name}.{key}'") for key, (_, value) in pairs.items()}

    def _expect(self, node: yaml.Node) -> Expectation | None:
        keys = self.file.mapping(node, "'expect'", known=KINDS)
        if len(keys) != 1:
            told = "a claim expects exactly one thing of its figure."
            self.file.complain("bad-expectation", node, told, f"Write one of: {', '.join(KINDS)}.")
            return None
        kind, (_, value) = next(iter(keys.items()))
        self.places[f"expect.{kind}"] = self.file.place(value)
        if kind == "value":
            return self._bounds(value)
        if kind == "greater_than":
            return self._comparison(value)
        words = tuple(self.file.filled(item, f"'{kind}'") for item in self.file.items(value, f"'{kind}'"))
        if kind == "sign" and (len(words) != 1 or words[0] not in SIGNS):
            fix = did_you_mean(", ".join(words), SIGNS)
            self.file.complain("bad-sign", value, f"{', '.join(words)!r} is not a sign.", fix)
        return Expectation(kind, words)

    def _bounds(self, node: yaml.Node) -> Expectation | None:
        keys = self.file.mapping(node, "'value'", known=BOUNDS)
        if len(keys) != 1:
            self.file.complain(
                "bad-expectation", node, "a value has one bound.", f"One of: {', '.join(BOUNDS)}."
            )
            return None
        name, (_, value) = next(iter(keys.items()))
        numbers = [self._number(item, name) for item in self.file.items(value, f"'{name}'")]
        if len(numbers) != (2 if name == "between" else 1):
            told = f"{name!r} takes {'two numbers' if name == 'between' else 'one number'}."
            self.file.complain("bad-bound", value, told, "Write: between: [0.2, 0.4], or above: 0.5.")
            return None
        if name == "between" and numbers[0] >= numbers[1]:
            self.file.complain(
                "bad-bound", value, "the lower bound is not below the upper.", "Turn them round."
            )
        low = None if name == "below" else numbers[0]
        return Expectation("value", low=low, high=None if name == "above" else numbers[-1])

    def _comparison(self, node: yaml.Node) -> Expectation:
        keys = self.file.mapping(node, "'greater_than'", known=("measure", "quantity", "where"))
        if not keys and isinstance(node, yaml.MappingNode):
            told = "the comparison names no other figure."
            self.file.complain("bad-expectation", node, told, "Write: greater_than: {where: {context: …}}.")
        text = {k: self.file.string(keys[k][1], f"'{k}'") for k in ("measure", "quantity") if k in keys}
        where = self._where(keys["where"][1] if "where" in keys else None, "greater_than.where")
        self.places |= {f"greater_than.{k}": self.file.place(keys[k][1]) for k in text}
        return Expectation(
            "greater_than", measure=text.get("measure", ""), quantity=text.get("quantity", ""), where=where
        )

    def _number(self, node: yaml.Node, what: str) -> float:
        text = self.file.string(node, f"'{what}'")
        try:
            return float(text)
        except ValueError:
            self.file.complain("bad-type", node, f"{what!r} is {text!r}, not a number.")
            return 0.0
