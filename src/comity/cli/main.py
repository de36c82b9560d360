"""The door: `comity` on a command line.

`comity`, `comity --help` and `comity --version` answer from a page made beforehand (help.txt, held to the
commands by a test), so that they are instant; everything else goes through the application.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give the process's exit code: 0 fine, 1 a check failed, 2 wrong use or bad input."""
    given = sys.argv[1:] if arguments is None else arguments
    if given in ([], ["--help"], ["-h"], ["help"]):
        sys.stdout.write(_page())
        return 0
    if given in (["--version"], ["-V"]):
        from comity.version import VERSION

        sys.stdout.write(f"comity {VERSION}\n")
        return 0
    from comity.cli.application import run

    return run(given)


def _page() -> str:
    return Path(__file__).with_name("help.txt").read_text(encoding="utf-8")


def entry() -> None:
    """Run as a program: a reader that has gone away (`comity … | head`) is no error."""
    import os

    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


if __name__ == "__main__":
    entry()
