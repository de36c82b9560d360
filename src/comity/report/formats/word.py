"""What a Word document can hold and python-docx has no words for: captions that count, contents, alt texts, rules."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

SHARP = 300  # dots per inch
EMU = 914_400  # to an inch, as Word measures


def clean(text: str) -> str:
    """The text without the control characters that XML refuses."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


@lru_cache(maxsize=512)
def drawn(svg: str, width: int) -> bytes:
    """A drawing as PNG, sharp enough for print at that width."""
    import vl_convert

    found = re.search(r'<svg[^>]*? width="([\d.]+)"', svg)
    assert found is not None
    made: bytes = vl_convert.svg_to_png(svg, scale=SHARP * width / EMU / float(found.group(1)), ppi=72)
    return made


def picture(paragraph: Any, svg: str, said: str, width: int) -> None:
    """A drawing on the line of a paragraph, with what it says to those who cannot see it."""
    shape = paragraph.add_run().add_picture(io.BytesIO(drawn(svg, int(width))), width=width)
    properties = shape._inline.docPr  # noqa: SLF001 (python-docx knows no alternative text)
    properties.set("descr", clean(said))


def captioned(paragraph: Any, label: str) -> None:
    """``Table 3.`` at the start of a caption, its number a field that Word counts again and can list."""
    noun, number = label.split(" ")
    paragraph.add_run(f"{noun} ").bold = True
    _field(paragraph, f"SEQ {noun} \\* ARABIC", number)
    paragraph.add_run(".").bold = True


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        run.bold = True
        if kind == "shown":
            continue
        made = _element("w:fldChar", **{"w:fldCharType": kind}) if kind else _element("w:instrText")
        if not kind:
            made.text = f" {text} "
        run._r.append(made)  # noqa: SLF001 (nor fields)


def contents(document: Any, headings: Sequence[tuple[str, int]]) -> None:
    """A table of contents that leads to the headings; Word can make it anew."""
    from docx.shared import Cm, Pt

    for number, (text, level) in enumerate(headings, 1):
        if level not in (1, 2):
            continue
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        paragraph.paragraph_format.space_after = Pt(1)
        link = _element("w:hyperlink", **{"w:anchor": f"part-{number}", "w:history": "1"})
        run = paragraph.add_run(text)
        run.bold = level == 1
        run.font.size = Pt(9.5)
        link.append(run._r)  # noqa: SLF001 (nor links inside a document)
        paragraph._p.append(link)  # noqa: SLF001


def bookmarked(heading: Any, name: str, number: int) -> None:
    """A heading that links can lead to."""
    paragraph = heading._p  # noqa: SLF001 (nor bookmarks)
    start = _element("w:bookmarkStart", **{"w:id": str(number), "w:name": name})
    paragraph.insert(1 if paragraph.pPr is not None else 0, start)
    paragraph.append(_element("w:bookmarkEnd", **{"w:id": str(number)}))


def grid_of(document: Any, rows: int, widths: Sequence[int]) -> Any:
    """A table of empty cells whose columns are as wide as asked."""
    made = document.add_table(rows=rows, cols=len(widths))
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width  # Word follows the cells, LibreOffice the columns
    for at, cell in enumerate(made._cells):  # noqa: SLF001 (one by one they take squares of the time)
        cell.width = widths[at % len(widths)]
    return made


def spanned(cells: Sequence[Any], at: int, span: int) -> Any:
    """The cell at a place in its row, grown over those after it."""
    return cells[at] if span == 1 else cells[at].merge(cells[at + span - 1])


def ruled(cell: Any, colour: str) -> None:
    """A line below the cell."""
    borders = _element("w:tcBorders")
    borders.append(
        _element("w:bottom", **{"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": colour})
    )
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 (nor borders)


def kept_together(row: Any, *, head: bool) -> None:
    """A row is not cut by the end of a page; a head stands again on the next."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (nor these)
    properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    return made
