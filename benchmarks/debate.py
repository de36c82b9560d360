"""A long debate: who said what on which day, for or against."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path


def write_debate(
    path: Path, statements: int, *, actors: int = 300, concepts: int = 150, years: int = 10
) -> None:
    """Statements over the years; some actors and some concepts come up far oftener than others, as they do."""
    chance = random.Random(11)
    first = dt.date(2010, 1, 1)
    days = sorted(chance.randrange(365 * years) for _ in range(statements))
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["row", "time", "organization", "concept", "agreement"])
        for number, day in enumerate(days):
            who, what = (int(top * chance.random() ** 1.5) for top in (actors, concepts))
            leaning = 0.85 if (who + what) % 2 else 0.15  # two camps, and those who do not keep to them
            rows.writerow(
                [
                    number,
                    first + dt.timedelta(days=day),
                    f"a{who:03}",
                    f"c{what:03}",
                    int(chance.random() < leaning),
                ]
            )
