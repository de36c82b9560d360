"""Whose words in a report: from documents to the drawing, its table and the passages side by side."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import comity
from comity.report.page import render

SETTINGS = """name = "Words"
codebook = "partnership"
[intervals]
replicates = 200
[contexts.sahel]
label = "Sahel"
lead = ["eu"]
partner = ["mali", "chad"]
"""
ACTORS = "id,name\neu,European Union\nmali,Mali\nchad,Chad\n"
DUTY = "The parties shall cooperate on readmission of their own nationals without delay."
SOFTER = "The parties may cooperate on readmission of their own nationals without delay."
VISA = "Visa fees are waived for students, researchers and drivers of lorries."
REPORT = "The secretariat reports to ministers twice a year on what was done."
TEXTS = {
    "treaty": ("eu", "2001", f"{DUTY} {VISA}"),
    "pact": ("mali", "2008", f"{SOFTER} {REPORT}"),
    "accord": ("chad", "2019", f"{REPORT} {VISA}"),
}


def written(folder: Path, texts: dict[str, tuple[str, str, str]]) -> comity.Study:
    (folder / "registry").mkdir(parents=True)
    (folder / "documents").mkdir()
    (folder / "study.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "registry" / "actors.csv").write_text(ACTORS, encoding="utf-8")
    rows = ["id,file,title,issuer,date,context"]
    for name, (issuer, date, text) in texts.items():
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
        rows.append(f"{name},{name}.txt,The {name},{issuer},{date},sahel")
    (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return comity.open(folder)


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    return render(written(tmp_path_factory.mktemp("words") / "study", TEXTS).analysis).html


def test_the_arrows_are_the_figures(html: str):
    section = html[html.index('<section id="words"') :]
    section = section[: section.index("</section>")]
    assert set(re.findall(r'href="#(D8/[^"]+)" aria-label="([^"]+)"', section)) >= {
        ("D8/sahel/mali/eu", "Mali writes in the words of European Union: 1 passage"),
        ("D8/sahel/chad/eu", "Chad writes in the words of European Union: 1 passage"),
        ("D8/sahel/chad/mali", "Chad writes in the words of Mali: 1 passage"),
    }
    assert "None of those of European Union" in section


def test_a_passage_travels_with_the_one_that_it_stands_in_and_the_words_that_changed(html: str):
    data = json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL).group(1)
    )
    words, texts = data["words"], data["passages"]["texts"]
    beside = [[words[n] for n in parts] for parts in texts["beside"] if parts]
    steps = [[[words[n] for n in step] for step in own] for own in texts["steps"] if own]
    at = next(n for n, parts in enumerate(beside) if parts[1] == DUTY)
    assert steps[at][:3] == [["", "", "The parties"], ["shall", "may", ""], ["", "", SOFTER.split(" ", 3)[3]]]


def test_where_nothing_is_taken_over_there_is_no_such_section(tmp_path: Path):
    alone = {"treaty": TEXTS["treaty"], "report": ("mali", "2009", REPORT)}
    assert 'id="words"' not in render(written(tmp_path / "study", alone).analysis).html
