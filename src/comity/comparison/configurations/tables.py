"""The tables in which a comparison of configurations answers."""

from __future__ import annotations

from comity.comparison.configurations.minimise import KINDS
from comity.table import Column, Table

TRUTH_TABLE = Table(
    "truth_table",
    "The configurations that have cases; all others are logical remainders.",
    (
        Column("row", "number of the configuration, the last condition turning fastest", kind="integer"),
        Column("configuration", "which conditions are present and absent", required=True),
        Column(
            "out",
            "1 goes with the outcome, 0 does not, C contradictory, ? too few cases",
            required=True,
            allowed=("1", "0", "C", "?"),
        ),
        Column("n", "cases in it", kind="integer", required=True),
        Column("consistency", "is it a subset of the outcome? over all cases, 0 to 1", kind="number"),
        Column("pri", "of the outcome rather than of its negation? 0 to 1", kind="number"),
        Column("cases", "which cases", kind="list"),
    ),
    key=("row",),
)

MODELS = Table(
    "models",
    "The models of each solution; those of the same solution and number of terms are equally good.",
    (
        Column("model", "solution and number of the model", required=True),
        Column("solution", "which counterfactuals it takes", required=True, allowed=KINDS),
        Column("expression", "the model", required=True),
        Column("consistency", "sufficiency of the whole model, 0 to 1", kind="number"),
        Column("pri", "its PRI, 0 to 1", kind="number"),
        Column("coverage", "how much of the outcome it covers, 0 to 1", kind="number"),
        Column(
            "from_models",
            "between which models it lies (C1P2), the first twenty",
            kind="list",
        ),
        Column("of", "how many models this solution has; only some may be listed", kind="integer"),
        Column("counted", "whether that number is exact; at least so many otherwise", kind="boolean"),
    ),
    key=("model",),
)

TERMS = Table(
    "terms",
    "The terms of each model.",
    (
        Column("model", "the model", required=True),
        Column("term", "the combination of conditions", required=True),
        Column("consistency", "sufficiency of the term, 0 to 1", kind="number"),
        Column("pri", "its PRI, 0 to 1", kind="number"),
        Column("coverage", "how much of the outcome it covers, 0 to 1", kind="number"),
        Column("unique_coverage", "how much of it no other term of the model covers", kind="number"),
        Column("cases", "cases in the term and the outcome", kind="list"),
        Column("deviant", "cases in the term and not in the outcome", kind="list"),
    ),
    key=("model", "term"),
)

SINGLE_CONDITIONS = Table(
    "single_conditions",
    "How far each condition and its negation alone are necessary and sufficient.",
    (
        Column("condition", "the condition, or its negation", required=True),
        Column("relation", "necessity or sufficiency", required=True, allowed=("necessity", "sufficiency")),
        Column("consistency", "consistency of that relation, 0 to 1", kind="number"),
        Column("relevance", "relevance of necessity (RoN), 0 to 1", kind="number"),
        Column("pri", "PRI, of sufficiency, 0 to 1", kind="number"),
        Column("coverage", "coverage of that relation, 0 to 1", kind="number"),
    ),
    key=("condition", "relation"),
)

XY = Table(
    "xy",
    "Where each case stands in the XY plots: the first model of each solution, and its terms.",
    (
        Column("model", "the model", required=True),
        Column("set", "the whole model, or one of its terms", required=True),
        Column("case", "the case", required=True),
        Column("membership", "its membership in that, 0 to 1", kind="number", required=True),
        Column("outcome", "its membership in the outcome, 0 to 1", kind="number", required=True),
    ),
    key=("model", "set", "case"),
)

CALIBRATED = Table(
    "calibrated",
    "Cases of a study in the sets of its [qca]: the figure of each, and the membership that its anchors make of it.",
    (
        Column("case", "the case", required=True),
        Column("label", "what it is called"),
        Column("set", "name of the condition or outcome", required=True),
        Column("role", "condition or outcome", required=True, allowed=("condition", "outcome")),
        Column("condition", "the figure that is asked for, in words", required=True),
        Column("figure", "the figure that was found; `comity show` opens it", refers=("figures",)),
        Column("value", "its value", kind="number"),
        Column("low", "lower end of its interval", kind="number"),
        Column("high", "upper end of its interval", kind="number"),
        Column("unit", "its unit"),
        Column("n", "rows that it counts", kind="integer"),
        Column("documents", "documents or arrangements that they stand in", kind="integer"),
        Column("way", "how it was calibrated", required=True),
        Column("anchors", "at which values", kind="list"),
        Column("reason", "why these"),
        Column(
            "membership", "membership, 0 to 1, or the level; null where there is no figure", kind="number"
        ),
        Column(
            "least",
            "membership at one end of the interval; null with fewer than two documents",
            kind="number",
        ),
        Column("most", "membership at the other end", kind="number"),
        Column("why", "why the case has no figure, and what became of it"),
    ),
    key=("case", "set"),
)

ROBUSTNESS = Table(
    "robustness",
    "The solutions at other cuts: each value at which the truth table changes, one cut moved at a time.",
    (
        Column("cut", "which cut is moved", required=True, allowed=("incl", "n")),
        Column("value", "where it is moved to", kind="number", required=True),
        Column("positive_rows", "configurations that go with the outcome then", kind="integer"),
        Column("solution", "which solution", required=True, allowed=KINDS),
        Column("same", "whether it has the same models as at the cuts asked for", kind="boolean"),
        Column("expression", "its first model; null where there is no solution"),
        Column("models", "how many models it has", kind="integer"),
        Column("consistency", "sufficiency of that model, 0 to 1", kind="number"),
        Column("coverage", "its coverage, 0 to 1", kind="number"),
    ),
    key=("cut", "value", "solution"),
)

CONFIGURATION_TABLES = {t.name: t for t in (TRUTH_TABLE, SINGLE_CONDITIONS, MODELS, TERMS, XY, ROBUSTNESS)}
"""The tables of a comparison, by name, as they are asked of a study."""
