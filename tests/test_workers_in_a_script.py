"""Work that starts processes, from a plain script as a person writes it."""

import subprocess
import sys
from pathlib import Path


def test_a_script_without_main_guard_may_start_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from comity.workers import map_chunks\n"
        "import operator\n"
        "print('begun')\n"
        "print(sorted(map_chunks(operator.neg, [1, 2, 3, 4], parallel=True)))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"COMITY_WORKERS": "2", "PATH": ""},
    )
    assert done.stdout.splitlines() == ["begun", "[(0, -1), (1, -2), (2, -3), (3, -4)]"]
