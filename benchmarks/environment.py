"""The peers' own environment, so that comity never depends on them."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

PEERS = (
    *("spacy", "pdfminer.six", "pypdfium2", "networkx", "pandas", "rensa", "datasketch"),
    *("krippendorff", "pyqca"),
)
FOLDER = Path(__file__).parent.parent / ".venv-bench"


def python_of_peers() -> Path:
    """The interpreter of an environment that holds the peers, made at the first call."""
    scripts = FOLDER / ("Scripts" if sys.platform == "win32" else "bin")
    done = FOLDER / ".installed"
    if not done.exists() or done.read_text() != "\n".join(PEERS):
        venv.create(FOLDER, with_pip=True)
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", "--quiet", *PEERS], check=True)
        (FOLDER / ".gitignore").write_text("*\n")
        done.write_text("\n".join(PEERS))
    return scripts / "python"


def versions(python: Path) -> str:
    """Names and versions of the peers."""
    code = (
        "import importlib.metadata as m, sys; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
    )
    return subprocess.run(
        [python, "-c", code, *PEERS], check=True, capture_output=True, text=True
    ).stdout.strip()
