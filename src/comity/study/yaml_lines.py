"""YAML files of a study, read so that every value still knows its line and column.

A :class:`YamlFile` hands out typed values node by node and gathers what is wrong on the way; it never stops
at the first mistake. The C parser's nodes carry positions, the plain objects of ``yaml.load`` do not.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

import yaml

from comity.diagnostics import Diagnostic, Severity, did_you_mean

_NULL = "tag:yaml.org,2002:null"
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off", ""}
# What stands for one character of a double-quoted value in the file: a line fold, an escape or the character.
_WRITTEN = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)|.", re.DOTALL)


@dataclass(slots=True)
class YamlFile:
    """One file being read: its text, the name under which it is shown, and what is wrong with it so far."""

    text: str
    shown: str
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def root(self) -> yaml.Node | None:
        """The node of the whole file; null, with a diagnostic, where it is no YAML or empty."""
        # The parser drops a byte order mark and would count it all the same.
        self.text = self.text.removeprefix("\ufeff")
        try:
            node: yaml.Node | None = yaml.compose(self.text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = (mark.line + 1, mark.column + 1) if mark else (None, None)
            self._tell("bad-yaml", f"is not YAML from here on: {_cause(error)}.", _REMEDY, *where)
            return None
        except yaml.YAMLError as error:
            self._tell("bad-yaml", f"cannot be read as YAML: {str(error).splitlines()[0]}.", "", None, None)
            return None
        if node is None:
            self._tell("empty-file", "is empty.", "", 1, None)
        return node

    def place(self, node: yaml.Node, offset: int = 0) -> tuple[int, int]:
        """Line and column (from 1) of a node, or of the character at `offset` of its value."""
        mark = node.start_mark
        if not offset or not isinstance(node, yaml.ScalarNode):
            return mark.line + 1, mark.column + 1
        at = _written_at(self.text, node, offset)
        return self.text.count("\n", 0, at) + 1, at - (self.text.rfind("\n", 0, at) + 1) + 1

    def complain(
        self,
        code: str,
        node: yaml.Node,
        problem: str,
        fix: str = "",
        *,
        offset: int = 0,
        severity: Severity = "error",
    ) -> None:
        """Note something wrong at a node (or at a character of its value); the value is shown with it."""
        line, column = self.place(node, offset)
        value = node.value if isinstance(node, yaml.ScalarNode) else None
        self._tell(code, problem, fix, line, column, value=value, severity=severity)

    def mapping(
        self,
        node: yaml.Node | None,
        what: str,
        *,
        known: Collection[str] = (),
        required: Collection[str] = (),
    ) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Key to (node of the key, node of the value); doubled, unknown and missing keys are complained of.

        An empty `known` takes any key. Keys with an empty value are left out.
        """
        if node is None or _is_null(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.complain(
                "bad-type", node, f"{what} is not a mapping.", "Write it as lines of the form 'key: value'."
            )
            return {}
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.complain("bad-key", key, f"a key of {what} is not a word.")
            elif key.value in found:
                first = found[key.value][0].start_mark.line + 1
                self.complain(
                    "doubled-key",
                    key,
                    f"{key.value!r} stands in {what} twice (first on line {first}).",
                    "Keep one.",
                )
            elif known and key.value not in known:
                fix = did_you_mean(key.value, known)
                self.complain("unknown-key", key, f"{key.value!r} is not a key of {what}.", fix)
            else:
                found[key.value] = (key, value)
        for name in required:
            if name not in found or _is_null(found[name][1]):
                at = found[name][0] if name in found else node
                self.complain("missing-key", at, f"{what} has no {name!r}.", f"Add '{name}: …'.")
        return {k: pair for k, pair in found.items() if not _is_null(pair[1])}

    def items(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        """The nodes of a list; a single value stands for a list of one."""
        if node is None or _is_null(node):
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if isinstance(node, yaml.ScalarNode):
            return [node]
        self.complain("bad-type", node, f"{what} is not a list.", "Write one item per line, each after '- '.")
        return []

    def string(self, node: yaml.Node | None, what: str) -> str:
        """The text of a value; "" where it is missing or is not text."""
        if node is None or _is_null(node):
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.complain("bad-type", node, f"{what} is not text.", _QUOTES)
            return ""
        return str(node.value).strip() if node.style in {"|", ">"} else str(node.value)

    def filled(self, node: yaml.Node | None, what: str) -> str:
        """The same, of a value that may not be empty; "" with a complaint where it is."""
        text = self.string(node, what)
        if not text.strip() and isinstance(node, yaml.ScalarNode):
            self.complain("empty-value", node, f"{what} is empty.", "Write it out, or take the line away.")
            return ""
        return text

    def flag(self, node: yaml.Node | None, what: str) -> bool:
        """Whether a value says yes; false where it is missing."""
        text = self.string(node, what).casefold()
        if node is not None and text not in _TRUE | _FALSE:
            self.complain("bad-type", node, f"{what} is {text!r}, neither true nor false.")
        return text in _TRUE

    def whole_number(self, node: yaml.Node | None, what: str, *, default: int) -> int:
        """A number from 0; the default where it is missing or wrong."""
        text = self.string(node, what)
        if node is None or (text.isascii() and text.isdigit()):
            return int(text) if text else default
        self.complain("bad-type", node, f"{what} is {text!r}, not a whole number from 0.")
        return default

    def _tell(
        self,
        code: str,
        problem: str,
        fix: str,
        line: int | None,
        column: int | None,
        *,
        value: str | None = None,
        severity: Severity = "error",
    ) -> None:
        self.diagnostics.append(Diagnostic(code, self.shown, problem, fix, line, column, value, severity))


_REMEDY = (
    "Look at the indentation, and put text that holds ': ' or begins with one of [ { * & ! | > % @ "
    "in quotation marks."
)
_QUOTES = "Put it in quotation marks: text that begins with [ or { or holds ': ' is taken for something else."


def _is_null(node: yaml.Node) -> bool:
    return bool(node.tag == _NULL)


def _cause(error: yaml.MarkedYAMLError) -> str:
    return ", ".join(str(part) for part in (error.context, error.problem) if part)


def _written_at(text: str, node: yaml.ScalarNode, offset: int) -> int:
    """The place in the file of the character at `offset` of a value; block styles: where they begin."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in {"|", ">"}:
        return int(start)
    at = start + (1 if node.style in {"'", '"'} else 0)
    done = 0
    while done < offset and at < end:
        fold = re.compile(r"[ \t]*\r?\n\s*").match(text, at)
        if fold:
            # One line break is folded into a blank, each further one stands for itself.
            at, done = fold.end(), done + max(1, fold.group().count("\n") - 1)
        elif node.style == "'" and text.startswith("''", at):
            at, done = at + 2, done + 1
        elif node.style == '"':
            written = _WRITTEN.match(text, at)
            assert written is not None
            at, done = written.end(), done + ("\n" not in written.group())
        else:
            at, done = at + 1, done + 1
    return min(at, end)
