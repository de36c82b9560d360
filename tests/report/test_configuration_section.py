"""The section on configurations in the report of the invented fisheries agreements, which ship."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from urllib.parse import unquote

import pytest

from comity.analysis import Analysis, opened
from comity.report.formats.paper import paper
from comity.report.page import Page, render

FISHERIES = Path(str(resources.files("comity"))) / "shipped" / "studies" / "fisheries-agreements-example"


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return opened(FISHERIES, store=False)


@pytest.fixture(scope="module")
def page(analysis: Analysis) -> Page:
    return render(analysis)


@pytest.fixture(scope="module")
def section(page: Page) -> str:
    found = re.search(r'<section id="configurations".*?</section>', page.html, re.DOTALL)
    assert found
    return found.group()


def test_the_section_says_what_was_found(section: str) -> None:
    assert "Parsimonious: EVEN + BINDING*OPEN, consistent to 0.81, covers 0.98 of the outcome." in section
    assert "Intermediate: EVEN*OPEN + BINDING*OPEN, consistent to 0.84" in section
    assert "Necessary, at 0.9 or more: OPEN (0.98, relevance 0.64)." in section


def test_it_names_the_cases_that_are_left_out_or_contradict(section: str) -> None:
    assert "KEPT: kivo-2018 left out" in section
    assert "ansa-2008, belu-2009 with the outcome, cori-2010 without" in section


def test_every_membership_opens_its_figure(section: str, analysis: Analysis, page: Page) -> None:
    figures = set(analysis.table("calibrated")["figure"].drop_nulls())
    linked = {unquote(address) for address in re.findall(r'href="#([^"]+)"', section)}
    assert figures
    assert figures <= linked
    assert all(page.content.figure(figure) for figure in figures)


def test_every_mark_names_its_case_and_opens_all_rows_behind_it(section: str, page: Page) -> None:
    marks = re.findall(r'<a href="#([^"]+)" aria-label="(\w+): EVEN\*OPEN', section)
    assert len(marks) >= 10
    for address, name in marks:
        assert address.startswith(f"rows/case/{name.lower()}-")
        assert f'"{address}"' in page.html
    cori = next(address for address, name in marks if name == "Cori")
    assert cori == "rows/case/cori-2010"
    assert "deviant: member without the outcome" in section


def test_other_cuts_and_the_reasons_for_the_anchors_are_told(section: str) -> None:
    assert "EVEN*~BINDING*OPEN + ~EVEN*BINDING*OPEN" in section
    assert "One of the four observations is not yet a forum, two are." in section
    assert "Ten cases: a configuration with one of them counts" in section


def test_a_study_without_qca_has_no_such_section(tmp_path: Path) -> None:
    text = (FISHERIES / "study.toml").read_text(encoding="utf-8")
    (tmp_path / "registry").mkdir()
    for file in (FISHERIES / "registry").iterdir():
        (tmp_path / "registry" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "documents.csv").write_bytes((FISHERIES / "documents.csv").read_bytes())
    (tmp_path / "study.toml").write_text(text.partition("# Each agreement is a case")[0], encoding="utf-8")
    assert 'id="configurations"' not in render(opened(tmp_path, store=False)).html


def test_the_paper_has_the_section_of_the_page(page: Page) -> None:
    said = str(paper(page).pieces)
    assert "EVEN + BINDING*OPEN, consistent to 0.81" in said
    assert "cori-2010" in said
