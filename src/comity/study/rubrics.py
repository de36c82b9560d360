"""The numbers by which composite measures judge: weights, thresholds, calibration anchors.

They ship as data with a reason each, and a study may replace any of them in study.toml ([rubrics.NAME]); the
report shows them beside the figures that rest on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from comity.study.settings import Settings


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a rubric, with why it is what it is."""

    value: float
    meaning: str


@cache
def shipped_rubrics() -> Mapping[str, Mapping[str, Number]]:
    """The rubrics that ship: by name, then by the name of each number."""
    text = files("comity").joinpath("shipped", "vocabularies", "rubrics.yaml").read_text(encoding="utf-8")
    return {
        name: {key: Number(float(told["value"]), str(told["meaning"])) for key, told in numbers.items()}
        for name, numbers in yaml.safe_load(text).items()
    }


def rubric(settings: Settings, name: str) -> dict[str, float]:
    """The numbers of a rubric as the study has them."""
    shipped = {key: number.value for key, number in shipped_rubrics()[name].items()}
    return shipped | dict(settings.rubrics.get(name, {}))
