"""Markdown, with the YAML front matter that static sites and pandoc put before it."""

from __future__ import annotations

import re
from typing import Any

from comity.documents.dates import iso_date
from comity.documents.decoding import decode
from comity.documents.markdown import markdown_blocks
from comity.documents.reader import Metadata, Reader, Reading

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def read(data: bytes, _name: str) -> Reading:
    """The blocks of a Markdown text; title, date, author and language from its front matter."""
    text, note = decode(data)
    front = _FRONT.match(text)
    metadata = _metadata(front[1]) if front else None
    blocks = tuple(markdown_blocks(text[front.end() :] if front and metadata else text))
    if metadata is None:
        title = next((b.text for b in blocks[:3] if b.kind == "heading" and b.level == 1), None)
        metadata = Metadata(title=title)
    return Reading(blocks, metadata=metadata, notes=(note,) if note else ())


def _metadata(source: str) -> Metadata | None:
    import yaml

    try:
        front = yaml.safe_load(source)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(front, dict):
        return None
    return Metadata(
        title=_said(front.get("title")),
        date=iso_date(_said(front.get("date"))),
        issuer=_said(front.get("author") or front.get("issuer") or front.get("institution")),
        language=_said(front.get("lang") or front.get("language")),
    )


def _said(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_said, value))) or None
    if isinstance(value, dict):
        return _said(value.get("name"))
    return str(value) if value is not None else None


MARKDOWN = Reader("markdown", (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"), read)
