"""Passages with planted reuse: earlier ones, later ones of which half are edited copies, and who copies whom.

The earlier passages are sentences of the State of the Union addresses, filled up to the number wanted by chains of
words that follow one another there; the later ones are, in equal parts, earlier ones with 5 to 20 percent of
their words exchanged, left out or put in, and chains of their own. A chain shares many pairs of words with real
sentences, which makes the search harder than unrelated text would.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import defaultdict
from pathlib import Path

from corpora import addresses

LEAST, MOST = 8, 60  # words
KINDS = ("exchange", "exchange", "exchange", "leave out", "put in")


def write_passages(file: Path, number: int) -> None:
    """``earlier``, ``later`` and ``copied`` (the first of the later ones: the number of the earlier one)."""
    chance = random.Random(1)
    sentences = [s for text in addresses().values() for s in re.split(r"(?<=[.!?])\s+", text)]
    real = list(dict.fromkeys(s for s in sentences if LEAST <= len(s.split()) <= MOST))
    chance.shuffle(real)
    follow: dict[str, list[str]] = defaultdict(list)
    for sentence in real:
        words = sentence.split()
        for one, other in itertools.pairwise(words):
            follow[one].append(other)
    every = [word for sentence in real for word in sentence.split()]

    def chain() -> str:
        words = chance.choice(real).split()
        made = words[:1]
        while len(made) < len(words):
            made.append(chance.choice(follow.get(made[-1]) or every))
        return " ".join(made)

    def edited(sentence: str) -> str:
        words = sentence.split()
        for _ in range(max(1, round(chance.uniform(0.05, 0.20) * len(words)))):
            place, kind = chance.randrange(len(words)), chance.choice(KINDS)
            new = [chance.choice(every)]
            if kind == "exchange":
                words[place : place + 1] = new
            elif kind == "put in":
                words[place:place] = new
            else:
                del words[place]
        return " ".join(words)

    earlier = [*real[:number], *(chain() for _ in range(number - len(real)))]
    copied = chance.sample(range(number), number // 2)
    later = [*(edited(earlier[n]) for n in copied), *(chain() for _ in range(number - len(copied)))]
    file.write_text(json.dumps({"earlier": earlier, "later": later, "copied": copied}))
