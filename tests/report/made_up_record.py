"""A made-up registry for the made-up study, with figures that rest on its rows, and verdicts on claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import polars as pl
from made_up_study import FakeAnalysis

from comity.comparison import tables as comparison
from comity.measures.registry import placed
from comity.measures.tables import EVIDENCE, FIGURES
from comity.study.registry_tables import REGISTRY
from comity.study.vocabularies import shipped_vocabularies

ROWS: Mapping[str, list[dict[str, Any]]] = {
    "actors": [
        {"id": "eu", "name": "European Union", "kind": "supranational"},
        {"id": "commission", "name": "Commission", "kind": "supranational", "sector": "home affairs"},
        {"id": "moldova", "name": "Moldova", "kind": "state"},
        {"id": "morocco", "name": "Morocco <b>bold</b>", "kind": "state"},
        {"id": "iom", "name": "Organisation for Migration", "kind": "international organisation"},
    ],
    "arrangements": [
        {
            "id": "gam",
            "name": "Global Approach",
            "context": "eu",
            "layer": "unilateral",
            "legal_form": "none",
            "start": "2005-10",
        },
        {
            "id": "mp",
            "name": "Mobility Partnership",
            "context": "eu",
            "layer": "bilateral",
            "legal_form": "declaration",
            "start": "2007/2009",
            "part_of": "gam",
            "source": "III, §2",
        },
        {
            "id": "old",
            "name": "Older talks",
            "context": "eu",
            "layer": "bilateral",
            "legal_form": "consultation",
        },
    ],
    "roles": [
        {
            "id": "r1",
            "arrangement": "mp",
            "actor": "commission",
            "role": "broker",
            "source": "III, §3",
            "note": "Holds the gate.",
        },
        {
            "id": "r2",
            "arrangement": "mp",
            "actor": "eu",
            "role": "drafter",
            "inference": True,
            "confidence": 0.6,
        },
        {"id": "r3", "arrangement": "mp", "actor": "moldova", "role": "member", "source": "III, §2"},
        {"id": "r4", "arrangement": "mp", "actor": "eu", "role": "member", "source": "III, §2"},
        {"id": "r5", "arrangement": "gam", "actor": "iom", "role": "observer", "source": "III, §5"},
        {"id": "r6", "arrangement": "gam", "actor": "eu", "role": "drafter", "source": "III, §5"},
    ],
    "provisions": [
        {
            "id": "p1",
            "arrangement": "mp",
            "pillar": "control",
            "text": "Take people back.",
            "bearer": "partner",
            "force": "mandatory",
            "proposed_by": "lead",
            "fate": "retained",
            "exchange_for": "p2",
            "timing": "before",
        },
        {
            "id": "p2",
            "arrangement": "mp",
            "pillar": "mobility",
            "text": "Open channels.",
            "bearer": "lead",
            "force": "voluntary",
            "proposed_by": "partner",
            "fate": "requested",
        },
    ],
    "transfers": [
        {"id": "t1", "arrangement": "mp", "giver": "eu", "receiver": "moldova", "kind": "training"},
        {"id": "t2", "arrangement": "mp", "giver": "moldova", "receiver": "eu", "kind": "data"},
    ],
    "events": [
        {
            "id": "e1",
            "actor": "moldova",
            "arrangement": "mp",
            "event": "became a partner",
            "date": "2008",
            "text": "Signed.",
        },
        {
            "id": "e2",
            "actor": "moldova",
            "arrangement": "mp",
            "event": "took on a duty",
            "date": "2008",
            "text": "Promised return.",
        },
        {
            "id": "e3",
            "actor": "moldova",
            "arrangement": "mp",
            "event": "reformed",
            "text": "Changed its law.",
        },
        {
            "id": "e4",
            "actor": "morocco",
            "event": "passed on: dialogue",
            "other": "iom",
            "text": "Called for talks.",
        },
        {"id": "e5", "actor": "iom", "event": "passed on: dialogue", "text": "Took them further."},
        {
            "id": "e6",
            "actor": "morocco",
            "context": "eu",
            "event": "resisted: silence",
            "date": "2007/2008",
            "text": "Never answered.",
        },
    ],
    "funding": [
        {"id": "f1", "arrangement": "mp", "funder": "eu", "share": 0.75},
        {"id": "f2", "arrangement": "gam"},
    ],
    "links": [{"id": "l1", "from": "old", "to": "gam", "kind": "grew out of"}],
    "candidates": [{"id": "c1", "arrangement": "mp", "actor": "morocco", "outcome": "no answer"}],
}
SIDES = {"eu": "lead", "commission": "lead", "moldova": "partner", "morocco": "partner", "iom": "third"}


def registry(settings: Any) -> dict[str, pl.DataFrame]:
    """The rows as measures see them."""
    frames = {t.name: t.frame(ROWS.get(t.name, [])) for t in REGISTRY}
    sides = SimpleNamespace(side=lambda name, _context, _date=None: SIDES.get(name))
    return placed(frames, sides, settings, shipped_vocabularies())


def _figure(
    figure: str, quantity: str, unit: str, value: float | None, rows: list[str], **more: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    made = {
        "figure": figure,
        "measure": figure.split("/", maxsplit=1)[0].split(".", maxsplit=1)[0],
        "quantity": quantity,
        "unit": unit,
        "value": value,
        "context": "eu",
        "n": len(rows),
        "documents": 1 if rows else 0,
        "read": 3,
        "status": "no evidence" if value is None else "ok",
        "coders": [],
        "paraphrased": 0.0 if rows else None,
        **more,
    }
    counted = [
        {
            "figure": figure,
            "table": row.split("/")[0],
            "row": row,
            "document": "mp",
            "part": "lead",
            "amount": 1,
        }
        for row in rows
    ]
    return made, counted


NETWORK = "0 (hierarchy) to 1 (network)"
BALANCE = "(lead - partner) / (lead + partner)"
FIGURED = [
    _figure("I1/eu", "mode", NETWORK, 0.4, ["arrangements/mp", "roles/r1"], category="soft hierarchy"),
    _figure("I1.informality/eu", "informality", NETWORK, 0.75, ["arrangements/mp"], low=0.6, high=0.9),
    _figure("I1.horizontality/eu", "horizontality", NETWORK, 0.0, ["roles/r1", "roles/r2"]),
    _figure("I1.openness/eu", "openness", NETWORK, None, []),
    _figure(
        "I2/eu",
        "asymmetry",
        BALANCE,
        1.0,
        ["roles/r1", "roles/r2"],
        note="2 arrangements are too few for an interval",
    ),
    _figure("I2/eu/drafter", "asymmetry", BALANCE, 1.0, ["roles/r2", "roles/r6"], role="drafter"),
    _figure(
        "I3/eu/commission",
        "betweenness",
        "share of shortest paths",
        1.0,
        ["roles/r1"],
        actor="commission",
        category="gatekeeper",
    ),
    _figure(
        "I3.gate/eu/commission",
        "gate",
        "share of pairs across the sides",
        1.0,
        ["roles/r1"],
        actor="commission",
        category="gatekeeper",
    ),
    _figure("I3/eu/moldova", "betweenness", "share of shortest paths", 0.0, ["roles/r3"], actor="moldova"),
    _figure("I3/eu/eu", "betweenness", "share of shortest paths", 0.0, ["roles/r4"], actor="eu"),
    _figure("P9/eu", "balance", BALANCE, 0.0, ["transfers/t1", "transfers/t2"]),
    _figure(
        "G1/eu/equality",
        "gap",
        "promise - practice, each scaled to [0, 1]",
        0.5,
        ["roles/r1"],
        code="equality",
        low=0.1,
        high=0.8,
        interval="conservative",
        note="promise 0.70 (D2.documents 0.70; whole at 1, nothing at 0); practice 0.20 (I2.asymmetry 0.80)",
    ),
    _figure("G1.promise/eu/equality", "promise", "0 to 1", 0.7, ["roles/r1"], code="equality"),
    _figure("G1.practice/eu/equality", "practice", "0 to 1", 0.2, ["roles/r1"], code="equality"),
    _figure(
        "G1/eu/dialogue",
        "gap",
        "promise - practice, each scaled to [0, 1]",
        None,
        [],
        code="dialogue",
        note="no evidence of P3",
    ),
    _figure("G2/eu", "cooperative", "fuzzy membership", 0.1, ["roles/r1"]),
    _figure("G2.rhetoric/eu", "rhetoric", "fuzzy membership", 0.7, ["roles/r1"], low=0.5, high=0.9),
    _figure("G2.productive/eu", "productive", "fuzzy membership", None, []),
]
VERDICTS = pl.DataFrame(
    {
        "claim": ["lead-steers", "all-equal", "nobody-pays"],
        "text": ["The lead side steers.", "The sides are equal.", "It is not known who pays."],
        "section": ["III, §3", None, "III, §4"],
        "verdict": ["supported", "contradicted", "undecided"],
        "figure": ["I2/eu", "G1/eu/equality", None],
        "value": [1.0, 0.5, None],
        "low": [None, 0.1, None],
        "high": [None, 0.8, None],
        "category": [None, None, None],
        "n": [2, 1, 0],
        "why": ["All of it lies above 0.", "The whole interval lies above 0.", "There is no evidence."],
        "inference": [False, True, False],
    },
    schema_overrides={"category": pl.String},
)
MEMBERSHIPS = comparison.MEMBERSHIPS.frame(
    [
        {
            "figure": f"C2/eu/{kind}", "case": "eu", "type": kind, "label": label, "membership": value, "low": low,
            "high": high, "n": 2, "documents": 1, "status": status, "note": note, "decided_by": decided,
        }
        for kind, label, value, low, high, status, note, decided in (
            ("conditional_partnership", "Conditional partnership", 0.8, 0.4, 0.9, "ok", "decided by I2", "I2"),
            ("equals", "Partnership of equals", None, None, None, "cannot be computed", "not I2: no evidence", None),
        )
    ]
)  # fmt: skip
CONDITIONS = comparison.CONDITIONS.frame(
    {
        "membership_of": f"C2/eu/{kind}", "number": 1, "condition": name, "measure": "I2", "quantity": "asymmetry",
        "where": [], "figure": figure, "value": value, "full_out": 0, "crossover": 0.3, "full_in": 0.8,
        "invert": name != "I2", "reason": "Two roles in three.", "membership": membership, "why": why,
    }
    for kind, name, figure, value, membership, why in (
        ("conditional_partnership", "I2", "I2/eu", 1.0, 0.8, None),
        ("equals", "not I2", None, None, None, "no evidence"),
    )
)  # fmt: skip
CASES = comparison.CASES.frame(
    {
        "case": case, "figure": f"I2/{case}", "measure": "I2", "quantity": "asymmetry", "value": value, "n": 2,
        "documents": 2, "status": "ok", "unit": "(lead - partner) / (lead + partner)",
    }
    for case, value in (("eu", 1.0), ("us", -0.5))
)  # fmt: skip
DIFFERENCES = comparison.DIFFERENCES.frame(
    [
        {
            "one": "eu", "other": "us", "measure": "I2", "quantity": "asymmetry", "figure_one": "I2/eu",
            "figure_other": "I2/us", "value_one": 1.0, "value_other": -0.5, "difference": 1.5, "p": 0.0004,
            "holm": 0.04, "permutations": 20, "exact": True, "clusters_one": 3, "clusters_other": 3, "status": "ok",
            "unit": "(lead - partner) / (lead + partner)",
        },
        {
            "one": "eu", "other": "us", "measure": "D1", "quantity": "presence", "code": "security",
            "status": "cannot be computed", "note": "a number, which grows with what was read",
        },
    ]
)  # fmt: skip


TYPED = FIGURES.frame(
    {
        **{c: row[c] for c in ("figure", "low", "high", "n", "documents", "status", "note")},
        "measure": "C2", "quantity": "membership", "unit": "fuzzy membership", "context": row["case"],
        "code": row["type"], "value": row["membership"],
    }
    for row in MEMBERSHIPS.iter_rows(named=True)
)  # fmt: skip


SENSITIVITY = pl.DataFrame(
    {
        "kind": ["reading", "type", "membership", "claim", "claim", "claim", "sign"],
        "conclusion": ["eu", "eu", "eu/conditional_partnership", "lead-steers", "all-equal", "nobody-pays", "I2/eu"],
        "text": [None, None, None, "The lead side steers.", "The sides are equal.", "It is not known who pays.", None],
        "answer": ["rhetoric", "conditional_partnership", "in", "supported", "contradicted", "undecided", "positive"],
        "fragile": [True, False, True, True, False, False, True],
        "reversed": [True, False, True, False, False, False, True],
        "flips": [1, 0, 1, 2, 0, 3, 1],
        "least": [
            "without document speech: cooperative", None, "without arrangement mp: out",
            "without source note 1: undecided", None, "present documents −1: supported", "without arrangement mp: negative",
        ],
    }
)  # fmt: skip


def with_record(analysis: FakeAnalysis) -> FakeAnalysis:
    """The analysis with a registry, figures on its rows, verdicts and memberships."""
    rows = registry(analysis.settings)
    counted = EVIDENCE.frame(row for _, rows in FIGURED for row in rows)
    tables = {
        **analysis.tables,
        "figures": pl.concat([analysis.tables["figures"], FIGURES.frame(f for f, _ in FIGURED), TYPED]),
        "evidence": pl.concat([analysis.tables["evidence"], counted]),
        "verdicts": VERDICTS,
        "memberships": MEMBERSHIPS,
        "conditions": CONDITIONS,
        "cases": CASES,
        "differences": DIFFERENCES,
        "sensitivity": SENSITIVITY,
    }
    return replace(analysis, tables=tables, registry=rows)
