"""What stands in the study of tests/made_study.py, and what a model that knows three words makes of it."""

from __future__ import annotations

import json
from pathlib import Path

from comity.analysis import Analysis

SENTENCES = [
    "This is a win-win.", "We guard the border.", "The weather is fine.", "They readmit their nationals.",
    "Nothing was agreed on Monday.", "The border is long.",
]  # fmt: skip
FOUND = {
    ("a", "win_win", "win-win"),
    ("a", "control", "border"),
    ("b", "control_return", "readmit"),
    ("b", "control", "border"),
}


def lines(folder: Path) -> list[dict[str, object]]:
    """The answers as they stand in the study."""
    file = folder / "answers" / "m-1.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def coded(analysis: Analysis) -> set[tuple[str, str, str]]:
    """What the model coded: document, code and the words that decided."""
    texts = analysis.coded_texts.texts_of(["a", "b"])
    rows = analysis.table("codings").filter(coder="llm:m-1")
    return {
        (r["document"], r["code"], texts[r["document"]][r["hit_start"] : r["hit_end"]])
        for r in rows.iter_rows(named=True)
    }
