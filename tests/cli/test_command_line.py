import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from comity.cli.application import help_page
from comity.cli.main import main
from comity.cli.schema import json_schema

DRAFT = """# Joint Declaration on a Mobility Partnership

Brussels, 16 May 2019

The Parties recognise that managing migration is a shared responsibility of countries of origin, transit and
destination.

The European Union will support capacity building for the border guards of Georgia.

Georgia does not accept that readmission be a condition for visa facilitation.

The Parties will fight the smuggling of migrants and strengthen border control.
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_kept_help_page_is_what_the_commands_say():
    kept = Path(sys.modules["comity.cli.main"].__file__).with_name("help.txt").read_text(encoding="utf-8")
    assert kept == help_page(), "renew it with: python docs/generate.py"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_is_the_page(capsys, arguments):
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert "audit" in out


@pytest.mark.parametrize(
    "verb", ["audit", "demo", "new", "add", "code", "measure", "cases", "check", "report", "show", "qca"]
)
def test_every_command_explains_itself_with_examples(capsys, verb):
    code, out, _ = run(capsys, verb, "--help")
    assert code == 0
    assert "Examples:" in out
    assert f"comity {verb}" in out


def test_an_unknown_command_is_answered_with_the_nearest(capsys):
    code, out, err = run(capsys, "adit")
    assert code == 2
    assert 'Did you mean "audit"?' in out + err


def test_an_audit_prints_what_was_found_and_what_was_not(capsys, draft):
    code, out, _ = run(capsys, "audit", draft)
    assert code == 0
    assert "Shared responsibility" in out
    assert "not found" in out
    assert "no person has checked" in out
    assert draft.with_name("draft.comity.html").exists()


def test_the_json_follows_its_schema(capsys, draft):
    code, out, _ = run(capsys, "audit", draft, "--json")
    answer = json.loads(out)
    Draft202012Validator(json_schema()).validate(answer)
    assert code == 0
    codes = {row["code"]: row for row in answer["codes"]}
    assert codes["shared_responsibility"]["passages"] == 1
    assert codes["public_private"]["answer"] == "not found"
    cited = {row["row"] for row in answer["passages"]}
    assert {row["row"] for row in answer["evidence"]} <= cited


def test_the_same_document_gives_the_same_bytes(capsys, draft, tmp_path):
    for name in ("a.html", "b.html"):
        assert run(capsys, "audit", draft, "-o", tmp_path / name)[0] == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_what_cannot_be_read_is_named_and_the_others_go_on(capsys, draft, tmp_path):
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    code, out, err = run(capsys, "audit", draft, empty, tmp_path / "none.pdf")
    assert code == 2
    assert "Shared responsibility" in out
    assert "empty.pdf" in err
    assert "none.pdf" in err


def test_a_draft_beside_earlier_texts_shows_whose_words_it_is_written_in(capsys, draft, tmp_path):
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    old = earlier / "agreement.txt"
    old.write_text(
        "The parties may share the responsibility for every matter.\n\nNothing of this was kept at all."
    )
    new = tmp_path / "new.txt"
    new.write_text("The parties shall share the responsibility for every matter.")
    code, out, _ = run(capsys, "audit", new, "--against", earlier)
    assert code == 0
    assert "1 of 1 passages stand" in out
    assert "[-may-] {+shall+}" in " ".join(out.split())
    page = (tmp_path / "new.comity.html").read_text("utf-8")
    assert "<ins>" in page
    _, out, _ = run(capsys, "audit", new, "--against", old, "--json")
    told = json.loads(out)
    Draft202012Validator(json_schema()).validate(told)
    assert [r["fate"] for r in told["survival"]] == ["altered", "dropped"]
    assert [r["kind"] for r in told["reuse"]] == ["borrowed"]


def test_a_draft_is_not_compared_with_itself_nor_with_the_report_on_it(capsys, tmp_path):
    draft, old = tmp_path / "draft.txt", tmp_path / "old.txt"
    draft.write_text("The parties shall share the responsibility for every matter.")
    old.write_text("Fishing quotas are set every year by the ministers of both countries.")
    for _ in range(2):  # the second time there is a report beside it
        _, out, _ = run(capsys, "audit", draft, "--against", tmp_path, "--json")
        told = json.loads(out)
        assert told["reuse"] == []
        assert {r["document"] for r in told["survival"]} == {"old"}


def test_earlier_texts_that_are_not_there_are_refused_in_a_sentence(capsys, draft, tmp_path):
    empty = tmp_path / "empty folder"
    empty.mkdir()
    for place, told in ((empty, "no document"), (tmp_path / "gone", "not there")):
        code, _, err = run(capsys, "audit", draft, "--against", place)
        assert code == 2
        assert told in " ".join(err.split())


def test_named_sides_are_taken_and_not_guessed(capsys, draft):
    _, out, _ = run(capsys, "audit", draft, "--lead", "European Union", "--partner", "Georgia", "--json")
    sides = json.loads(out)["sides"]
    assert [(s["side"], s["actor"], s["guessed"]) for s in sides] == [
        ("lead", "European Union", False),
        ("partner", "Georgia", False),
    ]


def test_standard_input_is_a_document_too(draft, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "comity.cli.main", "audit", "-", "--quiet"],
        input=DRAFT.encode(),
        capture_output=True,
        cwd=tmp_path,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().strip() == "audit.comity.html"
    assert (tmp_path / "audit.comity.html").exists()


def test_a_study_goes_from_nothing_to_a_report(capsys, draft, tmp_path):
    study = tmp_path / "my-study"
    assert run(capsys, "new", study)[0] == 0
    assert run(capsys, "add", draft, "--study", study)[0] == 0
    code, out, err = run(capsys, "report", study, "--json")
    assert code == 0, err
    answer = json.loads(out)
    Draft202012Validator(json_schema()).validate(answer)
    assert (study / "report.html").exists()
    assert answer["documents"][0]["date"] == "2019-05-16"
    assert answer["documents"][0]["language"] == "en"


def test_the_report_is_written_for_paper_where_it_is_asked_for(capsys, draft, tmp_path):
    study = tmp_path / "my-study"
    run(capsys, "new", study)
    run(capsys, "add", draft, "--study", study)
    word, print_ = tmp_path / "out" / "a.docx", tmp_path / "out" / "a.pdf"
    code, _, err = run(capsys, "report", study, "--docx", word, "--pdf", print_)
    assert code == 0, err
    assert word.read_bytes().startswith(b"PK")
    assert print_.read_bytes().startswith(b"%PDF")


def test_an_old_folder_is_never_overwritten(capsys, tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"x")
    assert run(capsys, "new", tmp_path)[0] == 2
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_everything_wrong_in_a_study_is_told_at_once(capsys, tmp_path):
    study = tmp_path / "s"
    run(capsys, "new", study)
    (study / "documents.csv").write_text(
        "id,file,date,context\na,a.txt,32.13.2001,nowhere\na,,1999,\n", encoding="utf-8"
    )
    code, _, err = run(capsys, "report", study)
    assert code == 2
    for word in ("32.13.2001", "nowhere", "documents.csv:2", "documents.csv:3"):
        assert word in err
    assert not (study / "report.html").exists()


def test_a_figure_can_be_shown_with_its_evidence(capsys, draft, tmp_path):
    study = tmp_path / "s"
    run(capsys, "new", study)
    run(capsys, "add", draft, "--study", study)
    code, out, _ = run(capsys, "show", "D1/shared_responsibility", "--study", study)
    assert code == 0
    assert "managing migration is a shared responsibility" in out
    code, _, err = run(capsys, "show", "D1/shared_responsability", "--study", study)
    assert code == 2
    assert "D1/shared_responsibility" in err


def test_a_folder_that_is_no_study_says_how_to_begin_one(capsys, tmp_path):
    code, _, err = run(capsys, "report", tmp_path)
    assert code == 2
    assert "comity new" in err


def test_the_ledger_sets_side_by_side_what_each_takes_on(capsys, tmp_path):
    file = tmp_path / "pact.md"
    file.write_text(
        "The European Union and Georgia have met.\n\nGeorgia shall readmit its nationals.\n\n"
        "The Member States may grant visas if Georgia complies.\n",
        encoding="utf-8",
    )
    code, out, _ = run(capsys, "ledger", file)
    assert code == 0
    assert "Georgia shall readmit its nationals" in out
    assert "may grant visas  [if Georgia complies]" in out
    code, out, _ = run(capsys, "ledger", file, "--json", "--csv", tmp_path / "tables")
    answer = json.loads(out)
    Draft202012Validator(json_schema()).validate(answer)
    assert [(r["side"], r["kind"], r["conditional"]) for r in answer["ledger"]] == [
        ("lead", "permission", True),
        ("partner", "duty", False),
    ]
    assert (tmp_path / "tables" / "ledger.csv").exists()


def test_sides_are_named_for_documents_and_not_for_studies(capsys, draft, tmp_path):
    study = tmp_path / "my-study"
    assert run(capsys, "new", study)[0] == 0
    code, _, err = run(capsys, "ledger", study, "--lead", "Norway")
    assert code == 2
    assert "study.toml" in err


def test_a_ledger_of_nothing_readable_says_so(capsys, tmp_path):
    code, out, err = run(capsys, "ledger", tmp_path / "none.pdf")
    assert code == 2
    assert "No document could be read" in out
    assert "none.pdf" in err


def test_a_study_opens_its_ledger_with_its_own_sides(capsys, tmp_path):
    import comity

    study = tmp_path / "energy"
    assert run(capsys, "demo", study, "--study", "energy-partnership-example")[0] == 0
    told = comity.open(study).ledger().tables["ledger"]
    assert told.height
    assert set(told["side"]) <= {"lead", "partner", "both", "third", "other", "nobody"}


def test_every_command_is_a_function_of_the_package() -> None:
    import comity.verbs

    folder = Path(next(iter(comity.verbs.__path__)))
    names = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    commands = {name for name in names if not name.startswith("codebook")}
    assert "sensitivity" in commands
    assert commands <= set(comity.__all__)


def test_a_command_is_still_a_function_once_it_has_run(tmp_path: Path) -> None:
    import comity

    (tmp_path / "study.toml").write_text('name = "empty"\n', "utf-8")
    assert comity.report(tmp_path).exit_code == 0
    assert comity.report(tmp_path).exit_code == 0
