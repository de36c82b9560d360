"""The blocks of a Markdown text and its inline marks taken off.

CommonMark's block structure as far as it changes what is a paragraph, a heading, an item, a cell or a note;
what only changes looks (rules, raw HTML tags, emphasis) goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from comity.documents.reader import Block

_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_ITEM = re.compile(r"([ \t]*)(?:[-+*]|(\d{1,9}[.)]))[ \t]+(.*)$")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_DEFINITION = re.compile(r" {0,3}\[[^\]^]+\]:[ \t]*\S+")
_TABLE_LINE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HTML_LINE = re.compile(
    r" {0,3}</?(?:div|p|table|tr|td|th|tbody|thead|ul|ol|li|section|details|summary|center|"
    r"br|hr|img)\b[^>]*>[ \t]*$",
    re.IGNORECASE,
)

_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"\[\^[^\]\s]+\]"), ""),
    (re.compile(r"\[([^\]]*)\](?:\([^)\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(`+)(.+?)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w\\])(\*\*\*|\*\*|\*)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w\\])(___|__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL), r"\2"),
    (re.compile(r"~~(?=\S)(.+?)~~", re.DOTALL), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def markdown_blocks(text: str) -> Iterator[Block]:
    """The blocks in order; a note follows the block that first refers to it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    notes: dict[str, str] = {}
    blocks = list(_raw_blocks(lines, notes))
    for kind, words, level in blocks:
        yield Block(kind, inline(words), level)
        for mark in re.findall(r"\[\^([^\]\s]+)\]", words):
            if mark in notes:
                yield Block("note", inline(notes.pop(mark)))
    yield from (Block("note", inline(words)) for words in notes.values())


def inline(text: str) -> str:
    """`text` without the marks of emphasis, links, pictures, code and raw tags; struck-out words are gone."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return unescape(text) if "&" in text else text


def _raw_blocks(lines: list[str], notes: dict[str, str]) -> list[tuple[str, str, int]]:
    """Kind, source and level of each block; the texts of notes go into `notes` by their marks."""
    walk = _Walk(notes)
    for position, whole in enumerate(lines):
        line = _QUOTE.sub("", whole)
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if not (walk.in_code(line) or walk.ends_group(line, following)):
            walk.go_on(line, following)
    walk.flush()
    return walk.blocks


@dataclass(slots=True)
class _Walk:
    """The block that is open while the lines go by, and those that are done."""

    notes: dict[str, str]
    blocks: list[tuple[str, str, int]] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    kind: str = "paragraph"
    level: int = 0
    fence: str = ""
    note: str = ""

    def flush(self) -> None:
        """Ends the open block."""
        words = "\n".join(self.group)
        if self.note:
            self.notes[self.note] = f"{self.notes.get(self.note, '')} {words}".strip()
        elif words.strip():
            self.blocks.append((self.kind, words, self.level))
        self.group.clear()
        self.kind, self.level = "paragraph", 0

    def in_code(self, line: str) -> bool:
        """Whether the line belongs to fenced code, whose marks are left alone."""
        bare = line.strip()
        if self.fence:
            if bare.startswith(self.fence) and not bare.strip(self.fence[0]):
                self.fence = ""
                self.flush()
            else:
                self.group.append(line)
            return True
        if match := _FENCE.match(line):
            self.flush()
            self.fence = match[1]
        return bool(self.fence)

    def ends_group(self, line: str, following: str) -> bool:
        """Whether the line ends the open block and holds no text of the next one, or is a heading whole."""
        if not line.strip():
            self.flush()
            if not following.startswith("    "):
                self.note = ""
            return True
        if match := _ATX.match(line):
            self.flush()
            self.blocks.append(("heading", match[2] or "", len(match[1])))
            return True
        if self.group and self.kind == "paragraph" and (match := _SETEXT.match(line)):
            self.kind, self.level = "heading", 1 if match[1][0] == "=" else 2
            self.flush()
            return True
        if _RULE.match(line) or _HTML_LINE.match(line) or _DEFINITION.match(line):
            self.flush()
            return True
        return False

    def go_on(self, line: str, following: str) -> None:
        """Takes the text of the line, into a new block if it opens one."""
        if match := _NOTE.match(line):
            self.flush()
            self.note = match[1]
            self.group.append(match[2])
        elif "|" in line and (self.kind == "cell" or ("|" in following and _TABLE_LINE.match(following))):
            if self.kind != "cell":
                self.flush()
            self.kind = "cell"
            if not _TABLE_LINE.match(line):
                self.blocks += (("cell", cell, 0) for cell in _cells(line) if cell)
        elif match := _ITEM.match(line):
            self.flush()
            self.kind, self.level = "item", len(match[1]) // 2 + 1
            self.group.append(f"{match[2]} {match[3]}" if match[2] else match[3])
        else:
            if self.kind == "cell":
                self.flush()
            self.group.append(line.strip())


def _cells(line: str) -> list[str]:
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
