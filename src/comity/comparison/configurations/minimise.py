"""The three solutions of a truth table: conservative, parsimonious, intermediate; each with all its models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from comity.comparison.configurations.covers import smallest_covers
from comity.comparison.configurations.implicants import Primes, covered, primes_within, primes_without
from comity.comparison.configurations.sets import FREE, Levels, configurations
from comity.comparison.configurations.truth_table import CONTRADICTION, NEGATIVE, POSITIVE, TruthTable

CONSERVATIVE, PARSIMONIOUS, INTERMEDIATE = "conservative", "parsimonious", "intermediate"
MOST_PAIRS = 100_000  # of a conservative and a parsimonious model
KINDS = (CONSERVATIVE, PARSIMONIOUS, INTERMEDIATE)


@dataclass(frozen=True, slots=True)
class Solution:
    """The models of one kind that rest on the same counterfactuals.

    ``terms`` are the prime implicants that stand in a shown model, ``models`` the choices among them (by place,
    sorted); ``count`` models exist (at least so many, where not ``exact``). ``primes`` is how many prime
    implicants there were. ``paths`` says from which conservative and parsimonious models an intermediate
    solution comes (``C1P1``).
    """

    kind: str
    terms: Levels
    models: tuple[tuple[int, ...], ...]
    count: int
    exact: bool
    primes: int
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Minimisation:
    """What is asked of a minimisation.

    ``expected`` gives, by the place of a condition, the levels that are expected to help the outcome. With
    ``include`` contradictory rows may be covered as remainders are. At most ``limit`` models are listed.
    """

    expected: Mapping[int, frozenset[int]]
    include: bool = False
    limit: int = 100


def solutions(table: TruthTable, asked: Minimisation) -> tuple[Solution, ...]:
    """The conservative, the parsimonious and, where something is expected, every intermediate solution.

    Takes a table with positive rows and rows that may not be covered.
    """
    hard, simple = conservative(table, asked), parsimonious(table, asked)
    between = intermediate(table, asked, hard, simple) if asked.expected else []
    return (hard, simple, *between)


def conservative(table: TruthTable, asked: Minimisation) -> Solution:
    """The solution without any logical remainder."""
    positive = table.numbered(POSITIVE)
    return _solution(CONSERVATIVE, primes_within(positive, _doubtful(table, asked), table.shape), asked.limit)


def parsimonious(table: TruthTable, asked: Minimisation) -> Solution:
    """The solution that takes any logical remainder that makes it shorter."""
    outs = (NEGATIVE,) if asked.include else (NEGATIVE, CONTRADICTION)
    primes = primes_without(table.numbered(POSITIVE), table.numbered(*outs), table.shape)
    return _solution(PARSIMONIOUS, primes, asked.limit)


def intermediate(table: TruthTable, asked: Minimisation, hard: Solution, simple: Solution) -> list[Solution]:
    """The solutions that take easy counterfactuals alone, one for each set of them.

    From each conservative term within a parsimonious one, those levels are dropped that the parsimonious term
    does not demand and that run against the expectation; the remainders so reached are the easy
    counterfactuals (Ragin 2008, ch. 9), and the positive rows are minimised with them. Each pair of a
    conservative and a parsimonious model may have its own; pairs with the same are told as one.
    """
    reach = _reach(table, asked, hard.terms, simple.terms)
    paths: dict[int, list[str]] = {}
    shorts, longs = paired(hard, simple)
    whole = hard.exact and simple.exact and (longs, shorts) == (hard.count, simple.count)
    for p, short in enumerate(simple.models[:shorts], 1):
        by_term = [_together(row[t] for t in short) for row in reach]
        for c, long in enumerate(hard.models[:longs], 1):
            paths.setdefault(_together(by_term[t] for t in long), []).append(f"C{c}P{p}")
    positive, doubtful = table.numbered(POSITIVE), _doubtful(table, asked)
    each = max(1, asked.limit // len(paths))  # the limit is one on all intermediate models together
    made = []
    for easy, from_models in paths.items():
        allowed = np.union1d(doubtful, np.array([*_bits(easy)], dtype=np.int64))
        primes = primes_within(positive, allowed, table.shape)
        solution = _solution(INTERMEDIATE, primes, each, tuple(from_models))
        made.append(solution if whole else replace(solution, exact=False))
    return made


def paired(hard: Solution, simple: Solution) -> tuple[int, int]:
    """How many parsimonious and conservative models intermediate solutions are sought between: all, up to a bound."""
    shorts = min(len(simple.models), 1000)
    return shorts, min(len(hard.models), MOST_PAIRS // shorts)


def _solution(kind: str, primes: Primes, limit: int, paths: tuple[str, ...] = ()) -> Solution:
    found = smallest_covers(primes.chart, limit=limit)
    used = sorted({term for model in found.shown for term in model})
    place = {term: n for n, term in enumerate(used)}
    models = tuple(tuple(place[term] for term in model) for model in found.shown)
    return Solution(kind, primes.terms[used], models, found.count, found.exact, len(primes.terms), paths)


def _doubtful(table: TruthTable, asked: Minimisation) -> Levels:
    return table.numbered(CONTRADICTION) if asked.include else np.array([], dtype=np.int64)


def _reach(table: TruthTable, asked: Minimisation, hard: Levels, simple: Levels) -> list[list[int]]:
    """For each conservative and parsimonious term, the rows (a bit set) that the easy way between them covers."""
    rows = configurations(np.arange(table.size), table.shape)
    made: dict[bytes, int] = {}
    reach = []
    for long in hard:
        line = []
        for short in simple:
            if ((short != FREE) & (short != long)).any():
                line.append(0)
                continue
            term = _eased(long, short, asked.expected)
            if term.tobytes() not in made:
                covers = covered(term[None], rows)[0]
                made[term.tobytes()] = int.from_bytes(
                    np.packbits(covers, bitorder="little").tobytes(), "little"
                )
            line.append(made[term.tobytes()])
        reach.append(line)
    return reach


def _eased(long: Levels, short: Levels, expected: Mapping[int, frozenset[int]]) -> Levels:
    """The conservative term without what neither the parsimonious term nor the expectation asks for."""
    term = long.copy()
    for place, levels in expected.items():
        if short[place] == FREE and int(term[place]) not in levels:
            term[place] = FREE
    return term


def _together(bit_sets: Iterable[int]) -> int:
    found = 0
    for bits in bit_sets:
        found |= bits
    return found


def _bits(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
