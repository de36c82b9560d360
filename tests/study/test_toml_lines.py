"""The places of keys and values in TOML."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from comity.study.toml_lines import places_in

TEXT = '''\
name = "a # [b]" # comment [x]
x.y = 1.5
[contexts.eu]
lead = ["a",  # first
  "b'",
]
phrases = {lead = ["p"], "q r" = 2}
[[a.b]]
c = """
z = 1
"""
[[a.b]]
c = 'x'
when = 2001-09-11 10:00:00
'''


def test_keys_and_items_are_found_where_they_stand() -> None:
    tomllib.loads(TEXT)
    places = places_in(TEXT)
    assert places.place(("name",)) == (1, 1)
    assert places.place(("x", "y")) == (2, 3)
    assert places.place(("contexts", "eu", "lead", 1)) == (5, 3)
    assert places.place(("contexts", "eu", "phrases", "lead", 0)) == (7, 20)
    assert places.place(("contexts", "eu", "phrases", "q r")) == (7, 26)
    assert places.place(("a", "b", 1, "c")) == (13, 1)
    assert ("a", "b", 0, "z") not in places.starts


def test_what_has_no_place_has_that_of_the_table_above() -> None:
    assert places_in(TEXT).place(("contexts", "eu", "partner", 3)) == (3, 11)
    assert places_in(TEXT).place(("nowhere",)) == (None, None)


@given(
    st.dictionaries(
        st.text("ab c\"'é", min_size=1, max_size=4), st.text("x#[]{}=,\"' é", max_size=6), max_size=5
    )
)
def test_every_key_stands_where_it_is_said_to(values: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    lines = [f"{quoted(key)} = [{quoted(value)}]" for key, value in values.items()]
    text = "\n".join(lines)
    places = places_in(text)
    for number, (key, value) in enumerate(tomllib.loads(text).items(), 1):
        line, column = places.place((key, 0))
        assert line == number
        assert column is not None
        assert lines[number - 1][column - 1 :] == f"{quoted(value[0])}]"
