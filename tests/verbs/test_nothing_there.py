"""A study with nothing in it is answered in words, not with counts of zero that read like findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity.diagnostics import StudyError, UsageError


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    comity.new(tmp_path / "study")
    return tmp_path / "study"


def test_where_nothing_is_concluded_nothing_is_said_to_be_fragile(empty: Path):
    with pytest.raises(UsageError, match="Nothing can be concluded yet"):
        comity.sensitivity(empty)


def test_cases_without_a_figure_are_not_counted(empty: Path):
    assert list(comity.cases(empty).summary) == [
        "Nothing can be set side by side yet: the study has nothing to measure."
    ]


def test_without_a_text_no_share_is_said_to_be_borrowed(empty: Path):
    assert comity.reuse(empty).summary[0].startswith("Nothing was compared: the study holds no text.")


@pytest.mark.parametrize(
    ("table", "told"), [("qca", "[qca] names no outcome"), ("llm", "[llm] names no endpoint")]
)
def test_an_empty_table_is_not_taken_for_one_that_is_missing(empty: Path, table: str, told: str):
    settings = empty / "study.toml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n[{table}]\n", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        comity.check(empty)
    assert any(told in str(diagnostic) for diagnostic in caught.value.diagnostics)
