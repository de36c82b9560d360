"""DUTIES with the sides of bearers, targets, beneficiaries and speakers, as far as these are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from comity.coding.duties.placement import Placement
from comity.coding.tables import DUTIES


def placed(
    found: pl.DataFrame, documents: Mapping[str, str | None], placement: Callable[[str], Placement]
) -> pl.DataFrame:
    """The duties found, with sides.

    `documents` gives the side of each document's issuer (null: nobody's or both's), who is meant by *we*;
    `placement` who stands where, for a document. A duty to make somebody act has the target's side too.
    """
    columns: dict[str, list[str | None]] = {
        name: [] for name in ("side", "target_side", "condition_side", "beneficiary_side", "speaker_side")
    }
    for row in found.iter_rows(named=True):
        where, language = placement(row["document"]), row["language"] or "en"
        issuer = documents.get(row["document"])

        def of(
            name: str, where: Placement = where, language: str = language, row: Mapping[str, object] = row
        ) -> str | None:
            return where.side([str(row[name])], language) if row[name] else None

        own = row["agent"] == "own"
        columns["side"].append(issuer if own else where.side(row["bearer_names"] or (), language))
        columns["target_side"].append(of("target"))
        columns["condition_side"].append(of("condition"))
        columns["beneficiary_side"].append(of("beneficiary"))
        columns["speaker_side"].append(of("speaker") or issuer)
    return DUTIES.conform(
        found.with_columns(pl.Series(name, values, pl.String) for name, values in columns.items())
    )
