"""What holds for the passages of any text whatever."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.documents.passages import passages_of, quote_hash
from comity.documents.tables import BLOCK_KINDS
from comity.study.tables import LANGUAGES


@dataclass(frozen=True)
class Block:
    kind: str
    level: int
    start: int
    end: int
    page: int | None = None


# Pieces of the register, so that borders come up often; and any characters at all.
PIECES = st.one_of(
    st.sampled_from(
        ["The Parties", "Mr", "U.S", "etc", "art", "No", "12", "(a)", "a)", "IV", "e.g.", "z. B."]
    ),
    st.sampled_from(
        ["Recalling", "and", "shall:", "undertake to: ", "5(2)", "2.5", "ß", "É", "º", "e\u0301", "你好。"]
    ),
    st.sampled_from(
        ["« ", "»", "“", "”", "„", '"', "'", "’", "(", ")", "[", "]", "¿", "¡", "Привет. ", "\U0001f91d"]
    ),
    st.sampled_from(
        ["; ", ";", ". ", ".", " .", "? ", "! ", "…", "...", " – ", ":", "·", " ", "\n", "\t", "\u00a0"]
    ),
)
WRITING = st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join)
LANGUAGE = st.sampled_from([None, *LANGUAGES, "xx"])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[Block]]:
    blocks, text = [], ""
    for kind, words in draw(st.lists(st.tuples(st.sampled_from(BLOCK_KINDS), WRITING), max_size=5)):
        text += "\n\n" if text else ""
        blocks.append(Block(kind, 0, len(text), len(text) + len(words)))
        text += words
    return text, blocks


@given(documents(), LANGUAGE)
def test_passages_stand_in_order_without_overlap_inside_their_blocks(
    document: tuple[str, list[Block]], language: str | None
) -> None:
    text, blocks = document
    passages = passages_of(text, blocks, language)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(passages))
    assert all(blocks[block].start <= start < end <= blocks[block].end for start, end, block in passages)


@given(documents(), LANGUAGE)
def test_a_passage_has_no_blank_at_either_end(
    document: tuple[str, list[Block]], language: str | None
) -> None:
    text, blocks = document
    assert all(
        text[start:end] == text[start:end].strip() != ""
        for start, end, _ in passages_of(text, blocks, language)
    )


@given(documents(), LANGUAGE)
def test_every_character_of_a_block_stands_in_exactly_one_passage(
    document: tuple[str, list[Block]], language: str | None
) -> None:
    text, blocks = document
    passages = passages_of(text, blocks, language)
    for number, block in enumerate(blocks):
        covered = "".join(text[start:end] for start, end, owner in passages if owner == number)
        assert "".join(covered.split()) == "".join(text[block.start : block.end].split())


@given(documents(), LANGUAGE)
def test_a_block_is_split_the_same_way_alone_as_in_its_document(
    document: tuple[str, list[Block]], language: str | None
) -> None:
    text, blocks = document
    together = passages_of(text, blocks, language)
    alone = [
        (start + block.start, end + block.start, number)
        for number, block in enumerate(blocks)
        for start, end, _ in passages_of(
            text[block.start : block.end], [Block(block.kind, 0, 0, block.end - block.start)], language
        )
    ]
    assert together == alone


@given(documents())
def test_splitting_twice_gives_the_same(document: tuple[str, list[Block]]) -> None:
    assert passages_of(*document) == passages_of(*document)


@given(st.text(), st.text())
def test_equal_hashes_mean_equal_quotes(one: str, other: str) -> None:
    assert (quote_hash(one) == quote_hash(other)) == (one == other)
    assert 0 <= quote_hash(one) < 2**64


@settings(deadline=None, max_examples=5)
@given(st.sampled_from(["(", "a. ", "A. ", '"', ".", "; ", " ", "(a) ", "Art. ", ". (", "1) "]))
def test_long_runs_of_one_piece_take_time_in_proportion(piece: str) -> None:
    text = piece * 20_000
    assert passages_of(text, [Block("paragraph", 0, 0, len(text))]) is not None


def test_offsets_count_code_points_and_not_bytes() -> None:
    text = "😀 Añadió. 中文 fin."
    assert [
        text[start:end] for start, end, _ in passages_of(text, [Block("paragraph", 0, 0, len(text))])
    ] == [
        "😀 Añadió.",
        "中文 fin.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n", "...", ";", "\u00a0"])
def test_a_block_with_no_word_gives_at_most_one_passage(text: str) -> None:
    assert len(passages_of(text, [Block("cell", 0, 0, len(text))])) <= 1
