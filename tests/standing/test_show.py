import json
from pathlib import Path

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
