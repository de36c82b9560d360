"""networkx, window by window: actors and positions as a graph of two modes, projected; Jaccard as comity has it."""

import csv
import datetime as dt
import json
import sys
import time
from bisect import bisect_left
from pathlib import Path

import networkx as nx


def likeness(graph, one, other):
    """Pairs of statements on one position, by these and the statements where the other has none."""
    mine, yours = graph[one], graph[other]
    both = mine.keys() & yours.keys()
    pairs = sum(mine[p]["count"] * yours[p]["count"] for p in both)
    alone = sum(sum(a[p]["count"] for p in a.keys() - both) for a in (mine, yours))
    return pairs / (pairs + alone)


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    said = [
        (dt.date.fromisoformat(r["time"]), r["organization"], f"{r['concept']} {r['agreement']}")
        for r in rows
    ]
    began = time.perf_counter()
    days = [day for day, *_ in said]
    first, last = days[0], days[-1]
    ties, weight = 0, 0.0
    for number in range((last - first).days + 2 - 30):
        start = first + dt.timedelta(days=number)
        stop = start + dt.timedelta(days=30)
        graph = nx.Graph()
        for _, who, position in said[bisect_left(days, start) : bisect_left(days, stop)]:
            if graph.has_edge(who, position):
                graph[who][position]["count"] += 1
            else:
                graph.add_edge(who, position, count=1)
        actors = [n for n in graph if n.startswith("a")]
        made = nx.bipartite.generic_weighted_projected_graph(graph, actors, weight_function=likeness)
        ties += made.number_of_edges()
        weight += sum(value for *_, value in made.edges(data="weight"))
    print(json.dumps({"seconds": time.perf_counter() - began, "ties": ties, "weight": weight}))
