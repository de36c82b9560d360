"""What another codebook does to a study: to its codings, its figures and its claims."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from comity.table import Column, Table

CODING_CHANGES = Table(
    "coding_changes",
    "Per code, the passages that programs give it by two codebooks; a parent is told by its own codings.",
    (
        Column("code", "a code of either codebook", required=True),
        Column("before", "passages by the older codebook", kind="integer", required=True),
        Column("after", "passages by the newer one", kind="integer", required=True),
        Column("gained", "passages that only the newer one gives it", kind="integer", required=True),
        Column("lost", "passages that only the older one gives it", kind="integer", required=True),
        Column("restanced", "passages of both, with another stance", kind="integer", required=True),
        Column("by_people", "codings and statements by people under this code, which the newer codebook does not "
        "have: they would count nowhere", kind="integer", required=True),
    ),
    key=("code",),
)  # fmt: skip
PASSAGE_CHANGES = Table(
    "passage_changes",
    "Each passage that gains or loses a code by the newer codebook.",
    (
        Column("code", "the code", required=True),
        Column("change", "gained or lost", kind="category", required=True, allowed=("gained", "lost")),
        Column("document", "an id of documents.csv", required=True),
        Column("start", "first character of the passage", kind="integer", required=True),
        Column("end", "character after its last", kind="integer", required=True),
        Column("pattern", "the pattern that finds it, or found it"),
        Column("text", "the words of the passage"),
    ),
    key=("code", "document", "start", "end"),
)
FIGURE_CHANGES = Table(
    "figure_changes",
    "Figures that are others by the newer codebook, the largest change of its measure first.",
    (
        Column("figure", "id of the figure", required=True),
        Column("measure", "id of its measure", required=True),
        Column("before", "its value by the older codebook", kind="number"),
        Column("after", "its value by the newer one", kind="number"),
        Column("change", "after - before", kind="number"),
        Column("category_before", "its answer in a word by the older codebook"),
        Column("category_after", "its answer in a word by the newer one"),
        Column("status_before", "its status by the older codebook; null: no such figure"),
        Column("status_after", "its status by the newer one; null: no such figure"),
    ),
    key=("figure",),
)
CLAIM_CHANGES = Table(
    "claim_changes",
    "What comes out of each claim by the two codebooks.",
    (
        Column("claim", "id of the claim", required=True),
        Column("text", "the claim in a sentence", required=True),
        Column("before", "verdict by the older codebook; null: it cannot be judged by it"),
        Column("after", "verdict by the newer one; null: it cannot be judged by it"),
        Column("why", "the reason of the newer verdict, in a sentence"),
    ),
    key=("claim",),
)
_PLACE = ["document", "start", "end", "code"]


def coding_changes(
    old: pl.DataFrame, new: pl.DataFrame, mine: pl.DataFrame, codes: Collection[str]
) -> pl.DataFrame:
    """CODING_CHANGES from the programs' CODINGS by two codebooks.

    `mine` are codings and statements of people (with ``code``), `codes` those of the newer codebook.
    """
    both = _beside(old, new)
    was, is_now = pl.col("stance").is_not_null(), pl.col("stance_new").is_not_null()
    counted = both.group_by("code").agg(
        before=was.sum(),
        after=is_now.sum(),
        gained=(~was & is_now).sum(),
        lost=(was & ~is_now).sum(),
        restanced=(was & is_now & (pl.col("stance") != pl.col("stance_new"))).sum(),
    )
    stranded = mine.filter(~pl.col("code").is_in(list(codes))).group_by("code").agg(by_people=pl.len())
    whole = counted.join(stranded, on="code", how="full", coalesce=True)
    return CODING_CHANGES.conform(whole.with_columns(pl.exclude("code").fill_null(0)).sort("code"))


def passage_changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """PASSAGE_CHANGES without ``text``."""
    both = _beside(old, new).filter(pl.col("stance").is_null() != pl.col("stance_new").is_null())
    gained = pl.col("stance").is_null()
    return PASSAGE_CHANGES.conform(
        both.with_columns(
            change=pl.when(gained).then(pl.lit("gained")).otherwise(pl.lit("lost")),
            pattern=pl.when(gained).then("pattern_new").otherwise("pattern"),
        ).sort("code", "change", "document", "start")
    )


def _beside(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    parts = [
        f.select(*_PLACE, "stance", "pattern").unique(_PLACE, keep="first", maintain_order=True)
        for f in (old, new)
    ]
    return parts[0].join(parts[1], on=_PLACE, how="full", coalesce=True, suffix="_new")


def figure_changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """FIGURE_CHANGES from FIGURES by two codebooks; figures that are the same are left out."""
    told = ["value", "category", "status"]
    both = old.select("figure", "measure", *told).join(
        new.select("figure", "measure", *told), on="figure", how="full", coalesce=True, suffix="_new"
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_new")) for name in told)
    changed = both.filter(differs).select(
        "figure",
        pl.coalesce("measure", "measure_new").alias("measure"),
        before="value",
        after="value_new",
        change=pl.col("value_new") - pl.col("value"),
        category_before="category",
        category_after="category_new",
        status_before="status",
        status_after="status_new",
    )
    ordered = changed.with_columns(size=pl.col("change").abs().fill_null(float("inf")))
    return FIGURE_CHANGES.conform(
        ordered.sort(["measure", "size", "figure"], descending=[False, True, False])
    )


def claim_changes(
    old: pl.DataFrame, new: pl.DataFrame, texts: dict[str, str], refused: Collection[str]
) -> pl.DataFrame:
    """CLAIM_CHANGES from VERDICTS by two codebooks; `refused` are claims that the newer one cannot judge."""
    before, after = (dict(f.select("claim", "verdict").iter_rows()) for f in (old, new))
    why = dict(new.select("claim", "why").iter_rows())
    rows = [
        {
            "claim": claim,
            "text": text,
            "before": before.get(claim),
            "after": None if claim in refused else after.get(claim),
            "why": "the claim names what the newer codebook does not have"
            if claim in refused
            else why.get(claim),
        }
        for claim, text in texts.items()
    ]
    return CLAIM_CHANGES.frame(rows)
