"""How often three intervals of a gap (G1) cover the truth, in simulated studies: why method.md has the one it has.

    python benchmarks/gap_intervals.py [studies]     400 studies for each of 72 settings: half a minute

A promise is voiced in each of some documents with the same chance, and whole at two documents. Its practice is how
evenly roles are dealt out in some arrangements, each with 1 to 4 roles and with a leaning of its own. The gap is
promise less practice. *worst*: from the least promise less the greatest practice to the greatest less the least.
*newcombe*: from both intervals as if the parts were independent (method 10; MOVER). *drawn*: documents and
arrangements drawn anew together, the whole chain computed each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product

import numpy as np

from comity.measures.intervals import bootstrap, jeffreys
from comity.resampling import draws

PRESENT = 2  # documents at which a promise is whole
LEANING = 4  # of arrangements about their mean: the sum of the two parameters of a beta distribution
REPLICATES = 400
LEVEL = 0.95
WAYS = ("worst", "newcombe", "drawn")
Interval = tuple[float, float]


def promised(voiced: np.ndarray | float, documents: int) -> np.ndarray:
    return np.minimum(1.0, np.asarray(voiced) * documents / PRESENT)


def practised(share: np.ndarray | float) -> np.ndarray:
    return 1 - np.abs(2 * np.asarray(share) - 1)


def share_between(over: np.ndarray, under: np.ndarray, seed: str) -> Interval:
    """As the tally makes it: drawn anew, or Jeffreys' where documents are few or all alike."""
    share, units = over.sum() / under.sum(), len(over)
    if units >= 8 and 0 < share < 1:
        ends = bootstrap(over[:, None], under[:, None], seed, replicates=REPLICATES, level=LEVEL)
    else:
        ends = jeffreys(np.array([share * units]), np.array([float(units)]), LEVEL)
    return float(ends[0][0]), float(ends[1][0])


def gap_between(
    voiced: np.ndarray, lead: np.ndarray, roles: np.ndarray, seed: str
) -> tuple[Interval, Interval, Interval]:
    documents = len(voiced)
    said, done = (
        float(promised(voiced.mean(), documents)),
        float(practised(lead.sum() / roles.sum())),
    )
    least, most = (float(promised(e, documents)) for e in share_between(voiced, np.ones_like(voiced), seed))
    one, other = share_between(lead, roles, seed)
    low, high = sorted((float(practised(one)), float(practised(other))))
    high = 1.0 if one <= 0.5 <= other else high
    below, above = np.hypot(said - least, high - done), np.hypot(most - said, done - low)
    ones = (voiced, np.ones_like(voiced)), (lead, roles)
    again = []
    for name, (over, under) in zip(("said", "done"), ones, strict=True):
        weights = np.concatenate(list(draws(len(over), REPLICATES, name, seed)))
        again.append((weights @ over) / (weights @ under))
    drawn = np.sort(promised(again[0], documents) - practised(again[1]))
    tail = int((1 - LEVEL) / 2 * REPLICATES)
    gap = said - done
    return (least - high, most - low), (gap - below, gap + above), (drawn[tail], drawn[-1 - tail])


def settings() -> Iterator[tuple[int, float, int, float]]:
    """Documents, those expected to voice the promise, arrangements, share of roles on the one side."""
    every = product((5, 12, 30), (0.5, 1, 2, 4), (10, 25), (0.5, 0.7, 0.95))
    yield from (s for s in every if s[1] < s[0])


def simulated(setting: tuple[int, float, int, float], studies: int) -> np.ndarray:
    """Coverage and mean width of each way: shape (2, ways)."""
    documents, expected, arrangements, share = setting
    chance = np.random.default_rng(int(1000 * documents + 100 * expected + 10 * arrangements + 100 * share))
    truth = float(promised(expected / documents, documents) - practised(share))
    found = np.zeros((2, len(WAYS)))
    for study in range(studies):
        voiced = (chance.random(documents) < expected / documents).astype(np.int64)
        roles = chance.integers(1, 5, arrangements)
        lead = chance.binomial(roles, chance.beta(share * LEANING, (1 - share) * LEANING, arrangements))
        for way, (low, high) in enumerate(gap_between(voiced, lead, roles, f"{setting}/{study}")):
            found[:, way] += low - 1e-9 <= truth <= high + 1e-9, high - low
    return found / studies


def main() -> None:
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print("documents  voiced in  arrangements  share | coverage, width: " + "; ".join(WAYS))
    made = []
    for setting in settings():
        made.append(simulated(setting, studies))
        told = "; ".join(f"{cover:.3f}, {width:.2f}" for cover, width in made[-1].T)
        print("{:9d}  {:9g}  {:12d}  {:5g} | ".format(*setting) + told)
    cover, width = np.stack(made).transpose(1, 2, 0)
    for way, name in enumerate(WAYS):
        short = (cover[way] < 0.93).mean()
        print(
            f"{name}: coverage {cover[way].mean():.3f}, at worst {cover[way].min():.3f}, below 0.93 in {short:.0%} of the "
            f"settings; width {width[way].mean():.2f}"
        )


if __name__ == "__main__":
    main()
