"""Running heads, running feet and page numbers: what stands on page after page and is not the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from comity.documents.lines import PAGE_NUMBER
from comity.documents.page import Line, Page

_DIGITS = re.compile(r"\d+")
EDGE = 3  # lines from the top and from the bottom that are looked at
SHARE = 0.3  # left and right pages may each have a head of their own
NEAR = 6.0  # points
MANY = 5  # numbers that make a column of line numbers
MARGIN = 0.12  # of the page's height


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without lines that repeat at one place (digits masked) and without page numbers."""
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    edges = [_edge(page) for page in pages]
    for lines in edges:
        for line in lines:
            places[_masked(line.text)].append((line.page, line.base))
    needed = max(2, min(8, round(SHARE * sum(1 for p in pages if p.lines))))
    repeated = {text: Counter(round(base / NEAR) for _, base in found) for text, found in places.items()}
    kept: list[Page] = []
    for page, edge in zip(pages, edges, strict=True):
        gone = {id(line) for line in edge if _is_furniture(line, page, repeated, needed)}
        gone.update(map(id, _line_numbers(page)))
        kept.append(
            replace(page, lines=tuple(line for line in page.lines if id(line) not in gone)) if gone else page
        )
    emptied = sum(1 for before, after in zip(pages, kept, strict=True) if before.lines and not after.lines)
    # slides and forms may hold nothing but what repeats: then it is the text
    return list(pages) if emptied * 2 > sum(1 for page in pages if page.lines) else kept


def _edge(page: Page) -> list[Line]:
    if len(page.lines) <= 2 * EDGE:
        return list(page.lines)
    lines = sorted(page.lines, key=lambda line: line.base)
    # a head may be printed in several pieces on one line; all of them count as one
    low, high = lines[EDGE - 1].base + 1, lines[-EDGE].base - 1
    return [line for line in lines if line.base <= low or line.base >= high]


def _masked(text: str) -> str:
    return _DIGITS.sub("#", text).casefold()


def _is_furniture(line: Line, page: Page, repeated: dict[str, Counter[int]], needed: int) -> bool:
    at = round(line.base / NEAR)
    spots = repeated[_masked(line.text)]
    seen = spots[at - 1] + spots[at] + spots[at + 1]
    in_margin = page.height > 0 and not MARGIN < line.base / page.height < 1 - MARGIN
    if PAGE_NUMBER.match(line.text) and any(map(str.isalnum, line.text)):
        return in_margin or seen >= needed
    if seen < needed or in_margin:
        return seen >= needed
    bases = [other.base for other in page.lines]
    return seen >= 5 and line.base in {min(bases), max(bases)}


def _line_numbers(page: Page) -> list[Line]:
    """The column of numbers, by ones or by fives, beside the lines of a transcript or a bill."""
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    for line in page.lines:
        if line.text.isdecimal() and len(line.text) <= 3:
            columns[round(line.right / 3)].append(line)
    numbers = max(columns.values(), key=len, default=[])
    steps = {int(b.text) - int(a.text) for a, b in pairwise(numbers)}
    return numbers if len(numbers) >= MANY and steps in ({1}, {5}) else []
