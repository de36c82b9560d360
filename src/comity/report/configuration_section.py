"""The cases of a study as configurations, in its report: sentences, memberships that open their figures, plots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.charts.theme import link, number
from comity.report.configured import Configured, configured
from comity.report.wording import listed, measured

if TYPE_CHECKING:
    from comity.comparison.configurations.compared import Compared
    from comity.report.bundles import Bundles
    from comity.report.content import Content

Row = Mapping[str, Any]
NECESSARY = 0.9  # the bar that the field sets for the consistency of a necessary condition
RELEVANT = 0.5  # below it a condition is near to a constant, and its necessity trivial


@dataclass(frozen=True, slots=True)
class SetShown:
    """A condition or the outcome: its name, what it is called, its figure, its anchors and the reason for them."""

    name: str
    label: str
    role: str
    figure: str
    calibration: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case: the address of all its rows, and its memberships, each with the figure and where that opens."""

    name: str
    label: str
    href: str
    cells: Sequence[tuple[str, str, str]]
    left_out: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What the section shows; `caveats` are the doubts in words, `said` what was found."""

    outcome: str
    said: Sequence[str]
    cuts: str
    sets: Sequence[SetShown]
    cases: Sequence[CaseShown]
    shown: Configured
    caveats: Sequence[str]


def configurations(content: Content, bundles: Bundles) -> Section | None:
    """C3: the cases of [qca] compared; null where the study has none."""
    made, frame = content.configurations, content.calibrated
    if made is None or frame is None:
        return None
    sets = list(_sets(content, frame))
    cases = list(_cases(content, bundles, frame, made))
    hrefs = {case.name: case.href for case in cases}
    labels = {case.name: case.label for case in cases}
    outcome = next(s.label for s in sets if s.role == "outcome")
    shown = configured(made, lambda name: hrefs.get(name, ""), robust=True, names=labels)
    return Section(outcome, list(_said(made)), _cuts(content, made), sets, cases, shown, _caveats(made))


def _sets(content: Content, frame: pl.DataFrame) -> Iterator[SetShown]:
    asked = {each.name: each for each in content.settings.qca.sets}
    for row in frame.unique("set", maintain_order=True).iter_rows(named=True):
        each = asked[row["set"]]
        known = content.figure(row["figure"]) if row["figure"] else None
        anchors = f"{row['way']}: {' | '.join(row['anchors'])}" if row["anchors"] else row["way"]
        name = measured(known) if known else row["condition"]
        where = [str(content.labels.get(v, v)) for v in each.condition.where.values()]
        figure = ("not " if each.condition.invert else "") + ": ".join([name, *where])
        yield SetShown(
            row["set"], each.label, row["role"], figure, anchors, row["reason"] or "no reason is given"
        )


def _cases(content: Content, bundles: Bundles, frame: pl.DataFrame, made: Compared) -> Iterator[CaseShown]:
    cited = dict(content.chosen.group_by("figure").agg("row").iter_rows())
    for _, rows in frame.group_by("case", maintain_order=True):
        own = rows.to_dicts()
        name, label = own[0]["case"], own[0]["label"] or own[0]["case"]
        title = f"{label}: the rows behind its memberships"
        behind = [row for r in own if r["figure"] for row in cited.get(r["figure"], ())]
        href = bundles.open("Case", ["case", name], title, behind) if behind else ""
        yield CaseShown(name, label, href, [_cell(content, r) for r in own], name not in made.cases.names)


def _cell(content: Content, row: Row) -> tuple[str, str, str]:
    """The membership, the figure that it was made of, and where that opens."""
    known = content.figure(row["figure"]) if row["figure"] else None
    href = link(row["figure"]) if known else ""
    if row["membership"] is None:
        return "left out", "", href
    if row["why"]:
        return f"{row['membership']:.2f}", "nothing recorded", href
    return f"{row['membership']:.2f}", number(row["value"], row["unit"] or ""), href


def _said(made: Compared) -> Iterator[str]:
    """What was found, in sentences: each solution with its fit, then what is necessary."""
    if not made.solved:
        yield f"Nothing is sufficient for it: {made.table.why_not}"
    for kind in dict.fromkeys(s.kind for s in made.solved):
        same = [s for s in made.solved if s.kind == kind]
        first = made.tables["models"].filter(pl.col("solution") == kind).row(0, named=True)
        expression = first["expression"].partition(" => ")[0]
        fit = f"consistent to {_digits(first['consistency'])}, covers {_digits(first['coverage'])} of the outcome"
        count, least = sum(s.count for s in same), "" if all(s.exact for s in same) else "at least "
        more = "" if count == 1 else f"; it is one of {least}{count:,} models that are equally short"
        yield f"{kind.capitalize()}: {expression}, {fit}{more}."
    single = made.tables["single_conditions"].filter(relation="necessity")
    needed = single.filter(pl.col("consistency") >= NECESSARY).iter_rows(named=True)
    names = [_needed(row) for row in needed]
    yield (
        f"Necessary, at {NECESSARY:g} or more: {listed(names)}."
        if names
        else "No single condition is necessary."
    )


def _needed(row: Row) -> str:
    trivial = ", near to trivial" if (row["relevance"] or 0) < RELEVANT else ""
    return (
        f"{row['condition']} ({_digits(row['consistency'])}, relevance {_digits(row['relevance'])}{trivial})"
    )


def _digits(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _cuts(content: Content, made: Compared) -> str:
    cuts = made.cuts
    least = f"{cuts.cases} case{'' if cuts.cases == 1 else 's'}"
    told = f"A configuration counts with {least} and goes with the outcome from a consistency of {cuts.consistency:g}"
    told += f" and a PRI of {cuts.pri:g}" if cuts.pri else ""
    reason = content.settings.qca.reason
    return f"{told}. {reason}" if reason else f"{told}. The study gives no reason for these cuts."


def _caveats(made: Compared) -> list[str]:
    """The doubts as sentences, without the file and without its tag."""
    return [f"{d.problem.removeprefix('[qca] ')} {d.fix}".strip() for d in made.doubts]
