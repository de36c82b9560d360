"""comity: the congruence network of every window, with Jaccard; takes the debate as CSV."""

import json
import sys
import time

import polars as pl

from comity.measures.networks.chosen import choose
from comity.measures.networks.moving import Networks
from comity.measures.networks.settings import Asked
from comity.measures.networks.statements import PLACE, Statements
from comity.measures.networks.windows import length, windows

if __name__ == "__main__":
    frame = pl.read_csv(sys.argv[1], schema_overrides={"row": pl.String, "time": pl.Datetime("us")})
    place = [pl.lit(None, kind).alias(name) for name, kind in PLACE.items() if name not in frame.columns]
    said = Statements(
        frame.with_columns(place), {"organization": "text", "concept": "text", "agreement": "boolean"}
    )
    began = time.perf_counter()
    asked = Asked(normalization="jaccard")
    chosen = choose(said, asked, dated=True)
    ties = Networks(asked, windows(chosen.frame["time"].to_numpy(), length("30d")), chosen).edges
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "ties": len(ties), "weight": float(ties["weight"].sum())}))
