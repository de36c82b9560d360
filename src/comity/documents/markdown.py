"""The blocks of a Markdown text and its inline marks taken off.

CommonMark's block structure as far as it changes what is a paragraph, a heading, an item, a cell or a note;
what only changes looks (rules, raw HTML tags, emphasis) goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.documents.reader import Block

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_ITEM = re.compile(r"([ \t]*)(?:[-+*]|(\d{1,9}[.)]))[ \t]+(.*)$")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_DEFINITION = re.compile(r" {0,3}\[[^\]^]+\]:[ \t]*\S+")
_TABLE_LINE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_HTML_LINE = re.compile(
    r" {0,3}</?(?:div|p|table|tr|td|th|tbody|thead|ul|ol|li|section|details|summary|center|br|hr|img)\b[^>]*>[ \t]*$",
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
    from html import unescape

    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return unescape(text) if "&" in text else text


def _raw_blocks(lines: list[str], notes: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    group: list[str] = []
    kind, level, fence, note = "paragraph", 0, "", ""

    def flush() -> Iterator[tuple[str, str, int]]:
        nonlocal kind, level, note
        words = "\n".join(group)
        if note:
            notes[note] = f"{notes.get(note, '')} {words}".strip()
        elif words.strip():
            yield kind, words, level
        group.clear()
        kind, level = "paragraph", 0

    for position, whole in enumerate(lines):
        line = re.sub(r"^ {0,3}(?:> ?)+", "", whole)
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
                yield from flush()
            else:
                group.append(line)
        elif match := _FENCE.match(line):
            yield from flush()
            fence = match[1]
        elif not line.strip():
            yield from flush()
            if position + 1 < len(lines) and not lines[position + 1].startswith("    "):
                note = ""
        elif match := _ATX.match(line):
            yield from flush()
            yield "heading", match[2] or "", len(match[1])
        elif group and kind == "paragraph" and (match := _SETEXT.match(line)):
            yield "heading", "\n".join(group), 1 if match[1][0] == "=" else 2
            group.clear()
        elif _RULE.match(line) or _HTML_LINE.match(line) or _DEFINITION.match(line):
            yield from flush()
        elif match := _NOTE.match(line):
            yield from flush()
            note = match[1]
            group.append(match[2])
        elif "|" in line and (kind == "cell" or _is_table_head(lines, position)):
            if kind != "cell":
                yield from flush()
            if not _TABLE_LINE.match(line):
                yield from (("cell", cell, 0) for cell in _cells(line) if cell)
            kind = "cell"
        elif match := _ITEM.match(line):
            yield from flush()
            kind, level = "item", len(match[1]) // 2 + 1
            group.append(f"{match[2]} {match[3]}" if match[2] else match[3])
        else:
            if kind == "cell":
                yield from flush()
            group.append(line.strip())
    yield from flush()


def _is_table_head(lines: list[str], position: int) -> bool:
    return (
        position + 1 < len(lines)
        and "-" in lines[position + 1]
        and bool(_TABLE_LINE.match(lines[position + 1]))
        and "|" in lines[position + 1]
    )


def _cells(line: str) -> list[str]:
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
