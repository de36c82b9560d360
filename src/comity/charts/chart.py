"""The door to the charts: which kind of chart answers for which measure.

A chart is a function from rows of FIGURES to a Vega-Lite specification. Whoever adds a kind adds a file with
a :class:`Chart` in it; the catalogue finds it. A measure without a kind of its own is shown as dots with
intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from comity.catalogue import Catalogue
from comity.charts.happenings import Happening

if TYPE_CHECKING:
    import polars as pl

Spec = dict[str, Any]
DEFAULT = "dots"


@dataclass(frozen=True, slots=True)
class Look:
    """What a chart needs beside its figures.

    ``labels`` are the names of codes and contexts by id, ``groups`` the heading under which a code stands;
    codes are drawn in the order of ``groups``. ``width`` is the width of the plot in pixels. ``ceiling``
    (upper end of the value axis) and ``years`` (first and last) keep charts side by side on one scale;
    ``root`` bends the value axis by the square root, so that rare codes are told apart beside frequent ones.
    ``happened`` is what the record tells of single years.
    """

    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    width: int = 180
    ceiling: float | None = None
    years: tuple[int, int] | None = None
    root: bool = False
    happened: tuple[Happening, ...] = ()

    def label(self, name: str) -> str:
        """The name of a code or context, or its id in words."""
        return self.labels.get(name) or name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Chart:
    """A kind of chart: ``measures`` are the ids it is made for, ``build`` makes the specification."""

    id: str
    measures: tuple[str, ...]
    build: Callable[[pl.DataFrame, Look], Spec]


CATALOGUE: Catalogue[Chart] = Catalogue("comity.charts", Chart, entry_points="comity.charts", noun="chart")


def chart_of(measure_id: str, frame: pl.DataFrame, *, title: str, look: Look | None = None) -> Spec:
    """The Vega-Lite specification (a plain dictionary) that shows the figures of one measure.

    Takes FIGURES rows of that measure; rows at several groupings may be mixed, the chart keeps those it can
    compare. Every mark links to its figure's evidence (``#D2/eu/security``) and says itself in words.
    """
    from dataclasses import replace

    kinds = CATALOGUE.all()
    kind = next((k for k in kinds.values() if measure_id in k.measures), kinds[DEFAULT])
    spec = kind.build(frame, replace(look or Look(), title=title))
    return {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **spec}
