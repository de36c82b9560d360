"""The place in a YAML file of every character of a value."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from comity.study.yaml_lines import YamlFile


@given(
    st.text("ab ~()|'\"\\é😀#:", min_size=1, max_size=40).filter(str.strip),
    st.sampled_from(["'", '"', None]),
    st.integers(8, 30),
)
def test_every_character_is_found_where_it_stands(value: str, style: str | None, width: int) -> None:
    text = yaml.dump({"key": [value]}, default_style=style, allow_unicode=True, width=width)
    file = YamlFile(text, "x")
    root = file.root()
    assert isinstance(root, yaml.MappingNode)
    node = root.value[0][1].value[0]
    lines = text.split("\n")
    for offset, character in enumerate(value):
        line, column = file.place(node, offset)
        if offset and character != " ":
            assert lines[line - 1][column - 1] in {character, "\\"}


def test_a_byte_order_mark_shifts_nothing() -> None:
    file = YamlFile("\ufeffa: 'b(c'", "x")
    root = file.root()
    assert isinstance(root, yaml.MappingNode)
    assert file.place(root.value[0][1], 1) == (1, 6)


def test_a_value_in_block_style_stands_where_its_block_begins() -> None:
    file = YamlFile("a: |\n  b\n  c\n", "x")
    root = file.root()
    assert isinstance(root, yaml.MappingNode)
    assert file.place(root.value[0][1], 2) == (1, 4)
    assert file.string(root.value[0][1], "a") == "b\nc"
