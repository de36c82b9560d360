"""The page in a real Chromium: evidence in one click or key, deep links, filters, accessibility, speed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from carried import carried
from made_up_study import HOSTILE, study

from comity.report import page as pages
from comity.report.page import render

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Opened = Callable[..., "Page"]
FIGURE = "D2/eu/shared_responsibility"
VIOLATIONS = """async () => (await axe.run({resultTypes: ["violations"]})).violations
    .map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))])"""


def violations(page: Page, axe: str) -> list[object]:
    page.evaluate(axe)
    found: list[object] = page.evaluate(VIOLATIONS)
    return found


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False), (360, True)])
def test_the_report_has_no_accessibility_violation(
    opened: Opened, axe: str, report_html: str, width: int, dark: bool
) -> None:
    assert violations(opened(report_html, width=width, dark=dark), axe) == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False), (360, True)])
def test_the_report_of_a_registry_has_no_accessibility_violation(
    opened: Opened, axe: str, record_html: str, width: int, dark: bool
) -> None:
    assert violations(opened(record_html, width=width, dark=dark), axe) == []


def test_the_panel_of_rows_has_no_accessibility_violation(opened: Opened, axe: str, record_html: str) -> None:
    assert violations(opened(record_html, "#I2/eu"), axe) == []


def test_a_role_a_bar_and_a_sign_open_their_rows(opened: Opened, record_html: str) -> None:
    page = opened(record_html)
    for section, told in (
        ("#roles .held a", "European Union: drafter of Global Approach."),
        ("#force a.seg", "Take people back"),
        ("#production a.mark.step-0", "Moldova: became a partner"),
        ("#layers a.span.time", "Global Approach"),
        ("#resistance th a", "Morocco <b>bold</b>: resisted: silence"),
        ("#reading .worth a", "Commission: broker"),
        ("#claims td a", "Commission: broker"),
    ):
        page.locator(section).first.click()
        assert told in page.locator("#panel-passages").inner_text(), section
        assert "row" in page.locator("#panel-count").inner_text()
        page.keyboard.press("Escape")


def test_the_keyboard_alone_reaches_a_sign_and_its_row(opened: Opened, record_html: str) -> None:
    page = opened(record_html)
    sign = page.locator("#production a.mark.step-0").first
    sign.focus()
    assert "became a partner" in page.locator("#tip").inner_text()
    page.keyboard.press("Enter")
    assert "Source" in page.locator("#panel-passages").inner_text() or page.locator(".unsourced").count()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('mark')")


def test_a_context_hides_the_drawings_of_the_others(opened: Opened, record_html: str) -> None:
    page = opened(record_html, "#?context=mexico-us")
    assert page.locator("#roles table:visible").count() == 0
    page.select_option("[name=context]", "eu")
    assert page.locator("#roles table:visible").count() == 1


@pytest.mark.parametrize("dark", [False, True])
def test_the_panel_has_no_accessibility_violation(
    opened: Opened, axe: str, report_html: str, dark: bool
) -> None:
    assert violations(opened(report_html, f"#{FIGURE}", dark=dark), axe) == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_the_audit_has_no_accessibility_violation(
    opened: Opened, axe: str, audit_html: str, width: int, dark: bool
) -> None:
    assert violations(opened(audit_html, width=width, dark=dark), axe) == []


def test_a_deep_link_opens_the_passages_behind_its_figure(opened: Opened, report_html: str) -> None:
    page = opened(report_html, f"#{FIGURE}")
    assert page.locator("#panel").is_visible()
    assert page.locator("#panel-title").inner_text() == "Shared responsibility, EU external policy"
    passages = page.locator("#panel-passages li")
    assert passages.count() > 2
    first = passages.first.inner_text()
    assert "shared responsibility of the countries along the route" in first
    assert "The ministers met again in the spring" in first
    assert re.search(r"p\.\s\d+", first)
    assert "coder lexicon" in first


def test_one_click_opens_evidence_and_escape_gives_the_focus_back(opened: Opened, report_html: str) -> None:
    page = opened(report_html)
    cell = page.locator('.presence a[href="#D1/eu/dialogue"]').first
    cell.click()
    assert page.locator("#panel").is_visible()
    assert page.evaluate("location.hash") == "#D1/eu/dialogue"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#D1/eu/dialogue"
    page.wait_for_function("location.hash === ''")  # the address follows when the dialog tells that it closed


def test_the_keyboard_alone_reaches_a_mark_its_evidence_and_the_next_passage(
    opened: Opened, report_html: str
) -> None:
    page = opened(report_html)
    chart = page.locator("#prevalence figure svg").first
    chart.locator("a").first.focus()
    page.keyboard.press("ArrowDown")
    figure = page.evaluate("document.activeElement.getAttribute('href')")
    assert figure.startswith("#D2/")
    assert page.locator("#tip").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.textContent")
    assert first != second
    assert page.locator("#panel-count").inner_text().startswith("2 of ")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('#panel')"
        )
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('href')") == figure


def test_back_closes_the_evidence(opened: Opened, report_html: str) -> None:
    page = opened(report_html)
    page.locator("#summary a").first.click()
    page.go_back()
    assert page.locator("#panel").is_hidden()


def test_filters_hide_what_is_not_asked_for_and_travel_with_the_address(
    opened: Opened, report_html: str
) -> None:
    page = opened(report_html)
    page.select_option("[name=context]", "eu")
    page.select_option("[name=code]", "element.")
    assert page.locator("#prevalence figure:visible").count() == 1
    assert page.locator(".presence tr[data-code=equality]:visible").count() == 0
    assert page.locator(".presence tr[data-code=capacity]:visible").count() == 1
    assert page.locator("#prevalence svg a.veiled").count() > 0
    page.locator(".presence:visible td:visible a").first.click()
    address = page.evaluate("location.hash")
    assert address.startswith("#D1/eu/win_win?")
    again = opened(report_html, address)
    assert again.locator("#panel").is_visible()
    assert again.locator("[name=context]").input_value() == "eu"
    assert again.locator("#prevalence figure:visible").count() == 1


def test_a_period_shows_its_own_table_and_charts(opened: Opened, report_html: str) -> None:
    page = opened(report_html, "#?period=2004–2013")
    assert page.locator(".presence:visible caption").inner_text() == "2004–2013"
    assert page.locator("#prevalence figure:visible").count() == 3
    hrefs = page.locator("#prevalence figure:visible svg a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert all("2004" in h for h in hrefs)
    assert page.locator("#drift svg a.veiled").count() > 0


def test_the_table_of_figures_sorts_by_number(opened: Opened, report_html: str) -> None:
    page = opened(report_html)
    page.locator("#figures summary").click()
    page.locator(".figures thead button", has_text="n").first.click()
    head = page.locator(".figures thead th", has_text=re.compile("^n$"))
    head.locator("button").click()
    if head.get_attribute("aria-sort") == "ascending":
        head.locator("button").click()
    counts = page.locator(".figures tbody tr td:nth-child(5)").all_inner_texts()
    numbers = [int(c.replace(",", "")) for c in counts]
    assert numbers == sorted(numbers, reverse=True)


def test_figures_of_single_years_join_the_table_when_it_opens(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = render(study(title=HOSTILE)).html
    monkeypatch.setattr(pages, "MANY", 100)
    rows = "all => all.map((row) => [row.id, row.innerText, row.hidden, Number(row.cells[2].dataset.v)])"
    told = []
    for html in (whole, render(study(title=HOSTILE)).html):
        page = opened(html, "#?context=international")
        page.locator("#figures summary").click()
        page.locator("#figures tr[id='D3/international/security/1994']").wait_for(state="visible")
        told.append(page.locator("#figures tbody tr").evaluate_all(rows))
    assert told[0] == told[1]


def test_markup_in_texts_and_titles_is_shown_and_never_run(opened: Opened, report_html: str) -> None:
    page = opened(report_html, "#D1/international/win_win")
    assert page.evaluate("window.broken") is None
    assert "<script>window.broken" in page.locator("#documents").inner_text()


@pytest.mark.parametrize("width", [360, 820, 1280])
def test_no_page_is_wider_than_its_window(
    opened: Opened, report_html: str, audit_html: str, record_html: str, width: int
) -> None:
    for html in (report_html, audit_html, record_html):
        page = opened(html, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_the_strongest_passages_and_no_controls(opened: Opened, report_html: str) -> None:
    page = opened(report_html)
    page.emulate_media(media="print")
    assert page.locator("#appendix").is_visible()
    assert page.locator("#filters").is_hidden()
    assert page.locator("#appendix blockquote").count() > 20


def test_without_script_a_link_leads_to_the_row_of_its_figure(
    chromium: object, report_html: str, tmp_path: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    path = tmp_path / "still.html"
    path.write_text(report_html, encoding="utf-8")
    page.goto(path.as_uri())
    assert page.locator('[id="D1/eu/dialogue"]').count() == 1
    assert page.locator(".presence:visible").count() == 1
    context.close()


@pytest.mark.slow
def test_a_report_of_ten_thousand_documents_is_small_and_opens(opened: Opened) -> None:
    html = render(study(documents=10_000, per_document=6)).html
    assert len(html.encode()) < 8_000_000
    page = opened(html)
    page.locator("#prevalence svg").first.wait_for(state="visible")
    figures = carried(html)["figures"]
    assert all(len(f["rows"]) > 0 for f in figures.values() if f["total"])
