"""The network of a report: from a study's statements to the drawing with its slider."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

import comity
from comity.report import debates
from comity.report.page import render

STUDY = """name = "Made up"
codebook = "partnership"

[contexts.eu]
label = "EU"
lead = ["eu"]
partner = ["morocco", "mali"]
"""
ACTORS = "id,name\neu,European Union\nmorocco,Morocco\nmali,Republic of Mali\nau,African Union\n"
HEAD = "id,document,locator,date,speaker,addressee,code,stance,text\n"
SAID = (
    ("eu", "shared_responsibility", "affirms", 2001), ("mali", "shared_responsibility", "affirms", 2002),
    ("morocco", "shared_responsibility", "rejects", 2009), ("eu", "win_win", "affirms", 2010),
    ("au", "win_win", "affirms", 2010), ("morocco", "win_win", "reports", 2010),
)  # fmt: skip


def written(folder: Path, said: tuple[tuple[str, str, str, int], ...] = SAID) -> comity.Study:
    (folder / "registry").mkdir(parents=True)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "registry" / "actors.csv").write_text(ACTORS, encoding="utf-8")
    (folder / "documents.csv").write_text(
        "id,title,date,context,status\nbook,A book,2011,eu,cited\n", encoding="utf-8"
    )
    rows = [
        f"s{n},book,p. {n},{year},{who},,{code},{stance},They say {n}."
        for n, (who, code, stance, year) in enumerate(said)
    ]
    (folder / "statements.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return comity.open(folder)


@pytest.fixture
def html(tmp_path: Path) -> str:
    return render(written(tmp_path / "study").analysis).html


def attribute(html: str, name: str) -> list:
    found = re.search(rf'{name}="([^"]*)"', html)
    assert found is not None
    return json.loads(unescape(found.group(1)))


def test_actors_ties_and_contradictions_are_drawn_and_open(html: str):
    assert 'id="network"' in html
    assert "Morocco contradicts" not in html.replace("European Union contradicts Morocco", "")
    assert (
        'href="#D4/eu/eu/mali" aria-label="European Union agrees with Republic of Mali: 1 position"' in html
    )
    assert (
        'href="#D4.conflict/eu/eu/morocco" aria-label="European Union contradicts Morocco: 1 position"'
        in html
    )


def test_the_ties_stand_in_a_table_too(html: str):
    found = re.search(r'<table class="sortable pairs">.*?</table>', html, re.DOTALL)
    assert found is not None
    rows = [re.sub(r"<[^>]+>", "|", row).split("|") for row in re.findall(r"<tr>.*?</tr>", found.group())[1:]]
    told = [[cell for cell in row if cell.strip()] for row in rows]
    assert ["European Union", "Republic of Mali", "1", "0"] in told
    assert ["European Union", "Morocco", "0", "1"] in told


def test_the_slider_tells_each_run_of_years(html: str):
    labels, told = attribute(html, "data-labels"), attribute(html, "data-told")
    assert labels == [
        "All years",
        "2001–2005",
        "2002–2006",
        "2003–2007",
        "2004–2008",
        "2005–2009",
        "2006–2010",
    ]
    assert told[0] == (
        "4 actors · 2 pairs agree, 2 pairs contradict · polarisation 1.00: Morocco against the rest"
    )
    assert told[1] == "2 actors · 1 pair agrees, no pair contradicts · polarisation 0.00"
    assert told[3] == "nobody takes a position"
    assert (
        told[5]
        == "1 actor · no pair agrees, no pair contradicts · polarisation cannot be computed: nobody is tied"
    )


def test_a_tie_knows_in_which_years_it_holds(html: str):
    tie = re.search(r'href="#D4/eu/eu/mali"[^>]*data-w="([^"]*)"', html)
    assert tie is not None
    assert json.loads(tie.group(1)) == [1, 1, 0, 0, 0, 0, 0]


def test_where_two_alone_speak_no_network_is_drawn(tmp_path: Path):
    page = render(written(tmp_path / "study", SAID[:2]).analysis)
    assert 'id="network"' not in page.html


def test_of_very_many_ties_the_heaviest_are_drawn_and_the_rest_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(debates, "MOST_TIES", 0)
    monkeypatch.setattr(debates, "MOST_NODES", 3)
    html = render(written(tmp_path / "study").analysis).html
    assert "Actors with few ties are not drawn" in html


@pytest.mark.browser
def test_the_slider_is_moved_by_keys_and_every_node_keeps_its_place(opened, html: str):
    page = opened(html)
    nodes = (
        "[...document.querySelectorAll('svg.debate a g')].map(g => g.getAttribute('transform').split(')')[0])"
    )
    ties = (
        "[...document.querySelectorAll('svg.debate path.edge.wide')].filter(p => p.checkVisibility()).length"
    )
    before = page.evaluate(nodes)
    assert page.evaluate(ties) == 4
    page.locator("figure.debate input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(ties) == 1
    assert page.evaluate(nodes) == before
    assert page.locator("figure.debate output b").inner_text() == "2001–2005"
    assert (
        page.locator("figure.debate input").get_attribute("aria-valuetext").startswith("2001–2005: 2 actors")
    )
    page.keyboard.press("Home")
    assert page.evaluate(ties) == 4


@pytest.mark.browser
def test_a_tie_opens_the_passages_behind_it_by_key(opened, html: str):
    page = opened(html)
    page.locator('svg.debate a[href="#D4/eu/eu/mali"]').focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    assert page.locator("#panel-answer").inner_text() == "1 position shared"
    said = page.locator("#panel-passages").inner_text()
    assert "They say 0." in said
    assert "They say 1." in said


@pytest.mark.browser
def test_the_page_with_a_network_has_no_accessibility_violation(opened, axe: str, html: str):
    page = opened(html)
    page.evaluate(axe)
    found = page.evaluate(
        "async () => (await axe.run({resultTypes: ['violations']})).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    )
    assert found == []
