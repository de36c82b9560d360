"""The splitter on sentences made for it, one tricky thing each, and the laws that hold for any text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.documents.passages import passages_of, quote_hash

CASES = Path(__file__).parent / "passages"


@dataclass(frozen=True)
class Block:
    start: int
    end: int
    kind: str = "paragraph"
    level: int = 0
    page: int | None = None


def labelled(file: Path) -> list[list[str]]:
    """The blocks of a file, each the list of its passages."""
    text = "\n".join(
        line.strip() for line in file.read_text("utf-8").splitlines() if not line.startswith("#")
    )
    return [block.split("\n") for block in text.split("\n\n") if block.strip()]


def split(text: str, language: str | None = None, kind: str = "paragraph") -> list[str]:
    return [text[start:end] for start, end, _ in passages_of(text, [Block(0, len(text), kind)], language)]


def every_case() -> list[tuple[str, list[str]]]:
    return [(file.stem, case) for file in sorted(CASES.glob("*.txt")) for case in labelled(file)]


@pytest.mark.parametrize(
    ("name", "wanted"), every_case(), ids=lambda value: value if isinstance(value, str) else value[0][:40]
)
def test_a_labelled_block_is_split_as_a_reader_would(name: str, wanted: list[str]) -> None:
    assert split(" ".join(wanted), name[:2]) == wanted


def test_the_hash_of_a_quote_is_the_same_everywhere() -> None:
    assert quote_hash("Partnership") == 18425912336879388767


def test_a_heading_is_one_passage_whatever_stands_in_it() -> None:
    assert split("I. Visas. Borders; (b) Returns", kind="heading") == ["I. Visas. Borders; (b) Returns"]
