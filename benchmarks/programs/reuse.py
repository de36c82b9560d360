"""comity's search for reused passages: seconds (words included; of all cores: processor), precision, recall by likeness.

reuse.py PASSAGES
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from comity.coding.reuse.pairs import alike, worded
from comity.documents.words import WordIndex, index_words

told = json.loads(Path(sys.argv[1]).read_text())


def indexed(texts: list[str]) -> WordIndex:
    lengths = np.asarray([len(text) for text in texts])
    start = np.cumsum(lengths + 1) - (lengths + 1)
    return index_words("\n".join(texts), start, start + lengths)


began, used = time.perf_counter(), time.process_time()
whole = worded([indexed(told["earlier"]), indexed(told["later"])])
number = len(told["earlier"])
earlier, later = whole.take(np.arange(number)), whole.take(np.arange(number, len(whole)))
pairs = alike(later, earlier, least=0.5)
seconds, processor = time.perf_counter() - began, time.process_time() - used
same = earlier.digests()  # a copy of a sentence that stands twice has two right sources
source = np.asarray(told["copied"])
answer: dict[str, float] = {"seconds": seconds, "processor": processor}
for least in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
    one, other = pairs.one[pairs.likeness >= least], pairs.other[pairs.likeness >= least]
    planted = one < len(source)
    right = np.zeros(len(one), dtype=bool)
    right[planted] = same[other[planted]] == same[source[one[planted]]]
    answer[f"precision {least:g}"] = float(right.mean()) if len(one) else 1.0
    answer[f"recall {least:g}"] = len(np.unique(one[right])) / len(source)
print(json.dumps(answer))
