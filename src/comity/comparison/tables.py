"""The tables in which comparisons answer."""

from __future__ import annotations

from comity.measures.tables import STATUSES
from comity.table import Column, Table

WHOLE = "all"
"""The case of a study that compares nothing."""

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

MEMBERSHIPS = Table(
    "memberships",
    "How far each case is of each type of the study, for the whole time and, where a type asks for it, by period.",
    (
        Column("figure", "the figure, C2/eu/conditional_partnership", required=True),
        Column("case", "id of the case", required=True),
        Column("type", "id of the type", required=True),
        Column("label", "the type in words", required=True),
        Column("period", "the period; null for the whole time"),
        Column(
            "membership", "0 (fully out) to 1 (fully in); null where it cannot be computed", kind="number"
        ),
        Column("low", "lower end of its interval", kind="number"),
        Column("high", "upper end of its interval", kind="number"),
        Column("decided_by", "the condition that is met least"),
        Column("n", "rows counted", kind="integer", required=True),
        Column("documents", "documents and arrangements that they stand in", kind="integer", required=True),
        Column("status", "ok, or cannot be computed", kind="category", required=True, allowed=STATUSES),
        Column("note", "which condition has no figure, and why"),
        Column("parts", "each condition in words: figure, value, anchors, membership", kind="list"),
    ),
    key=("figure",),
)

CONDITIONS = Table(
    "conditions",
    "The conditions behind each membership: the figure, the anchors it is calibrated by, and the membership it gives.",
    (
        Column("membership_of", "the membership's figure", required=True),
        Column("number", "place of the condition in the type, from 1", kind="integer", required=True),
        Column("condition", "the condition in a few words", required=True),
        Column("measure", "id of the measure", required=True),
        Column("quantity", "which of its quantities", required=True),
        Column("where", "which of its figures: code linkage, side partner", kind="list"),
        Column("figure", "the figure that is calibrated; null where there is none"),
        Column("value", "its value", kind="number"),
        Column("low", "lower end of its interval", kind="number"),
        Column("high", "upper end of its interval", kind="number"),
        Column("full_out", "the value at which a case is fully out", kind="number", required=True),
        Column("crossover", "the value at which it is neither in nor out", kind="number", required=True),
        Column("full_in", "the value at which it is fully in", kind="number", required=True),
        Column("invert", "whether it must not be met", kind="boolean", required=True),
        Column("reason", "why the anchors are what they are"),
        Column("membership", "membership in the condition, after it is inverted", kind="number"),
        Column("n", "rows counted", kind="integer"),
        Column("why", "why there is no membership"),
    ),
    key=("membership_of", "number"),
)

_TOLD_APART = (
    Column("measure", "id of the measure", required=True),
    Column("quantity", "which of its quantities", required=True),
    Column("code", "code or principle, where the measure tells them apart"),
    Column("role", "role, where the measure tells them apart"),
    Column("kind", "kind, where the measure tells them apart"),
)

CASES = Table(
    "cases",
    "The cases of the study side by side: one row per case and figure.",
    (
        Column("case", "id of the case", required=True),
        Column("figure", "the figure", required=True),
        *_TOLD_APART,
        Column("value", "its value; null where it cannot be computed", kind="number"),
        Column("low", "lower end of its interval", kind="number"),
        Column("high", "upper end of its interval", kind="number"),
        Column("category", "its answer in a word"),
        Column("n", "rows counted", kind="integer", required=True),
        Column("documents", "documents or arrangements that they stand in", kind="integer", required=True),
        Column("status", "status of the figure", kind="category", required=True, allowed=STATUSES),
        Column("unit", "unit of the value", required=True),
        Column("note", "what a reader has to know"),
    ),
    key=("case", "figure"),
)

DIFFERENCES = Table(
    "differences",
    "Each figure of one case less that of another, tested by shuffling documents between the two.",
    (
        Column("one", "id of a case", required=True),
        Column("other", "id of the case that it is compared with", required=True),
        *_TOLD_APART,
        Column("figure_one", "the figure of the one"),
        Column("figure_other", "the figure of the other"),
        Column("value_one", "value in the one", kind="number"),
        Column("value_other", "value in the other", kind="number"),
        Column("difference", "value in the one less that in the other", kind="number"),
        Column("p", "share of shuffles whose difference is as great in either direction", kind="number"),
        Column("holm", "p where all tests of the table are read together (Holm)", kind="number"),
        Column("permutations", "shuffles behind p", kind="integer"),
        Column("exact", "whether these are all that there are", kind="boolean"),
        Column("clusters_one", "documents or arrangements that bear on the one", kind="integer"),
        Column("clusters_other", "documents or arrangements that bear on the other", kind="integer"),
        Column("status", "ok, or cannot be computed", kind="category", required=True, allowed=STATUSES),
        Column("unit", "unit of the values"),
        Column("note", "why there is no test"),
    ),
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

CONCLUSIONS = ("reading", "type", "membership", "claim", "sign", "order")

SENSITIVITY = Table(
    "sensitivity",
    "Each conclusion of the study, and whether a single change gives another answer.",
    (
        Column("kind", "what kind of conclusion it is", kind="category", required=True, allowed=CONCLUSIONS),
        Column(
            "conclusion",
            "the claim; the case that is read or typed; case and type; measure and case, or two cases",
            required=True,
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
            "document, source, arrangement, rubric, threshold, word, anchor, scale or calibration",
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
