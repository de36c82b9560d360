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

READINGS = Table(
    "readings",
    "Which reading each case is nearest to, and how far ahead of the next it is.",
    (
        Column("case", "the context; all where the study compares none", required=True),
        Column("reading", "the nearest reading; null where two are level"),
        Column(
            "first", "the reading with the greatest membership, even where another has as much", required=True
        ),
        Column("figure", "the figure of its membership", required=True),
        Column("membership", "how far the case belongs to it, 0 to 1", kind="number", required=True),
        Column("next", "the reading that comes next"),
        Column("next_figure", "the figure of that one's membership"),
        Column("ahead", "its membership less that of the next", kind="number", required=True),
        Column("sure", "whether their intervals lie apart", kind="boolean", required=True),
    ),
    key=("case",),
)

CONCLUSIONS = ("reading", "claim", "sign", "order")

SENSITIVITY = Table(
    "sensitivity",
    "Each conclusion of the study, and whether a single change gives another answer.",
    (
        Column("kind", "what kind of conclusion it is", kind="category", required=True, allowed=CONCLUSIONS),
        Column(
            "conclusion", "the claim; the case that is read; measure and case, or two cases", required=True
        ),
        Column("text", "the claim in a sentence"),
        Column("answer", "what is concluded as the study stands; null: no reading"),
        Column("fragile", "whether it is decided and some change turns it", kind="boolean", required=True),
        Column("reversed", "whether some change turns it into its opposite", kind="boolean", required=True),
        Column("flips", "how many changes turn it", kind="integer", required=True),
        Column("least", "a change that turns it, and into what; a reversal where there is one"),
    ),
    key=("kind", "conclusion"),
)

FLIPS = Table(
    "flips",
    "Each change that turns a conclusion: what was left out or moved, and the answer before and after.",
    (
        Column("kind", "what kind of conclusion it is", kind="category", required=True, allowed=CONCLUSIONS),
        Column("conclusion", "the conclusion", required=True),
        Column("change", "the change in words", required=True),
        Column(
            "changed",
            "document, source, arrangement, rubric, threshold, word, anchor or scale",
            required=True,
        ),
        Column("subject", "what was left out or moved", required=True),
        Column("before", "the answer as the study stands"),
        Column("after", "the answer after the change; null: none"),
    ),
    key=("kind", "conclusion", "change"),
)

OVERTURN = Table(
    "overturn",
    "How few rows of the record would have to go for the nearest reading of a case to lose its place.",
    (
        Column("case", "the context; all where the study compares none", required=True),
        Column("reading", "the reading that it is nearest to", required=True),
        Column("least", "no fewer rows than this will do: 2 where every single row was tried in vain", kind="integer",
               required=True),
        Column("most", "so many rows will do; null where none were found within the bounds", kind="integer"),
        Column("becomes", "the nearest reading without them; null: none"),
        Column("rows", "these rows, in the order in which they were taken out", kind="list"),
        Column("tried", "how many records were computed to find them", kind="integer", required=True),
    ),
    key=("case",),
)  # fmt: skip
