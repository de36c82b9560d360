"""Cases for the comparison of configurations: fuzzy memberships and an outcome that two paths lead to, with noise."""

from __future__ import annotations

import random
from pathlib import Path


def write_cases(path: Path, *, cases: int, conditions: int) -> list[str]:
    """A CSV file of cases; gives the names of the conditions."""
    chance = random.Random(1)
    names = [f"C{number}" for number in range(1, conditions + 1)]
    lines = [",".join(["case", *names, "Y"])]
    for case in range(cases):
        row = [_membership(chance.betavariate(0.4, 0.4)) for _ in names]
        paths = max(min(row[0], row[1]), min(1 - row[2], row[3]))
        outcome = min(max(round(paths + chance.gauss(0, 0.15), 2), 0), 1)
        lines.append(",".join([f"case{case}", *(f"{value:g}" for value in (*row, outcome))]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return names


def _membership(value: float) -> float:
    return 0.51 if round(value, 2) == 0.5 else round(value, 2)
