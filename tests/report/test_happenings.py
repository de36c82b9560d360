"""What the record tells of the years in which the frames change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import comity
from comity.report.page import render

SETTINGS = """name = "Frames"
codebook = "partnership"
[intervals]
replicates = 100
[contexts.eu]
label = "EU"
lead = ["eu"]
partner = ["morocco"]
"""
EVENTS = """id,arrangement,actor,event,date,text
law,mp,morocco,took on a duty,2003-11,A law on entry and stay is passed
plan,mp,morocco,became a partner,2004-03,An action plan is agreed
office,mp,morocco,reformed,2008,An office is set up
later,mp,morocco,resisted: silence,,No answer came
"""


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Prosperity until 2003, security from 2004 on; in each year three speeches of four sentences."""
    folder: Path = tmp_path_factory.mktemp("frames")
    (folder / "registry").mkdir()
    documents, statements = ["id,issuer,date,context,status"], ["id,document,locator,code,stance,text"]
    for year in range(2000, 2010):
        for speech in "abc":
            documents.append(f"{year}{speech},eu,{year},eu,cited")
            first, other = ("prosperity", "security") if year < 2004 else ("security", "prosperity")
            said = [first, first, first, other if (year + ord(speech)) % 2 else "development"]
            statements += [
                f"{year}{speech}{n},{year}{speech},p. {n},{code},affirms,So." for n, code in enumerate(said)
            ]
    written = {
        "study.toml": SETTINGS,
        "documents.csv": "\n".join(documents) + "\n",
        "statements.csv": "\n".join(statements) + "\n",
        "registry/actors.csv": "id,name\neu,European Union\nmorocco,Morocco\n",
        "registry/arrangements.csv": "id,name,context\nmp,Mobility Partnership,eu\n",
        "registry/events.csv": EVENTS,
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    return render(comity.open(folder).analysis).html


def test_a_break_is_told_with_its_stability_and_with_what_happened_then(html: str) -> None:
    said = re.search(r"Break in 2004 \(in \d+% of replicates\): security rises[^<]*", html)
    assert said is not None
    assert "Morocco: took on a duty. A law on entry and stay is passed (2003-11)." in said.group()
    assert "An office is set up" not in said.group()


def test_each_year_with_an_event_is_a_mark_that_opens_its_rows(html: str) -> None:
    marks = dict(re.findall(r'<a href="#(events/\w+)" aria-label="(\d{4})', html))
    assert {"events/law": "2003", "events/plan": "2004", "events/office": "2008"}.items() <= marks.items()
    assert "events/later" not in marks
