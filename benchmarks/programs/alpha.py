"""comity: alpha (ordinal) with its bootstrap interval, from a table of ratings in memory."""

import json
import sys
import time

import numpy as np

from comity.coding.agreement.alpha import krippendorff_alpha
from comity.coding.agreement.coefficient import Drawing, bootstrapped
from comity.coding.agreement.ratings import MISSING, Ratings, kinds_of

table, replicates = np.load(sys.argv[1]), int(sys.argv[2])  # units x coders, nan where not rated
began = time.perf_counter()
values, place = np.unique(table[~np.isnan(table)], return_inverse=True)
codes = np.full(table.shape, MISSING, np.int64)
codes[~np.isnan(table)] = place
kinds = kinds_of(Ratings(codes, tuple(values)), by_coder=False)
found = bootstrapped(krippendorff_alpha(kinds, "ordinal"), kinds, Drawing(replicates))
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "alpha": found.value, "low": found.low, "high": found.high}))
