"""A Chromium for the tests of the page, and the pages they open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from carried import SIDES
from made_up_record import with_record
from made_up_study import HOSTILE, study

from comity.report.page import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MODULES = Path(__file__).resolve().parent.parent / "browser" / "node_modules"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def report_html() -> str:
    """The report of the made-up study; one document's title and passages hold markup."""
    return render(study(title=HOSTILE)).html


@pytest.fixture(scope="session")
def record_html() -> str:
    """The report of the made-up study with a registry."""
    return render(with_record(study())).html


@pytest.fixture(scope="session")
def audit_html() -> str:
    """The audit of one made-up document."""
    return render(study(contexts=(), documents=1, per_document=40), audit_sides=SIDES).html


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium: the one that tests/browser/install.py found, or one on the path."""
    from playwright.sync_api import sync_playwright

    found = MODULES / ".chromium"
    path = found.read_text(encoding="utf-8").strip() if found.exists() else shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium; python tests/browser/install.py gets one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a page in a window of its own: ``opened(html, "#figure", width=360, dark=True)``.

    The page may not ask the network for anything, and may not raise an error; both fail the test.
    """
    contexts, faults = [], []

    def show(html: str, address: str = "", *, width: int = 1280, dark: bool = False) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        scheme = "dark" if dark else "light"
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith(("file:", "data:")) or faults.append(request.url),
        )
        page.goto(path.as_uri() + address)
        return page

    yield show
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    path = MODULES / "axe-core" / "axe.min.js"
    if not path.exists():
        pytest.skip("no axe-core; python tests/browser/install.py gets it")
    return path.read_text(encoding="utf-8")
