"""The splitter on sentences made for it, one tricky thing each, and the laws that hold for any text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
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


def positions(passages: list[str]) -> set[int]:
    """Where the passages after the first one begin, when all are joined by blanks."""
    return set(accumulate(len(passage) + 1 for passage in passages[:-1]))


def test_nine_borders_of_ten_are_right_in_blocks_the_rules_were_not_written_from() -> None:
    right = given = 0
    for file in sorted((CASES / "held_out").glob("*.txt")):
        for wanted in labelled(file):
            found = split(" ".join(wanted), file.stem)
            right += len(positions(wanted) & positions(found))
            given += len(positions(wanted) | positions(found))
    assert right / given >= 0.9


def test_a_line_break_that_a_cell_keeps_is_a_border() -> None:
    assert split("Mali\nNiger\nand Chad", kind="cell") == ["Mali", "Niger\nand Chad"]


def test_a_long_sentence_is_parted_at_its_semicolons_and_a_short_one_is_not() -> None:
    clause = "the delegation spoke at length of the costs that the partner countries were expected to bear"
    assert len(split(f"First {clause}; then {clause}.")) == 1
    assert len(split(f"First {'; then '.join([clause] * 8)}.")) == 8


def test_a_number_before_a_stop_is_an_ordinal_in_german_alone() -> None:
    text = "Es geht um Protokoll 12. Mali fehlte."
    assert split(text, "de") == [text]
    assert split(text, "en") == ["Es geht um Protokoll 12.", "Mali fehlte."]


def test_the_language_settles_what_an_abbreviation_is() -> None:
    assert len(split("She met John Smith Sr. The rest left.", "en")) == 2
    assert len(split("Habló el Sr. The y nadie más.", "es")) == 1


def test_blanks_that_do_not_break_count_as_blanks() -> None:
    assert split("M.\u00a0Dupont parle.\u202fIl part.") == ["M.\u00a0Dupont parle.", "Il part."]


def test_the_hash_of_a_quote_is_the_same_everywhere() -> None:
    assert quote_hash("Partnership") == 18425912336879388767


def test_a_heading_is_one_passage_whatever_stands_in_it() -> None:
    assert split("I. Visas. Borders; (b) Returns", kind="heading") == ["I. Visas. Borders; (b) Returns"]
