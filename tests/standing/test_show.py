import json
from pathlib import Path
from shutil import copytree

import pytest
from jsonschema import Draft202012Validator

import comity
from comity.cli.main import main
from comity.cli.schema import json_schema


def shown(capsys: pytest.CaptureFixture[str], study: Path, *arguments: str) -> tuple[int, str, str]:
    code = main(["show", *arguments, "--study", str(study)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_row_is_shown_with_its_place_and_both_directions(
    capsys: pytest.CaptureFixture[str], study: Path
) -> None:
    code, out, _ = shown(capsys, study, "return")
    assert code == 0
    assert "Provision return  (registry/provisions.csv:2)" in out
    below, above = out.split("Figures that stand on it")
    assert "arrangements/mp" in below
    assert "Mobility Partnership" in below
    assert "P1/eu" in above
    assert "control-leads" in above


def test_a_passage_is_shown_in_its_words(capsys: pytest.CaptureFixture[str], study: Path) -> None:
    code, out, _ = shown(capsys, study, "draft#0-53")
    assert code == 0
    assert "Managing migration is a shared responsibility of all." in out
    assert "shared_responsibility, affirms" in out


def test_a_duty_is_shown_with_its_passage_and_what_counts_it_and_each_of_them_with_the_duty(
    capsys: pytest.CaptureFixture[str], study: Path, tmp_path: Path
) -> None:
    text = "Moldova shall take back its nationals."
    other = copytree(study, tmp_path / "other")
    (other / "documents" / "draft.txt").write_text(text, encoding="utf-8")
    passage, duty = "draft#0-38", "draft#0-38/duty/8.14"
    code, out, _ = shown(capsys, other, duty)
    assert code == 0
    assert f"Duty {duty}" in out
    below, above = out.split("Figures that stand on it")
    assert f"{passage}: {text}" in below
    assert "documents/draft" in below
    assert "D7/eu" in above
    assert f"{duty}: duty, partner, mandatory: {text}" in shown(capsys, other, passage)[1]
    assert f"partner  {duty}: {text}" in shown(capsys, other, "D7/eu")[1]


def test_what_is_left_out_is_counted_and_all_of_it_is_there_on_demand(
    capsys: pytest.CaptureFixture[str], study: Path
) -> None:
    _, short, _ = shown(capsys, study, "arrangements/mp", "--most", "1")
    assert "… 3 more; --all shows them." in short
    assert "provisions/visas" not in short
    _, whole, _ = shown(capsys, study, "arrangements/mp", "--all")
    assert "more; --all" not in whole
    assert "provisions/visas" in whole


@pytest.mark.parametrize(
    "name", ["return", "eu", "P1/eu", "control-leads", "draft", "draft#0-53", "com-2007"]
)
def test_the_json_of_anything_follows_its_schema(
    capsys: pytest.CaptureFixture[str], study: Path, name: str
) -> None:
    _, out, _ = shown(capsys, study, name, "--json")
    answer = json.loads(out)
    Draft202012Validator(json_schema()).validate(answer)
    assert answer["shown"][0]["row"] == name
    assert answer["shown"][0]["text"]


def test_a_name_that_nothing_bears_ends_with_a_sentence(
    capsys: pytest.CaptureFixture[str], study: Path
) -> None:
    code, _, err = shown(capsys, study, "retrun")
    assert code == 2
    assert "There is no row, passage, figure or claim 'retrun'. Near it: return." in err


def test_the_same_stands_in_python(study: Path) -> None:
    outcome = comity.open(study).show("control-leads")
    assert outcome.tables["evidence"]["row"].unique().sort().to_list() == [
        "provisions/return",
        "provisions/visas",
    ]
