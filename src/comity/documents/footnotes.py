"""Notes at the foot of a page, told from the text by their smaller letters, their marks and their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.documents.page import Line, Page

SMALLER = 0.93
_MARK = re.compile(r"(\d{1,3}|[*†‡§]{1,3})\s*(?=[^\d\s.,)%/–-])")


@dataclass(frozen=True, slots=True)
class Note:
    """The lines of one note; ``mark`` is its number or sign, empty where it goes on from the page before."""

    mark: str
    lines: tuple[str, ...]


def without_notes(page: Page, body: float) -> tuple[list[Line], list[Note]]:
    """The lines of the text, without the marks that refer to notes, and the notes."""
    small = _foot(page.lines, body)
    if not small:
        return list(page.lines), []
    notes: list[Note] = []
    printed = False
    for line in small:
        match = _MARK.match(line.text)
        if match and _follows(match[1], notes):
            notes.append(Note(match[1], (line.text[match.end() :],)))
            printed = printed or line.raised
        elif notes:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line.text))
        else:
            notes.append(Note("", (line.text,)))
    gone = {id(line) for line in small}
    kept = [line for line in page.lines if id(line) not in gone]
    plain = _without_marks(kept, [note.mark for note in notes if note.mark])
    # small print with a number in it may be a table: a note is called from the text, or its mark is raised
    if not any(note.mark for note in notes) or (plain == kept and not printed):
        return list(page.lines), []
    return plain, notes


def _foot(lines: Sequence[Line], body: float) -> list[Line]:
    """The small lines below which no line of the text's own size stands in their column."""
    small = [line for line in lines if line.size < SMALLER * body]
    if not small or len(small) == len(lines):
        return []
    text = [line for line in lines if line.size >= SMALLER * body]
    return [
        line
        for line in small
        if not any(t.base < line.base and t.left < line.right and line.left < t.right for t in text)
    ]


def _follows(mark: str, notes: Sequence[Note]) -> bool:
    """A number at a line's start is a mark only if it goes on counting."""
    before = next((note.mark for note in reversed(notes) if note.mark), None)
    if before is None or not (mark.isdigit() and before.isdigit()):
        return True
    return 0 < int(mark) - int(before) <= 2


def _without_marks(lines: Sequence[Line], marks: Sequence[str]) -> list[Line]:
    """The text's lines without the numbers that refer to the notes, so that *partnership³* is a word again.

    Those printed small are known; where the print does not tell, a number counts that hangs on a word.
    """
    small = {line.text[a:b] for line in lines for a, b in line.marks} & set(marks)
    kept = [_without_spans(line, small) for line in lines]
    start = 0
    for mark in marks:
        if mark in small:
            continue
        reference = re.compile(rf"(?<=[^\W\d_.,]|[.,;:!?)\]”’\"»]){re.escape(mark)}(?=[\s.,;:!?)\]”’»]|$)")
        for at in range(start, len(kept)):
            changed, count = reference.subn("", kept[at].text, count=1)
            if count and changed:
                kept[at] = replace(kept[at], text=changed)
                start = at
                break
    return kept


def _without_spans(line: Line, small: set[str]) -> Line:
    text = line.text
    for start, end in reversed(line.marks):
        if text[start:end] in small:
            text = text[:start].rstrip() + text[end:]
    return replace(line, text=text) if text.strip() and text != line.text else line
