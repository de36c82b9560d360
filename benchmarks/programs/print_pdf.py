"""A PDF as a browser or a word processor sets it: justified text, every run of glyphs with its own place."""

import html
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from corpora import paragraphs

STYLE = "<style>@page{size:A4;margin:25mm} p{text-align:justify;font:11pt/1.5 serif}</style>"

target, pages, chromium = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
text = paragraphs(pages * 3600)
page_source = target.with_suffix(".html")
page_source.write_text(STYLE + "".join(f"<p>{html.escape(each)}</p>" for each in text), "utf-8")
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.goto(page_source.resolve().as_uri())
    page.pdf(path=target, prefer_css_page_size=True, page_ranges=f"1-{pages}")
    browser.close()
