"""A plain PDF of prose: what a communiqué looks like to a program that reads it."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Iterator
from pathlib import Path

from corpora import paragraphs

LINES, COLUMNS = 44, 88


def write_pdf(path: Path, pages: int) -> None:
    """A4, Helvetica 10, a running head and a page number on every page; lines broken as typeset."""
    lines = _lines(paragraphs(pages * LINES * COLUMNS))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for number in range(1, pages + 1):
        stream = zlib.compress(_page(number, [line for _, line in zip(range(LINES), lines, strict=False)]))
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(kids))
    path.write_bytes(_file(objects))


def _lines(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(text, COLUMNS)
        yield ""


def _page(number: int, lines: list[str]) -> bytes:
    shown = [f"1 0 0 1 60 800 Tm (Messages of the Presidents) Tj 1 0 0 1 290 40 Tm ({number}) Tj"]
    for row, line in enumerate(lines):
        safe = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown.append(f"1 0 0 1 60 {770 - 16 * row} Tm ({safe}) Tj")
    return ("BT /F 10 Tf\n" + "\n".join(shown) + "\nET").encode("cp1252", "replace")


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
