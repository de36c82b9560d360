"""Everything of a study by its name, and the ways between: what a thing stands on, and what stands on it.

Rows name rows (references.py), figures count rows (EVIDENCE), claims rest on figures (VERDICTS): three
declared relations, followed downwards to what was recorded and upwards to what is concluded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from comity.coding.tables import CODINGS, DUTIES
from comity.comparison import readings
from comity.comparison.tables import OVERTURN, VERDICTS, WHOLE
from comity.diagnostics import UsageError
from comity.documents.tables import PASSAGES
from comity.measures.measure import CATALOGUE
from comity.measures.tables import EVIDENCE, FIGURES, GROUPINGS
from comity.references import Held, Reference, References, Row
from comity.study.registry_tables import REGISTRY
from comity.study.sources import SOURCES
from comity.study.tables import DOCUMENTS, STATEMENTS
from comity.table import Column

if TYPE_CHECKING:
    from comity.analysis import Analysis

CLAIMS = "claims"
NOUNS = {
    "documents": "document", "statements": "statement", "sources": "source", "passages": "passage",
    "codings": "coding", "duties": "duty", "figures": "figure", CLAIMS: "claim",
    "actors": "actor", "arrangements": "arrangement",
    "roles": "role", "provisions": "provision", "transfers": "transfer", "events": "event", "funding": "funding",
    "links": "link", "candidates": "candidate", "attributes": "attribute",
}  # fmt: skip
_REGISTRY = frozenset(table.name for table in REGISTRY)
_OF_PASSAGE = Column("passage", "the passage", refers=("passages",))
_CODINGS, _DUTIES = (replace(table, columns=(*table.columns, _OF_PASSAGE)) for table in (CODINGS, DUTIES))
_BY_PASSAGE = ("passages", "codings", "duties")  # named after a place in a text, which nobody spells wrong
_MOST_NEAR = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """One row with both directions.

    ``names``: what it names. ``rests_on``: FIGURES, the one that it is or those that a claim rests on;
    ``counted``: their EVIDENCE. ``named_by``: the rows that name it. ``figures``: FIGURES that count it or a row
    that names it, with ``how`` in words, the nearest first. ``claims``: VERDICTS, the one that it is or those
    that rest on the figures. ``overturned``: OVERTURN of the cases whose reading it is, or that it claims.
    """

    row: Row
    names: Sequence[Reference]
    rests_on: pl.DataFrame
    counted: pl.DataFrame
    named_by: Sequence[Reference]
    figures: pl.DataFrame
    claims: pl.DataFrame
    overturned: pl.DataFrame


class Ground:
    """All that can be shown of a study, by name."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    def standing(self, row: Row) -> Standing:
        """The row with what it stands on and what stands on it."""
        names, naming = self.references.of(row), self.references.to(row)
        rests_on = {row.id} if row.table == "figures" else {r.to.id for r in names if r.to.table == "figures"}
        figures = self._counting(row, naming)
        upon = {row.id} if row.table == "figures" else set(figures["figure"])
        resting = _among("figure", upon) | _among("other", upon)
        own = pl.col("claim") == row.id
        resting_on = self.figures.filter(_among("figure", rests_on))
        return Standing(
            row=row,
            names=names,
            rests_on=resting_on,
            counted=self.evidence.filter(_among("figure", rests_on)),
            named_by=[r for r in naming if r.by.table not in ("figures", CLAIMS)],
            figures=figures,
            claims=self.verdicts.filter(own if row.table == CLAIMS else resting).sort(
                _place("figure", figures), maintain_order=True
            ),
            overturned=self._overturned(resting_on),
        )

    def _overturned(self, figures: pl.DataFrame) -> pl.DataFrame:
        """What would turn the readings that some figures tell of."""
        cases = figures.filter(pl.col("measure") == readings.MEASURE)["context"].fill_null(WHOLE)
        if cases.is_empty():
            return OVERTURN.empty()
        return self.analysis.table("overturn").filter(_among("case", cases))

    def companions(self, figure: str) -> pl.DataFrame:
        """The other quantities of a figure's measure at the same place: the parts of a composite."""
        own = self.figures.filter(pl.col("figure") == figure)
        return self.figures.join(own, on=("measure", *GROUPINGS), how="semi", nulls_equal=True).filter(
            pl.col("figure") != figure
        )

    def found(self, name: str) -> Row:
        """The one row that goes by the name: its identity, ``TABLE/ID``, or an actor's name.

        Raises: UsageError for a name that nothing or more than one thing bears, with those that are near.
        """
        table, _, rest = name.partition("/")
        if table in self.held and self._has(table, rest):
            return Row(table, rest)
        bearing = [Row(each, name) for each in self.held if self._has(each, name)]
        actor = None if bearing else self.analysis.folder.sides.actor(name)
        if actor is not None and self._has("actors", actor):
            return Row("actors", actor)
        if len(bearing) > 1:
            kinds = " and ".join(f"a {NOUNS[row.table]}" for row in bearing).replace("a a", "an a")
            ways = " or ".join(f"{row.table}/{row.id}" for row in bearing)
            raise UsageError(f"{name!r} is the name of {kinds}. Write {ways}.")
        if not bearing:
            raise UsageError(self._nothing(name))
        return bearing[0]

    @cached_property
    def figures(self) -> pl.DataFrame:
        """FIGURES: those of the report and those that the claims ask for."""
        return _whole((FIGURES.conform(f.frame) for f in self.analysis.answers), FIGURES.empty(), ("figure",))

    @cached_property
    def evidence(self) -> pl.DataFrame:
        """EVIDENCE of the figures."""
        made = (EVIDENCE.conform(f.evidence()) for f in self.analysis.answers)
        return _whole(made, EVIDENCE.empty(), EVIDENCE.key)

    @cached_property
    def verdicts(self) -> pl.DataFrame:
        """VERDICTS on the study's claims."""
        return self.analysis.table("verdicts")

    @cached_property
    def held(self) -> dict[str, Held]:
        """Every table whose rows can be shown, by name."""
        folder, table = self.analysis.folder, self.analysis.table
        actors = Held(REGISTRY[0], folder.registry["actors"], "id", folder.sides.actor)
        place = pl.format("{}#{}-{}", "document", "start", "end")
        passages = table("passages").with_columns(row=place)
        codings = table("codings").filter(pl.col("table") == "codings").with_columns(passage=place)
        duties = table("duties").with_columns(passage=place)
        return {
            "actors": actors,
            **{t.name: Held.plain(t, folder.registry[t.name]) for t in REGISTRY if t.name != "actors"},
            "documents": Held.plain(DOCUMENTS, table("documents")),
            "statements": Held.plain(STATEMENTS, table("statements")),
            "passages": Held.plain(PASSAGES, passages, "row"),
            "codings": Held.plain(_CODINGS, codings, "row"),
            "duties": Held.plain(_DUTIES, duties, "row"),
            "sources": Held.plain(SOURCES, table("sources")),
            "figures": Held.plain(FIGURES, self.figures, "figure"),
            CLAIMS: Held.plain(VERDICTS, self.verdicts, "claim"),
        }

    @cached_property
    def references(self) -> References:
        """The references between them."""
        return References(self.held)

    def _has(self, table: str, name: str) -> bool:
        held = self.held[table]
        return bool(held.frame.select((pl.col(held.identity) == name).any()).item())

    def _counting(self, row: Row, naming: Sequence[Reference]) -> pl.DataFrame:
        """The figures that count the row, are about it, or count a row that names it, with ``how``."""
        own = pl.col("row") == address(row)
        inside = [row, *(r.by for r in naming if r.by.table == "documents")]
        within = _among("document", (r.id for r in inside if r.table in EVIDENCE.column("document").refers))
        naming_it = _among("row", (address(r.by) for r in naming))
        counts = (
            self.evidence.filter(own | within | naming_it)
            .group_by("figure")
            .agg(
                parts=pl.col("part").filter(own).unique().sort().str.join(", "),
                counted=own.any(),
                rows=pl.col("row").n_unique(),
            )
        )
        about = _among("figure", (r.by.id for r in naming if r.by.table == "figures"))
        found = self.figures.join(counts, on="figure", how="left", maintain_order="left").filter(
            pl.col("rows").is_not_null() | about
        )
        near = pl.when("counted").then(0).when(about).then(1).otherwise(2)
        how = (
            pl.when("counted").then(pl.format("counts it as {}", "parts"))
            .when(pl.col("rows").is_null()).then(pl.lit("is about it"))
            .when(pl.col("rows") == 1).then(pl.lit("counts 1 row of it"))
            .otherwise(pl.format("counts {} rows of it", "rows"))
        )  # fmt: skip
        return found.with_columns(how=how).sort(near, maintain_order=True).drop("parts", "counted", "rows")

    def _nothing(self, name: str) -> str:
        known = {n for table, held in self.held.items() if table not in _BY_PASSAGE
                 for n in held.frame[held.identity].drop_nulls()}  # fmt: skip
        if name in CATALOGUE.all():
            own = sorted(n for n in known if n.startswith(f"{name}/"))
            return f"{name} is a measure and not one figure. Its figures are {_few(own)}."
        near = _near(name, known)
        told = f"Near it: {_few(near)}." if near else "Nothing is named like it."
        return f"There is no row, passage, figure or claim {name!r}. {told}"


def address(row: Row) -> str:
    """The row as evidence names it: rows of the registry with their table."""
    return f"{row.table}/{row.id}" if row.table in _REGISTRY else row.id


def _whole(frames: Iterable[pl.DataFrame], nothing: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    return pl.concat([nothing, *frames]).unique(key, keep="first", maintain_order=True)


def _place(column: str, figures: pl.DataFrame) -> pl.Expr:
    """Where the figure stands in the list; behind it what does not."""
    places = {figure: place for place, figure in enumerate(figures["figure"])}
    return pl.col(column).replace_strict(places or {"": 0}, default=len(places), return_dtype=pl.Int64)


def _among(column: str, names: Iterable[str]) -> pl.Expr:
    return pl.col(column).is_in(pl.Series(sorted(set(names)), dtype=pl.String).implode())


def _near(name: str, known: Collection[str]) -> list[str]:
    """What begins with the name, holds it, or is spelt like it."""
    import difflib

    wanted = name.casefold()
    holding = sorted(
        (n for n in known if wanted in n.casefold()), key=lambda n: (n.casefold().find(wanted), n)
    )
    return holding or difflib.get_close_matches(name, sorted(known), n=_MOST_NEAR, cutoff=0.7)


def _few(names: Sequence[str]) -> str:
    more = f" … ({len(names)} in all)" if len(names) > _MOST_NEAR else ""
    return ", ".join(names[:_MOST_NEAR]) + more
