"""What the tests of readers ask of every text."""

from __future__ import annotations

import unicodedata

from comity.documents.tables import BLOCK_KINDS
from comity.documents.text import Text, read_text


def read(data: bytes, name: str) -> Text:
    """The text of a file, checked for what holds of every text."""
    text = read_text(data, name)
    check(text)
    return text


def blocks(data: bytes, name: str) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    text = read(data, name)
    return [(block.kind, text.text[block.start : block.end]) for block in text.blocks]


def check(text: Text) -> None:
    """Blocks in order, not empty, joined by one empty line; NFC; nothing invisible; pages within the file."""
    parts = [text.text[block.start : block.end] for block in text.blocks]
    assert all(part and part == part.strip() for part in parts)
    assert "\n\n".join(parts) == text.text
    assert unicodedata.is_normalized("NFC", text.text)
    assert all(
        "\n" not in part for part, block in zip(parts, text.blocks, strict=True) if block.kind != "cell"
    )
    assert not any("\n\n" in part or "  " in part for part in parts)
    assert not set(text.text) & set("\0\xad\u200b\ufeff\u202e")
    for block in text.blocks:
        assert block.kind in BLOCK_KINDS
        assert (block.level > 0) == (block.kind in {"heading", "item"})
        assert block.page is None if text.pages is None else 1 <= (block.page or 0) <= text.pages
