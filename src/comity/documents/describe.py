"""What a file says of itself: the cells of documents.csv that nobody has to type."""

from __future__ import annotations

from pathlib import Path

from comity.documents.language import language_of
from comity.documents.text import read_text


def describe(path: Path) -> dict[str, str | None]:
    """Title, date, issuer and language of a document (null where it does not say).

    The language is the declared one where the file declares any that its words agree with, else the one its
    words are in. Raises: UnreadableDocument.
    """
    text = read_text(path.read_bytes(), path.name)
    said = text.metadata
    title = said.title or _first_heading(text.text, [(b.kind, b.start, b.end) for b in text.blocks])
    return {
        "title": title,
        "date": said.date,
        "issuer": said.issuer,
        "language": language_of(text.text[:20_000]) or said.language,
    }


def _first_heading(text: str, blocks: list[tuple[str, int, int]]) -> str | None:
    heading = next((text[start:end] for kind, start, end in blocks[:5] if kind == "heading"), None)
    return heading if heading and len(heading) <= 200 else None
