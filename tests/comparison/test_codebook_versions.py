"""comity codebook diff: what changed between two codebooks, and what that does to a study."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from comity.cli.main import main
from comity.diagnostics import UsageError
from comity.study.codebook import read_codebook_text
from comity.study.codebook_changes import CODEBOOK_CHANGES, codebook_changes
from comity.verbs.codebook_diff import diff
from made_study import CODEBOOK, coded, read, study

CLAIMS = """\
claims:
  - id: gain
    text: Gains for all are spoken of.
    measure: D1
    where: {code: win_win}
    expect: {category: [present, weak]}
  - id: control
    text: Control is spoken of.
    measure: D1
    where: {code: control}
    expect: {category: [present, weak]}
"""
ANNA = [read("a"), coded("a", "win-win", "win_win"), coded("a", "guard the border", "control")]


def book(text):
    found, wrong = read_codebook_text(text, "codebook.yaml", name="small")
    assert not [d for d in wrong if d.severity == "error"]
    return found


def changes(old, new):
    frame = CODEBOOK_CHANGES.frame(codebook_changes(book(old), book(new)))
    return frame.select("change", "what", "code", "before", "after").rows()


@pytest.fixture
def folder(tmp_path):
    return study(tmp_path / "study", {"anna": ANNA}, **{"claims.yaml": CLAIMS})


def newer(folder, old, new):
    path = folder.parent / "newer.yaml"
    path.write_text(CODEBOOK.replace(old, new), encoding="utf-8")
    return str(path)


def test_the_same_codebook_has_not_changed():
    assert changes(CODEBOOK, CODEBOOK) == []


def test_a_pattern_taken_for_another_is_one_removed_and_one_added():
    assert changes(CODEBOOK, CODEBOOK.replace("border*", "frontier*")) == [
        ("removed", "pattern", "control", "border*", None),
        ("added", "pattern", "control", None, "frontier*"),
    ]


def test_words_of_a_code_are_told_as_they_were_and_are():
    assert changes(
        CODEBOOK, CODEBOOK.replace("parent: control, ", "").replace("definition: R.", "definition: S.")
    ) == [
        ("changed", "parent", "control_return", "control", None),
        ("changed", "definition", "control_return", "R.", "S."),
    ]


def test_a_renamed_code_is_removed_and_added_with_the_question_whether_it_was_renamed():
    frame = CODEBOOK_CHANGES.frame(
        codebook_changes(book(CODEBOOK), book(CODEBOOK.replace("id: win_win", "id: gains")))
    )
    codes = frame.filter(frame["what"] == "code").select("change", "code", "note").rows()
    assert codes == [
        ("removed", "win_win", "the new code 'gains' has the same words: was it renamed?"),
        ("added", "gains", None),
    ]


def test_a_study_tells_which_passages_gain_and_lose_a_code(folder):
    outcome = diff(
        str(folder / "codebook.yaml"), newer(folder, "[border*]", '["guard*", "weather"]'), study=folder
    )
    (control,) = (r for r in outcome.tables["coding_changes"].iter_rows(named=True) if r["code"] == "control")
    assert {k: control[k] for k in ("before", "after", "gained", "lost")} == {
        "before": 2, "after": 2, "gained": 1, "lost": 1,
    }  # fmt: skip
    told = outcome.tables["passage_changes"].select("change", "document", "text", "pattern").rows()
    assert told == [
        ("gained", "a", "The weather is fine.", "weather"),
        ("lost", "b", "The border is long.", "border*"),
    ]


def test_a_codebook_that_is_the_same_changes_no_figure(folder):
    outcome = diff(str(folder / "codebook.yaml"), study=folder)
    assert outcome.summary[0] == "small and small say the same."
    assert all(outcome.tables[name].is_empty() for name in ("figure_changes", "passage_changes"))


def test_a_claim_that_comes_out_otherwise_is_told_with_its_reason(folder):
    bare = "".join(
        line
        for line in (folder / "codings" / "anna.csv").read_text().splitlines(keepends=True)
        if "win_win" not in line
    )
    (folder / "codings" / "anna.csv").write_text(bare)
    outcome = diff(str(folder / "codebook.yaml"), newer(folder, '"win win"', "nobody"), study=folder)
    claims = {r["claim"]: r for r in outcome.tables["claim_changes"].iter_rows(named=True)}
    assert (claims["gain"]["before"], claims["gain"]["after"]) == ("supported", "undecided")
    assert claims["control"]["before"] == claims["control"]["after"]
    figures = set(outcome.tables["figure_changes"]["figure"])
    assert "D1/win_win" in figures
    assert not [f for f in figures if f.endswith("/control")]


def test_codings_of_people_under_a_code_that_is_gone_are_counted_and_kept(folder):
    before = (folder / "codings" / "anna.csv").read_bytes()
    outcome = diff(str(folder / "codebook.yaml"), newer(folder, "id: win_win", "id: gains"), study=folder)
    gone = {r["code"]: r["by_people"] for r in outcome.tables["coding_changes"].iter_rows(named=True)}
    assert gone == {"control": 0, "control_return": 0, "gains": 0, "win_win": 1}
    assert outcome.summary[-1].startswith(
        "1 codings and statements of people stand under codes that the newer one"
    )
    claims = {r["claim"]: r["after"] for r in outcome.tables["claim_changes"].iter_rows(named=True)}
    assert claims["gain"] is None
    assert (folder / "codings" / "anna.csv").read_bytes() == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_a_revision_is_compared_with_what_stands_there_now(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    Path("codebook.yaml").write_text(CODEBOOK.replace("border*", "frontier*"), encoding="utf-8")
    assert main(["codebook", "diff", "HEAD:codebook.yaml", "codebook.yaml", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [r["change"] for r in told["codebook_changes"]] == ["removed", "added"]
    with pytest.raises(UsageError, match=r"HEAD~7:codebook\.yaml cannot be read: git says"):
        diff("HEAD~7:codebook.yaml", "codebook.yaml")
    with pytest.raises(UsageError, match="cannot be read"):
        diff("--output=stolen:codebook.yaml", "codebook.yaml")
    assert not Path("stolen").exists()


def test_one_codebook_alone_is_answered_with_what_is_missing():
    with pytest.raises(UsageError, match="Name a second codebook, or a study"):
        diff("partnership")


def test_the_command_prints_sections(folder, capsys):
    assert (
        main(
            [
                "codebook",
                "diff",
                str(folder / "codebook.yaml"),
                newer(folder, "border*", "guard*"),
                "--study",
                str(folder),
            ]
        )
        == 0
    )
    printed = capsys.readouterr().out
    assert "1 patterns added and 1 removed" in printed
    assert "The border is long." in printed
