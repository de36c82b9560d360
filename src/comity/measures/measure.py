"""The card of a measure, and the one way to compute it.

A measure is one function in one file under `comity.measures`. Its parameters name the tables that it needs,
its decorator says what it asks and in which unit it answers; documentation, captions and help are made from
that.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from comity.catalogue import Catalogue
from comity.diagnostics import UsageError, did_you_mean
from comity.measures.counted import Counted, Figured, ordered
from comity.measures.figures import Figures, assembled
from comity.measures.statistics import Statistic
from comity.measures.tally import Confidence, tallied

Answer = Counted | Figured | tuple[Counted | Figured, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One of the things that a measure gives: its name, unit and range; `statistic` None: made directly.

    ``range`` holds the least and the greatest value; the greatest is None for a count. ``label`` is how a page
    calls it where its name alone says too little.
    """

    name: str
    unit: str
    range: tuple[float, float | None]
    statistic: Statistic | None = None
    label: str = ""

    @property
    def title(self) -> str:
        """How a page calls it: ``share delivered``."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its card, and the function that counts.

    ``shown``: the groupings that a report shows (none named: the default alone).
    ``quantities``: the first is the main one, whose figures go by the measure's id alone. ``by``: what it
    can be grouped by; ``always``: what its figures are told apart by in any case (the code); ``default``: the
    grouping where none is asked for. ``makes``: groupings that the measure fills itself, so that it is handed
    rows without a value there, too.
    """

    id: str
    question: str
    quantities: tuple[Quantity, ...]
    by: tuple[str, ...]
    always: tuple[str, ...]
    default: tuple[str, ...]
    source: str
    function: Callable[..., Answer] = field(repr=False)
    shown: tuple[tuple[str, ...], ...] = ()
    makes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in words: prevalence."""
        return self.function.__name__.replace("_", " ")

    @property
    def dimension(self) -> str:
        """The dimension that it belongs to, the folder of its file: discourse, institution, power, gap."""
        return self.function.__module__.split(".")[-2]

    @property
    def unit(self) -> str:
        """The unit of its main quantity."""
        return self.quantities[0].unit

    @property
    def range(self) -> tuple[float, float | None]:
        """Least and greatest value of its main quantity."""
        return self.quantities[0].range

    @property
    def definition(self) -> str:
        """What it is, in words and formula: the docstring of its function."""
        return inspect.cleandoc(self.function.__doc__ or "")

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it needs, by the names of its function's parameters."""
        return tuple(
            name for name in inspect.signature(self.function).parameters if name not in ("by", "confidence")
        )

    @property
    def optional(self) -> tuple[str, ...]:
        """The tables that it can do without: parameters with a default."""
        parameters = inspect.signature(self.function).parameters
        return tuple(n for n in self.tables if parameters[n].default is not inspect.Parameter.empty)

    def __call__(self, *args: Any, **kwargs: Any) -> Answer:
        """What the function itself returns: the counted rows."""
        return self.function(*args, **kwargs)


def measure(
    name: str,
    *,
    question: str,
    quantities: tuple[Quantity, ...],
    by: tuple[str, ...],
    source: str,
    always: tuple[str, ...] = ("code",),
    default: tuple[str, ...] = ("context",),
    shown: tuple[tuple[str, ...], ...] = (),
    makes: tuple[str, ...] = (),
) -> Callable[[Callable[..., Answer]], Measure]:
    """Make a function the measure of that id (:class:`Measure` says what the words mean)."""

    def made(function: Callable[..., Answer]) -> Measure:
        groupings = shown or (default,)
        return Measure(name, question, quantities, by, always, default, source, function, groupings, makes)

    return made


CATALOGUE: Catalogue[Measure] = Catalogue(
    "comity.measures", Measure, entry_points="comity.measures", noun="measure"
)


def compute(
    card: Measure | str,
    tables: Mapping[str, object],
    by: str | Sequence[str] | None = None,
    *,
    with_sums: bool = False,
) -> Figures:
    """The figures of a measure, grouped by the columns `by` (None: its default; (): all documents together).

    `tables` holds what the measure's parameters name (coded, read, settings, codebook, the tables of the registry;
    `figures`, a function that gives the figures of another measure); intervals follow
    ``settings.intervals`` where settings are given. What has no value in a grouping column (a document
    without a period) belongs to no group and is left out; with another grouping it counts. `with_sums` keeps what the
    values are made of, for a comparison that shuffles documents.

    Raises: UsageError for a measure or grouping that there is not.

    >>> from comity.measures.tables import CODED, READ
    >>> from comity.study.codes import Code, Codebook
    >>> read = READ.frame([{"document": "draft", "context": "eu", "passages": 40, "status": "held"}])
    >>> said = {"table": "codings", "row": "draft#0-61/security/lexicon", "document": "draft"}
    >>> said |= {"context": "eu", "code": "security", "stance": "affirms", "coder": "lexicon"}
    >>> codebook = Codebook("example", codes={"security": Code("security", "Security")})
    >>> tables = {"coded": CODED.frame([said]), "read": read, "codebook": codebook}
    >>> figures = compute("D2", tables, by="context")
    >>> figures.frame["figure"].to_list(), figures.frame["value"].to_list()
    (['D2/eu/security', 'D2.documents/eu/security'], [25.0, 1.0])
    >>> figures.evidence("D2/eu/security")["row"].to_list()
    ['draft#0-61/security/lexicon']
    """
    card = CATALOGUE.get(card) if isinstance(card, str) else card
    grouping = checked(card, by)
    missing = [name for name in card.tables if name not in tables and name not in card.optional]
    if missing:
        raise TypeError(f"{card.id} needs the table {', '.join(missing)}")
    placed = [name for name in grouping if name not in card.makes]
    given: dict[str, object] = {name: _placed(tables[name], placed) for name in card.tables if name in tables}
    confidence = _confidence(tables.get("settings"))
    extra = {"by": grouping, "confidence": confidence}
    given |= {n: v for n, v in extra.items() if n in inspect.signature(card.function).parameters}
    answer = card.function(**given)
    parts = answer if isinstance(answer, tuple) else (answer,)
    made: list[Figured] = []
    for part in parts:
        if isinstance(part, Figured):
            made.append(part)
        else:
            counted = [q for q in card.quantities if q.statistic]
            made += tallied(part, counted, card.id, confidence)
    return assembled(card, made, (*grouping, *card.always), with_sums=with_sums)


def _placed(table: object, grouping: Sequence[str]) -> object:
    """The rows that stand in a group; whatever is no table of theirs as it is."""
    if not isinstance(table, pl.DataFrame):
        return table
    return table.drop_nulls([name for name in grouping if name in table.columns])


def checked(card: Measure, by: str | Sequence[str] | None) -> tuple[str, ...]:
    """The grouping in the order of the identities, without what the measure is always told apart by."""
    asked = card.default if by is None else (by,) if isinstance(by, str) else tuple(by)
    for name in asked:
        if name not in (*card.by, *card.always):
            raise UsageError(
                f"{card.id} ({card.name}) has no grouping {name!r}. {did_you_mean(name, card.by)}"
            )
    return tuple(ordered([name for name in asked if name not in card.always]))


def _confidence(settings: Any) -> Confidence:
    if settings is None:
        return Confidence()
    return Confidence(settings.intervals.level, settings.intervals.replicates)
