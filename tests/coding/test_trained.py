"""A coder learnt from people's codings: what it needs, how it is judged, what it does when the codebook changes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from coded_study import BOOK, TEXTS, coded_study

import comity
from comity.analysis import opened
from comity.coding.meaning.discriminant import NO, UNKNOWN, YES, learn
from comity.coding.training.learning import folds
from comity.diagnostics import StudyError, UsageError

TRAINED = 'coders = ["trained"]\n'


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of which four documents are coded, trained and coded by what was learnt."""
    folder = coded_study(tmp_path_factory.mktemp("one"), ["d1", "d2", "d3", "d4"])
    assert comity.train(folder).exit_code == 0
    return coded_study(folder, ["d1", "d2", "d3", "d4"], TRAINED)


def test_it_finds_in_documents_that_nobody_read_what_people_would(studied: Path) -> None:
    found = opened(studied).table("codings").filter(pl.col("coder") == "trained")
    texts = {
        (code, TEXTS[document][start:end])
        for document, start, end, code in found.select("document", "start", "end", "code").iter_rows()
        if document in {"d5", "d6"}
    }
    assert ("border", "A fence was built along the bridge to keep people out.") in texts
    assert ("money", "A grant of two million covers the station.") in texts
    assert not [text for _, text in texts if "weather" in text or "page four" in text]


def test_the_lexicons_pattern_is_the_reason_where_it_fired_and_an_example_where_not(studied: Path) -> None:
    found = opened(studied).table("codings").filter(pl.col("coder") == "trained")
    reasons = set(found["pattern"])
    assert {"guard*", "fund*"} <= reasons
    assert any(reason.startswith("like: ") for reason in reasons)


def test_it_is_judged_on_documents_left_out_beside_the_lexicon(studied: Path) -> None:
    outcome = comity.train(studied, dry_run=True)
    rows = {row["code"]: row for row in outcome.tables["training"].to_dicts()}
    assert rows["border"]["positives"] == 12
    assert rows["border"]["negatives"] == 28
    assert rows["border"]["documents"] == 4
    assert rows["border"]["lexicon_f1"] == pytest.approx(
        2 * 4 / (12 + 4)
    )  # one passage of three says "guard"
    assert rows["border"]["f1"] > rows["border"]["lexicon_f1"]
    assert rows["rare"]["status"] == "too little"
    assert rows["rare"]["lacks"] == "0 of 3 positives, 0 of 3 documents"


def test_the_same_codings_give_the_same_files_and_a_card_to_be_read(studied: Path, tmp_path: Path) -> None:
    again = coded_study(tmp_path / "two", ["d1", "d2", "d3", "d4"])
    comity.train(again)
    for name in ("model.json", "card.md"):
        assert (again / "trained" / name).read_bytes() == (studied / "trained" / name).read_bytes()
    card = (again / "trained" / "card.md").read_text("utf-8")
    assert "Learnt from 40 passages of 4 documents, read and coded by anna" in card
    assert "`rare` (0 of 3 positives, 0 of 3 documents)" in card


def test_a_code_that_means_something_else_now_is_no_longer_coded(studied: Path, tmp_path: Path) -> None:
    changed = BOOK.replace("People are kept from crossing a border.", "A border is talked about.")
    folder = coded_study(tmp_path / "three", ["d1", "d2", "d3", "d4"], TRAINED, changed)
    (folder / "trained").mkdir()
    (folder / "trained" / "model.json").write_bytes((studied / "trained" / "model.json").read_bytes())
    analysis = opened(folder)
    assert set(analysis.table("codings").filter(pl.col("coder") == "trained")["code"]) == {"money"}
    [told] = [str(d) for d in analysis.diagnostics if d.code == "coder-not-ready"]
    assert "does not code border: the codebook says something else" in told


def test_too_little_is_refused_with_what_there_is_and_what_is_needed(tmp_path: Path) -> None:
    outcome = comity.train(coded_study(tmp_path / "one", ["d1"]))
    assert outcome.exit_code == 2
    assert "A code needs 3 positives, 20 negatives, 3 documents" in outcome.summary[0]
    assert outcome.tables["training"].filter(pl.col("code") == "money")["lacks"].item() == (
        "7 of 20 negatives, 1 of 3 documents"
    )
    assert not (tmp_path / "one" / "trained").exists()


def test_nobody_who_coded_and_nothing_learnt_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No person's codings stand in codings/ yet"):
        comity.train(coded_study(tmp_path / "one", []))
    with pytest.raises(StudyError, match=r"has learnt nothing yet\. Code passages"):
        opened(coded_study(tmp_path / "one", [], TRAINED))


def test_a_file_that_is_no_model_is_told(studied: Path, tmp_path: Path) -> None:
    folder = coded_study(tmp_path / "one", ["d1"])
    (folder / "trained").mkdir()
    for text in ("{}", "no", json.dumps({"codes": {"a": {}}, "model": "", "about": {}})):
        (folder / "trained" / "model.json").write_text(text)
        with pytest.raises(StudyError, match="is not a file that comity train wrote"):
            opened(folder)


def test_a_score_left_out_is_that_of_the_equations_without_the_sentence() -> None:
    drawn = np.random.default_rng(1)
    says = np.arange(20) % 3 == 0
    vectors = drawn.normal(size=(20, 6))
    vectors -= vectors.mean(axis=0)
    labels = np.where(says, YES, NO)[:, None].astype(np.int8)
    _, left_out = learn(vectors, labels, np.ones(20), penalty=2.0)
    inputs, weight = (
        np.c_[vectors, np.ones(20)],
        np.where(says, 20 / (2 * says.sum()), 20 / (2 * (~says).sum())),
    )
    held = np.diag([2.0] * 6 + [1e-4])
    for number in (4, 6):
        others = np.arange(20) != number
        part = inputs[others] * weight[others, None]
        solved = np.linalg.solve(part.T @ inputs[others] + held, part.T @ labels[others, 0])
        assert inputs[number] @ solved == pytest.approx(left_out[number, 0], abs=1e-5)


def test_a_sentence_of_which_nothing_is_known_teaches_nothing() -> None:
    vectors = np.random.default_rng(2).normal(size=(12, 4))
    vectors -= vectors.mean(axis=0)
    labels = np.asarray([YES, NO] * 5 + [UNKNOWN] * 2, dtype=np.int8)[:, None]
    one, _ = learn(vectors, labels, np.ones(12), penalty=1.0)
    two, _ = learn(vectors, labels, np.r_[np.ones(10), 9, 9], penalty=1.0)
    assert np.allclose(one.scores(vectors), two.scores(vectors))


def test_a_document_stands_in_one_fold() -> None:
    document = np.repeat(np.arange(25), 4)
    fold = folds(document)
    assert all(len(set(fold[document == number])) == 1 for number in range(25))
    assert len(set(fold)) == 10


def test_it_is_compared_with_itself_by_another_codebook(studied: Path) -> None:
    later = studied / "later.yaml"
    later.write_text(BOOK, "utf-8")
    outcome = comity.agree(studied, version=later, coder=["trained", "trained by later.yaml"])
    frame = outcome.tables["agreement"].filter(pl.col("code").is_null() & (pl.col("quantity") == "alpha"))
    assert frame["value"].to_list() == [1.0]
