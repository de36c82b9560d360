"""Run a command as a user would, and say how long it took and how much memory it held at its worst moment."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Run:
    seconds: float  # wall time of the whole process, start of the interpreter included
    processor: float  # seconds of processor time, of all its processes: what a busy machine does not distort
    megabytes: float  # proportional memory of the process and all its children together, at its peak
    answer: dict[str, float] = field(default_factory=dict)  # what the program itself says, its last line


def run(command: Sequence[str | Path], *, watch: bool = False, cwd: Path | None = None) -> Run:
    """Run a command to its end; `watch` looks at its memory twenty times a second, at a little cost."""
    began, used = time.perf_counter(), _processor()
    with subprocess.Popen(
        [*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd
    ) as process:
        peak = [0.0]
        if watch:
            threading.Thread(target=_watch, args=(process, peak), daemon=True).start()
        out, err = process.communicate()
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{err[-3000:]}")
    lines = [line for line in out.splitlines() if line.startswith("{")]
    return Run(seconds, _processor() - used, peak[0], json.loads(lines[-1]) if lines else {})


def usual(times: int, command: Sequence[str | Path], *, cwd: Path | None = None) -> float:
    """Median wall time (s) of some runs, after one that warms the files."""
    run(command, cwd=cwd)
    return median(run(command, cwd=cwd).seconds for _ in range(times))


def _processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_proportional, _tree(process.pid))))
        time.sleep(0.05)


def _tree(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [root]
    for process in found:
        found.extend(parents.get(process, []))
    return found


def _proportional(process: int) -> float:
    """Megabytes: pages that processes share count by shares."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0
