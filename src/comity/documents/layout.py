"""Lines with places into headings, paragraphs, items and notes, over the breaks of columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from comity.documents.footnotes import Note, without_notes
from comity.documents.furniture import without_furniture
from comity.documents.lines import (
    BULLET,
    NUMBERED,
    is_title,
    item_mark,
    joined,
    title_level,
    without_bullet,
    words_of,
)
from comity.documents.page import Line, Page
from comity.documents.reader import Block

_SENTENCE_ENDS = tuple(".!?:;…؟۔。")
_CLOSING = "\"'”’»)]"
_ENDS = (".", "!", "?", ":", ";")
_SHORT_LAST = re.compile(r"(?:^|\s)\(?\w{1,3}\.$")


def blocks_of_pages(pages: Sequence[Page]) -> Iterator[Block]:
    """The blocks of a printed document in reading order, each on the page where it starts."""
    pages = without_furniture(pages)
    body = body_size(line for page in pages for line in page.lines)
    known = lru_cache(maxsize=1)(
        lambda: words_of("\n".join(line.text for line in page.lines) for page in pages)
    )
    lines: list[Line] = []
    notes: dict[int, list[Note]] = {}
    for page in pages:
        kept, notes[page.number] = without_notes(page, body)
        lines += kept
    bold_body = sum(len(line.text) for line in lines if line.bold) * 2 > sum(len(line.text) for line in lines)
    sizes = heading_sizes(lines, body)
    for group, following in pairwise([*groups(lines), []]):
        if group[0].cells:
            yield from (Block("cell", cell, 0, line.page) for line in group for cell in line.cells)
        else:
            yield _block(group, body, sizes, bold_body=bold_body, known=known)
        # a page is over where the next block starts on another one: what stood at its foot comes now
        until = following[0].page if following else len(pages) + 1
        for number in range(group[0].page, until):
            yield from _notes(notes.pop(number, []), number, known)
    for number in sorted(notes):
        yield from _notes(notes[number], number, known)


def body_size(lines: Iterable[Line]) -> float:
    """The size that most letters have, in points."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size * 2) / 2] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def heading_sizes(lines: Iterable[Line], body: float) -> list[float]:
    """The sizes well above the body's, largest first: the levels of headings."""
    return sorted({round(line.size) for line in lines if line.size > 1.12 * body}, reverse=True)


def groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of one block each."""
    group: list[Line] = []
    for run in map(_with_tables, _runs(lines)):
        left, right = min(line.left for line in run), max(line.right for line in run)
        leading = _leading(run)
        for line in run:
            if group and _starts(group, line, left, right, leading):
                yield group
                group = []
            group.append(line)
    if group:
        yield group


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines below one another in one column of one page."""
    run: list[Line] = []
    for line in lines:
        if run and (
            line.page != run[-1].page
            or line.base > run[-1].base + 1
            or line.left > run[-1].right
            or line.right < run[-1].left
        ):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _with_tables(run: list[Line]) -> list[Line]:
    """The run with cells only where two rows follow one another; one gap alone is a tab in a sentence."""
    rows = [bool(line.cells) for line in run]
    if not any(rows):
        return run
    near = zip(rows, [False, *rows], [*rows[1:], False], strict=False)
    return [
        line if not row or before or after else replace(line, cells=())
        for line, (row, before, after) in zip(run, near, strict=True)
    ]


def _leading(run: Sequence[Line]) -> float:
    steps = sorted(a.base - b.base for a, b in pairwise(run) if a.base - b.base > 1)
    return steps[len(steps) // 3] if steps else 0.0


def _starts(group: Sequence[Line], line: Line, left: float, right: float, leading: float) -> bool:
    """Whether `line` opens a block, seen from the lines before it."""
    last = group[-1]
    if line.cells or last.cells:
        return bool(line.cells) != bool(last.cells) or line.page != last.page
    ended = last.text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS) and not _SHORT_LAST.search(last.text)
    if _looks_other(group, line) or _opens_item(line, last, left, ended=ended):
        return True
    lower = line.text[:1].islower()
    step = last.base - line.base
    if line.page != last.page or step < -1:  # over the break of a column or a page a sentence goes on
        return ended and not lower
    if leading and step > 1.35 * leading and step > 1.35 * line.size:
        return ended or not lower
    if ended and line.left > left + 0.7 * line.size and abs(last.left - left) < 0.7 * line.size:
        return True
    room = (right - last.right) / max(right - left, 1.0)
    return not lower and (room > 0.4 or (ended and room > 0.15))


def _looks_other(group: Sequence[Line], line: Line) -> bool:
    """Whether `line` is printed unlike the lines before it, or they are a heading by their words."""
    last = group[-1]
    goes_on = line.text[:1].islower() and not last.text.endswith(_ENDS)
    if abs(line.size - last.size) > (0.25 if goes_on else 0.1) * max(line.size, last.size):
        return True
    if goes_on:
        return False
    if line.bold != last.bold and all(other.bold == last.bold for other in group):
        return True
    return len(group) == 1 and is_title(last.text) and not is_title(line.text)


def _opens_item(line: Line, last: Line, left: float, *, ended: bool) -> bool:
    """Whether `line` opens with the mark of an item where an item may stand."""
    if not item_mark(line.text):
        return False
    indented = line.left > left + 0.5 * line.size
    return bool(BULLET.match(line.text)) or ended or indented or last.text.endswith((",", ";"))


def _block(
    group: Sequence[Line],
    body: float,
    sizes: Sequence[float],
    *,
    bold_body: bool,
    known: Callable[[], frozenset[str]],
) -> Block:
    text, first = joined([line.text for line in group], known), group[0]
    open_end = not text.endswith((".", ";", ":", ",")) and len(group) <= 4 and len(text) <= 200
    if open_end and any(map(str.isalpha, text)):
        if first.size > 1.12 * body:
            return Block("heading", text, min(1 + sizes.index(round(first.size)), 6), first.page)
        if first.bold and not bold_body and all(line.bold for line in group):
            level = title_level(text) if NUMBERED.match(text) else min(len(sizes) + 1, 6)
            return Block("heading", text, level, first.page)
        if is_title(text) and len(group) <= 2:
            return Block("heading", text, title_level(text), first.page)
    if item_mark(text):
        return Block("item", without_bullet(text), 1, first.page)
    return Block("paragraph", text, 0, first.page)


def _notes(notes: Iterable[Note], number: int, known: Callable[[], frozenset[str]]) -> Iterator[Block]:
    for note in notes:
        yield Block("note", joined(note.lines, known), 0, number)
