"""Charts as plain Vega-Lite dictionaries, made from frames of figures; no chart library is imported.

One file per kind of chart; :func:`chart_of` finds the kind by the measure's id.
"""

from comity.charts.chart import Chart, Look, Spec, chart_of

__all__ = ["Chart", "Look", "Spec", "chart_of"]
