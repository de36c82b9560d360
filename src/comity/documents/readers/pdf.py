"""PDF: the text in reading order with its pages, without running heads, notes apart from sentences."""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from comity.documents.dates import iso_date
from comity.documents.layout import blocks_of_pages
from comity.documents.page import Line, Page, in_one_piece
from comity.documents.reader import Metadata, Reader, Reading, UnreadableDocument
from comity.documents.zipped import encrypted

_BOLD = re.compile(rb"bold|black|heavy|demi|-bd|,bd", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_RIGHT_TO_LEFT = re.compile(
    "[\u05d0-\u05ea\u0620-\u065f\u066e-\u06d3\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]{2,}"
)
_AFTER_WORD = re.compile(r"(?<=[^\W\d]|[.,;:!?)\]”’\"»]|\s)\d{1,3}(?![\w%])")
_DIGIT = re.compile(r"\d")
_WIDE = 0.55  # width of a line by letter, in sizes; running text has about 0.5
_GAP = 1.6  # in sizes
_FEW_LETTERS = 40  # a page number or a stamp on a scan
# a hyphen at a line's end and the break after it come as one of these
BROKEN = ("\ufffe", "\x02")
_LINE = re.compile("([^\n\ufffe\x02]+)([\n\ufffe\x02]|$)")
# PDFium keeps global state and is not made for threads
_ONE_AT_A_TIME = threading.Lock()


def read(data: bytes, _name: str) -> Reading:
    """The blocks of a PDF; raises :class:`UnreadableDocument` for scans, locked and broken files."""
    with _ONE_AT_A_TIME:
        document = _opened(data)
        try:
            pages = [_page(document, index) for index in range(len(document))]
            metadata = _metadata(document)
        finally:
            document.close()
    blank = [page.number for page in pages if page.pictures]
    if not any(map(str.isalpha, (letter for page in pages for line in page.lines for letter in line.text))):
        raise _without_text(pages)
    notes = list(filter(None, (_scans(blank, len(pages)), _lost([p.number for p in pages if p.lost]))))
    return Reading(tuple(blocks_of_pages(pages)), len(pages), metadata, tuple(notes))


def _opened(data: bytes) -> Any:
    import pypdfium2
    from pypdfium2 import raw

    start = data.find(b"%PDF-")
    try:
        document = pypdfium2.PdfDocument(data[start:] if 0 < start < 1024 else data)
        if len(document):
            return document
        document.close()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise encrypted() from error
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
            raise UnreadableDocument(
                "encrypted-file", "The PDF is locked in a way that only its own program opens.",
                "Print it to a new PDF in that program, and add that.",
            ) from error  # fmt: skip
    raise UnreadableDocument(
        "corrupt-file", "The PDF is damaged: its pages cannot be found in it.",
        "Fetch it again from where it came from, or open it in a PDF program and save or print it anew.",
    )  # fmt: skip


def _page(document: Any, index: int) -> Page:
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page(index + 1, 0.0, 0.0, (), lost=True)
    try:
        width, height = page.get_size()
        upright = page.get_rotation() % 180 == 0
        textpage = raw.FPDFText_LoadPage(page.raw)
        if not textpage:
            return Page(index + 1, width, height, (), lost=True)
        try:
            inner = (width, height) if upright else (height, width)  # letters are placed on the unturned page
            lines = tuple(_lines(textpage, index + 1, *inner))
        finally:
            raw.FPDFText_ClosePage(textpage)
        pictures = sum(len(line.text) for line in lines) < _FEW_LETTERS and any(
            raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, i))
            in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM}
            for i in range(min(raw.FPDFPage_CountObjects(page.raw), 50))
        )
        return Page(index + 1, width, height, lines, pictures=pictures)
    finally:
        page.close()


def _lines(textpage: Any, number: int, width: float, height: float) -> Iterator[Line]:
    """The lines of a page as PDFium parts them; a handful of calls for each, none for a letter.

    What stands across the page (a stamp up the margin, a watermark) is left out; a page that was turned as
    a whole is turned back.
    """
    text = _text(textpage)
    letters = _Letters(textpage, len(text), width, height)
    found: list[tuple[str, int, int, int]] = []
    for piece in _LINE.finditer(text):
        words = piece[1].strip()
        if words and words != "\ufeff":
            start = piece.start() + len(piece[1]) - len(piece[1].lstrip())
            at, to = letters.index(start), letters.index(start + len(words) - 1)
            if piece[2] in BROKEN:
                words, to = words + "-", to + 1
            found.append((words, at, to, letters.turned((at + to) // 2)))
    turns = Counter[int]()
    for words, _, _, turn in found:
        turns[turn] += len(words)
    letters.turn = turns.most_common(1)[0][0] if turns else 0
    yield from in_one_piece(
        _line(letters, words, at, to, number) for words, at, to, turn in found if turn == letters.turn
    )


def _line(letters: _Letters, words: str, at: int, to: int, number: int) -> Line:
    """One line, measured at its first, middle and last letter."""
    one_to_one = to - at == len(words) - 1  # letters are numbered as they stand in the text
    middle = at + _letter_near(words, len(words) // 2) if one_to_one else (at + to) // 2
    (left, first_right), (last_left, right) = letters.edges(at), letters.edges(to)
    first, size, base = letters.size(at), letters.size(middle), letters.base(middle)
    left, right = min(left, last_left), max(right, first_right)
    # a row of a table is much wider than its letters: only such lines are looked at letter by letter
    is_wide = right - left > _WIDE * size * len(words) and one_to_one
    if one_to_one and not words.isascii() and _RIGHT_TO_LEFT.search(words):
        words = _RIGHT_TO_LEFT.sub(lambda m: _as_spoken(letters, m, at), words)
    return Line(
        text=words,
        left=left,
        right=right,
        base=base,
        size=max(first, size),
        bold=letters.is_bold(at) and letters.is_bold(middle) and letters.is_bold(to),
        page=number,
        raised=first < 0.8 * size or letters.base(at) > base + 0.2 * size,
        marks=_marks(letters, words, at, size) if one_to_one else (),
        cells=_cells(letters, words, at, size) if is_wide else (),
    )


def _as_spoken(letters: _Letters, word: re.Match[str], at: int) -> str:
    """A word of Arabic or Hebrew, turned round where the file holds it from left to right as it is seen."""
    first, last = letters.edges(at + word.start()), letters.edges(at + word.end() - 1)
    return word.group()[::-1] if first[0] < last[0] else word.group()


def _letter_near(words: str, start: int) -> int:
    """The place of a letter at or after `start`: blanks have no size, and numbers may be raised."""
    if words[start].isalpha():  # mostly; and a line is asked for each of a long document's
        return start
    return next((at for at in range(start, len(words)) if words[at].isalpha()), start)


def _marks(letters: _Letters, words: str, at: int, size: float) -> tuple[tuple[int, int], ...]:
    """The places of numbers printed small after a word, as those of notes are."""
    if not _DIGIT.search(words):  # ten times as quick as to look behind every letter
        return ()
    found = _AFTER_WORD.finditer(words)
    return tuple(match.span() for match in found if letters.size(at + match.start()) < 0.8 * size)


def _cells(letters: _Letters, words: str, at: int, size: float) -> tuple[str, ...]:
    """The parts of a line between gaps wider than any that justified text has; none if there is no gap."""
    cuts = [0]
    for blank in re.finditer(r"\s+", words):
        gap = letters.edges(at + blank.end())[0] - letters.edges(at + blank.start() - 1)[1]
        if gap > _GAP * size:
            cuts.append(blank.end())
    if len(cuts) == 1:
        return ()
    return tuple(words[a:b].strip() for a, b in pairwise([*cuts, len(words)]))


def _text(textpage: Any) -> str:
    from pypdfium2 import raw

    count = max(0, raw.FPDFText_CountChars(textpage))
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    got = raw.FPDFText_GetText(textpage, 0, count, buffer) if count else 0
    return bytes(memoryview(buffer).cast("B")[: max(got - 1, 0) * 2]).decode("utf-16-le", "replace")


class _Letters:
    """What PDFium knows of single letters of a page, asked with buffers that are made once."""

    def __init__(self, textpage: Any, length: int, width: float, height: float) -> None:
        from pypdfium2 import raw

        self._raw, self._page, self._width, self._height = raw, textpage, width, height
        self.turn = 0
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._bold: dict[bytes, bool] = {}
        # letters without text only ever move the rest on: where the last keeps its number, all do
        self._in_step = raw.FPDFText_GetCharIndexFromTextIndex(textpage, length - 1) == length - 1

    def index(self, place: int) -> int:
        """The number of the letter at a place of the text."""
        if self._in_step:
            return place
        number: int = self._raw.FPDFText_GetCharIndexFromTextIndex(self._page, place)
        return max(0, number)

    def edges(self, at: int) -> tuple[float, float]:
        """Left and right edge as a reader sees them who turns the page upright, in points."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._page, at, box)
        if not self.turn:
            return box.left, box.right
        low, high = (box.bottom, box.top) if self.turn % 2 else (box.left, box.right)
        return (low, high) if self.turn < 2 else (-high, -low)

    def base(self, at: int) -> float:
        """Height of the baseline above the foot of the page turned upright, in points."""
        self._raw.FPDFText_GetCharOrigin(self._page, at, self._x, self._y)
        x, y = self._x.value, self._y.value
        return (y, self._width - x, self._height - y, x)[self.turn]

    def size(self, at: int) -> float:
        """Size as printed: the font's own is scaled by the page in some files, the box is what one sees."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._page, at, box)
        seen: float = abs(box.right - box.left if self.turn % 2 else box.top - box.bottom) * 0.85
        named: float = self._raw.FPDFText_GetFontSize(self._page, at)
        return named if 0.6 * seen < named < 1.7 * seen else seen or named

    def turned(self, at: int) -> int:
        """How many quarter turns against the clock the letter stands from upright."""
        angle: float = self._raw.FPDFText_GetCharAngle(self._page, at)
        return -round(angle / (math.pi / 2)) % 4

    def is_bold(self, at: int) -> bool:
        """Whether the font's name, flags or weight say bold."""
        self._raw.FPDFText_GetFontInfo(self._page, at, self._name, 128, self._flags)
        key = self._name.value
        if key not in self._bold:
            self._bold[key] = bool(_BOLD.search(key)) or bool(self._flags.value & _FORCE_BOLD)
        return self._bold[key] or self._raw.FPDFText_GetFontWeight(self._page, at) >= 600


def _without_text(pages: list[Page]) -> UnreadableDocument:
    if all(page.lost for page in pages):
        return UnreadableDocument(
            "corrupt-file", "The PDF is damaged: none of its pages can be opened.",
            "Fetch it again from where it came from, or open it in a PDF program and save or print it anew.",
        )  # fmt: skip
    if any(page.pictures for page in pages):
        return UnreadableDocument(
            "scanned-pdf", "The PDF is a scan: its pages are pictures without text.",
            "Run text recognition on it (for example `ocrmypdf in.pdf out.pdf`), and add the result.",
        )  # fmt: skip
    return UnreadableDocument(
        "no-text", "The PDF can be opened, but its pages are empty.", "Check that it is the right file."
    )


def _scans(blank: list[int], total: int) -> str | None:
    if not blank:
        return None
    which = f"Page {ranges(blank)} is a picture" if len(blank) == 1 else f"Pages {ranges(blank)} are pictures"
    return (
        f"{which} without text ({len(blank)} of {total}); run text recognition on the file to have them read."
    )


def _lost(lost: list[int]) -> str | None:
    if not lost:
        return None
    return f"Page {ranges(lost)} could not be opened; the rest was read." if len(lost) == 1 else (
        f"Pages {ranges(lost)} could not be opened; the rest was read."
    )  # fmt: skip


def ranges(numbers: list[int]) -> str:
    """Page numbers as people write them: 3, 5-8."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _metadata(document: Any) -> Metadata:
    said = document.get_metadata_dict(skip_empty=True)
    made = _DATE.match(said.get("CreationDate") or said.get("ModDate") or "")
    from pypdfium2 import raw

    language = None
    if hasattr(raw, "FPDFCatalog_GetLanguage"):
        buffer = (ctypes.c_ushort * 32)()
        length = raw.FPDFCatalog_GetLanguage(document.raw, buffer, 64)
        language = (
            bytes(memoryview(buffer).cast("B")[: max(0, min(length, 64) - 2)]).decode("utf-16-le", "ignore")
            or None
        )
    return Metadata(
        title=said.get("Title"),
        date=iso_date("-".join(filter(None, made.groups()))) if made else None,
        issuer=said.get("Author"),
        language=language,
    )


PDF = Reader("pdf", (".pdf",), read)
