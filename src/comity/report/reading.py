"""What the gap and the reading say on top of a report, each with its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import number
from comity.comparison.readings import readings
from comity.report.doubts import fragile
from comity.report.sentences import Part, Sentence

if TYPE_CHECKING:
    from comity.report.content import Content

Told = tuple[str, float, Sentence, str]
FAR = 0.15  # a gap or a lead below this is not told as one
FEW = 2  # principles named per context


def told(content: Content) -> Iterator[Told]:
    """Grade, strength and sentence of what is promised and not done, and of the readings."""
    yield from _gaps(content)
    yield from _readings(content)


def _gaps(content: Content) -> Iterator[Told]:
    rows = content.select("G1", "code", quantity="gap").filter(pl.col("value") >= FAR)
    for grade, own in (
        ("clear", rows.filter(pl.col("low") > 0)),
        ("tentative", rows.filter(pl.col("low") <= 0)),
    ):
        parts: list[Part] = []
        for place, label in content.contexts.items():
            most = own.filter(pl.col("place") == place).sort("value", "code", descending=[True, False])
            if most.height:
                where = f"in {label} of " if len(content.contexts) > 1 else "of "
                parts += [Part(("; " if parts else "") + where), *_most(content, most.head(FEW))]
        if parts:
            strength = 0.7 * float(own["value"].to_numpy().max())
            yield grade, strength, Sentence((Part("Less is done than is promised: "), *parts, Part("."))), ""


def _most(content: Content, rows: pl.DataFrame) -> Iterator[Part]:
    for at, row in enumerate(rows.iter_rows(named=True)):
        named = str(content.labels.get(row["code"], row["code"])).lower()
        yield Part(f"{' and ' if at else ''}{named} (")
        yield Part(number(row["value"], row["unit"]), row["figure"])
        yield Part(")")


def _readings(content: Content) -> Iterator[Told]:
    frame = content.select("G2")
    found = {r["figure"]: r for r in readings(frame).iter_rows(named=True)}
    parts: list[Part] = []
    for place, label in content.contexts.items():
        own = frame.filter((pl.col("place") == place) & pl.col("figure").is_in(list(found)))
        for figure in own["figure"]:
            parts += [Part("; " if parts else ""), *_reading(found[figure], label)]
    if parts:
        sure = all(r["sure"] for r in found.values())
        cases = [r["case"] for r in found.values() if r["ahead"] >= FAR]
        turned = [
            f"{content.labels.get(c, c)} {told}" for c in cases if (told := fragile(content, "reading", c))
        ]
        yield "clear" if sure else "tentative", 0.6, Sentence((*parts, Part("."))), "; ".join(turned)


def _reading(row: dict[str, Any], label: str) -> list[Part]:
    value, rival = Part(f"{row['membership']:.2f}", row["figure"]), row["membership"] - row["ahead"]
    other = [Part(f"{row['next']} "), Part(f"{rival:.2f}", row["next_figure"])] if row["next"] else []
    if row["reading"] is None or row["ahead"] < FAR:
        level = [
            Part(f"{label} fits no reading better than the others (" + row["first"] + " "),
            value,
        ]
        return [*level, *([Part(", "), *other] if other else []), Part(")")]
    return [
        Part(f"{label} reads as {row['reading']} ("),
        value,
        *([Part(", next "), *other] if other else []),
        Part(")"),
    ]
