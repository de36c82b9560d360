"""The JSON schema of what `--json` prints, made from the declarations of the tables."""

from __future__ import annotations

from comity.coding.agreement.tables import AGREEMENT, CONFUSIONS
from comity.coding.coders.llm.tables import ASKING, REFUSED, UNANSWERED
from comity.coding.duties.ledger import LEDGER
from comity.coding.gold import MISTAKES, SCORES
from comity.coding.keyness import KEYNESS
from comity.coding.reuse.table import REUSE, SURVIVAL
from comity.coding.suggestions import SUGGESTIONS
from comity.coding.tables import CODINGS, DUTIES
from comity.comparison.configurations.tables import CALIBRATED, CONFIGURATION_TABLES
from comity.comparison.tables import (
    CASES,
    CONDITIONS,
    DIFFERENCES,
    FLIPS,
    MEMBERSHIPS,
    OVERTURN,
    SENSITIVITY,
    VERDICTS,
)
from comity.comparison.versions import CLAIM_CHANGES, CODING_CHANGES, FIGURE_CHANGES, PASSAGE_CHANGES
from comity.measures.networks.tables import NODES, PAIRS, TIES, WINDOWS
from comity.measures.tables import EVIDENCE, FIGURES
from comity.outcome import SCHEMA_VERSION
from comity.report.tables import CITED
from comity.standing.telling import THINGS
from comity.study.codebook_changes import CODEBOOK_CHANGES
from comity.study.tables import DOCUMENTS
from comity.table import Column, Table
from comity.verbs.audit import CODES, READ_DOCUMENTS, SIDES_GUESSED

DIAGNOSTICS = Table(
    "diagnostics",
    "What is wrong in the files, with remedies.",
    (
        Column("code", "stable name of the kind of problem", required=True),
        Column("severity", "error stops, warning does not", required=True, allowed=("error", "warning")),
        Column("file", "file", required=True),
        Column("line", "line, from 1", kind="integer"),
        Column("column", "column: a number from 1, or the name of a table's column"),
        Column("value", "the text as it stands there"),
        Column("problem", "what is wrong", required=True),
        Column("fix", "what would be right", required=True),
    ),
)

JSON_TABLES: dict[str, Table] = {
    "documents": DOCUMENTS,
    "codings": CODINGS,
    "duties": DUTIES,
    "ledger": LEDGER,
    "codes": CODES,
    "sides": SIDES_GUESSED,
    "texts": READ_DOCUMENTS,
    "figures": FIGURES,
    "evidence": EVIDENCE,
    "verdicts": VERDICTS,
    "cases": CASES,
    "differences": DIFFERENCES,
    "memberships": MEMBERSHIPS,
    "conditions": CONDITIONS,
    "sensitivity": SENSITIVITY,
    "flips": FLIPS,
    "overturn": OVERTURN,
    "passages": CITED,
    "shown": THINGS,
    "stands_on": THINGS,
    "named_by": THINGS,
    "scores": SCORES,
    "mistakes": MISTAKES,
    "agreement": AGREEMENT,
    "confusions": CONFUSIONS,
    "asking": ASKING,
    "refused": REFUSED,
    "unanswered": UNANSWERED,
    "nodes": NODES,
    "ties": TIES,
    "windows": WINDOWS,
    "pairs": PAIRS,
    **CONFIGURATION_TABLES,
    "calibrated": CALIBRATED,
    "suggestions": SUGGESTIONS,
    "keyness": KEYNESS,
    "codebook_changes": CODEBOOK_CHANGES,
    "coding_changes": CODING_CHANGES,
    "passage_changes": PASSAGE_CHANGES,
    "figure_changes": FIGURE_CHANGES,
    "claim_changes": CLAIM_CHANGES,
    "reuse": REUSE,
    "survival": SURVIVAL,
    "diagnostics": DIAGNOSTICS,
}


def json_schema() -> dict[str, object]:
    """The schema (JSON Schema 2020-12) of the one object that any command prints with ``--json``."""
    tables = {name: table.json_schema() for name, table in JSON_TABLES.items()}
    diagnostics = tables["diagnostics"]
    diagnostics["items"]["properties"]["column"]["type"] = ["string", "integer", "null"]  # type: ignore[index]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Output of comity --json",
        "type": "object",
        "properties": {
            "comity": {"type": "string", "description": "version of the program"},
            "schema": {"const": SCHEMA_VERSION},
            "command": {"type": "string"},
            "summary": {
                "type": "array",
                "items": {"type": "string"},
                "description": "the findings in sentences",
            },
            "written": {"type": "array", "items": {"type": "string"}, "description": "files that were made"},
            "exit_code": {"enum": [0, 1, 2]},
            **tables,
        },
        "required": ["diagnostics", "exit_code"],
        "additionalProperties": False,
    }
