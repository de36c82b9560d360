"""Paragraphs of a plain text: what a person sees in its blank lines, line lengths, bullets and form feeds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from comity.documents.lines import (
    BULLET,
    DASH,
    PAGE_NUMBER,
    is_title,
    item_mark,
    joined,
    title_level,
    without_bullet,
    words_of,
)
from comity.documents.reader import Block

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
# what may open an item, for a quick look at each paragraph
_ITEMS = re.compile(r"\n[ \t]*(?:[^\w\s\"'“”‘’«»]|\d|[a-zA-Z]{1,5}[.)]\s)")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_SHORT_LAST = re.compile(r"(?:^|\s)\(?\w{1,3}\.$")  # Mr. and No. at a line end close no paragraph
SAMPLE = 200_000
LONG_RUN = 12
_ENDS = tuple(".!?:;…\"'”’»)]")
LONG = 200  # no line of a list is as long


def plain_blocks(text: str) -> tuple[list[Block], int | None]:
    """The blocks of a plain text and the number of its pages, where form feeds part them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = text.replace("\x85", "\n").replace("\v", "\n")
    if " \n" in text or "\t\n" in text:
        text = _TRAILING.sub("", text)
    pages = text.split("\f")
    if not pages[-1].strip():
        pages.pop()
    if len(pages) > 1:
        pages = without_heads(pages)
    wrapped = is_wrapped(text[:SAMPLE])
    known = lru_cache(maxsize=1)(lambda: words_of((text,)))
    blocks: list[Block] = []
    for number, page in enumerate(pages, 1):
        where = number if len(pages) > 1 else None
        blocks += _page_blocks(page, where, wrapped=wrapped, known=known)
    return (over_pages(blocks), len(pages)) if len(pages) > 1 else (blocks, None)


def without_heads(pages: Sequence[str]) -> list[str]:
    """The pages without a first or last line that repeats (digits masked) or is a page number."""
    ends = [[line for line in page.split("\n") if line.strip()] for page in pages]
    seen = Counter(_masked(line) for lines in ends for line in {*lines[:1], *lines[-1:]})
    needed = max(3, len(pages) * 0.3)

    def is_head(line: str) -> bool:
        return bool(PAGE_NUMBER.match(line.strip())) or seen[_masked(line)] >= needed

    kept: list[str] = []
    for page, lines in zip(pages, ends, strict=True):
        while len(lines) > 1 and is_head(lines[0]):
            page = page[page.index(lines[0]) + len(lines[0]) :]  # noqa: PLW2901
            lines = lines[1:]  # noqa: PLW2901
        while len(lines) > 1 and is_head(lines[-1]):
            page = page[: page.rindex(lines[-1])]  # noqa: PLW2901
            lines = lines[:-1]  # noqa: PLW2901
        kept.append(page)
    return kept


def over_pages(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with sentences that go on over a page in one piece."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if (
            last is not None
            and last.page != block.page
            and {last.kind, block.kind} <= {"paragraph", "item"}
            and block.text[:1].islower()
            and not last.text.rstrip().endswith(_ENDS)
        ):
            whole[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            whole.append(block)
    return whole


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip()).casefold()


def is_wrapped(sample: str) -> bool:
    """Whether lines end where they were full, not where the paragraph does: words go on in lower case."""
    lines = [line.strip() for line in sample.split("\n")]
    breaks = [(a[-1], b[0]) for a, b in pairwise(lines) if a and b and b[0].isalnum()]
    if not breaks:
        return False
    cased = [(end, first) for end, first in breaks if first.lower() != first.upper()]
    if len(cased) >= len(breaks) // 4:
        going_on = sum(1 for _, first in cased if first.islower())
        return going_on * 4 > len(cased)
    return sum(1 for end, _ in breaks if end not in (*_ENDS, *"。؟۔।")) * 2 > len(breaks)


def _page_blocks(
    page: str, number: int | None, *, wrapped: bool, known: Callable[[], frozenset[str]]
) -> Iterator[Block]:
    for raw in page.split("\n\n"):
        chunk = raw.strip()
        if not chunk:
            continue
        if wrapped and chunk.isdecimal() and len(chunk) <= 4:  # a page number left between two paragraphs
            continue
        if "\n" not in chunk:
            yield _block(chunk, number, alone=True)
        elif not wrapped:
            yield from (_block(line, number, alone=False) for line in _whole_lines(chunk))
        else:
            yield from _wrapped_blocks(chunk, number, known)


def _whole_lines(chunk: str) -> Iterator[str]:
    """The lines that are paragraphs; one that was cut in mid-sentence is put together again."""
    whole = ""
    for raw in chunk.split("\n"):
        line = raw.strip()
        if len(whole) > LONG and line[:1].islower() and not whole.endswith(_ENDS):
            whole = f"{whole} {line}"
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _wrapped_blocks(chunk: str, number: int | None, known: Callable[[], frozenset[str]]) -> Iterator[Block]:
    newlines = chunk.count("\n")
    if newlines <= LONG_RUN and not _ITEMS.search(chunk):
        yield _block(joined((chunk,), known), number, alone=False)
        return
    lines = [line.strip() for line in chunk.split("\n")]
    for group in paragraphs(lines):
        yield _block(joined(group, known), number, alone=False)


def paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines in groups, one a paragraph, where no blank line parts them.

    A paragraph ends at a sentence's end on a line into which the next word would have fitted with room to
    spare, and before the mark of a list item.
    """
    width = sorted(map(len, lines))[int(len(lines) * 0.9)]
    group: list[str] = []
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        if group and item_mark(line) and (_is_bullet(line) or _SENTENCE_END.search(group[-1])):
            yield group
            group = []
        group.append(line)
        first = following.partition(" ")[0]
        if (
            len(line) + 1 + len(first) < 0.85 * width
            and _SENTENCE_END.search(line)
            and not _SHORT_LAST.search(line)
            and not following[:1].islower()
        ):
            yield group
            group = []
    if group:
        yield group


def _is_bullet(line: str) -> bool:
    """A dash may also be the middle of a sentence; other bullets may not."""
    return bool(BULLET.match(line)) and not DASH.match(line)


def _block(text: str, page: int | None, *, alone: bool) -> Block:
    if alone and is_title(text):
        return Block("heading", text, title_level(text), page)
    if item_mark(text):
        return Block("item", without_bullet(text), 1, page)
    return Block("paragraph", text, 0, page)
