"""I1: how far an arrangement is built like a network, property by property."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.measures.counted import Figured, Frame, ordered
from comity.measures.drawn import Value, drawn
from comity.measures.measure import Quantity, measure
from comity.measures.tally import Confidence
from comity.study.rubrics import rubric
from comity.study.vocabularies import Vocabularies, values

if TYPE_CHECKING:
    from comity.study.settings import Settings

_UNIT = "0 (hierarchy) to 1 (network)"
_PROPERTIES = ("informality", "voluntariness", "horizontality", "inclusiveness", "openness", "co_ownership")
_SIDES = ("lead", "partner")
_OBSERVED = ("meets_repeatedly", "revisable", "open_agenda", "monitored")
_NAMES = ("mode", *_PROPERTIES, "voluntariness_lead", "voluntariness_partner")
_QUANTITIES = {
    name: Quantity(name, _UNIT, (0, 1), label={"co_ownership": "co-ownership"}.get(name, ""))
    for name in _NAMES
}


@measure(
    "I1",
    question="How far is it built like a network?",
    quantities=tuple(_QUANTITIES.values()),
    by=("context", "arrangement", "layer", "period", "year"),
    always=(),
    shown=(("context",), ("context", "arrangement")),
    source="method I1",
)
def governance_mode(  # noqa: PLR0917 (its tables)
    arrangements: Frame,
    roles: Frame,
    provisions: Frame,
    settings: Settings,
    vocabularies: Vocabularies,
    by: tuple[str, ...],
    confidence: Confidence,
) -> tuple[Figured, ...]:
    """A profile of six properties, each 0 (hierarchy) to 1 (network); `mode`, their mean, is for sorting alone.

    *informality*: 1 - mean bindingness of the legal forms. *voluntariness*: share of voluntary among the
    provisions whose force is known, the least of the sides'. *horizontality*: 1 - |s - (1 - s)|, s the lead
    side's share of the steering roles of both sides. *inclusiveness*: Shannon diversity of the kinds of those
    taking part, divided by that of as many kinds in equal parts as the rubric says. *openness*: mean of four
    observations (meets repeatedly, revisable, open agenda, monitored), each the share of the arrangements of
    which it is known. *co_ownership*: share retained of a side's proposals, the lesser over the greater.
    `soft hierarchy` where informality reaches, and horizontality does not pass, the rubric.

    Takes: arrangements, roles, provisions. Gives: numbers in [0, 1]. Undefined: a property without rows, and
    co-ownership where a side has no proposal of known fate (or none of either's was retained), is "no
    evidence" and left out of the mean. Source: method I1.

    Caveat: the mean hides opposite profiles, so read the six; some of them often rest on two or three rows.

    >>> from comity.measures.worked import worked
    >>> worked("I1",
    ... roles=["actor, role", "north, drafter", "north, host", "south, host"],
    ... provisions=[
    ...     "bearer, pillar, force",
    ...     "lead, mobility, voluntary",
    ...     "partner, control, mandatory",
    ... ],
    ... )
    I1/case = 0.443  (n 8)
    I1.informality/case = 0.75  (n 1)
    I1.voluntariness/case = 0  (n 2)
    I1.horizontality/case = 0.667  (n 3)
    I1.inclusiveness/case = 0.356  (n 2)
    I1.openness/case: no evidence (no row that counts is recorded)
    I1.co_ownership/case: no evidence (no row that counts is recorded)
    I1.voluntariness_lead/case = 1  (n 1)
    I1.voluntariness_partner/case = 0  (n 1)
    """
    forms = values(vocabularies, "legal_form")
    kinds = rubric(settings, "inclusiveness")["kinds"]

    def figured(name: str, rows: Frame, parts: list[str], value: Value) -> Figured:
        return drawn(
            rows, by, parts, value, quantity=_QUANTITIES[name], measure="I1", confidence=confidence,
            groups=arrangements, read=arrangements,
        )  # fmt: skip

    binding = np.array(list(forms.values()))
    forces = provisions.drop_nulls("strength").with_columns(
        part=pl.format(
            "{}: {}", "side", pl.when(pl.col("strength") == 0).then(pl.lit("free")).otherwise(pl.lit("bound"))
        )
    )
    shared = pl.concat([forces.filter(pl.col("side") != "both"), *(_borne_by(forces, s) for s in _SIDES)])
    fates = (
        provisions.filter(pl.col("proposing").is_in(_SIDES))
        .drop_nulls("taken")
        .with_columns(
            part=pl.format(
                "{}: {}",
                "proposing",
                pl.when(pl.col("taken") == 1).then(pl.lit("free")).otherwise(pl.lit("bound")),
            )
        )
    )
    seen = arrangements.unpivot(
        _OBSERVED, index=["table", "row", "document", *ordered(by)], variable_name="what", value_name="seen"
    ).drop_nulls("seen")
    taking = roles.drop_nulls("kind").unique(["arrangement", "actor"], keep="first", maintain_order=True)
    found = sorted(taking["kind"].unique())
    pairs = [f"{side}: {word}" for side in _SIDES for word in ("free", "bound")]
    properties = (
        figured(
            "informality",
            arrangements.with_columns(part="legal_form"),
            list(forms),
            lambda s: 1 - _over(s @ binding, s.sum(axis=1)),
        ),
        figured("voluntariness", shared, pairs, lambda s: np.fmin(*_rates(s))),
        figured(
            "horizontality",
            roles.filter("steering").with_columns(part="side"),
            list(_SIDES),
            lambda s: 1 - np.abs(_over(s[:, 0] - s[:, 1], s.sum(axis=1))),
        ),
        figured("inclusiveness", taking.with_columns(part="kind"), found, lambda s: _diversity(s, kinds)),
        figured(
            "openness",
            seen.with_columns(
                part=pl.format("{}: {}", "what", pl.when("seen").then(pl.lit("yes")).otherwise(pl.lit("no")))
            ),
            [f"{w}: {a}" for w in _OBSERVED for a in ("yes", "no")],
            _openness,
        ),
        figured(
            "co_ownership", fates, pairs, lambda s: _over(np.minimum(*_rates(s)), np.maximum(*_rates(s)))
        ),
    )
    sides = tuple(
        figured(
            f"voluntariness_{side}",
            shared,
            [f"{side}: free", f"{side}: bound"],
            lambda s: _over(s[:, 0], s.sum(axis=1)),
        )
        for side in _SIDES
    )
    return (_mode(properties, rubric(settings, "soft_hierarchy")), *properties, *sides)


def _borne_by(forces: Frame, side: str) -> Frame:
    """What both bear, as borne by one."""
    both = forces.filter(side="both")
    return both.with_columns(part=pl.col("part").str.replace("both", side, literal=True))


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """The quotient; nan where there is nothing to divide by."""
    made: np.ndarray = np.divide(above, below, out=np.full(len(below), np.nan), where=below > 0)
    return made


def _rates(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share of the first of two parts, of the lead and of the partner side."""
    return _over(sums[:, 0], sums[:, :2].sum(axis=1)), _over(sums[:, 2], sums[:, 2:].sum(axis=1))


def _diversity(sums: np.ndarray, kinds: float) -> np.ndarray:
    whole = sums.sum(axis=1)
    shares = np.divide(sums, whole[:, None], out=np.zeros(sums.shape), where=whole[:, None] > 0)
    entropy = -(shares * np.log(np.where(shares > 0, shares, 1))).sum(axis=1)
    return np.where(whole > 0, np.clip(entropy / np.log(kinds), 0, 1), np.nan)


def _openness(sums: np.ndarray) -> np.ndarray:
    """The mean of the observations that are known."""
    yes, known = sums[:, ::2], sums[:, ::2] + sums[:, 1::2]
    shares = np.divide(yes, known, out=np.zeros(yes.shape), where=known > 0)
    return _over(shares.sum(axis=1), (known > 0).sum(axis=1))


def _mode(properties: tuple[Figured, ...], soft: dict[str, float]) -> Figured:
    """The mean of the properties that have a value, on the rows of them all; figures stand in the same order."""
    first = properties[0].frame
    columns = np.array([p.frame["value"].cast(pl.Float64).fill_null(np.nan).to_numpy() for p in properties])
    known = ~np.isnan(columns)
    mean = _over(np.where(known, columns, 0).sum(axis=0), known.sum(axis=0))
    hierarchy = (columns[0] >= soft["informality"]) & (columns[2] <= soft["horizontality"])
    evidence = pl.concat(
        [
            p.evidence.with_columns(part=pl.format(name + ": {}", "part"))
            for name, p in zip(_PROPERTIES, properties, strict=True)
        ]
    )
    counts = evidence.group_by("figure").agg(n=pl.len(), documents=pl.col("document").n_unique())
    number = pl.DataFrame({"figure": range(first.height)}, schema={"figure": pl.UInt32})
    counts = number.join(counts, on="figure", how="left", maintain_order="left").fill_null(0)
    notes = [
        f"mean of {count} of {len(properties)} properties; for sorting alone" for count in known.sum(axis=0)
    ]
    frame = first.with_columns(
        pl.Series("value", mean).fill_nan(None),
        pl.Series("status", np.where(np.isnan(mean), "no evidence", "ok").tolist(), pl.String),
        pl.Series("category", ["soft hierarchy" if h else None for h in hierarchy], pl.String),
        pl.Series("note", notes, pl.String),
        counts["n"].cast(pl.Int64),
        counts["documents"].cast(pl.Int64),
        quantity=pl.lit("mode"),
        low=pl.lit(None, pl.Float64),
        high=pl.lit(None, pl.Float64),
        interval=pl.lit(None, pl.String),
    )
    return Figured(frame, evidence)
