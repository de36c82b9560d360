"""Keyness and suggestions: words that mark a code's passages, and patterns with what they would add."""

from __future__ import annotations

import json
import math

import polars as pl
import pytest

from comity.cli.main import main
from comity.coding.keyness import PRIOR, keyness
from comity.diagnostics import UsageError
from comity.documents.prepare import indexed_sentences
from comity.verbs.codebook_suggest import suggest
from made_study import study

CODED = ["We share the burden of this task.", "All of us share the burden.", "The burden is on us all."]
OTHERS = [
    "The weather is fine on Monday.",
    "This task is for the committee.",
    "We met on Monday in the hall.",
] * 3


def told(coded, others):
    sentences = [(str(n), "en", text) for n, text in enumerate([*coded, *others])]
    indexed, _ = indexed_sentences(sentences)
    labels = [True] * len(coded) + [False] * len(others)
    labelled = pl.DataFrame(
        {"document": [s[0] for s in sentences], "start": [0] * len(labels), "coded": labels}
    )
    return keyness(lambda: [indexed], labelled.cast({"start": pl.Int64}))


def test_words_of_coded_passages_come_first_with_their_counts():
    row = told(CODED, OTHERS).row(0, named=True)
    assert (row["words"], row["coded"], row["of_coded"], row["others"], row["of_others"]) == (
        "burden",
        3,
        3,
        0,
        9,
    )


def test_log_odds_and_likelihood_are_those_of_the_formulas():
    """'burden' stands in 3 of 3 coded passages and in 0 of 9 others, in a quarter of all."""
    row = told(CODED, OTHERS).row(0, named=True)
    held, free = PRIOR / 4, PRIOR * 3 / 4
    odds = math.log((3 + held) / (0 + free)) - math.log((0 + held) / (9 + free))
    assert row["log_odds"] == pytest.approx(odds)
    assert row["z"] == pytest.approx(odds / math.sqrt(1 / (3 + held) + 1 / held))
    assert row["log_likelihood"] == pytest.approx(2 * (3 * math.log(4) + 9 * math.log(4 / 3)))


def test_phrases_neither_begin_nor_end_with_a_function_word_nor_cross_a_clause():
    words = set(told([*CODED, "Share; the burden falls.", "They share (the burden)."], OTHERS)["words"])
    assert "share the burden" in words
    assert not words & {"the burden", "share the", "the", "we share"}
    only_apart = told(["We share; the burden is here.", "They share: the burden is there."], OTHERS)
    assert "share the burden" not in set(only_apart["words"])


def test_a_phrase_in_one_coded_passage_alone_says_nothing():
    assert "task" not in set(told(CODED, OTHERS)["words"])


def test_order_of_passages_changes_nothing():
    assert told(CODED, OTHERS).equals(told(CODED[::-1], OTHERS[::-1]))


TEXTS = {
    "a": "The fence is guarded. The border is long. A strong fence is needed at once. Trade is good. Rain fell on us.",
    "b": "Nobody likes the fence at night. Fences fall. Good fence, good friends. Wine and cheese were served. Snow fell.",
}


def marked(document, quote, code="control"):
    start = TEXTS[document].index(quote)
    return f"{document},{start},{start + len(quote)},{quote},{code},affirms"


@pytest.fixture
def folder(tmp_path):
    """Anna read both documents and coded three passages with a fence, and the border; one fence she did not code."""
    rows = [
        "a,,,,,",
        "b,,,,,",
        marked("a", "fence is guarded"),
        marked("a", "border"),
        marked("a", "strong fence"),
        marked("b", "Nobody likes the fence"),
    ]
    return study(tmp_path, {"anna": rows}, TEXTS)


def test_a_suggestion_says_what_it_adds_and_what_people_said_of_that(folder):
    found = suggest("control", study=folder).tables["suggestions"]
    row = found.row(0, named=True)
    assert row["pattern"] == "fence"
    assert (row["adds"], row["confirmed"], row["refused"]) == (4, 3, 1)
    assert row["text"] == "The fence is guarded."


def test_a_passage_that_the_patterns_find_already_is_not_added(folder):
    outcome = suggest("control", study=folder)
    book = (folder / "codebook.yaml").read_text(encoding="utf-8")
    (folder / "codebook.yaml").write_text(book.replace("[border*]", "[border*, fence]"), encoding="utf-8")
    assert outcome.tables["suggestions"].height
    after = suggest("control", study=folder)
    assert "fence" not in set(after.tables["suggestions"]["pattern"])
    assert "fence" in set(after.tables["keyness"]["words"])


def test_adding_the_pattern_gives_the_code_to_as_many_passages_as_was_said(folder):
    from comity.analysis import opened

    said = suggest("control", study=folder).tables["suggestions"].row(0, named=True)["adds"]
    before = opened(folder).coded_texts.codings.filter(pl.col("code") == "control").height
    book = (folder / "codebook.yaml").read_text(encoding="utf-8")
    (folder / "codebook.yaml").write_text(book.replace("[border*]", "[border*, fence]"), encoding="utf-8")
    after = opened(folder).coded_texts.codings.filter(pl.col("code") == "control").height
    assert after - before == said


def test_without_people_the_words_are_those_of_what_programs_found_and_that_is_said(tmp_path):
    fences = "The border fence is long. The border fence is high. The fence fell. Rain fell."
    texts = {"a": f"{fences} Trade is good. Wine is red. Bread is white."}
    outcome = suggest("control", study=study(tmp_path, {}, texts))
    assert "No person has given this code" in outcome.summary[1]
    assert outcome.tables["keyness"]["words"].to_list()[0] in {"border", "border fence"}


def test_a_code_that_nobody_gave_is_said_to_have_too_little(tmp_path):
    outcome = suggest("win_win", study=study(tmp_path, {}, {"a": "Rain fell."}))
    assert outcome.summary[-1] == "Words can be compared once two passages have the code."


def test_a_code_that_there_is_not_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match=r"Did you mean 'control'\?"):
        suggest("contrl", study=study(tmp_path, {}))


def test_the_command_prints_patterns_and_json(folder, capsys):
    assert main(["codebook", "suggest", "control", "--study", str(folder)]) == 0
    assert "The fence is guarded.  (a#0)" in capsys.readouterr().out
    assert main(["codebook", "suggest", "control", "--study", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["suggestions"][0]["pattern"] == "fence"
