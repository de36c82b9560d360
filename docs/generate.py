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
from comity.comparison.tables import READINGS
from comity.documents.tables import BLOCKS, PASSAGES, TEXTS
from comity.measures.explained import PARTS, explained
from comity.measures.measure import CATALOGUE, Measure
from comity.study.registry_tables import REGISTRY
from comity.study.sources import SOURCES
from comity.study.tables import DOCUMENTS, PEOPLE_CODINGS, STATEMENTS
from comity.table import Table

ROOT = Path(__file__).resolve().parent
MADE_BY_PEOPLE = (DOCUMENTS, STATEMENTS, *REGISTRY, PEOPLE_CODINGS)
OF_TEXTS = (TEXTS, BLOCKS, PASSAGES, CODINGS, SOURCES, READINGS)
_EVERY = {table.name: table for table in (*JSON_TABLES.values(), *OF_TEXTS)}
DERIVED = [table for table in _EVERY.values() if table.name not in {t.name for t in MADE_BY_PEOPLE}]


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
        names = f" Names a row of {' or '.join(f'`{t}`' for t in column.refers)}." if column.refers else ""
        rows.append(f"| `{column.name}` | {kind} | {column.meaning}.{allowed}{names} |\n")
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
    """All measures: a table to look one up, then each explained with an example that runs."""
    cards = CATALOGUE.all().values()
    parts = [_MEASURES_HEAD, "| id | question | unit | range | by |\n|---|---|---|---|---|\n"]
    for m in cards:
        anchor = f"{m.id} {m.name}".lower().replace(" ", "-")
        parts.append(
            f"| [{m.id}](#{anchor}) | {m.question} | {m.unit} | {_span(m.range)} | {', '.join(m.by)} |\n"
        )
    for dimension in ("discourse", "institution", "power", "gap"):
        parts.append(f"\n## {dimension.capitalize()}\n")
        parts += [measure_section(m) for m in cards if m.dimension == dimension]
    return "".join(parts)


_MEASURES_HEAD = """# Measures

Made from the docstrings of the measures. [method.md](method.md) tells how figures come about and what their intervals
and statuses mean. The examples run, and the tests compare what they print. Their case is always the same: *north* leads,
*south* and *east* are its partners, the *agency* is a third party; their arrangement is the *pact*. A table is written as
lines, the first with the names of the columns; what is left out is filled in.

"""


def measure_section(card: Measure) -> str:
    """One measure: question, formula, what it takes and gives, caveat, source, example."""
    told = explained(card)
    formula = "\n\n".join(_marked(text) for text in (told.summary, *told.formula))
    quantities = "".join(f"| `{q.name}` | {q.unit} | {_span(q.range)} |\n" for q in card.quantities)
    parts = "".join(
        f"- **{name}.** {_marked(text[:1].upper() + text[1:])}\n"
        for name, text in sorted(told.parts.items(), key=lambda part: PARTS.index(part[0]))
    )
    return (
        f"\n### {card.id} {card.name}\n\n*{card.question}*\n\n{formula}\n\n{parts}"
        f"- **By.** {', '.join(card.by)}\n\n| quantity | unit | range |\n|---|---|---|\n{quantities}"
        f"\n```python\n{told.example}\n```\n"
    )


def _marked(text: str) -> str:
    return text.replace("``", "`")


def _span(span: tuple[float, float | None]) -> str:
    least, most = span
    return f"{least:g} to {'∞' if most is None else f'{most:g}'}"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT.parent)}\n")
