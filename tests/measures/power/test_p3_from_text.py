"""P3 from text: what became of the passages of each side's drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.analysis import Analysis, opened
from made_study import study

DUTY = "The parties shall cooperate on readmission of their own nationals without delay."
SOFTER = "The parties may cooperate on readmission of their own nationals without delay."
VISA = "Visa fees are waived for students, researchers and drivers of lorries."
FEWER = "Visa fees are waived for students, researchers and most drivers."
REPORT = "The secretariat reports to ministers twice a year on what was done."
SETTINGS = """name = "Negotiation"
codebook = "codebook.yaml"
[contexts.sahel]
lead = ["eu"]
partner = ["mali"]
"""
ROWS = """id,file,issuer,date,context,status,draft_of
eu-draft,eu.txt,eu,2007,sahel,held,final
mali-paper,mali.txt,mali,2007,sahel,held,final
final,final.txt,eu,2008,sahel,held,"""


def negotiation(folder: Path, rows: str = ROWS) -> Analysis:
    """Of the EU's draft the duty stays but for a word, the visas are altered; Mali's report goes, its visas stay."""
    texts = {"eu": f"{DUTY} {VISA}", "mali": f"{REPORT} {FEWER}", "final": f"{SOFTER} {FEWER}"}
    actors = "id,name\neu,European Union\nmali,Mali"
    files = {"study.toml": SETTINGS, "documents.csv": rows, "registry/actors.csv": actors}
    return opened(study(folder, {}, texts, **files))


def values(analysis: Analysis, *by: str) -> dict[str, float | str]:
    frame = analysis.measure("P3", by).frame
    return {r["figure"]: r["status"] if r["value"] is None else r["value"] for r in frame.iter_rows(named=True)
            if r["quantity"].startswith("text")}  # fmt: skip


def test_each_sides_passages_are_retained_altered_or_dropped(tmp_path: Path):
    assert values(negotiation(tmp_path), "context", "side") == {
        "P3.text_retained/sahel/lead": 1 / 2, "P3.text_retained/sahel/partner": 1 / 2,
        "P3.text_altered/sahel/lead": 1 / 2, "P3.text_altered/sahel/partner": 0,
        "P3.text_dropped/sahel/lead": 0, "P3.text_dropped/sahel/partner": 1 / 2,
    }  # fmt: skip


def test_the_evidence_is_the_drafts_passage_and_opens_what_the_final_text_made_of_it(tmp_path: Path):
    analysis = negotiation(tmp_path)
    rows = analysis.measure("P3", ("context", "side")).evidence("P3.text_altered/sahel/lead")["row"].to_list()
    (quote,) = analysis.quotes(rows).iter_rows(named=True)
    assert (quote["document"], quote["quote"]) == ("eu-draft", VISA)
    assert (quote["other_document"], quote["other_quote"]) == ("final", FEWER)


def test_the_figures_are_those_of_the_command(tmp_path: Path):
    from comity.verbs.reuse import reuse

    analysis = negotiation(tmp_path)
    (section,) = reuse(analysis, final="final").sections
    told = {side: (int(retained), int(altered), int(dropped)) for _, _, side, _, retained, altered, dropped, _ in
            section.rows}  # fmt: skip
    figures = analysis.measure("P3", ("context", "side")).frame
    for side, counts in told.items():
        own = figures.filter(side=side)
        assert counts == tuple(
            own.filter(quantity=f"text_{fate}")["n"].item() for fate in ("retained", "altered", "dropped")
        )


def test_a_final_text_that_is_not_held_leaves_it_unknown(tmp_path: Path):
    analysis = negotiation(
        tmp_path, ROWS.replace("final,final.txt,eu,2008,sahel,held,", "final,,eu,2008,sahel,cited,")
    )
    assert set(values(analysis, "context", "side").values()) == {"unknown"}
    note = analysis.measure("P3", ("context",)).frame.filter(quantity="text_dropped")["note"].item()
    assert note == "2 of 2 drafts not compared: no text of them or of what came of them is held"


def test_without_drafts_there_is_no_such_figure_and_by_pillar_neither(tmp_path: Path):
    assert values(negotiation(tmp_path / "pillar"), "context", "side", "pillar") == {}
    without = "\n".join(line.rsplit(",", 1)[0] + "," for line in ROWS.splitlines()[1:])
    assert values(negotiation(tmp_path / "none", ROWS.splitlines()[0] + "\n" + without), "context") == {}


@pytest.mark.parametrize("named", ["nowhere", "eu-draft"])
def test_a_draft_of_what_there_is_not_or_of_itself_is_refused(tmp_path: Path, named: str):
    from comity.diagnostics import StudyError

    with pytest.raises(StudyError, match="draft_of"):
        negotiation(tmp_path, ROWS.replace("2007,sahel,held,final\nmali", f"2007,sahel,held,{named}\nmali"))


def test_the_report_draws_what_became_of_the_drafts(tmp_path: Path):
    from comity.report.page import render

    html = render(negotiation(tmp_path)).html
    assert "What became of the drafts" in html
    assert 'href="#P3.text_dropped/sahel/partner" aria-label="Partner side, dropped: 50%' in html
