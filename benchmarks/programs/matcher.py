"""Peer: spaCy's tokenizer and Matcher with the same wildcards, over the first megabytes of the texts."""

import json
import sys
import time
from pathlib import Path

import spacy
from spacy.matcher import Matcher

folder, peers, size = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
nlp = spacy.blank("en")
nlp.max_length = 10**9
matcher = Matcher(nlp.vocab)
for number, rules in enumerate(json.loads(peers.read_text())["rules"]):
    matcher.add(str(number), [rule for rule in rules if rule])
began = time.perf_counter()
tokens = hits = characters = 0
for file in sorted(folder.glob("*.txt")):
    text = file.read_text("utf-8")
    doc = nlp.make_doc(text)
    tokens += len(doc)
    hits += len(matcher(doc))
    characters += len(text.encode())
    if characters >= size * 1e6:
        break
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "megabytes": characters / 1e6, "tokens": tokens, "hits": hits}))
