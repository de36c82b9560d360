"""How well the shipped patterns do on labelled sentences; the pages that explain it give the same figures."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.coding.coded_texts import code_sentences
from comity.coding.gold import read_gold, score_gold
from comity.diagnostics import errors_in
from comity.study.codebook import load_codebook

GOLD = Path(__file__).resolve().parent.parent / "gold"


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("blind", 0.92, 0.77), ("held_out", 0.96, 0.95), ("development", 0.97, 0.95)],
)
def test_the_shipped_patterns_find_what_people_found(name: str, precision: float, recall: float) -> None:
    book, _ = load_codebook("partnership", base=None)
    assert book is not None
    rows, diagnostics = read_gold(GOLD / f"{name}.csv", book)
    assert not errors_in(diagnostics)
    macro = score_gold(rows, book, code_sentences).scores.filter(pl.col("code") == "macro")
    assert macro["precision"].item() >= precision
    assert macro["recall"].item() >= recall


def test_every_gold_file_reads_without_a_mistake() -> None:
    book, _ = load_codebook("partnership", base=None)
    assert book is not None
    for path in sorted(GOLD.glob("*.csv")):
        assert not errors_in(read_gold(path, book)[1]), path.name
