"""Figures: the answer of a measure, which knows its evidence and can show itself."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from comity.diagnostics import UsageError, did_you_mean
from comity.measures.counted import Figured, Sums, ordered
from comity.measures.tables import EVIDENCE, FIGURES, GROUPINGS

if TYPE_CHECKING:
    from comity.measures.measure import Measure

ROWS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one measure at one grouping.

    ``frame`` follows FIGURES, one row per figure; ``evidence_frame`` follows EVIDENCE, the rows that each
    figure counted; ``card`` says what the measure is. ``sums`` holds, of figures that are made of sums per document,
    these and the figure's number among them, where they were asked for. pandas, DuckDB, R and PyArrow take the
    object as a table.
    """

    frame: pl.DataFrame
    evidence_frame: pl.DataFrame
    card: Measure
    sums: Mapping[str, tuple[Sums, int]] = field(default_factory=dict, repr=False, compare=False)

    def evidence(self, figure: str | None = None) -> pl.DataFrame:
        """The rows that were counted: of one figure by its identity (``D2/eu/security``), or of all.

        What stands in the background (passages read that say nothing of the kind) is counted in the figure's
        denominator and not listed.

        Raises: UsageError for a figure that there is not.
        """
        if figure is None:
            return self.evidence_frame
        if figure not in self.frame["figure"]:
            near = did_you_mean(figure, self.frame["figure"].to_list())
            raise UsageError(f"{self.card.id} has no figure {figure!r}. {near}")
        return self.evidence_frame.filter(pl.col("figure") == figure)

    @property
    def groupings(self) -> tuple[str, ...]:
        """The grouping columns that are in use."""
        return tuple(name for name in GROUPINGS if self.frame[name].is_not_null().any())

    def chart(self) -> dict[str, object]:
        """The figures as a Vega-Lite specification."""
        from comity.charts import chart_of  # type: ignore[attr-defined,unused-ignore]

        made: dict[str, object] = chart_of(self.card.id, self.frame, title=self.card.question)
        return made

    def shown(self) -> pl.DataFrame:
        """The columns for reading: groupings in use, quantity, answer, interval, n, status."""
        spoken = [name for name in ("category",) if self.frame[name].is_not_null().any()]
        quantity = ["quantity"] if self.frame["quantity"].n_unique() > 1 else []
        return self.frame.select(
            *self.groupings,
            *quantity,
            "value",
            "low",
            "high",
            *spoken,
            "n",
            "documents",
            "read",
            "status",
            "interval",
        )

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        head = f"{self.card.id} {self.card.name}: {self.card.question} ({self.card.unit})"
        with pl.Config(
            tbl_rows=ROWS_SHOWN, tbl_cols=-1, tbl_width_chars=120, tbl_hide_dataframe_shape=True,
            tbl_hide_column_data_types=True, float_precision=3,
        ):  # fmt: skip
            body = str(self.shown().head(ROWS_SHOWN))
        left = len(self.frame) - ROWS_SHOWN
        return "\n".join([head, body, *([f"… {left} more figures in .frame"] if left > 0 else [])])

    def _repr_html_(self) -> str:
        """Chart and table for a notebook; figures of which no chart can be drawn are a table alone."""
        shown = self.shown().head(ROWS_SHOWN)
        cells = [[_cell(value) for value in row] for row in shown.iter_rows()]
        header = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in shown.columns)
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        left = len(self.frame) - len(shown)
        more = f"<p>{left} more figures in <code>.frame</code></p>" if left > 0 else ""
        card = f"{self.card.id} {self.card.name}: {self.card.question} ({self.card.unit})"
        return (
            f"<figure>{self._svg()}<figcaption>{html.escape(card)}</figcaption></figure>"
            f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>{more}"
        )

    def _svg(self) -> str:
        if not self.frame["value"].is_not_null().any():
            return ""
        import vl_convert

        return str(vl_convert.vegalite_to_svg(self.chart()))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The frame as an Arrow stream, so that other libraries read it without a copy."""
        return self.frame.__arrow_c_stream__(requested_schema)


def assembled(
    card: Measure, parts: Sequence[Figured], grouping: Sequence[str], *, with_sums: bool = False
) -> Figures:
    """The parts of a measure's answer as one frame with identities, and their evidence.

    Refuses (ValueError) what no measure may give: a figure that claims to be fine and stands on nothing, or a
    value outside the range that the card declares.
    """
    frames, evidence = [], []
    sums: dict[str, tuple[Sums, int]] = {}
    for part in parts:
        frame = FIGURES.conform(part.frame.with_columns(figure=_identities(card, part.frame, grouping)))
        rows = part.evidence.sort("figure", maintain_order=True)
        evidence.append(EVIDENCE.conform(rows.with_columns(frame["figure"].gather(rows["figure"]))))
        frames.append(frame)
        if with_sums and part.sums is not None:
            sums |= {name: (part.sums, number) for number, name in enumerate(frame["figure"])}
    figures = pl.concat(frames)
    _refuse_what_stands_on_nothing(card, figures)
    return Figures(figures, pl.concat(evidence), card, sums)


def _identities(card: Measure, frame: pl.DataFrame, grouping: Sequence[str]) -> pl.Expr:
    """``D2/eu/security``, ``D2.documents/eu/security``: measure, quantity unless the main one, groupings."""
    main = card.quantities[0].name
    name = (
        pl.when(pl.col("quantity") == main)
        .then(pl.lit(card.id))
        .otherwise(card.id + "." + pl.col("quantity"))
    )
    values = [
        pl.col(c).cast(pl.String).str.replace_all("/", "%2F", literal=True).fill_null("-")
        for c in ordered(grouping)
        if c in frame.columns
    ]
    return pl.concat_str(name, *values, separator="/")


def _refuse_what_stands_on_nothing(card: Measure, figures: pl.DataFrame) -> None:
    ranges = {q.name: q.range for q in card.quantities}
    told = figures.filter(pl.col("status") == "ok").select("figure", "quantity", "value", "n", "read")
    for figure, quantity, value, n, read in told.iter_rows():
        if not n and not read:
            raise ValueError(f"{figure} claims to be a figure and has no evidence")
        least, greatest = ranges.get(quantity, (None, None))
        if value is None or least is None:
            continue
        if value < least or (greatest is not None and value > greatest):
            raise ValueError(f"{card.id} {quantity}: {value} is outside {ranges[quantity]}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else html.escape(str(value))
