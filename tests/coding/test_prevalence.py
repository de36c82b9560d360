"""How often a code is said, corrected by a random sample that people read."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from coded_study import TEXTS, THINGS, coded_study

import comity
from comity.coding.training.prevalence import corrected
from comity.coding.training.sample import random_order, sampled, spread, unsure
from comity.diagnostics import UsageError


def test_by_hand() -> None:
    """A program codes 300 of 1,000; of ten passages in four documents it misses two and invents one."""
    error = np.asarray([1, 0, 0, 1, 0, 0, -1, 0, 0, 0], dtype=float)
    share = corrected(0.3, error, [*"aaabbbccdd"], passages=1000, level=0.95)
    assert share.corrected == pytest.approx(0.3 + 1 / 10)
    # Sums of e - 0.1 by document: a 0.7, b 0.7, c -1.2, d -0.2; 4/3 * (.49 + .49 + 1.44 + .04) / 100 * .99
    reach = 3.182446 * sqrt(4 / 3 * 2.46 / 100 * 0.99)
    assert share.low == pytest.approx(max(0, 0.4 - reach))
    assert share.high == pytest.approx(min(1, 0.4 + reach))


def test_a_perfect_program_is_not_corrected_and_still_not_certain() -> None:
    share = corrected(0.2, np.zeros(50), [str(n % 10) for n in range(50)], passages=5000, level=0.95)
    assert share.corrected == pytest.approx(0.2)
    assert share.low == pytest.approx(0.2 - 2.995732 / 50)


def test_what_cannot_be_told_has_a_reason_and_no_number() -> None:
    assert corrected(0.2, np.zeros(0), [], passages=9, level=0.95).corrected is None
    one = corrected(0.2, np.asarray([1.0, 0.0]), ["a", "a"], passages=9, level=0.95)
    assert (one.low, one.status) == (None, "the sample stands in one document")


def test_intervals_hold_the_true_share_as_often_as_they_say() -> None:
    """400 studies of 60 documents, whose passages resemble one another, coded by a program that is badly biased."""
    drawn, held, naive = np.random.default_rng(5), 0, 0
    for _ in range(400):
        rate = np.repeat(drawn.beta(2, 6, 60), 40)
        document = np.repeat(np.arange(60), 40)
        truth = drawn.random(2400) < rate
        says = np.where(truth, drawn.random(2400) < 0.6, drawn.random(2400) < 0.3)
        sample = drawn.permutation(2400)[:300]
        error = truth[sample].astype(float) - says[sample]
        share = corrected(float(says.mean()), error, document[sample].tolist(), passages=2400, level=0.95)
        assert share.low is not None
        assert share.high is not None
        held += share.low <= truth.mean() <= share.high
        naive += abs(says.mean() - truth.mean()) < 0.01
    assert 0.94 <= held / 400 <= 0.99  # on the careful side, since documents are taken for drawn as well
    assert naive == 0  # what the program says by itself is never near


def test_the_random_order_does_not_change_when_documents_are_added_and_the_sample_ends_where_reading_does() -> (
    None
):
    few = pl.DataFrame({"document": ["a"] * 5 + ["b"] * 5, "start": [*range(5)] * 2})
    more = pl.concat([few, pl.DataFrame({"document": ["c"] * 5, "start": [*range(5)]})])
    order = [few.row(n) for n in random_order(few)]
    assert [row for n in random_order(more) if (row := more.row(n))[0] != "c"] == order
    is_read = np.ones(10, dtype=np.bool_)
    is_read[random_order(few)[6]] = False
    assert sampled(random_order(few), is_read).tolist() == random_order(few)[:6].tolist()


def test_the_unsure_passages_taken_are_unlike_one_another() -> None:
    doubt, code = unsure(np.asarray([[0.5, 0.1], [0.5, 0.0], [0.0, 0.4], [0.99, 0.0]]))
    assert doubt.tolist() == pytest.approx([1.0, 1.0, 0.96, 0.0396])
    assert code.tolist() == [0, 0, 1, 0]
    vectors = np.asarray([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.6, 0.8]])
    assert spread(doubt, vectors, 2) == [0, 2]  # the second is the first again


def test_what_to_read_next_is_unread_partly_random_and_the_same_each_time(tmp_path: Path) -> None:
    folder = coded_study(tmp_path, ["d1", "d2"])
    outcome = comity.next(folder, count=12)
    frame = outcome.tables["next"]
    assert frame.height == 12
    assert frame.filter(pl.col("why") == "random").height == 3
    assert set(frame["document"]) <= {"d3", "d4", "d5", "d6"}
    assert frame["quote"].to_list() == [
        TEXTS[d][a:b] for d, a, b in frame.select("document", "start", "end").rows()
    ]
    assert comity.next(folder, count=12).tables["next"].equals(frame)


def test_where_nobody_has_read_anything_there_is_still_something_to_read(tmp_path: Path) -> None:
    frame = comity.next(coded_study(tmp_path, []), count=4, code=["border"]).tables["next"]
    assert frame.filter(pl.col("why") == "unsure")["code"].to_list() == ["border"] * 3
    with pytest.raises(UsageError, match=r"There is no code 'boarder'\. Did you mean 'border'\?"):
        comity.next(coded_study(tmp_path, []), code=["boarder"])


def test_both_figures_are_shown(tmp_path: Path) -> None:
    """All is read: the corrected share is what people found, 18 of 60, and the lexicon's a third of it."""
    folder = coded_study(tmp_path, [*TEXTS], 'coders = ["lexicon"]\n')
    rows = {row["code"]: row for row in comity.prevalence(folder).tables["prevalence"].to_dicts()}
    border = rows["border"]
    assert (border["passages"], border["sample"], border["documents"]) == (60, 60, len(THINGS))
    assert border["as_coded"] == pytest.approx(6 / 60)
    assert border["corrected"] == pytest.approx(18 / 60)
    assert (border["low"], border["high"]) == (
        pytest.approx(0.3),
        pytest.approx(0.3),
    )  # nothing is left unread
    assert "rare" not in rows


def test_the_trained_coder_is_corrected_by_what_it_says_of_documents_it_did_not_learn_from(
    tmp_path: Path,
) -> None:
    folder = coded_study(tmp_path, [*TEXTS])
    comity.train(folder)
    coded_study(tmp_path, [*TEXTS], 'coders = ["trained"]\n')
    rows = {row["code"]: row for row in comity.prevalence(folder).tables["prevalence"].to_dicts()}
    assert set(rows) == {"money", "border"}
    for row in rows.values():
        assert row["coder"] == "trained"
        assert abs(row["corrected"] - 18 / 60) < 0.1


def test_people_who_do_not_say_what_they_read_are_no_random_sample(tmp_path: Path) -> None:
    folder = coded_study(tmp_path, [*TEXTS], 'coders = ["lexicon"]\n')
    file = folder / "codings" / "anna.csv"
    lines = [line for line in file.read_text().splitlines() if not line.endswith(",,,,,")]
    file.write_text("\n".join(lines) + "\n")
    outcome = comity.prevalence(folder)
    assert outcome.tables["prevalence"].filter(pl.col("sample") > 0).is_empty()
    assert "Nobody has read the first passage" in outcome.summary[0]


def test_a_study_that_holds_no_document_has_nothing_to_propose(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text('name = "empty"\n', "utf-8")
    with pytest.raises(UsageError, match="holds no document to read"):
        comity.next(tmp_path)
