"""D4: who takes the same positions, and who contradicts whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame
from comity.measures.measure import Quantity, measure
from comity.measures.networks.polarisation import polarisation
from comity.measures.networks.spoken import as_coded
from comity.measures.networks.ties import one_mode
from comity.measures.recorded import by_group, figured

if TYPE_CHECKING:
    from comity.study.codebook import Codebook

_CONGRUENCE = Quantity("congruence", "positions shared", (0, None))
_CONFLICT = Quantity("conflict", "positions contradicted", (0, None))
_POLARISATION = Quantity("polarisation", "share of the conflict that two camps explain", (0, 1))
_STANCES = ("rejects", "affirms")  # the levels 0 and 1
_ROW = ("table", "row", "document", "part", "amount")

Row = tuple[str, str, str, str, int]
Position = tuple[str, str]
"""A code, and the stance that is taken on it."""


@measure(
    "D4",
    question="Who takes the same positions, and who contradicts whom?",
    quantities=(_CONGRUENCE, _CONFLICT, _POLARISATION),
    by=("context", "side", "layer", "register", "period", "year"),
    always=("actor", "other"),
    source="method D4",
)
def discourse_network(coded: Frame, codebook: Codebook, by: tuple[str, ...]) -> tuple[Figured, ...]:
    """The network of actors who take positions: a figure for each pair that shares or contradicts one.

    A position is a code affirmed, or rejected, by an actor; it counts once, however often it is said. *congruence* of a
    pair: positions that both take. *conflict*: codes that one affirms and the other rejects. *polarisation*: the greatest
    share of all conflict, less the congruence cut, that lies between two camps; the note names them. A code stands for
    itself, not for those above it. Other counts, normalizations and windows are those of ``comity network``.

    Takes: coded (actor, code, stance, year). Gives: counts from 1 on, a share in [0, 1]; no intervals. The evidence of a
    pair is the earliest passage of each actor for each position. Undefined: pairs without either have no figure;
    polarisation where nobody is tied is "no evidence". Source: method D4; Leifeld 2017.

    Caveat: who is quoted often has more ties; normalise before comparing actors.

    >>> from comity.measures.worked import worked
    >>> worked("D4",
    ... read=["document", "a"],
    ... coded=[
    ...     "document, actor, code, stance",
    ...     "a, north, control, affirms", "a, east, control, affirms", "a, south, control, rejects",
    ...     "a, north, equality, affirms", "a, south, equality, affirms",
    ... ])
    D4/case/east/north = 1  (n 2)
    D4/case/north/south = 1  (n 2)
    D4.conflict/case/east/south = 1  (n 2)
    D4.conflict/case/north/south = 1  (n 2)
    D4.polarisation/case/-/- = 0.5, two camps  (n 5)
    """
    spoken = as_coded(coded, codebook).filter(pl.col("stance").is_in(_STANCES), pl.col("actor").is_not_null())
    ties: dict[str, list[tuple[dict[str, object], Frame]]] = {"congruence": [], "conflict": []}
    camps = []
    for place, own in by_group(spoken, by):
        positions = _Positions.of(own)
        for name, found in ties.items():
            found += [(place | cells, rows) for cells, rows in positions.pairs(name)]
        camps.append((place | positions.polarised, positions.tied))
    made = [figured(ties[q.name], q, measure="D4") for q in (_CONGRUENCE, _CONFLICT)]
    return (*made, figured(camps, _POLARISATION, measure="D4"))


@dataclass(frozen=True)
class _Positions:
    """Who takes which position, with the passage that says so first, and its coder."""

    rows: dict[str, dict[Position, tuple[Row, str]]]

    @classmethod
    def of(cls, spoken: Frame) -> _Positions:
        rows: dict[str, dict[Position, tuple[Row, str]]] = {}
        ordered = spoken.sort("year", "table", "row", nulls_last=True).unique(
            ["actor", "code", "stance"], keep="first", maintain_order=True
        )
        columns = ("actor", "code", "stance", "table", "row", "document", "coder")
        for actor, code, stance, table, row, document, coder in ordered.select(columns).iter_rows():
            found = (table, row, document, f"{actor}: {stance} {code}", 1), coder
            rows.setdefault(actor, {})[code, stance] = found
        return cls(dict(sorted(rows.items())))

    def pairs(self, name: str) -> Iterator[tuple[dict[str, object], Frame]]:
        """Each pair that is tied, with its cells and the rows behind it."""
        for one, other in combinations(self.rows, 2):
            mine, yours = self.rows[one], self.rows[other]
            met = [(p, p if name == "congruence" else _contrary(p)) for p in mine]
            both = sorted((a, b) for a, b in met if b in yours)
            if both:
                found = [row for a, b in both for row in (mine[a], yours[b])]
                yield _cells(len(both), found) | {"actor": one, "other": other}, _frame(found)

    @property
    def tied(self) -> Frame:
        """The rows of every position that another actor takes, or contradicts."""
        return _frame(self._tied())

    @property
    def polarised(self) -> dict[str, object]:
        """The cells of the figure on all of them."""
        actors = list(self.rows)
        codes = sorted({code for own in self.rows.values() for code, _ in own})
        counts = np.zeros((len(actors), len(codes), 2))
        for i, own in enumerate(self.rows.values()):
            for code, stance in own:
                counts[i, codes.index(code), _STANCES.index(stance)] = 1
        congruence, conflict = (
            one_mode(counts, (0, 1), "boolean", aggregation=a, normalization="no")
            for a in ("congruence", "conflict")
        )
        found = polarisation(actors, congruence, conflict)
        if found.polarisation is None:
            return {
                "status": "no evidence",
                "note": "nobody takes a position that another takes or contradicts",
            }
        note = " | ".join(", ".join(camp) for camp in found.camps)
        sought = "" if found.exact else "; at least, since not every division was tried"
        cells = _cells(found.polarisation, self._tied())
        category = "two camps" if len(found.camps) > 1 else "one camp"
        return {**cells, "category": category, "note": note + sought}

    def _tied(self) -> list[tuple[Row, str]]:
        takers: dict[Position, int] = {}
        for own in self.rows.values():
            for position in own:
                takers[position] = takers.get(position, 0) + 1
        return [
            row
            for own in self.rows.values()
            for p, row in sorted(own.items())
            if takers[p] > 1 or takers.get(_contrary(p), 0) > (_contrary(p) in own)
        ]


def _contrary(position: Position) -> Position:
    code, stance = position
    return code, _STANCES[1 - _STANCES.index(stance)]


def _cells(value: float, rows: list[tuple[Row, str]]) -> dict[str, object]:
    return {"value": float(value), "status": "ok", "coders": sorted({coder for _, coder in rows})}


def _frame(rows: list[tuple[Row, str]]) -> Frame:
    schema = {name: pl.Int64 if name == "amount" else pl.String for name in _ROW}
    return pl.DataFrame([row for row, _ in rows], schema=schema, orient="row").unique(
        ["table", "row", "part"]
    )
