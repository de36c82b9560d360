"""Which passages a report cites."""

from __future__ import annotations

import polars as pl
import pytest
from made_up_study import study

from comity.coding.tables import CODINGS
from comity.measures.tables import EVIDENCE, FIGURES
from comity.report import evidence
from comity.report.content import gather
from comity.report.evidence import chosen, shortened
from comity.report.tables import CITED


def rows(*documents: str, hits: int = 1) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """One figure that counts a row of each document named, in that order of strength."""
    names = [f"{d}#{place}" for place, d in enumerate(documents)]
    codings = CODINGS.frame(
        {
            "table": "codings",
            "row": n,
            "document": d,
            "start": 0,
            "end": 100,
            "code": "security",
            "stance": "affirms",
            "coder": "lexicon",
            "confidence": 1 - place / 100,
            "hits": hits,
        }
        for place, (n, d) in enumerate(zip(names, documents, strict=True))
    )
    counted = EVIDENCE.frame(
        {
            "figure": "D1/eu/security",
            "table": "codings",
            "row": n,
            "document": d,
            "part": "affirms",
            "amount": 1,
        }
        for n, d in zip(names, documents, strict=True)
    )
    figure = {
        "figure": "D1/eu/security",
        "measure": "D1",
        "quantity": "presence",
        "n": len(names),
        "documents": 2,
        "status": "ok",
        "unit": "documents",
    }
    return counted, codings, FIGURES.frame([figure])


def test_every_document_is_heard_before_any_is_heard_twice() -> None:
    picked = chosen(*rows("a", "a", "a", "b", "c"))
    assert picked["row"].to_list() == ["a#0", "b#3", "c#4", "a#1", "a#2"]


def test_the_stronger_passage_comes_first() -> None:
    assert chosen(*rows("a", "b"))["row"].to_list() == ["a#0", "b#1"]


def test_the_order_of_the_rows_changes_nothing() -> None:
    counted, codings, figures = rows("a", "b", "a", "c", "b")
    assert chosen(counted.reverse(), codings.sample(fraction=1, shuffle=True, seed=1), figures).equals(
        chosen(counted, codings, figures)
    )


def test_parts_take_turns() -> None:
    counted, codings, figures = rows("a", "b", "c", "d")
    parts = counted.with_columns(part=pl.Series(["affirms", "affirms", "affirms", "rejects"]))
    assert set(chosen(parts, codings, figures).head(2)["part"]) == {"affirms", "rejects"}


def test_a_figure_cites_at_most_forty(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(*rows(*map(str, range(100)))).height == 40
    monkeypatch.setattr(evidence, "CHARACTERS", 10 * (100 + evidence.AROUND))
    assert chosen(*rows(*map(str, range(100)))).height == 10


def test_a_figure_of_one_year_cites_fewer() -> None:
    counted, codings, figures = rows(*map(str, range(100)))
    assert chosen(counted, codings, figures.with_columns(year=pl.lit(2004, pl.Int64))).height == 10


def test_only_cited_passages_are_asked_for_and_kept() -> None:
    analysis = study(documents=200, per_document=30)
    content = gather(analysis)
    assert set(content.passages["row"]) == set(content.chosen["row"]) == set(analysis.asked)
    assert content.passages.height < analysis.table("codings").height
    assert content.passages.schema == CITED.schema()


def test_every_figure_that_counts_something_cites_something() -> None:
    analysis = study()
    content = gather(analysis)
    assert set(content.chosen["figure"]) == set(analysis.table("evidence")["figure"])


def test_a_long_paragraph_is_cut_between_words() -> None:
    text = "word " * 300
    assert shortened(text, keep_end=True).startswith("… word")
    assert shortened(text, keep_end=False).endswith("word …")
    assert shortened("short", keep_end=True) == "short"
