"""A study folder of two short documents and the codings of some people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

CODEBOOK = """\
name: small
groups: {all: All}
codes:
  - {id: control, label: Control, group: all, definition: Control., patterns: {en: [border*]}}
  - {id: control_return, label: Return, group: all, parent: control, definition: R., patterns: {en: [readmi*]}}
  - {id: win_win, label: Win-win, group: all, definition: All gain., patterns: {en: ["win win"]}}
"""
TEXTS = {
    "a": "This is a win-win. We guard the border. The weather is fine.",
    "b": "They readmit their nationals. Nothing was agreed on Monday. The border is long.",
}
HEAD = "document,start,end,quote,code,stance"


def coded(document: str, quote: str, code: str, stance: str = "affirms") -> str:
    start = TEXTS[document].index(quote)
    return f"{document},{start},{start + len(quote)},{quote},{code},{stance}"


def read(document: str, quote: str | None = None) -> str:
    """A row that says a passage, or the whole document, was read."""
    return coded(document, quote, "", "") if quote else f"{document},,,,,"


def study(
    folder: Path, people: Mapping[str, Sequence[str]], texts: Mapping[str, str] = TEXTS, **files: str
) -> Path:
    """Write the study, with one file in codings/ per person."""
    rows = [f"{name},{name}.txt" for name in texts]
    held = {f"documents/{name}.txt": text for name, text in texts.items()}
    coders = {f"codings/{name}.csv": "\n".join([HEAD, *lines]) for name, lines in people.items()}
    plain = {
        "study.toml": 'name = "Small"\ncodebook = "codebook.yaml"\n[intervals]\nreplicates = 200\n',
        "codebook.yaml": CODEBOOK,
        "documents.csv": "\n".join(["id,file", *rows]),
    }
    for name, content in {**plain, **held, **coders, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + "\n", encoding="utf-8")
    return folder
