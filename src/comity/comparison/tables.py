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
        Column("figure", "the figure that decides; null where there is none"),
        Column("other", "the figure that it is compared with"),
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

CASES = Table(
    "cases",
    "The figures of every case, and the differences of cases with a permutation over documents.",
    (
        Column("case", "the case", required=True),
        Column("other", "the case that it is compared with; null: the case's own figure"),
        Column("measure", "id of the measure", required=True),
        Column("quantity", "which of its quantities", required=True),
        Column("code", "what it is told apart by"),
        Column("value", "the figure, or the difference case - other", kind="number"),
        Column("low", "lower end of the interval", kind="number"),
        Column("high", "upper end of the interval", kind="number"),
        Column("p", "share of permutations with a difference at least as great", kind="number"),
        Column("n", "rows counted", kind="integer"),
        Column("status", "status of the figure", required=True),
        Column("figure", "the figure"),
    ),
)

MEMBERSHIPS = Table(
    "memberships",
    "Fuzzy membership of each case in each type, with the parts of which it is the least.",
    (
        Column("type", "id of the type", required=True),
        Column("case", "the context", required=True),
        Column("part", "number of the condition from 1; 0: the whole type", kind="integer", required=True),
        Column("measure", "measure of the condition"),
        Column("quantity", "its quantity"),
        Column("code", "its code"),
        Column("figure", "the figure that is calibrated"),
        Column("value", "its value", kind="number"),
        Column("anchors", "out, crossover and full"),
        Column("membership", "membership from 0 to 1; null where a figure is missing", kind="number"),
        Column("status", "ok or no evidence", required=True),
    ),
)

SENSITIVITY = Table(
    "sensitivity",
    "Claims whose verdict changes when one source is left out or one threshold is moved.",
    (
        Column("claim", "id of the claim", required=True),
        Column("change", "what was changed: without DOCUMENT, threshold NAME = VALUE", required=True),
        Column("before", "the verdict on the whole record", required=True, allowed=VERDICT_WORDS),
        Column("after", "the verdict after the change", required=True, allowed=VERDICT_WORDS),
        Column("fragile", "whether the verdict flips", kind="boolean", required=True),
    ),
    key=("claim", "change"),
)
