"""The cases of a study in the sets of its [qca]: the figure of each, and the membership that is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from comity.comparison.configurations.anchors import Anchors
from comity.comparison.configurations.sets import Memberships
from comity.comparison.configurations.study_cases import StudyCase, columns_of
from comity.comparison.configurations.tables import CALIBRATED
from comity.measures.comparison.c2_types import figure_at
from comity.study.configurations import CalibratedSet, Configurations

if TYPE_CHECKING:
    import polars as pl

FEWEST = 2  # clusters: an interval over one arrangement is as wide for ten provisions of it as for one
NOTHING = "no evidence"
_Row = dict[str, Any]


def calibrated(asked: Configurations, cases: Sequence[StudyCase]) -> pl.DataFrame:
    """CALIBRATED: each case in each set, its figure, and the membership that the anchors make of it."""
    return CALIBRATED.frame(row for each in asked.sets for row in _calibrated(asked, each, cases))


def _calibrated(asked: Configurations, each: CalibratedSet, cases: Sequence[StudyCase]) -> Iterator[_Row]:
    rows = [_measured(asked, each, case) for case in cases]
    valued = [row for row in rows if row["value"] is not None]
    members = _members(each, np.array([row["value"] for row in valued]))
    for row, membership in zip(valued, members, strict=True):
        row["membership"] = float(membership)
        if row.get("low") is not None and each.way != "indirect" and row["documents"] >= FEWEST:
            ends = sorted(float(m) for m in _members(each, np.array([row["low"], row["high"]])))
            row["least"], row["most"] = ends
    yield from rows


def _measured(asked: Configurations, each: CalibratedSet, case: StudyCase) -> _Row:
    condition = each.condition
    role = "outcome" if each is asked.outcome else "condition"
    row: _Row = {
        "case": case.name,
        "label": case.label,
        "set": each.name,
        "role": role,
        "condition": condition.name,
        "way": each.way,
        "anchors": [f"{a:g}" for a in condition.anchors],
        "reason": condition.reason or None,
        "value": None,
    }
    columns = columns_of(asked, each)
    if missing := [c for c in columns if c not in case.place]:
        return row | {"why": f"the case has no {missing[0]}"}
    found = figure_at(condition, {c: case.place[c] for c in columns}, case.figures)
    if isinstance(found, str):
        return row | _without(each, found)
    figure, _ = found
    row |= {c: figure[c] for c in ("figure", "n", "documents")}
    if figure["status"] != "ok" or figure["value"] is None:
        note = f" ({figure['note']})" if figure["note"] else ""
        return row | _without(each, f"{figure['status']}{note}")
    return row | {c: figure[c] for c in ("value", "low", "high", "unit")}


def _without(each: CalibratedSet, why: str) -> _Row:
    """A case without a figure; where nothing is recorded and the study says what that means, with that value."""
    if why.startswith(NOTHING) and each.nothing_means is not None:
        return {
            "value": each.nothing_means,
            "why": f"{why}: taken as {each.nothing_means:g}, as the study says",
        }
    return {"why": why}


def _members(each: CalibratedSet, values: Memberships) -> Memberships:
    if not len(values) or not each.condition.anchors:
        return values
    # Twelve digits, since the last bits of an exponential differ between builds.
    made = np.round(Anchors(each.way, each.condition.anchors)(values), 12)
    return 1 - made if each.condition.invert else made
