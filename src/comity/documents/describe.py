"""What a file says of itself: the cells of documents.csv that nobody has to type."""

from __future__ import annotations

import re
from pathlib import Path

from comity.dates import is_date
from comity.documents.language import language_of
from comity.documents.text import Text, read_text

_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?(?!\d)")
_HEAD = 20_000  # characters by which the language is told


def describe(path: Path) -> dict[str, str | None]:
    """Title, date, issuer and language of a document (null where it does not say).

    The date is the one that the document gives, else one that its file name has (``GTM_53_1998.txt``: 1998). The
    language is the one its first words are in, else the declared one. Raises: UnreadableDocument.
    """
    text = read_text(path.read_bytes(), path.name)
    said = text.metadata
    return {
        "title": said.title or _heading(text),
        "date": said.date or date_in_name(path.stem),
        "issuer": said.issuer,
        "language": language_of(text.text[:_HEAD]) or said.language,
    }


def date_in_name(name: str) -> str | None:
    """The only date (year, month or day) that a file's name has; null where it has none or several."""
    found = [part for part in _DATED.findall(name) if is_date(part)]
    return found[0] if len(found) == 1 else None


def _heading(text: Text) -> str | None:
    heading = next((text.text[b.start : b.end] for b in text.blocks[:5] if b.kind == "heading"), None)
    return heading if heading and len(heading) <= 200 else None
