"""What a report is made of, gathered once: figures, the passages it cites, the documents, who coded them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

import polars as pl

from comity.diagnostics import Diagnostic, UsageError
from comity.measures.measure import CATALOGUE
from comity.measures.networks.spoken import as_coded
from comity.measures.tables import GROUPINGS
from comity.report.evidence import chosen, cited
from comity.study.registry_tables import REGISTRY

if TYPE_CHECKING:
    from comity.comparison.configurations.compared import Compared

_TEXT = ("codings", "statements", "duties", "reused", "survived")
ALL = ""  # the place of figures in a study without contexts


class Source(Protocol):
    """What a report asks of an analysis."""

    @property
    def settings(self) -> Any:
        """What study.toml says."""
        ...

    @property
    def codebook(self) -> Any:
        """What can be said of a passage."""
        ...

    @property
    def registry(self) -> Mapping[str, pl.DataFrame]:
        """The tables of the registry by name, placed (measures/registry.py)."""
        ...

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """What is wrong in the study's files."""
        ...

    @property
    def configured(self) -> Compared | None:
        """The cases of [qca] compared; null where the study has none."""
        ...

    def table(self, name: str) -> pl.DataFrame:
        """A derived table."""
        ...

    def quotes(self, rows: Sequence[str]) -> pl.DataFrame:
        """The passage behind each counted row, in its paragraph."""
        ...


@dataclass(frozen=True)
class Content:
    """Everything that a report shows. Not slotted: a few views of the frames are kept once made."""

    kind: Literal["report", "audit"]
    settings: Any
    codebook: Any
    figures: pl.DataFrame
    chosen: pl.DataFrame
    passages: pl.DataFrame
    documents: pl.DataFrame
    counted: Mapping[str, int]
    stances: Mapping[tuple[str, str], int]
    programs: tuple[str, ...]
    people: tuple[str, ...]
    statements: int
    diagnostics: tuple[Diagnostic, ...]
    sides: pl.DataFrame | None = None
    registry: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    grounds: Mapping[str, str] = field(default_factory=dict)
    verdicts: pl.DataFrame | None = None
    memberships: pl.DataFrame | None = None
    agreement: pl.DataFrame | None = None
    conditions: pl.DataFrame | None = None
    cases: pl.DataFrame | None = None
    differences: pl.DataFrame | None = None
    spoken: pl.DataFrame | None = None
    sensitivity: pl.DataFrame | None = None
    overturn: pl.DataFrame | None = None
    ledger: pl.DataFrame | None = None
    borrowed: pl.DataFrame | None = None
    configurations: Compared | None = None
    calibrated: pl.DataFrame | None = None

    @cached_property
    def contexts(self) -> dict[str, str]:
        """Label by id of the contexts that have figures, in the study's order; ALL where there is none."""
        seen = set(self.figures["context"].drop_nulls())
        declared = {c: self.settings.contexts[c].label or c for c in self.settings.contexts if c in seen}
        rest = {c: c for c in sorted(seen - set(declared))}
        return {**declared, **rest} or {ALL: "All documents"}

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The study's periods for which there are figures."""
        seen = set(self.figures["period"].drop_nulls())
        return tuple(p for p in self.settings.periods if p in seen)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names of codes, principles, types and contexts by id."""
        principles = {p.id: p.label for p in getattr(self.codebook, "principles", ())}
        types = {kind.id: kind.label for kind in self.settings.types.values()}
        return {
            **types,
            **principles,
            **{c: code.label for c, code in self.codebook.codes.items()},
            **self.contexts,
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the registry's actors and arrangements by id."""
        tables = [self.registry[t] for t in ("actors", "arrangements") if t in self.registry]
        return {
            identity: name for frame in tables for identity, name in frame.select("id", "name").iter_rows()
        }

    def rows(self, table: str) -> pl.DataFrame:
        """A table of the registry with ``place``, the context under which it is shown."""
        frame = self.registry[table]
        place = pl.lit(ALL) if ALL in self.contexts else pl.col("context")
        return frame.with_columns(place.alias("place"))

    @cached_property
    def _belonging(self) -> dict[str, list[str]]:
        made: dict[str, list[str]] = {}
        for table in ("roles", "provisions", "transfers", "events", "funding", "candidates"):
            if table in self.registry:
                for arrangement, row in (
                    self.registry[table].select("arrangement", "row").sort("row").iter_rows()
                ):
                    made.setdefault(arrangement, []).append(row)
        return made

    def belonging(self, arrangement: str) -> list[str]:
        """The rows of the registry that belong to an arrangement."""
        return self._belonging.get(arrangement, [])

    def name(self, identity: str) -> str:
        """The name of an actor or an arrangement, or the identity as it is written."""
        return self.names.get(identity, identity)

    def case_label(self, case: str) -> str:
        """The name of a case."""
        known = self.settings.compared.get(case)
        return known.label if known else self.contexts.get(case, case)

    def figure(self, identity: str) -> Mapping[str, Any] | None:
        """The row of a figure; null where the page has none of that name."""
        number = self._numbers.get(identity)
        return None if number is None else self.figures.row(number, named=True)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.figures["figure"])}

    def ground(self, figure: str, measure: str) -> str:
        """What a figure counts: ``text``, ``registry`` or ``both``; of one that counts nothing, what it would."""
        return self.grounds.get(figure) or _ground(measure)

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Group id to its codes, in the order of the codebook."""
        made: dict[str, list[str]] = {g: [] for g in self.codebook.groups}
        for code in self.codebook.codes.values():
            made.setdefault(code.group, []).append(code.id)
        return {g: tuple(codes) for g, codes in made.items() if codes}

    def group_label(self, group: str) -> str:
        """The heading of a group."""
        return str(self.codebook.groups.get(group, group))

    @cached_property
    def rate(self) -> str:
        """The quantity of D2 that the page compares: passages, or documents where no passage was read."""
        passages = self.figures.filter((pl.col("measure") == "D2") & (pl.col("quantity") == "per_thousand"))
        return "per_thousand" if passages["value"].is_not_null().any() else "documents"

    @cached_property
    def _grouped(self) -> pl.DataFrame:
        used = pl.concat_list(
            pl.when(pl.col(name).is_not_null()).then(pl.lit(name)).otherwise(None)
            for name in GROUPINGS
            if name != "context"
        ).list.drop_nulls()
        place = pl.col("context").fill_null(ALL) if ALL in self.contexts else pl.col("context")
        return self.figures.with_columns(used.list.join(",").alias("by"), place.alias("place")).filter(
            pl.col("place").is_not_null()
        )

    def select(self, measure: str, *by: str, quantity: str | None = None) -> pl.DataFrame:
        """Figures of a measure, per context, at exactly the groupings named (beside context)."""
        wanted = ",".join(name for name in GROUPINGS if name in by)
        frame = self._grouped.filter((pl.col("measure") == measure) & (pl.col("by") == wanted))
        return frame if quantity is None else frame.filter(pl.col("quantity") == quantity)

    def at_place(self, measure: str, place: str) -> pl.DataFrame:
        """All figures of a measure in one context, at whatever groupings."""
        return self._grouped.filter((pl.col("measure") == measure) & (pl.col("place") == place))


def gather(source: Source, *, sides: pl.DataFrame | None = None, sensitivity: bool = False) -> Content:
    """The content of a report, or of an audit where the sides of one are given."""
    codings, figures, evidence = (source.table(name) for name in ("codings", "figures", "evidence"))
    picked = chosen(evidence, codings, figures)
    counted = dict(evidence.group_by("figure").len().iter_rows())
    person = (
        pl.col("pattern").is_null()
        & (pl.col("table") == "codings")
        & ~pl.col("coder").is_in(list(source.settings.programs))
    )
    people = codings.filter(person)["coder"].unique().sort().to_list()
    return Content(
        kind="report" if sides is None else "audit",
        settings=source.settings,
        codebook=source.codebook,
        figures=figures,
        chosen=picked,
        passages=cited(source, picked["row"].unique().to_list()),
        documents=_documents(source),
        counted=counted,
        stances=_stances(source.table("coded")),
        programs=tuple(source.settings.programs),
        people=tuple(people),
        statements=codings.filter(pl.col("table") == "statements").height,
        diagnostics=tuple(source.diagnostics),
        sides=sides,
        registry=source.registry,
        grounds=_grounds(evidence),
        verdicts=_optional(source, "verdicts"),
        memberships=_optional(source, "memberships"),
        agreement=_optional(source, "agreement") if people else None,
        conditions=_optional(source, "conditions"),
        cases=_optional(source, "cases") if sides is None else None,
        differences=_optional(source, "differences") if sides is None else None,
        spoken=_spoken(source) if sides is None else None,
        sensitivity=_optional(source, "sensitivity") if sensitivity else None,
        overturn=_optional(source, "overturn") if sensitivity else None,
        ledger=_optional(source, "ledger"),
        borrowed=_borrowed(source, figures) if sides is None else None,
        configurations=source.configured if sides is None else None,
        calibrated=_optional(source, "calibrated") if sides is None else None,
    )


def _optional(source: Source, name: str) -> pl.DataFrame | None:
    """A table that a study may do without; null where there is none or it has no rows."""
    try:
        frame = source.table(name)
    except (KeyError, UsageError):
        return None
    return frame if frame.height else None


def _borrowed(source: Source, figures: pl.DataFrame) -> pl.DataFrame | None:
    """REUSED as far as it was borrowed; null where nobody asked whose words they are."""
    if figures.filter(measure="D8").is_empty():
        return None
    return source.table("reused").filter(found="borrowed")


def _spoken(source: Source) -> pl.DataFrame:
    """CODED as far as somebody takes a position: who affirms or rejects what, each coding under its own code."""
    rows = source.table("coded").filter(pl.col("stance") != "reports", pl.col("actor").is_not_null())
    return as_coded(rows, source.codebook)


def _grounds(evidence: pl.DataFrame) -> dict[str, str]:
    """What each figure counts: passages and paraphrases, rows of the registry, or both."""
    text = pl.col("table").is_in(_TEXT)
    told = pl.when(text.all()).then(pl.lit("text")).when(text.any()).then(pl.lit("both"))
    return dict(evidence.group_by("figure").agg(told.otherwise(pl.lit("registry"))).iter_rows())


@cache
def _ground(measure: str) -> str:
    card = CATALOGUE.all().get(measure)
    if card is None or not {"coded", *_TEXT} & set(card.tables):
        return "text" if card is None else "registry"
    recorded = {table.name for table in REGISTRY} - {"actors", "arrangements"}
    return "both" if recorded & set(card.tables) else "text"


def _stances(coded: pl.DataFrame) -> dict[tuple[str, str], int]:
    """Rows by code and stance."""
    return {(code, stance): n for code, stance, n in coded.group_by("code", "stance").len().iter_rows()}


def _documents(source: Source) -> pl.DataFrame:
    read = source.table("read").select("document", "year", "passages", "side")
    texts = source.table("texts").select("document", "pages", pl.col("language").alias("found"))
    return (
        source.table("documents")
        .join(read, left_on="id", right_on="document", how="left", maintain_order="left")
        .join(texts, left_on="id", right_on="document", how="left", maintain_order="left")
        .with_columns(pl.coalesce("language", "found").alias("language"))
        .drop("found")
        .sort("context", "date", "id", nulls_last=True)
    )
