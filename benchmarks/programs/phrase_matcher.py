"""Peer: spaCy's tokenizer and PhraseMatcher over all texts; tokens and hits alone, nothing written."""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher


def count(files: list[str], peers: str) -> tuple[int, int]:
    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for number, words in enumerate(json.loads(Path(peers).read_text())["phrases"]):
        matcher.add(str(number), [nlp.make_doc(" ".join(words))])
    tokens = hits = 0
    for file in files:
        doc = nlp.make_doc(Path(file).read_text("utf-8"))
        tokens += len(doc)
        hits += len(matcher(doc))
    return tokens, hits


if __name__ == "__main__":
    folder, peers, processes = sys.argv[1], sys.argv[2], int(sys.argv[3])
    files = sorted(map(str, Path(folder).glob("*.txt")))
    began = time.perf_counter()
    if processes == 1:
        found = [count(files, peers)]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            found = list(
                pool.map(count, [files[n::processes] for n in range(processes)], [peers] * processes)
            )
    tokens, hits = map(sum, zip(*found, strict=True))
    print(json.dumps({"seconds": time.perf_counter() - began, "tokens": tokens, "hits": hits}))
