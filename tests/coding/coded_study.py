"""A study of six short documents that two people read whole and coded."""

from __future__ import annotations

from pathlib import Path

from made_study import study

BOOK = """\
name: small
codes:
  - id: money
    label: Money
    definition: One side pays the other.
    examples: {en: [The Union will fund the new centre., Partners receive financial support for their projects.]}
    patterns: {en: [fund*]}
  - id: border
    label: Border
    definition: People are kept from crossing a border.
    examples: {en: [Patrols stop migrants at the frontier., The border will be guarded more closely.]}
    patterns: {en: [guard*]}
  - id: rare
    label: Rare
    definition: Somebody sings.
    examples: {en: [The choir sang all night.]}
    patterns: {en: [sing*]}
"""
_MONEY = (
    "The donors paid for the {0} of the region.",
    "Brussels will fund the {0} in full.",
    "A grant of two million covers the {0}.",
)
_BORDER = (
    "Patrols watch the {0} by day and night.",
    "Soldiers guard the {0} against those who cross.",
    "A fence was built along the {0} to keep people out.",
)
_NOTHING = (
    "The weather at the {0} was fine on Monday.",
    "Nobody remembers who first drew the {0}.",
    "The {0} appears on page four of the annex.",
    "We met near the {0} and talked about music.",
)
THINGS = ("harbour", "road", "river", "valley", "bridge", "station")
TEXTS = {
    f"d{number}": " ".join(line.format(thing) for line in (*_MONEY, *_BORDER, *_NOTHING))
    for number, thing in enumerate(THINGS, 1)
}
HEAD = "document,start,end,quote,code,stance"


def _rows(documents: list[str]) -> list[str]:
    rows = []
    for name in documents:
        text, thing = TEXTS[name], THINGS[int(name[1:]) - 1]
        rows.append(f"{name},,,,,")
        for code, lines in (("money", _MONEY), ("border", _BORDER)):
            for line in (line.format(thing) for line in lines):
                start = text.index(line)
                rows.append(f"{name},{start},{start + len(line)},{line},{code},affirms")
    return rows


def coded_study(folder: Path, documents: list[str] | None = None, toml: str = "", book: str = BOOK) -> Path:
    """The study with the documents named read and coded by anna (none named: all)."""
    chosen = [*TEXTS] if documents is None else documents
    settings = f'name = "Small"\ncodebook = "codebook.yaml"\n{toml}'
    files = {"codebook.yaml": book, "study.toml": settings}
    return study(folder, {"anna": _rows(chosen)} if chosen else {}, TEXTS, **files)
