"""Peer: betweenness alone, by networkx, of the same meetings."""

import json
import sys
import time
from pathlib import Path

import networkx as nx

graph = nx.Graph(json.loads(Path(sys.argv[1]).read_text()))
began = time.perf_counter()
found = nx.betweenness_centrality(graph)
print(json.dumps({"seconds": time.perf_counter() - began, "between": sum(found.values())}))
