"""The tables in which a network is told."""

from __future__ import annotations

from comity.table import Column, Table

NODES = Table(
    "nodes",
    "The nodes of a network.",
    (
        Column("node", "its name", required=True),
        Column("mode", "which variable it is a value of", required=True),
        Column(
            "statements", "statements that it makes (or that are made of it)", kind="integer", required=True
        ),
        Column("ties", "nodes that it is tied to", kind="integer", required=True),
        Column(
            "community",
            "community, from 0; null for one without ties, and in a two-mode network",
            kind="integer",
        ),
        Column(
            "camp", "1 or 2 of the two camps that explain most conflict; null where none do", kind="integer"
        ),
    ),
    key=("node", "mode"),
)
TIES = Table(
    "ties",
    "The ties of a network: each pair of a one-mode network once; of a series, those of every window.",
    (
        Column("window", "number of the window, from 0; null where there is none", kind="integer"),
        Column("date", "date under which the window is told", dtype="Datetime"),
        Column("from", "a value of variable1", required=True),
        Column(
            "to", "another value of variable1, or in a two-mode network a value of variable2", required=True
        ),
        Column("weight", "weight, as aggregated and normalized", kind="number", required=True),
    ),
    key=("window", "from", "to"),
)
WINDOWS = Table(
    "windows",
    "The windows of a series of networks.",
    (
        Column("window", "number, from 0", kind="integer", required=True),
        Column("start", "first moment", required=True, dtype="Datetime"),
        Column("date", "date under which it is told", required=True, dtype="Datetime"),
        Column(
            "stop",
            "the first moment after it; of events, the last statement",
            required=True,
            dtype="Datetime",
        ),
        Column("statements", "statements in it", kind="integer", required=True),
        Column("nodes", "nodes with a tie", kind="integer", required=True),
        Column("ties", "ties", kind="integer", required=True),
        Column("weight", "sum of their weights", kind="number", required=True),
        Column(
            "polarisation",
            "share of the conflict that two camps explain; null where nobody is tied",
            kind="number",
        ),
    ),
    key=("window",),
)

_SIDE = (
    ("table", "table of the statement"),
    ("row", "its identity there"),
    ("document", "the document it stands in"),
    ("coder", "who coded it"),
    ("quote", "its words"),
    ("qualifier", "whether it is for (1) or against (0); of another qualifier its value"),
)
PAIRS = Table(
    "pairs",
    "The statements behind a tie: pairs of them; in a two-mode network one by one, as the first of a pair.",
    (
        Column("about", "what both speak of", required=True),
        *(Column(f"{name}_1", f"first statement: {meaning}") for name, meaning in _SIDE),
        *(Column(f"{name}_2", f"second statement: {meaning}") for name, meaning in _SIDE),
        Column("amount", "by how much it weighs in the tie before normalization", kind="number"),
    ),
)
