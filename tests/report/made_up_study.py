"""A made-up analysis: enough of one for a report, with every status that a figure may have."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import polars as pl

from comity.coding.tables import CODINGS
from comity.diagnostics import Diagnostic
from comity.documents.tables import BLOCKS, PASSAGES, TEXTS
from comity.measures import records
from comity.measures.quotes import QUOTES
from comity.measures.registry import placed
from comity.measures.tables import CODED, EVIDENCE, FIGURES, READ
from comity.study.registry_tables import REGISTRY
from comity.study.tables import DOCUMENTS, STATEMENTS
from comity.study.vocabularies import shipped_vocabularies

CODES = {
    "element": [
        "win_win",
        "management",
        "common_interest",
        "shared_responsibility",
        "public_private",
        "capacity",
    ],
    "promise": ["equality", "co_ownership", "flexibility", "dialogue"],
    "counter": [
        "conditionality",
        "linkage",
        "selectivity",
        "control",
        "control_return",
        "security",
        "prosperity",
        "mobility",
    ],
    "power": ["responsibilisation", "resistance"],
}
GROUPS = {
    "element": "Elements of partnership discourse",
    "promise": "Promises about the relation",
    "counter": "Counter-frames",
    "power": "Power",
}
FRAMES = ("security", "prosperity", "control", "mobility")
HOSTILE = "<script>window.broken = true</script></script><!-- & \"quoted\" 'text'"


def codebook() -> Any:
    """A codebook with four groups; labels are the ids in words."""
    codes = {
        code: SimpleNamespace(
            id=code,
            label=code.replace("_", " ").capitalize() if code != "win_win" else "Win-win",
            group=group,
            parent="control" if code == "control_return" else None,
            frame=code in FRAMES,
            patterns=(SimpleNamespace(language="en", source=code),),
            definition=f"What counts as {code.replace('_', ' ')}.",
        )
        for group, listed in CODES.items()
        for code in listed
    }
    return SimpleNamespace(
        name="partnership",
        version="1",
        description="Made up.",
        groups=GROUPS,
        codes=codes,
        frames=FRAMES,
        principles=(),
        ancestors=lambda code: (codes[code].parent,) if codes[code].parent else (),
    )


EMPTY: Mapping[str, pl.DataFrame] = placed(
    {t.name: t.empty() for t in REGISTRY}, SimpleNamespace(side=lambda *_: None), SimpleNamespace(), shipped_vocabularies()
)  # fmt: skip


@dataclass(frozen=True)
class FakeAnalysis:
    """What a report asks of an analysis."""

    settings: Any
    codebook: Any
    tables: Mapping[str, pl.DataFrame]
    passages: Mapping[str, tuple[str, str, str]]
    diagnostics: Sequence[Diagnostic] = ()
    configured: None = None
    asked: list[str] = field(default_factory=list)
    registry: Mapping[str, pl.DataFrame] = field(default_factory=lambda: EMPTY)

    def table(self, name: str) -> pl.DataFrame:
        """The frame of that name."""
        return self.tables[name]

    def quotes(self, rows: Sequence[str]) -> pl.DataFrame:
        """Each row's passage in its paragraph."""
        self.asked.extend(rows)
        recorded = QUOTES.frame(records.of(rows, self.registry))
        rows = [row for row in rows if row not in set(recorded["row"])]
        codings = {r["row"]: r for r in self.tables["codings"].to_dicts()}
        statements = {r["id"]: r for r in self.tables["statements"].to_dicts()}
        made = []
        for row in rows:
            coding = codings[row]
            if row in statements:
                told = statements[row]
                made.append(
                    {
                        "row": row,
                        "document": told["document"],
                        "page": None,
                        "kind": "statement",
                        "before": "",
                        "quote": told["text"],
                        "after": "",
                        "hit_from": None,
                        "hit_to": None,
                        "locator": told["locator"],
                    }
                )
                continue
            before, quote, after = self.passages[row.split("/")[0]]
            made.append(
                {
                    "row": row,
                    "document": coding["document"],
                    "page": 1 + coding["start"] // 2000,
                    "kind": "paragraph",
                    "before": before,
                    "quote": quote,
                    "after": after,
                    "hit_from": 4,
                    "hit_to": min(24, len(quote)),
                    "locator": None,
                }
            )
        schema = {
            "row": pl.String,
            "document": pl.String,
            "page": pl.UInt32,
            "kind": pl.String,
            "before": pl.String,
            "quote": pl.String,
            "after": pl.String,
            "hit_from": pl.UInt32,
            "hit_to": pl.UInt32,
            "locator": pl.String,
        }
        return QUOTES.conform(
            pl.concat([pl.DataFrame(made, schema=schema), recorded.select(list(schema)).cast(schema)])
        )


def study(
    *,
    contexts: Sequence[str] = ("international", "eu", "mexico-us"),
    documents: int = 36,
    seed: int = 3,
    title: str | None = None,
    person: str | None = None,
    per_document: int = 12,
) -> FakeAnalysis:
    """A study of `documents` documents over the contexts, every number from the seed."""
    chance = random.Random(seed)
    book = codebook()
    labels = {
        "international": "International",
        "eu": "EU external policy",
        "mexico-us": "Mexico and the United States",
    }
    settings = SimpleNamespace(
        name="Migration partnerships",
        description="How states that migrants leave and states they go to speak of one another.",
        codebook="partnership",
        coders=("lexicon",),
        programs=("lexicon",),
        reference=None,
        compared={},
        types={},
        contexts={
            c: SimpleNamespace(
                id=c, label=labels.get(c, c), lead=("eu",), partner=("moldova",), third=("iom",), phrases={}
            )
            for c in contexts
        },
        periods={"1994–2003": (1994, 2003), "2004–2013": (2004, 2013), "2014–2023": (2014, 2023)},
        thresholds=SimpleNamespace(present=2, read=5),
        intervals=SimpleNamespace(level=0.95, replicates=2000),
    )
    docs, read, codings, coded, passages = [], [], [], [], {}
    for number in range(documents):
        context = contexts[number % len(contexts)] if contexts else None
        year = 1994 + (number * 7) % 29
        name = f"doc-{number:04d}"
        shown = title if title and number == 0 else f"Declaration no. {number} on migration and development"
        docs.append(
            {
                "id": name,
                "file": f"{name}.pdf",
                "title": shown,
                "issuer": "Council of the Union",
                "date": f"{year}-05-11",
                "context": context,
                "kind": "declaration",
                "language": ("en", "es")[number % 2],
                "status": "held",
            }
        )
        period = next(p for p, (a, b) in settings.periods.items() if a <= year <= b)
        read.append(
            {
                "document": name,
                "context": context,
                "actor": "eu",
                "side": "lead",
                "layer": None,
                "register": None,
                "period": period,
                "year": year,
                "passages": per_document * 8,
                "status": "held",
            }
        )
        for _ in range(per_document):
            code = chance.choice(list(book.codes))
            if (context, code) in {
                ("eu", "capacity"),
                ("mexico-us", "co_ownership"),
                ("mexico-us", "linkage"),
            }:
                continue
            start = chance.randrange(0, 40000)
            key = f"{name}#{start}-{start + 120}"
            row = f"{key}/{code}/lexicon"
            if row in {c["row"] for c in codings[-40:]}:
                continue
            hostile = HOSTILE if number == 0 else ""
            passages[key] = (
                "The ministers met again in the spring, and took note of what had been done since. ",
                (
                    f"The {book.codes[code].label.lower()} of the countries along the route is, by {start}, "
                    f"a matter for all the parties to this declaration {hostile}."
                ),
                " They asked officials to report before the end of the year on what it had cost.",
            )
            stance = "rejects" if chance.random() < 0.12 else "affirms"
            codings.append(
                {
                    "table": "codings",
                    "row": row,
                    "document": name,
                    "start": start,
                    "end": start + 120,
                    "code": code,
                    "stance": stance,
                    "coder": person or "lexicon",
                    "confidence": round(0.6 + 0.4 * chance.random(), 2),
                    "hit_start": start + 4,
                    "hit_end": start + 24,
                    "pattern": code.replace("_", " ") + "*",
                    "hits": 1,
                }
            )
    statements = []
    if len(contexts) > 1:
        docs.append(
            {
                "id": "summit",
                "title": "Summit of the heads of state",
                "issuer": "Mexico",
                "date": "2001",
                "context": contexts[-1],
                "kind": "speech",
                "language": "es",
                "status": "cited",
            }
        )
        read.append(
            {
                "document": "summit",
                "context": contexts[-1],
                "actor": "mexico",
                "side": "partner",
                "period": "1994–2003",
                "year": 2001,
                "passages": 0,
                "status": "cited",
            }
        )
        for number in range(3):
            statements.append(
                {
                    "id": f"s{number}",
                    "document": "summit",
                    "locator": f"p. {number + 4}",
                    "code": "equality",
                    "stance": "affirms",
                    "text": "Mexico asks to be treated as an equal in the talks, and says so at home.",
                    "inference": False,
                }
            )
            codings.append(
                {
                    "table": "statements",
                    "row": f"s{number}",
                    "document": "summit",
                    "code": "equality",
                    "stance": "affirms",
                    "coder": "statements",
                    "confidence": 1.0,
                }
            )
    by_document = {r["document"]: r for r in read}
    kept = ("table", "row", "document", "stance", "coder")
    placed = ("context", "actor", "side", "period", "year")
    for c in codings:
        r = by_document[c["document"]]
        about = {**{n: c[n] for n in kept}, **{n: r[n] for n in placed}}
        counting = dict.fromkeys((c["code"], book.codes[c["code"]].parent))
        coded.extend({**about, "code": code} for code in counting if code)
    figures, evidence = _figures(settings, book, read, coded)
    held = [d for d in docs if d["status"] == "held"]
    tables = {
        "documents": DOCUMENTS.frame(docs),
        "statements": STATEMENTS.frame(statements),
        "texts": TEXTS.frame(
            {"document": d["id"], "text": "…", "characters": 42000, "pages": 21, "language": d["language"]}
            for d in held
        ),
        "passages": PASSAGES.empty(),
        "blocks": BLOCKS.empty(),
        "codings": CODINGS.frame(codings),
        "read": READ.frame(read),
        "coded": CODED.frame(coded),
        "figures": FIGURES.frame(figures),
        "evidence": EVIDENCE.frame(evidence),
    }
    told = [
        Diagnostic(
            "unreadable-page",
            "documents/doc-0003.pdf",
            "page 4 is a picture without text.",
            "Run it through text recognition.",
            severity="warning",
        )
    ]
    return FakeAnalysis(settings, book, tables, passages, told)


def _figures(settings: Any, book: Any, read: list[dict], coded: list[dict]) -> tuple[list[dict], list[dict]]:
    figures: list[dict] = []
    evidence: list[dict] = []

    def add(figure: dict, rows: list[tuple[dict, str]]) -> None:
        coders = sorted({c["coder"] for c, _ in rows}) or ["lexicon"]
        told = sum(c["table"] == "statements" for c, _ in rows) / len(rows) if rows else None
        figures.append({"coders": coders, "paraphrased": told, **figure})
        evidence.extend(
            {
                "figure": figure["figure"],
                "table": c["table"],
                "row": c["row"],
                "document": c["document"],
                "part": part,
                "amount": 1,
            }
            for c, part in rows
        )

    for context in settings.contexts or (None,):
        where = f"/{context}" if context else ""
        here = [r for r in read if r["context"] == context]
        spread = [None, *settings.periods]
        for code in book.codes:
            for period in spread:
                seen = [r for r in here if period in {None, r["period"]}]
                rows = [
                    c
                    for c in coded
                    if c["code"] == code and c["context"] == context and period in {None, c["period"]}
                ]
                yes = [c for c in rows if c["stance"] == "affirms"]
                no = [c for c in rows if c["stance"] == "rejects"]
                docs = len({c["document"] for c in yes})
                tail = f"/{period}" if period else ""
                common = {"context": context, "code": code, "period": period, "read": len(seen)}
                word = (
                    "present" if docs >= 2 else "weak" if docs else "absent" if len(seen) >= 5 else "unknown"
                )
                add(
                    dict(
                        figure=f"D1{where}/{code}{tail}",
                        measure="D1",
                        quantity="presence",
                        category=word,
                        value=float(docs),
                        n=len(yes),
                        documents=docs,
                        status="unknown" if word == "unknown" else "ok",
                        unit="documents",
                        **common,
                    ),
                    [(c, "affirms") for c in yes],
                )
                total = sum(r["passages"] for r in seen)
                share = len(yes) / total * 1000 if total else None
                width = 1.9 * (len(yes) + 1) ** 0.5 / total * 1000 if total else None
                empty = not total
                add(
                    dict(
                        figure=f"D2{where}/{code}{tail}",
                        measure="D2",
                        quantity="per_thousand",
                        value=share,
                        low=None if empty else max(0, share - width),
                        high=None if empty else share + width,
                        n=len(yes),
                        documents=docs,
                        status="no evidence" if empty else "ok",
                        interval=None if empty else "bootstrap",
                        unit="per 1,000 passages",
                        **common,
                    ),
                    [(c, "with") for c in yes],
                )
                both = len(yes) + len(no)
                add(
                    dict(
                        figure=f"D5{where}/{code}{tail}",
                        measure="D5",
                        quantity="contestation",
                        value=len(no) / both if both else None,
                        low=max(0, len(no) / both - 0.2) if both else None,
                        high=min(1, len(no) / both + 0.2) if both else None,
                        n=both,
                        documents=len({c["document"] for c in rows}),
                        status="ok" if both else "no evidence",
                        interval="jeffreys" if both else None,
                        unit="share",
                        **common,
                    ),
                    [(c, "affirms") for c in yes] + [(c, "rejects") for c in no],
                )
        years = sorted({r["year"] for r in here})
        for year in years:
            framed = [
                c for c in coded if c["context"] == context and c["year"] == year and c["code"] in FRAMES
            ]
            for frame in FRAMES:
                rows = [c for c in framed if c["code"] == frame]
                value = len(rows) / len(framed) if framed else None
                add(
                    {
                        "figure": f"D3{where}/{frame}/{year}",
                        "measure": "D3",
                        "quantity": "share",
                        "context": context,
                        "code": frame,
                        "year": year,
                        "value": value,
                        "low": max(0, value - 0.15) if framed else None,
                        "high": min(1, value + 0.15) if framed else None,
                        "n": len(rows),
                        "documents": len({c["document"] for c in rows}),
                        "status": "ok" if framed else "no evidence",
                        "interval": "bootstrap" if framed else None,
                        "unit": "share of framed passages",
                    },
                    [(c, frame) for c in rows],
                )
        rows = [c for c in coded if c["context"] == context and c["code"] in FRAMES]
        if context == "eu":
            add(
                {
                    "figure": f"D3.break{where}/2004",
                    "measure": "D3",
                    "quantity": "break",
                    "context": context,
                    "year": 2004,
                    "value": 0.84,
                    "category": "break",
                    "n": len(rows),
                    "documents": len(here),
                    "status": "ok",
                    "unit": "share of replicates that agree, to a year",
                    "note": "security rises from 12% to 40%, prosperity falls from 30% to 9%",
                },
                [(c, "after" if c["year"] >= 2004 else "before") for c in rows],
            )
        else:
            add(
                {
                    "figure": f"D3.break{where}",
                    "measure": "D3",
                    "quantity": "break",
                    "context": context,
                    "n": len(rows),
                    "documents": len(here),
                    "status": "undecided",
                    "unit": "share of replicates that agree, to a year",
                    "note": "Too few dated passages for a break.",
                },
                [],
            )
    return figures, evidence
