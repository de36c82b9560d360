"""That the data of a page are small, whole, and can never break the page that carries them."""

from __future__ import annotations

import json

import polars as pl
from carried import unpacked
from made_up_study import HOSTILE, study

from comity.report.content import gather
from comity.report.packing import Words, escaped, packed


def test_a_text_is_said_once() -> None:
    words = Words()
    table = words.table([{"code": "security", "lines": ["few", "few"]}, {"code": None, "lines": []}], [])
    assert table["texts"] == {"code": [1, 0], "lines": [[2, 2], []]}
    assert words.listed() == ["", "security", "few"]


def test_no_text_can_end_the_script_that_carries_it() -> None:
    carried = escaped({"text": HOSTILE + "\u2028 ünï"})
    assert "<" not in carried
    assert json.loads(carried)["text"] == HOSTILE + "\u2028 ünï"


def test_places_in_a_passage_are_counted_as_the_browser_counts() -> None:
    content = gather(study(contexts=("eu",), documents=1, per_document=3))
    told = content.passages.head(1).with_columns(
        quote=pl.lit("😀 gains for all"), hit_from=pl.lit(2), hit_to=pl.lit(7)
    )
    data = unpacked(packed(told, content.chosen.clear(), [], content.documents, {}))
    assert data["passages"][0]["hit"] == [3, 8]
