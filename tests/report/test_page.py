"""The page as a file: what stands in it, and what never may."""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl
import pytest
from carried import SIDES, carried
from made_up_study import HOSTILE, study

from comity.coding.duties.ledger import LEDGER
from comity.report import basis, ledger
from comity.report import page as pages
from comity.report.bundles import Bundles
from comity.report.content import gather
from comity.report.page import render
from comity.report.tables import CITED


def test_the_same_study_gives_the_same_bytes(report_html: str) -> None:
    assert render(study(title=HOSTILE)).html == report_html


def test_nothing_is_fetched(report_html: str, audit_html: str) -> None:
    for html in (report_html, audit_html):
        assert not re.search(r'(?:src|href)="(?!#|data:)', html)
        assert "@import" not in html
        assert set(re.findall(r'https?://[^"\s<\\]+', html)) <= {"http://www.w3.org/2000/svg"}


def test_a_text_is_never_markup(report_html: str) -> None:
    assert "<script>window.broken" not in report_html
    assert "&lt;script&gt;window.broken" in report_html


def test_the_top_says_that_nobody_checked_and_by_which_coder(report_html: str) -> None:
    top = report_html[: report_html.index("<main>")]
    assert "No person has checked these codings" in top
    assert "the program lexicon" in top
    assert "3 statements are the researcher&#39;s own" in top


def test_the_top_names_the_people_who_coded() -> None:
    analysis = study(person="anna")
    codings = analysis.table("codings").with_columns(pattern=pl.lit(None, pl.String))
    told = replace(analysis, tables={**analysis.tables, "codings": codings})
    top = render(told).html.split("<main>")[0]
    assert "No person has checked" not in top
    assert "Coded by lexicon and anna" in top


def test_every_link_to_a_figure_has_its_evidence_in_the_page(report_html: str) -> None:
    figures = carried(report_html)["figures"]
    linked = {m.replace("%E2%80%93", "–") for m in re.findall(r'href="#(D\d[^"?]*)"', report_html)}
    assert len(linked) > 100
    assert linked <= set(figures)


def test_every_figure_says_its_n_its_documents_and_its_coder(report_html: str) -> None:
    for figure in carried(report_html)["figures"].values():
        lines = " ".join(figure["lines"])
        assert re.search(r"[\d,]+ counted in [\d,]+ document", lines)
        assert "coded by" in lines


def test_a_figure_that_cites_a_part_knows_how_much_there_is() -> None:
    page = render(study(contexts=("eu",), documents=300, per_document=30))
    figure = carried(page.html)["figures"]["D1/eu/security"]
    assert figure["total"] > len(figure["rows"]) == 40


def test_absent_unknown_and_no_evidence_look_different() -> None:
    html = render(study(contexts=("eu", "mexico-us"), documents=7, per_document=5)).html
    kinds = {
        w: re.search(rf'<td class="{w}".*?aria-hidden="true">(.)</b>', html)
        for w in ("absent", "unknown", "weak")
    }
    signs = {w: m.group(1) for w, m in kinds.items() if m}
    assert signs["unknown"] == "?"
    assert len(set(signs.values())) == len(signs) >= 2
    assert "<i>no evidence</i>" in html


def test_the_warnings_of_the_study_are_told(report_html: str) -> None:
    assert "page 4 is a picture without text." in report_html


def test_the_passages_are_the_cited_table(report_html: str) -> None:
    page = render(study())
    assert page.passages.schema == CITED.schema()
    assert len(carried(page.html)["passages"]) == page.passages.height


@pytest.mark.parametrize("documents", [0, 1])
def test_a_study_with_next_to_nothing_has_a_page(documents: int) -> None:
    assert "</html>" in render(study(contexts=("eu",), documents=documents, per_document=1)).html


def test_an_audit_tells_found_from_not_found_and_not_looked_for() -> None:
    analysis = study(contexts=(), documents=1, per_document=8)
    analysis.codebook.codes["technical"] = analysis.codebook.codes["linkage"].__class__(
        **{
            **analysis.codebook.codes["linkage"].__dict__,
            "id": "technical",
            "label": "Technical",
            "patterns": (),
        }
    )
    html = render(analysis, audit_sides=SIDES).html
    assert "Looked for and not found" in html
    assert re.search(r"Not looked for</h2>.*?Technical", html, re.DOTALL)
    assert "European Union (12 mentions), Member States (3 mentions)" in html
    assert "<mark>" in html


def test_a_code_that_is_only_rejected_was_found() -> None:
    analysis = study(contexts=(), documents=1, per_document=30)
    html = render(analysis, audit_sides=SIDES).html
    assert re.search(r"<b>0</b> <small>1 rejecting</small>", html)


def test_a_study_without_held_documents_says_that_it_rests_on_paraphrases() -> None:
    analysis = study(contexts=("eu", "mexico-us"), documents=0)
    figures = analysis.tables["figures"].with_columns(
        value=pl.when(pl.col("quantity") == "per_thousand").then(None).otherwise(pl.col("value"))
    )
    told = replace(analysis, tables={**analysis.tables, "figures": figures})
    page = render(told)
    top = page.html.split("<main>")[0]
    assert "Rests on paraphrases alone, and no second person has checked them" in top
    assert "All of this rests on paraphrases, not on documents." in page.html


def test_documents_beyond_number_are_listed_as_far_as_they_are_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basis, "MANY", 20)
    page = render(study(documents=30, per_document=2))
    listed = page.html.count('<th scope="row">Declaration no.')
    assert listed <= 20
    assert "documents that this page cites; all stand in documents.csv" in page.html


def test_of_very_many_figures_those_of_single_years_are_written_by_script(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = render(study()).html
    monkeypatch.setattr(pages, "MANY", 100)
    html = render(study()).html
    assert carried(html) == carried(whole)
    assert '<tr id="D3/international/security/1994"' in whole
    assert '<tr id="D3/international/security/1994"' not in html
    assert '<tr id="D2/international/security"' in html
    assert "figures of single years are listed where scripts may run" in html


def test_a_page_sets_side_by_side_what_each_side_takes_on() -> None:
    told = {
        "kind": "duty",
        "force": "mandatory",
        "conditional": False,
        "document": "speech-1",
        "modal": "shall",
    }
    rows = [
        told | {"side": "partner", "bearer": "Georgia", "act": "readmit <b>everybody</b>", "row": "a"},
        told | {"side": "lead", "bearer": "the Union", "act": "pay", "row": "b", "condition": "if it can"},
    ]
    page = _with_ledger(rows)
    assert "Georgia shall readmit &lt;b&gt;everybody&lt;/b&gt;" in page
    assert "on condition: if it can" in page
    assert page.index("the Union shall pay") < page.index("Georgia shall readmit")


def test_a_page_without_duties_has_no_ledger(report_html: str) -> None:
    assert 'id="ledger"' not in report_html


def _with_ledger(rows: list[dict[str, object]]) -> str:
    content = gather(study())
    placed = content.documents.filter(pl.col("context").is_in(list(content.contexts)))["id"][0]
    told = replace(content, ledger=LEDGER.frame([row | {"document": placed} for row in rows]))
    template = pages.templates().get_template("ledger.html.j2")
    return template.render(ledgers=ledger.ledgers(told, Bundles()), unlooked=())
