"""What claims and types may ask for: the values that each grouping column can take in a study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from comity.study.tables import LAYERS, SIDES

if TYPE_CHECKING:
    from comity.study.codebook import Codebook
    from comity.study.settings import Settings
    from comity.study.vocabularies import Vocabularies

Askable = Mapping[str, tuple[str, ...]]
"""Values by grouping column; a column that is missing may be asked for anything."""


def before_reading(
    settings: Settings,
    codebook: Codebook,
    vocabularies: Vocabularies,
    registry: Mapping[str, pl.DataFrame],
) -> Askable:
    """What the files of the study fix before a document is read; columns without a value are left out."""
    words, people, sides = vocabularies, registry["actors"], (*SIDES, "both")
    kinds = (*words["transfer"], *(word.split(": ")[-1] for word in words["event"]), "not said")
    known = {
        "context": tuple(settings.contexts),
        "case": tuple(settings.compared),
        "arrangement": _named(registry["arrangements"]["id"]),
        "layer": LAYERS,
        "side": sides,
        "kind": (
            *kinds,
            *_named(registry["attributes"]["attribute"]),
            *(f"{one} to {other}" for one in sides for other in sides),
        ),
        "pillar": tuple(words["pillar"]),
        "role": (*words["role"], *_named(people["sector"], people["level"])),
        "period": tuple(settings.periods),
        "code": (*codebook.codes, *(p.id for p in codebook.principles), *settings.types),
    }
    return {name: values for name, values in known.items() if values}


def after_reading(
    known: Askable,
    settings: Settings,
    registry: Mapping[str, pl.DataFrame],
    read: pl.DataFrame,
    coded: pl.DataFrame,
) -> Askable:
    """All of it: the actors, registers and years that the documents bring, too."""
    years = (frame["year"] for frame in registry.values() if "year" in frame.columns)
    actors = _named(registry["actors"]["id"], read["actor"], coded["actor"])
    return {
        **known,
        "period": tuple(settings.periods),
        "actor": actors,
        "other": actors,
        "register": _named(read["register"]),
        "year": _named(read["year"], *years),
    }


def _named(*columns: pl.Series) -> tuple[str, ...]:
    """What some columns hold, as text, each once and in order."""
    return tuple(sorted({str(value) for column in columns for value in column.drop_nulls()}))
