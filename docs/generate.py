"""Write the pages that are made from the code: tables, commands, JSON schema, the help page.

`python docs/generate.py` writes them; a test compares them with what is committed.
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path

from comity.cli.application import CODEBOOK_VERBS, VERBS, help_page
from comity.cli.schema import JSON_TABLES, json_schema
from comity.coding.tables import CODINGS
from comity.comparison.tables import FLIPS, OVERTURN, READINGS, SENSITIVITY, VERDICTS
from comity.documents.tables import BLOCKS, PASSAGES, TEXTS
from comity.measures.measure import CATALOGUE
from comity.measures.tables import EVIDENCE, FIGURES
from comity.study.tables import ACTORS, DOCUMENTS, PEOPLE_CODINGS, STATEMENTS
from comity.table import Table

ROOT = Path(__file__).resolve().parent
MADE_BY_PEOPLE = (DOCUMENTS, STATEMENTS, ACTORS, PEOPLE_CODINGS)
DERIVED = (TEXTS, BLOCKS, PASSAGES, CODINGS, FIGURES, EVIDENCE, VERDICTS, READINGS, SENSITIVITY, FLIPS, OVERTURN)


def pages() -> dict[Path, str]:
    """Every generated file with its content."""
    return {
        ROOT / "tables.md": tables_page(),
        ROOT / "commands.md": commands_page(),
        ROOT / "measures.md": measures_page(),
        ROOT / "output.schema.json": json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n",
        ROOT.parent / "src" / "comity" / "cli" / "help.txt": help_page(),
    }


def tables_page() -> str:
    """The declared tables, those of people first."""
    parts = [
        "# Tables\n\nMade from the declarations in the code.\n\n## In the study folder, kept by people\n"
    ]
    parts += map(table_section, MADE_BY_PEOPLE)
    parts.append("\n## Derived\n")
    parts += map(table_section, DERIVED)
    parts.append(
        "\n## In the JSON of `--json`\n\n" + ", ".join(f"`{name}`" for name in sorted(JSON_TABLES)) + "\n"
    )
    return "".join(parts)


def table_section(table: Table) -> str:
    """One table with its columns."""
    rows = []
    for column in table.columns:
        kind = column.kind + (", required" if column.required or column.name in table.key else "")
        allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
        rows.append(f"| `{column.name}` | {kind} | {column.meaning}.{allowed} |\n")
    key = f" Rows are told apart by {' + '.join(f'`{k}`' for k in table.key)}." if table.key else ""
    return f"\n### {table.name}\n\n{table.meaning}{key}\n\n| column | kind | meaning |\n|---|---|---|\n{''.join(rows)}"


def commands_page() -> str:
    """Every command with its docstring."""
    parts = [
        "# Commands\n\nMade from the docstrings. Each command is a Python function of the same name: `comity.audit(…)`.\n"
    ]
    for name, target in [*VERBS.items(), *((f"codebook {n}", t) for n, t in CODEBOOK_VERBS.items())]:
        module, function = target.split(":")
        text = inspect.getdoc(getattr(__import__(module, fromlist=[function]), function)) or ""
        parts.append(f"\n## comity {name}\n\n```text\n{text}\n```\n")
    return "".join(parts)


def measures_page() -> str:
    """The cards of all measures."""
    columns = ("id", "question", "unit", "range", "by", "source")
    lines = [" | ".join(columns), "|".join("---" for _ in columns)]
    for m in CATALOGUE.all().values():
        least, most = m.range
        span = f"{least:g} to {'∞' if most is None else f'{most:g}'}"
        lines.append(" | ".join((m.id, m.question, m.unit, span, ", ".join(m.by), m.source)))
    rows = [f"| {line} |\n" for line in lines]
    head = "# Measures\n\nMade from the cards in the code; [method.md](method.md) explains them.\n\n"
    return head + "".join(rows)


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT.parent)}\n")
