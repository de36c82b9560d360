"""comity audit: a document or a few, no study needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import UsageError
from comity.outcome import Outcome, Section, worst, write_tables
from comity.table import Column, Table

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis
    from comity.coding.coded_texts import Input
    from comity.coding.reuse.beside import Beside
    from comity.diagnostics import Diagnostic

CODES = Table(
    "codes",
    "What was found of each code in the audited documents.",
    (
        Column("code", "a code of the codebook", required=True),
        Column("label", "what it is called", required=True),
        Column("group", "its group in the codebook", required=True),
        Column("parent", "the code it counts for"),
        Column(
            "passages",
            "passages that affirm it, those of its children among them",
            kind="integer",
            required=True,
        ),
        Column("rejected", "passages that deny it", kind="integer", required=True),
        Column("reported", "passages that hand it to another voice", kind="integer", required=True),
        Column(
            "frame_share",
            "share among the passages of all frames; null for a code that is no frame",
            kind="number",
        ),
        Column(
            "answer",
            "found, not found (looked for in vain), not looked for (no pattern in these languages)",
            required=True,
        ),
        Column("row", "the strongest affirming passage, as a row of codings"),
        Column("document", "document of that passage"),
        Column("page", "page of that passage", kind="integer"),
        Column("quote", "that passage"),
    ),
    key=("code",),
)

READ_DOCUMENTS = Table(
    "texts",
    "The documents that were read.",
    (
        Column("document", "name of the document", required=True),
        Column("title", "title, as the document says it"),
        Column("date", "date, as the document says it"),
        Column("pages", "pages; null where the format has none", kind="integer"),
        Column("passages", "passages", kind="integer", required=True),
        Column("language", "language of most passages"),
    ),
    key=("document",),
)

SIDES_GUESSED = Table(
    "sides",
    "Who was taken to stand on which side, and how often they are named.",
    (
        Column("side", "lead or partner", required=True),
        Column("actor", "who", required=True),
        Column("mentions", "how often they are named; null where somebody said so", kind="integer"),
        Column("guessed", "whether this is a guess from the text", kind="boolean", required=True),
    ),
)


def audit(
    *files: Path,
    output: Path | None = None,
    csv: Path | None = None,
    codebook: Path | None = None,
    lead: Sequence[str] = (),
    partner: Sequence[str] = (),
    against: Path | None = None,
) -> Outcome:
    """Say what a document promises and how it speaks of the partners, with the sentences.

    Prints a summary and writes one HTML report beside the first file.

    Examples
    --------
    comity audit draft.pdf
    comity audit declaration.docx annex.pdf -o audit.html
    curl -s ADDRESS | comity audit - --json
    comity audit draft.pdf --lead "European Union" --partner Georgia
    comity audit draft.pdf --against earlier-agreements/

    Parameters
    ----------
    files
        Documents of any supported kind; - reads one from standard input.
    output
        The report to write; NAME.comity.html beside the first file where it is left out.
    csv
        Also write every table as CSV into this folder.
    codebook
        A codebook file, or the name of a shipped one, instead of `partnership`.
    lead
        Who stands on the lead side (destination countries, donors); guessed from the text where left out.
    partner
        Who stands on the partner side (countries of origin and transit, recipients).
    against
        An earlier text, a folder of them, or a study: says what of the document stands in them word for word, and
        what became of their passages in it.
    """
    from comity import side_by_side
    from comity.analysis import Analysis
    from comity.report.page import render
    from comity.store import write_atomically
    from comity.unstudied import folder_of, inputs_of

    if not files:
        raise UsageError("Name at least one document, or - for standard input:  comity audit draft.pdf")
    inputs, missing = inputs_of(files)
    folder = folder_of(inputs, codebook)
    analysis = Analysis(folder, None, inputs=inputs, named={"lead": lead, "partner": partner})
    held = analysis.coded_texts.passage_counts
    diagnostics = [*missing, *analysis.coded_texts.diagnostics]
    if not held.height:
        return Outcome("audit", ("No document could be read.",), diagnostics=diagnostics, exit_code=2)
    sides = _sides(analysis, lead, partner)
    beside = _compared(analysis, Path(against), inputs) if against is not None else None
    diagnostics += beside.diagnostics if beside else []
    page = render(analysis, audit_sides=sides, beside=beside)
    path = Path(output) if output else _beside(files[0])
    write_atomically(path, page.html)
    tables = {
        "documents": analysis.table("documents"),
        "texts": _documents(analysis),
        "codes": _codes(analysis),
        "ledger": analysis.table("ledger"),
        "figures": analysis.table("figures"),
        "evidence": analysis.table("evidence"),
        "passages": page.passages,
        "sides": sides,
        **({"reuse": beside.borrowed, "survival": beside.survival} if beside else {}),
    }
    return Outcome(
        "audit",
        summary=_heading(analysis),
        sections=[
            *_sections(analysis, tables["codes"], sides),
            *side_by_side.sections(tables["ledger"], side_by_side.names(analysis), most=_LISTED),
            *(_words_of(beside) if beside else ()),
        ],
        tables=tables,
        diagnostics=diagnostics,
        written=(path, *(write_tables(tables, Path(csv)) if csv else ())),
        exit_code=worst(diagnostics),
    )


def _compared(analysis: Analysis, against: Path, inputs: Sequence[Input]) -> Beside:
    """The audited documents beside earlier ones: a file, a folder of files, or the held documents of a study."""
    from comity.coding.coded_texts import code_documents
    from comity.coding.reuse.beside import compared
    from comity.study.rubrics import rubric

    earlier, missing = _earlier(against, inputs)
    coded = code_documents(earlier, analysis.codebook, None, coders=())
    if not coded.passage_counts.height:
        raise UsageError(f"--against {against}: there is no document that can be read.")
    beside = compared(analysis.coded_texts, coded, rubric(analysis.settings, "reuse"))
    beside.diagnostics.extend(missing)
    return beside


def _earlier(against: Path, audited: Sequence[Input]) -> tuple[list[Input], list[Diagnostic]]:
    """What to compare with; in a folder, neither the audited files themselves nor reports on them."""
    from comity.analysis import opened
    from comity.unstudied import inputs_in

    if (against / "study.toml").exists():
        return list(opened(against, store=False).inputs), []
    own = {item.path.resolve() for item in audited if item.path is not None}
    return inputs_in(against, "--against", lambda p: p.resolve() not in own and not p.name.endswith(_REPORT))


def _words_of(beside: Beside) -> list[Section]:
    """Whose words the document is written in, and what became of the earlier texts' passages in it."""
    lines = [
        [r.document, f"{r.borrowed:,}", f"{r.retained:,}", f"{r.altered:,}", f"{r.dropped:,}"]
        for r in beside.documents[:_SHOWN]
    ]
    left = len(beside.documents) - len(lines)
    quotes = [[f"{q.likeness:.2f}", q.source, q.marked()] for q in beside.quotes[:_SHOWN]]
    more = len(beside.quotes) - len(quotes)
    return [
        Section(
            "Whose words",
            lines,
            ("earlier document", "borrowed from it", "of its passages retained", "altered", "dropped"),
            frozenset({1, 2, 3, 4}),
            beside.summary + (f" {left:,} more earlier documents; --json has all." if left > 0 else ""),
        ),
        *(
            [
                Section(
                    "Passages taken over",
                    quotes,
                    ("likeness", "from", "[-words that went-] {+words that came+}"),
                    frozenset({0}),
                    f"{more:,} more; the report has all." if more > 0 else "",
                )
            ]
            if quotes
            else []
        ),
    ]


def _beside(first: Path) -> Path:
    if str(first) == "-":
        return Path("audit.comity.html")
    return Path(first).with_name(f"{Path(first).stem}{_REPORT}")


def _documents(analysis: Analysis) -> pl.DataFrame:
    """READ_DOCUMENTS: what was read."""
    texts, read = analysis.table("texts"), analysis.table("read")
    said = analysis.table("documents").select(document="id", title="title", date="date")
    return READ_DOCUMENTS.conform(
        texts.join(said, on="document", how="left", maintain_order="left").join(
            read.select("document", "passages"), on="document", how="left", maintain_order="left"
        )
    )


def _codes(analysis: Analysis) -> pl.DataFrame:
    """CODES: every code of the codebook with its counts and its strongest passage."""
    import polars as pl

    from comity.coding.strongest import strongest

    coded, codings = analysis.table("coded"), analysis.table("codings")
    under = coded.select("row", above="code").join(codings, on="row", how="inner", maintain_order="left")
    places = under.group_by("above", "stance").agg(pl.struct("document", "start").n_unique())
    counts = {(code, stance): n for code, stance, n in places.iter_rows()}
    shown = strongest(under.drop("code").rename({"above": "code"}))
    best = dict(shown.select("code", "row").iter_rows())
    quotes = {q["row"]: q for q in analysis.quotes(list(best.values())).to_dicts()}
    spoken = set(analysis.table("texts")["language"].drop_nulls())
    frames = [f for f in analysis.codebook.frames if analysis.codebook.codes[f].parent is None]
    framed = sum(counts.get((f, "affirms"), 0) for f in frames)
    rows = []
    for code in analysis.codebook.codes.values():
        affirmed, rejected, reported = (
            counts.get((code.id, s), 0) for s in ("affirms", "rejects", "reports")
        )
        tried = {p.language for p in code.patterns} & spoken or any(
            {p.language for p in c.patterns} & spoken
            for c in analysis.codebook.codes.values()
            if c.parent == code.id
        )
        quote = quotes.get(best.get(code.id, ""), {})
        rows.append(
            {
                "code": code.id,
                "label": code.label,
                "group": code.group,
                "parent": code.parent,
                "passages": affirmed,
                "rejected": rejected,
                "reported": reported,
                "frame_share": affirmed / framed if code.id in frames and framed else None,
                "answer": "found"
                if affirmed + rejected + reported
                else "not found"
                if tried
                else "not looked for",
                "row": best.get(code.id),
                "document": quote.get("document"),
                "page": quote.get("page"),
                "quote": quote.get("quote"),
            }
        )
    return CODES.frame(rows)


def _heading(analysis: Analysis) -> list[str]:
    """One line a document: title, pages, passages, language."""
    lines = []
    for d in _documents(analysis).iter_rows(named=True):
        size = [f"{d['pages']} page{'s' if d['pages'] != 1 else ''}"] if d["pages"] else []
        size += [
            f"{d['passages']:,} passage{'s' if d['passages'] != 1 else ''}",
            _LANGUAGES.get(d["language"], d["language"] or "language unknown"),
        ]
        title = f"  “{d['title']}”" if d["title"] else ""
        lines.append(f"{d['document']}{title}  ({', '.join(size)})")
    lines.append("Coded by the lexicon; no person has checked it.")
    return lines


_LANGUAGES = {
    "en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian",
}  # fmt: skip
_QUOTE = 110
_LISTED = 5  # duties of each side; comity ledger lists them all
_REPORT = ".comity.html"
_SHOWN = 10


def _sections(analysis: Analysis, codes: pl.DataFrame, sides: pl.DataFrame) -> list[Section]:
    """The summary: sides, each group of codes, the frames."""
    import polars as pl

    made = [_sides_section(sides)]
    for group, label in analysis.codebook.groups.items():
        rows = [_code_row(row) for row in codes.filter(pl.col("group") == group).iter_rows(named=True)]
        if rows:
            made.append(
                Section(label, rows, ("", "passages", "page", "strongest passage"), frozenset({1, 2}))
            )
    frames = codes.drop_nulls("frame_share").sort(["frame_share", "code"], descending=[True, False])
    if frames.height:
        bars = [
            [r["label"], f"{r['frame_share']:.0%}", "█" * round(r["frame_share"] * 30)]
            for r in frames.iter_rows(named=True)
        ]
        total = frames["passages"].sum()
        made.append(
            Section(
                "Frames",
                bars,
                (),
                frozenset({1}),
                f"Shares of {total:,} framings; a passage may have several.",
            )
        )
    return made


def _code_row(row: dict[str, object]) -> list[str]:
    name = f"  {row['label']}" if row["parent"] else str(row["label"])
    if row["answer"] != "found":
        return [name, "–", "", str(row["answer"])]
    turned = [f"{row[k]} {k}" for k in ("rejected", "reported") if row[k]]
    quote = " ".join(str(row["quote"] or "").split())
    shown = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1].rsplit(" ", 1)[0] + " …"
    page = "" if row["page"] is None else f"p. {row['page']}"
    return [
        name,
        str(row["passages"]),
        page,
        " ".join([*([f"“{shown}”"] if shown else []), *([f"({', '.join(turned)})"] if turned else [])]),
    ]


def _sides_section(sides: pl.DataFrame) -> Section:
    rows = []
    for side in ("lead", "partner"):
        named = [
            r["actor"] if r["mentions"] is None else f"{r['actor']} (named {_times(r['mentions'])})"
            for r in sides.iter_rows(named=True)
            if r["side"] == side
        ]
        rows.append([side, ", ".join(named) or "nobody recognised"])
    guessed = bool(sides["guessed"].any()) or not sides.height
    remark = (
        "Guessed from who is named most. Put it right with --lead NAME and --partner NAME." if guessed else ""
    )
    return Section("Sides", rows, remark=remark)


def _sides(analysis: Analysis, lead: Sequence[str], partner: Sequence[str]) -> pl.DataFrame:
    """SIDES_GUESSED: those named by whoever asks; a side that nobody named is guessed from the text."""
    named = [
        {"side": side, "actor": actor, "mentions": None, "guessed": False}
        for side, actors in (("lead", lead), ("partner", partner))
        for actor in actors
    ]
    guessed = [row for row in _guess(analysis) if not (lead if row["side"] == "lead" else partner)]
    return SIDES_GUESSED.frame(sorted([*named, *guessed], key=lambda row: str(row["side"])))


def _guess(analysis: Analysis) -> list[dict[str, object]]:
    from comity.study.side_lists import known_actors

    known, guess = known_actors(), analysis.guess
    return [
        {"side": side, "actor": known[name].name, "mentions": analysis.mentions[name], "guessed": True}
        for side, names in (("lead", guess.lead), ("partner", guess.partner))
        for name in names
    ]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
