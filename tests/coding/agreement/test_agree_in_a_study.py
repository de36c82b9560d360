"""comity agree in a study: who read what, what they said of it, and what the command says of bad input."""

from __future__ import annotations

import json

import polars as pl
import pytest

import comity
from comity.analysis import opened
from comity.cli.main import main
from comity.diagnostics import StudyError, UsageError
from made_study import CODEBOOK, TEXTS, coded, read, study

ANNA = [
    read("a"),
    read("b"),
    coded("a", "win-win", "win_win"),
    coded("a", "guard the border", "control"),
    coded("b", "readmit", "control_return"),
]
BEN = [read("a"), coded("a", "win-win", "win_win", "rejects"), coded("a", "weather is fine", "win_win")]


def figures(outcome, *coders, code=None, column="value"):
    frame = outcome.tables["agreement"]
    chosen = [r for r in frame.iter_rows(named=True) if r["coders"] == [*coders] and r["code"] == code]
    return {r["quantity"]: r[column] for r in chosen}


def pairs(outcome):
    frame = outcome.tables["confusions"].select("first", "second", "said", "instead", "unit")
    return set(frame.rows())


def test_only_passages_that_both_read_are_compared(tmp_path):
    outcome = comity.agree(study(tmp_path, {"anna": ANNA, "ben": BEN}))
    assert figures(outcome, "anna", "ben", column="n")["alpha"] == 3  # document a; ben has not read b
    assert figures(outcome, "lexicon", "anna", column="n")["alpha"] == 6


def test_a_passage_read_and_given_no_code_is_not_one_that_was_not_read(tmp_path):
    """Both say nothing of 'The weather is fine.': they agree where both read it, and do not where one did not."""
    with_it = {"anna": ANNA, "ben": [read("a"), coded("a", "win-win", "win_win")]}
    without = {"anna": ANNA, "ben": [coded("a", "win-win", "win_win"), read("a", "We guard the border.")]}
    one = comity.agree(study(tmp_path / "1", with_it), coder=["anna", "ben"])
    two = comity.agree(study(tmp_path / "2", without), coder=["anna", "ben"])
    assert figures(one, "anna", "ben", code="control")["agreement"] == pytest.approx(2 / 3)
    assert figures(two, "anna", "ben", code="control")["agreement"] == pytest.approx(1 / 2)
    told = {row[0]: row[1:] for row in two.sections[0].rows}
    assert told["ben"] == ["1", "1", "1", "4"]  # documents, coded, read without code, not read


def test_a_parent_is_given_through_its_child(tmp_path):
    people = {
        "anna": [read("b"), coded("b", "readmit", "control_return")],
        "ben": [read("b"), coded("b", "readmit", "control")],
    }
    outcome = comity.agree(study(tmp_path, people), coder=["anna", "ben"])
    assert figures(outcome, "anna", "ben", code="control")["f1"] == 1
    assert figures(outcome, "anna", "ben", code="control_return")["f1"] == 0
    assert pairs(outcome) == {("anna", "ben", "control_return", "control", "b#0-29")}


def test_precision_and_recall_take_the_person_as_right(tmp_path):
    """Of 'control' the lexicon finds all three; anna codes two of them, and none that it does not find."""
    outcome = comity.agree(study(tmp_path, {"anna": ANNA}))
    control = figures(outcome, "lexicon", "anna", code="control")
    assert control["precision"] == pytest.approx(2 / 3)
    assert control["recall"] == 1
    assert control["f1"] == pytest.approx(4 / 5)
    assert ("lexicon", "anna", "control", None, "b#60-79") in pairs(outcome)


def test_what_is_confused_comes_with_its_passage(tmp_path):
    outcome = comity.agree(study(tmp_path, {"anna": ANNA, "ben": BEN}), coder=["anna", "ben"])
    told = outcome.tables["confusions"].select("said", "instead", "text").rows()
    assert told == [
        ("control", None, "We guard the border."),
        (None, "win_win", "The weather is fine."),
    ]


def test_stances_are_compared_where_both_gave_the_code(tmp_path):
    rows = [coded("a", "win-win", "win_win"), coded("a", "guard the border", "control", "rejects")]
    people = {"anna": [read("a"), *rows], "ben": [read("a"), *rows]}
    outcome = comity.agree(study(tmp_path, people), coder=["anna", "ben"])
    assert figures(outcome, "anna", "ben")["stance_alpha"] == 1
    assert figures(outcome, "anna", "ben", column="n")["stance_alpha"] == 2


def test_documents_are_drawn_where_there_are_eight_and_passages_where_there_are_fewer(tmp_path):
    many = {f"d{n}": TEXTS["a"] for n in range(8)}
    rows = [f"{name},,,,," for name in many]
    mixed = [f"{name},10,17,win-win,win_win,affirms" for name in list(many)[:5]]
    people = {"anna": [*rows, *mixed], "ben": [*rows, *mixed[:3]]}
    outcome = comity.agree(study(tmp_path, people, many), coder=["anna", "ben"])
    assert figures(outcome, "anna", "ben", column="interval")["alpha"] == "bootstrap over documents"
    few = comity.agree(study(tmp_path / "few", {"anna": ANNA, "ben": BEN}), coder=["anna", "ben"])
    assert figures(few, "anna", "ben", column="interval")["alpha"] == "bootstrap over passages"


def test_all_together_come_before_the_pairs(tmp_path):
    outcome = comity.agree(study(tmp_path, {"anna": ANNA, "ben": BEN}))
    sets = outcome.tables["agreement"]["coders"].unique(maintain_order=True).to_list()
    assert sets == [["lexicon", "anna", "ben"], ["lexicon", "anna"], ["lexicon", "ben"], ["anna", "ben"]]
    assert "fleiss_kappa" in figures(outcome, "lexicon", "anna", "ben", code="win_win")


def test_without_a_word_on_what_was_read_only_codings_are_compared_and_that_is_said(tmp_path):
    folder = study(tmp_path, {"anna": [r for r in ANNA if not r.endswith(",,,,,")]})
    outcome = comity.agree(folder)
    assert figures(outcome, "lexicon", "anna", column="n")["alpha"] == 3
    (told,) = (str(d) for d in outcome.diagnostics)
    assert told.startswith("codings/anna.csv: does not say what anna read: of 2 documents only the passages")
    whole = comity.agree(folder, whole=True)
    assert figures(whole, "lexicon", "anna", column="n")["alpha"] == 6
    assert not whole.diagnostics


def test_another_codebook_is_compared_on_the_codes_that_both_have(tmp_path):
    folder = study(tmp_path, {"anna": ANNA})
    later = folder / "later.yaml"
    later.write_text(CODEBOOK.replace("border*", "guard*").replace("id: win_win", "id: gains"), "utf-8")
    outcome = comity.agree(folder, version=later, coder=["lexicon", "lexicon by later.yaml"])
    control = figures(outcome, "lexicon", "lexicon by later.yaml", code="control")
    assert control["recall"] == 1  # guard the border; readmit, through its child
    assert control["precision"] == pytest.approx(2 / 3)  # the border that is long is found no longer
    assert (
        figures(outcome, "lexicon", "lexicon by later.yaml", code="win_win", column="status")["alpha"]
        == "no evidence"
    )
    assert pairs(outcome) == {("lexicon", "lexicon by later.yaml", "control", None, "b#60-79")}


def test_nobodys_codings_are_answered_with_what_to_do(tmp_path):
    with pytest.raises(
        UsageError, match=r"there is only lexicon\. No person's codings stand in codings/ yet"
    ):
        comity.agree(study(tmp_path, {}))


def test_a_coder_that_there_is_not_is_answered_with_those_that_there_are(tmp_path):
    with pytest.raises(UsageError, match=r"There is no coder 'ana'\. Did you mean 'anna'\?"):
        comity.agree(study(tmp_path, {"anna": ANNA}), coder=["ana", "lexicon"])


def test_people_who_read_nothing_in_common_give_no_evidence(tmp_path):
    outcome = comity.agree(study(tmp_path, {"anna": [read("a")], "ben": [read("b")]}), coder=["anna", "ben"])
    assert figures(outcome, "anna", "ben", column="status") == {"alpha": "no evidence"}


def test_one_class_only_cannot_be_told_from_chance(tmp_path):
    people = {"anna": [read("a")], "ben": [read("a"), coded("a", "win-win", "win_win")]}
    outcome = comity.agree(study(tmp_path, people))
    assert figures(outcome, "anna", "ben", code="control", column="status")["alpha"] == "cannot be computed"
    assert figures(outcome, "anna", "ben", code="control")["ac1"] == 1


def test_words_that_are_read_find_their_place_again(tmp_path):
    moved = {**TEXTS, "a": "A new beginning. " + TEXTS["a"]}
    people = {"anna": [read("a", "We guard the border.")], "ben": [read("a", "We guard the border.")]}
    outcome = comity.agree(study(tmp_path, people, moved))
    assert figures(outcome, "anna", "ben", column="n")["alpha"] == 1
    gone = {**TEXTS, "a": "Another text."}
    lost = opened(study(tmp_path / "gone", people, gone))
    lost.sheet()
    assert [d.code for d in lost.diagnostics] == ["lost-reading", "lost-reading"]


def test_two_files_of_one_coder_are_refused_with_what_differs(tmp_path):
    copy = [coded("a", "win-win", "win_win", "rejects"), coded("a", "guard the border", "control")]
    with pytest.raises(StudyError) as caught:
        comity.agree(study(tmp_path, {"anna": ANNA, "Anna (1)": copy}))
    (told,) = (str(d) for d in caught.value.diagnostics)
    assert told == (
        "codings/anna.csv: seems to be by the coder of codings/Anna (1).csv: 0 codings stand only there, 1 only "
        "here, and 1 in both with another stance. Put them into one file, or give the files the names of two people."
    )


def test_a_coder_who_contradicts_themselves_is_told_where(tmp_path):
    twice = [coded("a", "win-win", "win_win"), coded("a", "win-win", "win_win", "rejects")]
    with pytest.raises(StudyError) as caught:
        comity.agree(study(tmp_path, {"anna": twice}))
    (told,) = (str(d) for d in caught.value.diagnostics)
    assert told.startswith(
        "codings/anna.csv:3: anna gives the passage 10 to 17 the code 'win_win' as affirms and as rejects (line 2)"
    )


def test_a_code_that_the_codebook_dropped_is_told_once_with_its_lines(tmp_path):
    folder = study(tmp_path, {"anna": [coded("a", "win-win", "gains"), coded("a", "border", "gains")]})
    before = (folder / "codings" / "anna.csv").read_bytes()
    with pytest.raises(StudyError) as caught:
        comity.agree(folder)
    (told,) = (str(d) for d in caught.value.diagnostics)
    assert told.startswith(
        "codings/anna.csv:2: code = 'gains' is not a code of the codebook 'small' (2 codings, to line 3)."
    )
    assert "put it back, or give these codings the code that took its place" in told
    assert (folder / "codings" / "anna.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,,,,win_win,affirms", "the coding lacks start, end, quote."),
        ("a,10,17,win-win,win_win,", "the coding has no stance."),
        ("a,10,17,win-win,,affirms", "has a stance and no code."),
        ("a,10,17,,,", "says only in part where the passage stands."),
    ],
)
def test_half_a_row_is_a_mistake(tmp_path, row, problem):
    with pytest.raises(StudyError) as caught:
        comity.agree(study(tmp_path, {"anna": [row]}))
    (told,) = (str(d) for d in caught.value.diagnostics)
    assert told.startswith(f"codings/anna.csv:2: {problem}")


def test_what_was_read_is_no_coding(tmp_path):
    codings = opened(study(tmp_path, {"anna": ANNA})).table("codings")
    assert codings.filter(pl.col("coder") == "anna").height == 3


def test_the_command_prints_its_tables_and_json(tmp_path, capsys):
    folder = study(tmp_path, {"anna": ANNA, "ben": BEN})
    assert main(["agree", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "anna and ben: alpha" in printed
    assert "anna: control" in printed
    assert "We guard the border." in printed
    assert main(["agree", str(folder), "--json", "--csv", str(tmp_path / "out")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {r["quantity"] for r in told["agreement"]} >= {
        "alpha",
        "cohen_kappa",
        "ac1",
        "precision",
        "recall",
        "f1",
    }
    assert (tmp_path / "out" / "confusions.csv").exists()


def test_order_of_rows_in_a_file_changes_nothing(tmp_path):
    one = comity.agree(study(tmp_path / "1", {"anna": ANNA, "ben": BEN}))
    two = comity.agree(study(tmp_path / "2", {"anna": ANNA[::-1], "ben": BEN[::-1]}))
    assert one.tables["agreement"].equals(two.tables["agreement"])
    assert one.tables["confusions"].equals(two.tables["confusions"])
