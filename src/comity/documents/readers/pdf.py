"""PDF: the text in reading order with its pages, without running heads, notes apart from sentences."""

from __future__ import annotations

import re
import threading
from typing import Any

from comity.documents.dates import iso_date
from comity.documents.layout import blocks_of_pages
from comity.documents.page import Line, Page
from comity.documents.reader import Metadata, Reader, Reading, UnreadableDocument
from comity.documents.zipped import encrypted

_BOLD = re.compile(rb"bold|black|heavy|demi|-bd|,bd", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
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
    blank = [page.number for page in pages if not page.lines and page.pictures]
    if not any(page.lines for page in pages):
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
        textpage = raw.FPDFText_LoadPage(page.raw)
        if not textpage:
            return Page(index + 1, width, height, (), lost=True)
        try:
            lines = tuple(_lines(textpage, index + 1))
        finally:
            raw.FPDFText_ClosePage(textpage)
        pictures = not lines and any(
            raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, i))
            in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM}
            for i in range(min(raw.FPDFPage_CountObjects(page.raw), 50))
        )
        return Page(index + 1, width, height, lines, pictures=pictures)
    finally:
        page.close()


def _lines(textpage: Any, number: int) -> Any:
    """The lines of a page as PDFium parts them; a handful of calls for each, none for a letter."""
    import ctypes

    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    got = raw.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(memoryview(buffer).cast("B")[: max(got - 1, 0) * 2]).decode("utf-16-le", "replace")
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    bold_names: dict[bytes, bool] = {}

    def is_bold(at: int) -> bool:
        raw.FPDFText_GetFontInfo(textpage, at, name, 128, flags)
        key = name.value
        if key not in bold_names:
            bold_names[key] = bool(_BOLD.search(key)) or bool(flags.value & _FORCE_BOLD)
        return bold_names[key] or raw.FPDFText_GetFontWeight(textpage, at) >= 600

    for piece in _LINE.finditer(text):
        line, start = piece[1], piece.start()
        words = line.strip()
        if not words or words == "\ufeff":
            continue
        first = start + len(line) - len(line.lstrip())
        at = raw.FPDFText_GetCharIndexFromTextIndex(textpage, first)
        to = raw.FPDFText_GetCharIndexFromTextIndex(textpage, first + len(words) - 1)
        if at < 0 or to < 0:
            at, to = max(at, 0), max(at, to, 0)
        middle = (at + to) // 2
        raw.FPDFText_GetCharOrigin(textpage, middle, x, y)
        base = y.value
        raw.FPDFText_GetLooseCharBox(textpage, at, box)
        left, right_of_first = box.left, box.right
        raw.FPDFText_GetLooseCharBox(textpage, to, box)
        right = max(box.right, right_of_first)
        size = max(raw.FPDFText_GetFontSize(textpage, middle), abs(box.top - box.bottom) * 0.8)
        if piece[2] in BROKEN:
            words += "-"
        yield Line(words, min(left, box.left), right, base, size, is_bold(middle) and is_bold(at), number)


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
        import ctypes

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
