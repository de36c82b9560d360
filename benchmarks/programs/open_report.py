"""How long Chromium takes from asking for a report to its first chart on the screen."""

import json
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

SHOWN = "[...document.querySelectorAll('svg')].some(chart => chart.getBoundingClientRect().height > 100)"

with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=sys.argv[2], args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.goto("about:blank")
    began = time.perf_counter()
    page.goto(Path(sys.argv[1]).resolve().as_uri(), wait_until="commit")
    page.wait_for_function(SHOWN)
    seconds = time.perf_counter() - began
    browser.close()
print(json.dumps({"seconds": seconds}))
