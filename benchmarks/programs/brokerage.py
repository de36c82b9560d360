"""All figures of I3 on meetings given as JSON pairs: seconds from the rows of the registry to figures and evidence."""

import json
import sys
import time
from pathlib import Path

import polars as pl

from comity.measures.measure import compute

pairs = json.loads(Path(sys.argv[1]).read_text())
place = {"context": "one", "arrangement": "forum", "layer": "regional", "period": "", "year": 2000}
sides = ("lead", "partner", "third")
links = pl.DataFrame(
    [
        {
            **place, "from": str(one), "to": str(other), "kind": "meets", "table": "links", "row": f"links/{one}-{other}",
            "document": "forum", "from_side": sides[one % 3], "to_side": sides[other % 3],
        }
        for one, other in pairs
    ]
)  # fmt: skip
empty = {**place, "actor": "", "role": "", "side": "", "table": "", "row": "", "document": ""}
tables = {
    "links": links,
    "roles": pl.DataFrame([empty]).clear(),
    "arrangements": pl.DataFrame([{**place, "id": "forum", "part_of": ""}]),
}
began = time.perf_counter()
figures = compute("I3", tables, "context")
seconds = time.perf_counter() - began
between = figures.frame.filter(quantity="betweenness")["value"].sum()
print(json.dumps({"seconds": seconds, "figures": len(figures), "between": between}))
