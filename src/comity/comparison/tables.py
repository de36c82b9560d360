"""The tables in which comparisons answer."""

from __future__ import annotations

from comity.table import Column, Table

VERDICT_WORDS = ("supported", "contradicted", "undecided")

VERDICTS = Table(
    "verdicts",
    "What the record says of each claim of the study.",
    (
        Column("claim", "id of the claim", required=True),
        Column("verdict", "what comes out", kind="category", required=True, allowed=VERDICT_WORDS),
        Column("text", "the claim in a sentence", required=True),
        Column("section", "where the source says it"),
        Column("inference", "whether it is our inference rather than the source's", kind="boolean"),
        Column("measure", "id of the measure", required=True),
        Column("quantity", "which of its quantities", required=True),
        Column("figure", "the figure that decides; null where there is none", refers=("figures",)),
        Column("other", "the figure that it is compared with", refers=("figures",)),
        Column("value", "its value", kind="number"),
        Column("low", "lower end of its interval", kind="number"),
        Column("high", "upper end of its interval", kind="number"),
        Column("category", "its answer in a word"),
        Column("n", "rows counted", kind="integer"),
        Column("status", "status of the figure"),
        Column("expected", "what the claim expects", required=True),
        Column("why", "the reason in a sentence", required=True),
    ),
    key=("claim",),
)
