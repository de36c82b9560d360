"""The top of a report says with which coder its figures were made and how well that coder agrees with people."""

from __future__ import annotations

from pathlib import Path

from comity.analysis import opened
from comity.report.basis import notice
from comity.report.content import gather
from made_study import coded, read, study


def top(folder: Path) -> tuple[bool, str, str]:
    told = notice(gather(opened(folder)))
    return told.checked, told.heading, told.text


def test_a_program_is_held_against_the_person(tmp_path):
    rows = [read("a"), read("b"), coded("a", "win-win", "win_win"), coded("b", "readmit", "control_return")]
    checked, heading, text = top(study(tmp_path, {"anna": rows}))
    assert checked
    assert heading == "Coded by lexicon and anna"
    assert "lexicon against anna, on 6 passages that both read: Krippendorff's alpha 0.69 [" in text
    # The lexicon gives 5 codes and anna 3, all of them among those: 2 x 3 / 8.
    assert "F1 0.75" in text
    # Control: both once, the lexicon twice more: 1 - (4 / 12) / (64 / 132).
    assert "; least on Control (0.31)." in text


def test_without_a_person_the_top_says_that_nobody_checked(tmp_path):
    checked, heading, _ = top(study(tmp_path, {}))
    assert not checked
    assert heading == "No person has checked these codings"


def test_a_person_who_agrees_with_nothing_that_varies_is_told_so(tmp_path):
    _, _, text = top(
        study(tmp_path, {"anna": [read("a", "This is a win-win."), coded("a", "win-win", "win_win")]})
    )
    assert "Of lexicon and anna it cannot be said how well they agree, on 1 passage that both read" in text


def test_a_person_who_does_not_say_what_they_read_is_told_as_such(tmp_path):
    rows = [coded("a", "win-win", "win_win"), coded("b", "readmit", "control_return")]
    _, _, text = top(study(tmp_path, {"anna": rows}))
    assert (
        "on 2 passages that both read (only passages that anna coded: what was read and passed over is not said)"
        in text
    )
