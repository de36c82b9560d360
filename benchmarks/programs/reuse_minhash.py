"""The usual way: MinHash of word pairs and locality-sensitive hashing, candidates checked by their sketches.

reuse_minhash.py PASSAGES rensa|datasketch|datasketch-update (word pair by word pair, as its manual begins)
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import time
from pathlib import Path

PERMUTATIONS, THRESHOLD = 128, 0.5
told = json.loads(Path(sys.argv[1]).read_text())
WORD = re.compile(r"\w+")


def pairs(text: str) -> list[str]:
    words = WORD.findall(text.lower())
    return [f"{a} {b}" for a, b in itertools.pairwise(words)]


def with_rensa() -> list[tuple[int, int]]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    sketches = RMinHash.from_token_sets([pairs(t) for t in told["earlier"]], PERMUTATIONS, 1)
    for number, sketch in enumerate(sketches):
        index.insert(number, sketch)
    found = []
    for number, sketch in enumerate(
        RMinHash.from_token_sets([pairs(t) for t in told["later"]], PERMUTATIONS, 1)
    ):
        candidates = index.query(sketch)
        found += [(number, c) for c in candidates if sketch.jaccard(sketches[c]) >= THRESHOLD]
    return found


def with_datasketch(*, at_once: bool = True) -> list[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    def sketched(texts: list[str]) -> list[MinHash]:
        if at_once:
            sets = ([p.encode() for p in pairs(t)] for t in texts)
            return list(MinHash.generator(sets, num_perm=PERMUTATIONS))
        made = [MinHash(num_perm=PERMUTATIONS) for _ in texts]
        for sketch, text in zip(made, texts, strict=True):
            for pair in pairs(text):
                sketch.update(pair.encode())
        return made

    index, sketches = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), sketched(told["earlier"])
    for number, sketch in enumerate(sketches):
        index.insert(number, sketch)
    return [(number, c) for number, sketch in enumerate(sketched(told["later"])) for c in index.query(sketch)]


WAYS = {
    "rensa": with_rensa,
    "datasketch": with_datasketch,
    "datasketch-update": lambda: with_datasketch(at_once=False),
}
began, used = time.perf_counter(), time.process_time()
found = WAYS[sys.argv[2]]()
seconds, processor = time.perf_counter() - began, time.process_time() - used
source = told["copied"]
right = {(n, c) for n, c in found if n < len(source) and told["earlier"][c] == told["earlier"][source[n]]}
answer = {"precision": len(right) / max(len(found), 1), "recall": len({n for n, _ in right}) / len(source)}
print(json.dumps({"seconds": seconds, "processor": processor} | answer))
