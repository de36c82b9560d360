"""Scoring a codebook on sentences that people labelled, and on its own examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.coding import gold
from comity.coding.tables import CODINGS
from comity.study.codebook import Codebook, read_codebook_text

BOOK = """\
name: small
codes:
  - id: control
    label: Control
    definition: d
    examples: {en: [We control it.], es: [Controlamos.]}
    counter_examples: {en: [Remote control.]}
    patterns: {en: [x]}
  - {id: control_return, label: Return, definition: d, parent: control, patterns: {en: [x]}}
  - {id: win_win, label: Win, definition: d, patterns: {en: [x]}}
  - {id: rights, label: Rights, definition: d, patterns: {en: [x]}}
"""
HEAD = "id,language,text,code,stance,optional\n"


def book() -> Codebook:
    found, diagnostics = read_codebook_text(BOOK, "small.yaml")
    assert diagnostics == []
    return found


def coder(*codings: tuple[str, ...]) -> gold.Coder:
    """A coder that finds just these: sentence, code and, where it is not affirms, the stance."""

    def code(sentences: Sequence[gold.Sentence], _: Codebook) -> pl.DataFrame:
        asked = {name for name, _, _ in sentences}
        rows = [(name, code, *stance, "affirms") for name, code, *stance in codings if name in asked]
        return CODINGS.frame(
            {"document": name, "code": code, "stance": stance, "pattern": f"p {code}"}
            for name, code, stance, *_ in rows
        )

    return code


@pytest.fixture
def score(tmp_path: Path) -> Callable[..., gold.Score]:
    def scored(rows: str, *codings: tuple[str, ...]) -> gold.Score:
        (tmp_path / "gold.csv").write_text(HEAD + rows)
        frame, diagnostics = gold.read_gold(tmp_path / "gold.csv", book())
        assert diagnostics == []
        return gold.score_gold(frame, book(), coder(*codings))

    return scored


def scores(result: gold.Score, code: str) -> dict[str, object]:
    return result.scores.row(by_predicate=pl.col("code") == code, named=True)


def kinds(result: gold.Score) -> list[tuple[str, str, str]]:
    return list(result.mistakes.select("id", "code", "kind").iter_rows())


def test_precision_recall_and_f1_by_hand(score) -> None:
    rows = "a,en,A,win_win,affirms,\nb,en,B,win_win,affirms,\nc,en,C,win_win,affirms,\nd,en,D,,,\n"
    result = score(rows, ("a", "win_win"), ("b", "win_win"), ("d", "win_win"))
    assert scores(result, "win_win") == {
        "code": "win_win",
        "expected": 3,
        "found": 3,
        "hits": 2,
        "misses": 1,
        "false_alarms": 1,
        "stance_right": 2,
        "precision": pytest.approx(2 / 3),
        "recall": pytest.approx(2 / 3),
        "f1": pytest.approx(2 / 3),
    }
    assert kinds(result) == [("c", "win_win", "miss"), ("d", "win_win", "false alarm")]
    assert result.mistakes["pattern"].to_list() == [None, "p win_win"]


def test_the_mean_is_over_the_codes_that_the_gold_expects(score) -> None:
    result = score("a,en,A,win_win,affirms,\nb,en,B,rights,affirms,\n", ("a", "win_win"), ("a", "control"))
    assert scores(result, "macro")["recall"] == pytest.approx(1 / 2)
    assert scores(result, "macro")["f1"] == pytest.approx(1 / 2)
    assert scores(result, "macro")["precision"] == pytest.approx(1.0)
    assert result.sentence.startswith(
        "2 sentences, 2 codes expected. Mean over codes: precision 1.000, recall 0.500"
    )


def test_what_is_undefined_is_null_and_never_0(score) -> None:
    result = score("a,en,A,rights,affirms,\nb,en,B,,,\n", ("b", "win_win"))
    assert [scores(result, "rights")[k] for k in ("precision", "recall", "f1")] == [None, 0.0, 0.0]
    assert [scores(result, "win_win")[k] for k in ("precision", "recall", "f1")] == [0.0, None, None]
    nothing = score("b,en,B,,,\n")
    assert [scores(nothing, "macro")[k] for k in ("precision", "recall", "f1")] == [None, None, None]
    assert "undefined" in nothing.sentence


def test_a_code_counts_for_its_parent_in_the_gold_and_in_the_coding(score) -> None:
    through = score("a,en,A,control_return,affirms,\n", ("a", "control_return"))
    assert through.mistakes.is_empty()
    assert scores(through, "control")["hits"] == 1
    parent_given = score("a,en,A,control,affirms,\n", ("a", "control_return"))
    assert scores(parent_given, "control")["hits"] == 1
    assert kinds(parent_given) == [("a", "control_return", "false alarm")]
    parent_found = score("a,en,A,control_return,affirms,\n", ("a", "control"))
    assert scores(parent_found, "control")["false_alarms"] == 0
    assert kinds(parent_found) == [("a", "control_return", "miss")]


def test_a_row_of_the_parents_own_goes_before_what_its_child_implies(score) -> None:
    rows = "a,en,A,control_return,affirms,\na,en,A,control,affirms,yes\n"
    result = score(rows)
    assert kinds(result) == [("a", "control_return", "miss")]


def test_optional_rows_count_neither_way(score) -> None:
    rows = "a,en,A,win_win,affirms,yes\na,en,A,rights,affirms,\n"
    for codings in ([("a", "rights")], [("a", "rights"), ("a", "win_win")]):
        result = score(rows, *codings)
        assert result.mistakes.is_empty()
        assert result.scores["code"].to_list() == ["rights", "macro"]


def test_an_optional_row_without_a_code_leaves_the_sentence_open(score) -> None:
    result = score("a,en,A,rights,affirms,\na,en,A,,,yes\n", ("a", "win_win"))
    assert kinds(result) == [("a", "rights", "miss")]


def test_a_wrong_stance_is_a_hit_that_is_listed(score) -> None:
    result = score("a,en,A,rights,rejects,\nb,en,B,rights,,\n", ("a", "rights"), ("b", "rights", "reports"))
    assert (scores(result, "rights")["hits"], scores(result, "rights")["stance_right"]) == (2, 1)
    assert result.mistakes.select("id", "kind", "expected", "found").rows() == [
        ("a", "wrong stance", "rejects", "affirms")
    ]
    assert "right in 1 of 2 hits" in result.sentence


def test_all_that_is_wrong_with_a_gold_file_is_told_at_once(tmp_path: Path) -> None:
    rows = (
        "a,en,A,winwin,affirms,\nb,english,B,rights,deny,\nb,en,Other,control,,\n"
        "c,en,C,rights,,\nc,en,C,rights,,\nc,en,C,,,\n,en,D,,,\n"
    )
    (tmp_path / "gold.csv").write_text(HEAD + rows)
    _, diagnostics = gold.read_gold(tmp_path / "gold.csv", book())
    assert sorted((d.line, d.code) for d in diagnostics) == [
        (2, "unknown-code"),
        (3, "bad-category"),
        (3, "unknown-language"),
        (4, "two-texts"),
        (6, "doubled-row"),
        (7, "contradiction"),
        (8, "missing-value"),
    ]


def test_a_gold_file_that_is_not_there_or_empty_is_told(tmp_path: Path) -> None:
    assert gold.read_gold(tmp_path / "none.csv", book())[1][0].code == "unreadable"
    (tmp_path / "head.csv").write_text(HEAD)
    assert gold.read_gold(tmp_path / "head.csv", book())[1][0].code == "no-sentences"


def test_the_codebooks_own_examples_are_tried() -> None:
    missed = gold.test_examples(book(), coder())
    assert (missed.examples, missed.counter_examples, missed.untried) == (1, 1, 1)
    assert missed.mistakes.select("id", "kind", "line").rows() == [("control/examples/en/1", "miss", 6)]
    example, counter = "control/examples/en/1", "control/counter_examples/en/1"
    right = gold.test_examples(book(), coder((example, "control_return"), (example, "rights")))
    assert right.mistakes.is_empty()
    assert right.sentence.startswith("2 of 2 sentences")
    wrong = gold.test_examples(book(), coder((example, "control", "rejects"), (counter, "control")))
    assert wrong.mistakes["kind"].to_list() == ["wrong stance", "false alarm"]


CODES = ("control", "control_return", "win_win", "rights")
PAIRS = st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from(CODES)))


@given(PAIRS, PAIRS)
def test_counts_agree_with_the_list_of_mistakes_and_shares_lie_between_0_and_1(expected, found) -> None:
    rows = [{"id": n, "language": "en", "text": n, "code": c, "line": 1} for n, c in sorted(expected)]
    rows += [
        {"id": n, "language": "en", "text": n, "code": None, "line": 1}
        for n in "abc"
        if n not in {e[0] for e in expected}
    ]
    frame = pl.DataFrame(rows, schema={**gold.GOLD.schema(), "line": pl.Int64()})
    result = gold.score_gold(frame, book(), coder(*found))
    listed = result.mistakes.group_by("code", "kind").len()
    for row in result.scores.iter_rows(named=True):
        for name in ("precision", "recall", "f1"):
            assert row[name] is None or 0 <= row[name] <= 1
        if row["code"] != "macro":
            assert row["hits"] + row["misses"] == row["expected"]
            assert row["hits"] + row["false_alarms"] == row["found"]
            for kind, name in (("miss", "misses"), ("false alarm", "false_alarms")):
                of_kind = listed.filter((pl.col("code") == row["code"]) & (pl.col("kind") == kind))
                assert of_kind["len"].sum() == row[name]
    same = gold.score_gold(frame.reverse(), book(), coder(*sorted(found, reverse=True)))
    assert same.scores.equals(result.scores)
