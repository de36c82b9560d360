"""Peer: the same interval by calling a published implementation once for each draw of units."""

import json
import sys
import time

import krippendorff
import numpy as np

table, replicates = np.load(sys.argv[1]).T, int(sys.argv[2])
draw = np.random.default_rng(1)
began = time.perf_counter()
value = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal")
found = [
    krippendorff.alpha(
        reliability_data=table[:, draw.integers(0, table.shape[1], table.shape[1])],
        level_of_measurement="ordinal",
    )
    for _ in range(replicates)
]
seconds = time.perf_counter() - began
low, high = np.percentile(found, [2.5, 97.5])
print(json.dumps({"seconds": seconds, "alpha": value, "low": low, "high": high}))
