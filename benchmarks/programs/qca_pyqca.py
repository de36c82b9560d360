"""Peer: the truth table and one model of each of the three solutions by pyqca, which does not list further models."""

import json
import sys
import time
import warnings

import pandas as pd
from qca import FSQCA, minimize_truth_table

warnings.simplefilter("ignore")  # it warns of rows without cases, one by one
path, backend = sys.argv[1], sys.argv[2]
began = time.perf_counter()
data = pd.read_csv(path)
conditions = [name for name in data.columns if name.startswith("C")]
model = FSQCA(data, outcome="Y", conditions=conditions, case_id="case")
solved = minimize_truth_table(
    model,
    outcome_threshold=0.8,
    consistency_threshold=0.8,
    directional_expectations=dict.fromkeys(conditions, 1),
    backend=backend,
)
sizes = [
    len(s) for s in (solved.complex_solution, solved.parsimonious_solution, solved.intermediate_solution)
]
print(json.dumps({"seconds": time.perf_counter() - began, "complex": sizes[0], "parsimonious": sizes[1]}))
