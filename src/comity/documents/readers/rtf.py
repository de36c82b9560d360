"""Rich Text Format: a stack of groups, walked once.

Hidden and deleted text, headers, footers, pictures and field codes are left out; notes follow their
paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from comity.documents.lines import item_mark, without_bullet
from comity.documents.reader import Block, Metadata, Reader, Reading, UnreadableDocument

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,9})?[ ]?|'(?P<byte>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+"
)
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo)\s*([1-9])$", re.IGNORECASE)
_WORDS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d",
    "zwnj": "\u200c",
}  # fmt: skip
_SIGNS = {"~": "\xa0", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "", "\r": ""}
_LEFT_OUT = frozenset(
    [
        "colortbl",
        "pict",
        "object",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "xe",
        "tc",
        "txe",
        "rxe",
        "bkmkstart",
        "bkmkend",
        "fldinst",
        "sp",
        "nonshppict",
        "result",
        "themedata",
        "colorschememapping",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "filetbl",
        "annotation",
        "atnid",
        "atnauthor",
        "atrfstart",
        "atrfend",
        "mmath",
        "nextfile",
        "private",
    ]
)
_STARRED_BUT_READ = frozenset({"shpinst", "shptxt", "footnote", "pn"})
_CODE_PAGES = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside one pair of braces."""

    target: str = "body"
    encoding: str = "cp1252"
    skip_after_unicode: int = 1
    hidden: bool = False
    deleted: bool = False


@dataclass(slots=True)
class _Paragraph:
    style: int = 0
    outline: int | None = None
    listed: int = 0
    in_table: bool = False
    marked: bool = False


@dataclass(slots=True)
class _Walk:
    """Everything gathered so far; `buffers` holds the text of each target until its block ends."""

    group: _Group = field(default_factory=_Group)
    stack: list[_Group] = field(default_factory=list)
    buffers: dict[str, list[str]] = field(default_factory=lambda: {"body": []})
    bytes_held: bytearray = field(default_factory=bytearray)
    skip: int = 0
    starred: bool = False
    paragraph: _Paragraph = field(default_factory=_Paragraph)
    blocks: list[Block] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    styles: dict[int, str] = field(default_factory=dict)
    style: int = 0
    info: dict[str, str] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    default: str = "cp1252"

    def say(self, words: str) -> None:
        self._spell()
        self._add(words)

    def _add(self, words: str) -> None:
        group = self.group
        if group.target != "out" and not group.hidden and not group.deleted:
            self.buffers.setdefault(group.target, []).append(words)

    def _spell(self) -> None:
        """The bytes held back as letters: some alphabets need two bytes for one."""
        if self.bytes_held:
            held = bytes(self.bytes_held)
            self.bytes_held.clear()
            self._add(_decoded(held, self.group.encoding))

    def byte(self, value: int) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self.bytes_held.append(value)

    def text(self, words: bytes) -> None:
        if self.skip:
            taken = min(self.skip, len(words))
            self.skip -= taken
            words = words[taken:]
        if words:
            if any(byte > 127 for byte in words) or self.bytes_held:
                self.bytes_held += words
            else:
                self._add(words.decode("ascii"))

    def open(self) -> None:
        self._spell()
        if len(self.stack) > DEEPEST:
            raise UnreadableDocument(
                "corrupt-file", "The RTF file is damaged: its groups are nested without end.",
                "Open it in a word processor, save it anew, and add that copy.",
            )  # fmt: skip
        self.stack.append(self.group)

    def close(self) -> None:
        self._spell()
        target = self.group.target
        if self.stack:
            self.group = self.stack.pop()
        ended = target != self.group.target or target == "style"  # each style is a group in the style sheet
        if ended and target in self.buffers and target != "body":
            self._finish(target, "".join(self.buffers.pop(target)))

    def _finish(self, target: str, words: str) -> None:
        if target == "note":
            self.pending.append(_paired(words))
        elif target == "style":
            self.styles[self.style] = words.strip().rstrip(";").split(";")[0].strip()
        elif target == "mark":
            self.paragraph.marked = True
            if re.search(r"\w", words):
                self.buffers["body"].insert(0, words + " ")
        elif target in {"title", "author", "company"}:
            self.info[target] = words.strip()

    def end_block(self, kind: str | None = None) -> None:
        self._spell()
        if self.group.target != "body":
            self._add("\n")
            return
        words = _paired("".join(self.buffers["body"]))
        if kind is None and self.paragraph.in_table:
            self.buffers["body"].append("\n")
            return
        self.buffers["body"] = []
        if words.strip():
            self.blocks.append(self._block(words, kind))
        self.blocks += (Block("note", note) for note in self.pending)
        self.pending.clear()
        self.paragraph.marked = False

    def _block(self, words: str, kind: str | None) -> Block:
        if kind:
            return Block(kind, words)
        named = _HEADING.match(self.styles.get(self.paragraph.style, ""))
        if self.paragraph.outline is not None and self.paragraph.outline < 9:
            return Block("heading", words, self.paragraph.outline + 1)
        if named:
            return Block("heading", words, int(named[1]))
        if self.paragraph.marked or self.paragraph.listed or item_mark(words.strip()):
            return Block("item", without_bullet(words.strip()), 1)
        return Block("paragraph", words)


def _paired(words: str) -> str:
    """Letters outside the basic plane come as two halves; here they are made one."""
    if not any("\ud800" <= letter <= "\udfff" for letter in words):
        return words
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decoded(held: bytes, encoding: str) -> str:
    if encoding == "symbol":
        return ""
    try:
        return held.decode(encoding, "replace")
    except LookupError:
        return held.decode("cp1252", "replace")


def read(data: bytes, _name: str) -> Reading:
    """The blocks of an RTF file."""
    walk = _Walk()
    position, end = 0, len(data)
    while position < end:
        match = _TOKEN.match(data, position)
        if match is None:
            position += 1
            continue
        position = match.end()
        if match["text"] is not None:
            walk.text(match["text"])
        elif match["byte"] is not None:
            walk.byte(int(match["byte"], 16))
        elif match["brace"] is not None:
            walk.skip = 0
            (walk.open if match["brace"] == b"{" else walk.close)()
        elif match["sign"] is not None:
            _sign(walk, match["sign"].decode("latin-1"))
        elif match["word"] is not None:
            word, number = match["word"].decode("ascii"), match["number"]
            if word == "bin":
                position += max(0, int(number or 0))
            _word(walk, word, int(number) if number is not None else None)
    walk.group = _Group()
    walk.end_block("cell" if walk.paragraph.in_table else None)
    info = walk.info
    made = (
        "-".join(f"{walk.made[k]:02d}" for k in ("yr", "mo", "dy"))
        if {"yr", "mo", "dy"} <= walk.made.keys()
        else None
    )
    metadata = Metadata(info.get("title") or None, made, info.get("company") or info.get("author") or None)
    return Reading(tuple(walk.blocks), metadata=metadata)


def _sign(walk: _Walk, sign: str) -> None:
    if sign == "*":
        walk.starred = True
    elif sign in "\r\n":
        walk.end_block()
    elif walk.skip:
        walk.skip -= 1
    else:
        walk.say(_SIGNS.get(sign, ""))


def _word(walk: _Walk, word: str, number: int | None) -> None:
    starred, walk.starred = walk.starred, False
    if word == "u" and number is not None:
        walk.say(_letter(number))
        walk.skip = walk.group.skip_after_unicode
    elif word in _WORDS:
        walk.say(_WORDS[word])
    elif word in _ACTIONS:
        walk._spell()  # noqa: SLF001 - of this module
        _ACTIONS[word](walk, number)
    elif word in _TARGETS:
        _enter(walk, _TARGETS[word])
    elif word in _LEFT_OUT or (starred and word not in _STARRED_BUT_READ):
        _enter(walk, "out")


def _enter(walk: _Walk, target: str) -> None:
    walk._spell()  # noqa: SLF001
    if walk.group.target != "out":
        walk.group = replace(walk.group, target=target)


def _letter(number: int) -> str:
    """A UTF-16 unit, signed as the format writes it; halves of pairs are put together at the end."""
    code = number & 0xFFFF
    return "" if 0xF000 <= code <= 0xF0FF else chr(code)


_TARGETS: Mapping[str, str] = {
    "fonttbl": "fonts", "stylesheet": "style", "info": "info", "footnote": "note", "listtext": "mark",
    "pntext": "mark",
    "title": "title", "author": "author", "company": "company",
}  # fmt: skip


def _end(walk: _Walk, _number: int | None) -> None:
    walk.end_block()


def _end_cell(walk: _Walk, _number: int | None) -> None:
    walk.end_block("cell")


def _plain_paragraph(walk: _Walk, _number: int | None) -> None:
    if walk.group.target == "body":
        walk.paragraph = _Paragraph(marked=walk.paragraph.marked)


def _plain(walk: _Walk, _number: int | None) -> None:
    walk.group = replace(walk.group, hidden=False, deleted=False)


def _hide(walk: _Walk, number: int | None) -> None:
    walk.group = replace(walk.group, hidden=number != 0)


def _delete(walk: _Walk, number: int | None) -> None:
    walk.group = replace(walk.group, deleted=number != 0)


def _in_table(walk: _Walk, _number: int | None) -> None:
    walk.paragraph.in_table = True


def _outline(walk: _Walk, number: int | None) -> None:
    if walk.group.target == "body":
        walk.paragraph.outline = number


def _listed(walk: _Walk, number: int | None) -> None:
    if walk.group.target == "body":
        walk.paragraph.listed = number or 0


def _style(walk: _Walk, number: int | None) -> None:
    if walk.group.target == "style":
        walk.style = number or 0
    elif walk.group.target == "body":
        walk.paragraph.style = number or 0


def _font(walk: _Walk, number: int | None) -> None:
    if walk.group.target == "fonts":
        walk.font = number or 0
    else:
        walk.group = replace(walk.group, encoding=walk.fonts.get(number or 0, walk.default))


def _font_charset(walk: _Walk, number: int | None) -> None:
    if walk.group.target == "fonts" and number not in {0, 1, None}:
        walk.fonts[walk.font] = "symbol" if number == 2 else _CODE_PAGES.get(number or 0, walk.default)


def _code_page(walk: _Walk, number: int | None) -> None:
    walk.default = f"cp{number}" if number and number != 65001 else "utf-8" if number else "cp1252"
    walk.group = replace(walk.group, encoding=walk.default)


def _unicode_skip(walk: _Walk, number: int | None) -> None:
    walk.group = replace(walk.group, skip_after_unicode=max(0, min(number or 0, 10)))


def _made(name: str) -> Callable[[_Walk, int | None], None]:
    def keep(walk: _Walk, number: int | None) -> None:
        if number:
            walk.made.setdefault(name, number)

    return keep


_ACTIONS: Mapping[str, Callable[[_Walk, int | None], None]] = {
    "par": _end, "sect": _end, "page": _end, "cell": _end_cell, "nestcell": _end_cell,
    "row": _plain_paragraph,
    "pard": _plain_paragraph, "plain": _plain, "v": _hide, "deleted": _delete, "intbl": _in_table,
    "outlinelevel": _outline, "ls": _listed, "s": _style, "f": _font, "fcharset": _font_charset,
    "ansicpg": _code_page,
    "uc": _unicode_skip, "yr": _made("yr"), "mo": _made("mo"), "dy": _made("dy"),
}  # fmt: skip

RTF = Reader("rtf", (".rtf",), read)
