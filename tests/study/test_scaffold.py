"""A new study."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.diagnostics import UsageError
from comity.study.folder import StudyFolder
from comity.study.registry_tables import REGISTRY
from comity.study.scaffold import new_study, templates
from comity.study.settings import Settings, read_settings


def test_a_new_study_is_read_without_complaint(tmp_path: Path) -> None:
    written = new_study(tmp_path / "deep" / "mine", 'A "quoted" näme')
    study = StudyFolder.read(tmp_path / "deep" / "mine")
    assert [d for d in study.diagnostics if d.code != "unknown-codebook"] == []
    assert study.settings.name == 'A "quoted" näme'
    assert (tmp_path / "deep" / "mine" / "documents").is_dir()
    assert all(path.is_file() for path in written)
    assert sorted(p.name for p in (tmp_path / "deep").iterdir()) == ["mine"]


def test_the_values_that_study_toml_shows_are_the_defaults(tmp_path: Path) -> None:
    new_study(tmp_path / "mine", "x")
    assert read_settings((tmp_path / "mine" / "study.toml").read_text()).settings == Settings(name="x")


def test_what_the_comments_show_can_be_used(tmp_path: Path) -> None:
    new_study(tmp_path / "mine", "x")
    lines = (tmp_path / "mine" / "study.toml").read_text().splitlines()
    shown = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith(("# [", "["))]
    read = read_settings("\n".join(shown))
    assert read.diagnostics == ()
    assert read.settings.contexts["eu"].phrases["partner"][0].source == "third countr*"
    assert list(read.settings.periods.values()) == [(1991, 2000), (2001, 2010)]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    before = (tmp_path / "empty").stat().st_ino
    written = new_study(tmp_path / "empty", "x")
    assert all(path.is_file() for path in written)
    assert (tmp_path / "empty").stat().st_ino == before
    names = sorted(p.name for p in (tmp_path / "empty").iterdir())
    assert names == ["documents", "documents.csv", "registry", "statements.csv", "study.toml"]


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    new_study(tmp_path / "study", "x")
    for name, told in (("full", "not empty"), ("file", "is a file"), ("study", "a study already")):
        with pytest.raises(UsageError, match=told):
            new_study(tmp_path / name, "y")
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "full", "study"]


def test_a_study_without_a_name_is_called_as_its_folder(tmp_path: Path) -> None:
    new_study(tmp_path / "mine", "")
    assert StudyFolder.read(tmp_path / "mine").settings.name == "mine"
    assert 'name = "mine"' in (tmp_path / "mine" / "study.toml").read_text()


@pytest.mark.parametrize("template", templates())
def test_a_template_has_an_example_in_every_table_and_is_read_without_a_word_of_complaint(
    tmp_path: Path, template: str
) -> None:
    written = new_study(tmp_path / "mine", 'A "quoted" näme', template)
    study = StudyFolder.read(tmp_path / "mine")
    assert [str(told) for told in study.diagnostics] == []
    assert study.settings.name == 'A "quoted" näme'
    assert list(study.settings.contexts) == ["example"]
    assert all(study.registry[table.name].height >= 1 for table in REGISTRY)
    assert study.documents.height == study.statements.height == 1
    assert [claim.id for claim in study.claims] == ["example-conditions", "example-steering"]
    assert tmp_path / "mine" / "codebook.yaml" in written


@pytest.mark.parametrize("template", templates())
def test_what_the_comments_of_a_template_show_can_be_used(tmp_path: Path, template: str) -> None:
    new_study(tmp_path / "mine", "x", template)
    path = tmp_path / "mine" / "study.toml"
    lines = path.read_text().splitlines()
    shown, uncovered = [], False
    for line in lines:
        uncovered = line.startswith("# [") or (uncovered and line.startswith("# "))
        shown.append(line.removeprefix("# ") if uncovered else line)
    path.write_text("\n".join(shown))
    study = StudyFolder.read(tmp_path / "mine")
    assert [str(told) for told in study.diagnostics] == []
    assert list(study.settings.cases) == ["example-agreement"]
    assert len(study.settings.contexts["example"].changes) == 1


def test_a_template_that_there_is_not_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="partnership"):
        new_study(tmp_path / "mine", "x", "partnershp")
    assert not (tmp_path / "mine").exists()
