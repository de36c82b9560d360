"""The tables in which agreement is told."""

from __future__ import annotations

from comity.table import Column, Table

STATUSES = ("ok", "no evidence", "cannot be computed")
QUANTITIES = (
    "alpha",
    "weighted_kappa",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "ac1",
    "brennan_prediger",
    "agreement",
    "precision",
    "recall",
    "f1",
    "stance_alpha",
    "alpha_u",
)

AGREEMENT = Table(
    "agreement",
    "How far coders agree: one row per set of coders, code and coefficient.",
    (
        Column("coders", "the coders that are compared", kind="list", required=True),
        Column("code", "the code, a parent counting its children; null: all codes, or a table's values"),
        Column("quantity", "the coefficient", kind="category", required=True, allowed=QUANTITIES),
        Column(
            "level", "level of measurement of alpha and weighted kappa: nominal, ordinal, interval, ratio"
        ),
        Column("value", "the coefficient; null where it is undefined", kind="number"),
        Column("low", "lower end of its interval", kind="number"),
        Column("high", "upper end of its interval", kind="number"),
        Column("interval", "how the interval was made: bootstrap over documents or units, linearised"),
        Column(
            "n",
            "units that at least two of the coders read: passages, units of a table, or for alpha_u spans",
            kind="integer",
            required=True,
        ),
        Column("documents", "documents in which they stand", kind="integer"),
        Column("first", "units to which the first coder gives the code", kind="integer"),
        Column("second", "units to which the second coder gives it; null for more than two", kind="integer"),
        Column("status", "ok, or why there is no value", kind="category", required=True, allowed=STATUSES),
        Column("note", "what a reader has to know"),
    ),
    key=("coders", "code", "quantity"),
)

CONFUSIONS = Table(
    "confusions",
    "What one coder said where the other said something else, the most frequent first, each with its place.",
    (
        Column("first", "a coder", required=True),
        Column("second", "the other", required=True),
        Column("said", "what the first said and the second did not; null: nothing"),
        Column("instead", "what the second said and the first did not; null: nothing"),
        Column("times", "how many units they differ on in this way", kind="integer", required=True),
        Column("unit", "the unit: document#start-end, or its name in a table", required=True),
        Column("text", "the words of the passage"),
    ),
    key=("first", "second", "said", "instead", "unit"),
)
