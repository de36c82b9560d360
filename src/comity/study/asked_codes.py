"""The codes that a measure asks about by name, so that no measure knows a codebook.

They ship as data for the codebook that ships, and a study replaces them in study.toml ([codes.MEASURE]).
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
class Asked:
    """The codes that a measure takes for one thing, and what that thing is."""

    codes: tuple[str, ...]
    meaning: str


@cache
def shipped_codes() -> Mapping[str, Mapping[str, Asked]]:
    """The codes that ship: by measure, then by what they stand for.

    >>> shipped_codes()["D9"]["technical"].codes
    ('technical',)
    """
    text = files("comity").joinpath("shipped", "vocabularies", "measures.yaml").read_text(encoding="utf-8")
    return {
        name: {key: Asked(tuple(told["codes"]), str(told["meaning"])) for key, told in things.items()}
        for name, things in yaml.safe_load(text).items()
    }


def asked_codes(settings: Settings, measure: str) -> dict[str, tuple[str, ...]]:
    """The codes of a measure as the study has them, by what they stand for."""
    shipped = {key: asked.codes for key, asked in shipped_codes()[measure].items()}
    return shipped | dict(settings.codes.get(measure, {}))
