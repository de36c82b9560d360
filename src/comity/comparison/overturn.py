"""How few rows of the record would have to go for the nearest reading of a case to lose its place.

The smallest set is a search over all sets of rows; what is done here is greedy and bounded, so what it finds is *at
most* so many. That no single row does it is tried row by row (rows that count alike once), so *at least* two is sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import polars as pl

from comity import progress
from comity.comparison.changes import Record, Tables
from comity.comparison.conclusions import Figuring, place_of, within
from comity.comparison.readings import MEASURE, readings
from comity.comparison.tables import OVERTURN
from comity.workers import map_chunks

MOST = 12  # rows: a reading that stands on more is not called fragile
BEAM = 12  # kinds of rows tried again after the first, those that told most
_ALIKE = (
    "role", "side", "kind", "pillar", "force", "fate", "novelty", "proposing", "timing", "what", "how", "giving",
    "receiving", "code", "stance", "actor", "bearer",
)  # fmt: skip
Row = tuple[str, str]  # table, row
Rows = tuple[Row, ...]


def overturn(record: Record) -> pl.DataFrame:
    """For the nearest reading of each case: the fewest rows found without which another is nearer (OVERTURN).

    Rows are those that its memberships count, of texts and of the registry; each is taken out, and the memberships
    are computed anew. Undefined: a case without a reading has no row.
    """
    # Only values decide which reading is nearest, so that intervals need no draws here.
    settings = replace(record.settings, intervals=replace(record.settings.intervals, replicates=1))
    quick = replace(record, settings=settings)
    nearest = readings(Figuring(quick.tables())(MEASURE, place_of(quick)).frame)
    cases = nearest.drop_nulls("reading")["case"].to_list()
    done = map_chunks(partial(_overturned, quick), cases, parallel=len(cases) > 1)
    found = dict(progress.steps(done, "taking rows out", len(cases)))
    return OVERTURN.frame([found[number] for number in sorted(found)])


def _overturned(record: Record, case: str) -> dict[str, object]:
    """The row of one case."""
    search = _Search.of(record, case)
    single = sorted((search.margin(kind[:1]), number) for number, kind in enumerate(search.kinds))
    found = [kind[:1] for kind in (search.kinds[n] for margin, n in single[:1]) if single[0][0] <= 0]
    if not found:
        found = [*_greedy(search, [search.kinds[n] for _, n in single[:BEAM]]), *_bundles(search)]
    gone = min((search.needed(rows) for rows in found), key=lambda rows: (len(rows), rows), default=())
    return {
        "case": case,
        "reading": search.reading,
        "least": 1 if len(gone) == 1 else 2,
        "most": len(gone) or None,
        "becomes": search.nearest(gone) if gone else None,
        "rows": [row for _, row in gone],
        "tried": len(search.tried),
    }


def _greedy(search: _Search, kinds: Sequence[Rows]) -> Iterator[Rows]:
    """Rows taken out one by one, each time the one that costs the reading most, until it lost its place."""
    gone: Rows = ()
    margin, left = search.lead, [list(kind) for kind in kinds]
    while margin > 0 and len(gone) < MOST:
        ways = [((*gone, rows[0]), rows) for rows in left if rows]
        told = min(((search.margin(way), way, rows) for way, rows in ways), default=None)
        if told is None or told[0] >= margin:
            return
        margin, gone, taken = told
        taken.pop(0)
    if margin <= 0:
        yield gone


def _bundles(search: _Search) -> Iterator[Rows]:
    """What one actor or one arrangement brings, taken out together: step by step it may tell nothing."""
    yield from (rows for rows in search.bundles if 1 < len(rows) <= MOST and search.margin(rows) <= 0)


@dataclass(frozen=True, slots=True)
class _Search:
    """The record of one case, its nearest reading with its lead, and the rows it counts.

    ``kinds``: those that count alike together; ``bundles``: those of one actor or one arrangement together.
    ``tried``: the memberships without some rows, each computed once.
    """

    tables: Tables
    figures: Figuring
    place: tuple[str, ...]
    case: str
    reading: str
    lead: float
    kinds: tuple[Rows, ...]
    bundles: tuple[Rows, ...]
    tried: dict[Rows, dict[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record, case: str) -> _Search:
        place = place_of(record)
        every = record.tables()
        tables = within(every, context=(case,)) if place and not _needs_all(record) else every
        figures = Figuring(tables)
        made = figures(MEASURE, place)
        row = readings(made.frame).filter(pl.col("case") == case).row(0, named=True)
        own = made.frame.filter(pl.col("context") == case) if place else made.frame
        counted = made.evidence_frame.filter(pl.col("figure").is_in(own["figure"].to_list()))
        kinds = _together(tables, counted, ("document", *_ALIKE))
        bundles = sorted(
            {*_together(tables, counted, ("actor",)), *_together(tables, counted, ("document",))}
        )
        return cls(tables, figures, place, case, row["reading"], row["ahead"], tuple(kinds), tuple(bundles))

    def margin(self, rows: Rows) -> float:
        """How far the reading is ahead of every other without some rows; 0 or less: it lost its place."""
        found = self._memberships(rows)
        others = [value for name, value in found.items() if name != self.reading]
        return found[self.reading] - max(others, default=0.0) if self.reading in found else 0.0

    def needed(self, rows: Rows) -> Rows:
        """Of rows without which the reading lost its place, those that it takes: none of them can stay."""
        for row in rows:
            fewer = tuple(other for other in rows if other != row)
            if fewer and self.margin(fewer) <= 0:
                return self.needed(fewer)
        return rows

    def nearest(self, rows: Rows) -> str | None:
        """The reading that is nearest without some rows; None where two are level or none is left."""
        found = sorted(((value, name) for name, value in self._memberships(rows).items()), reverse=True)
        level = len(found) > 1 and found[0][0] == found[1][0]
        return found[0][1] if found and not level else None

    def _memberships(self, rows: Rows) -> dict[str, float]:
        key = tuple(sorted(rows))
        if key not in self.tried:
            self.tried[key] = self._computed(rows)
        return self.tried[key]

    def _computed(self, rows: Rows) -> dict[str, float]:
        touched = frozenset("coded" if table in ("codings", "statements") else table for table, _ in rows)
        tables = {**self.tables, **{name: _without(self.tables[name], rows) for name in touched}}
        frame = Figuring(tables, self.figures, touched)(MEASURE, self.place).frame
        own = frame.filter(pl.col("context") == self.case) if self.place else frame
        return dict(own.drop_nulls("value").select("quantity", "value").iter_rows())


def _needs_all(record: Record) -> bool:
    return any("cases" in (p.promise.scale, p.practice.scale) for p in record.codebook.principles)


def _without(frame: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    gone = pl.DataFrame(rows, schema={"table": pl.String, "row": pl.String}, orient="row")
    return frame.join(gone, on=["table", "row"], how="anti", maintain_order="left")


def _together(tables: Tables, counted: pl.DataFrame, by: Sequence[str]) -> list[Rows]:
    """The rows that were counted, those together that are the same in some columns; in settled order."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for table in sorted(set(counted["table"]) - {"arrangements"}):  # these are what rows are about
        frame = tables["coded" if table in ("codings", "statements") else table]
        own = counted.filter(pl.col("table") == table)["row"].unique().to_list()
        rows = frame.filter((pl.col("table") == table) & pl.col("row").is_in(own)).sort("row")
        columns = [c for c in by if c in rows.columns]
        if not columns:
            continue
        once = rows.unique("row", keep="first", maintain_order=True)
        for key, row in zip(once.select(columns).iter_rows(), once["row"], strict=True):
            found.setdefault((table, *map(str, key)), []).append((table, row))
    return sorted(tuple(rows) for rows in found.values())
