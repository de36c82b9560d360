"""comity: all coefficients of two coders on many passages and codes, each with its interval."""

import json
import sys
import time

import numpy as np
import polars as pl

from comity.coding.agreement.coefficient import Drawing
from comity.coding.agreement.compared import agreement_on
from comity.coding.agreement.ratings import MISSING
from comity.coding.agreement.sheet import Sheet

passages, codes, documents = map(int, sys.argv[1:4])
draw = np.random.default_rng(2)
truth = draw.random((passages, codes)) < draw.uniform(0.01, 0.2, codes)
heard = draw.random((passages, 2, codes)) < 0.9
own = truth[:, None, :] & heard
sheet = Sheet(
    passages=pl.DataFrame(
        {
            "document": [f"d{n * documents // passages:03}" for n in range(passages)],
            "start": range(passages),
            "end": range(1, passages + 1),
        }
    ),
    coders=("anna", "ben"),
    codes=tuple(f"code{n}" for n in range(codes)),
    read=np.ones((passages, 2), np.bool_),
    stance=np.where(own, 0, MISSING).astype(np.int8),
    own=own,
    asked=np.ones((2, codes), np.bool_),
    people=frozenset({"anna", "ben"}),
    silent=frozenset(),
    parents={},
)
began = time.perf_counter()
rows = agreement_on(sheet, [("anna", "ben")], drawing=Drawing(2000))
print(json.dumps({"seconds": time.perf_counter() - began, "figures": len(rows)}))
