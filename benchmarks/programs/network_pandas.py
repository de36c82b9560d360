"""pandas, window by window: a table of actors by positions, multiplied with itself; Jaccard as comity has it."""

import json
import sys
import time

import numpy as np
import pandas as pd

if __name__ == "__main__":
    said = pd.read_csv(sys.argv[1], parse_dates=["time"])
    began = time.perf_counter()
    said["position"] = said["concept"] + " " + said["agreement"].astype(str)
    month = pd.Timedelta(days=30)
    ties, weight = 0, 0.0
    for start in pd.date_range(said["time"].min(), said["time"].max() + pd.Timedelta(days=1) - month):
        first, last = said["time"].searchsorted([start, start + month])
        own = said.iloc[first:last]
        counts = pd.crosstab(own["organization"], own["position"]).to_numpy(float)
        shared = counts @ counts.T
        alone = counts @ (counts == 0).T
        np.fill_diagonal(shared, 0)
        one, other = np.nonzero(np.triu(shared))
        value = shared[one, other]
        ties += len(one)
        weight += float((value / (alone[one, other] + alone[other, one] + value)).sum())
    print(json.dumps({"seconds": time.perf_counter() - began, "ties": ties, "weight": weight}))
