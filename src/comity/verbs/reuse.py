"""comity reuse: whose words they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.outcome import Outcome, Section, StudyPlace, worst, write_tables

if TYPE_CHECKING:
    import polars as pl

    from comity.analysis import Analysis

_SHOWN = 12


def reuse(
    study: StudyPlace = Path(),
    *,
    document: str | None = None,
    final: str | None = None,
    draft: Sequence[str] = (),
    csv: Path | None = None,
) -> Outcome:
    """Find the passages that stand, nearly word for word, in an earlier document, and say whose words they are.

    The earlier document is told by the dates. What stands in most documents is boilerplate and nobody's own.

    Examples
    --------
    comity reuse
    comity reuse my-study --document declaration-2008
    comity reuse --final agreement --draft eu-draft --draft georgia-non-paper

    Parameters
    ----------
    study
        The folder of the study.
    document
        Show the passages of this document, each beside its source with the changed words marked.
    final
        The text that negotiations ended with: say what became in it of the passages of each draft.
    draft
        Drafts, proposals and non-papers of the sides, for --final. Where left out: those whose draft_of in
        documents.csv names it, or else all earlier documents.
    csv
        Also write the tables as CSV into this folder.
    """
    from comity.analysis import opened

    analysis = opened(study)
    _known(analysis, [n for n in (document, final, *draft) if n])
    found = analysis.table("reuse")
    tables = {"reuse": found}
    sections = [_by_document(analysis, found), _by_issuer(analysis, found)]
    if document:
        sections = [_passages(analysis, found, document)]
    if final:
        tables["survival"] = _survival(analysis, final, draft)
        sections = [_survived(analysis, tables["survival"])]
    diagnostics = tuple(analysis.diagnostics)
    return Outcome(
        "reuse",
        summary=_summary(analysis, found),
        sections=[section for section in sections if section.rows],
        tables=tables,
        diagnostics=diagnostics,
        written=write_tables(tables, Path(csv)) if csv else (),
        exit_code=worst(diagnostics),
    )


def _known(analysis: Analysis, names: Sequence[str]) -> None:
    from comity.diagnostics import UsageError, did_you_mean

    held = analysis.coded_texts.passage_counts["document"].to_list()
    for name in names:
        if name not in held:
            raise UsageError(f"There is no held document {name!r}. {did_you_mean(name, held)}")


def _summary(analysis: Analysis, found: pl.DataFrame) -> list[str]:
    from comity.study.rubrics import rubric

    rules = rubric(analysis.settings, "reuse")
    held = analysis.coded_texts.passage_counts
    kinds = dict(found["kind"].value_counts().iter_rows())
    total = int(held["passages"].sum() or 0)
    if not total:
        return ["Nothing was compared: the study holds no text. Put some in with:  comity add FILE…"]
    first = (
        f"{kinds.get('borrowed', 0):,} of {total:,} passages in {held.height:,} documents stand, nearly word for "
        f"word, in an earlier one (likeness {rules['least']:g} or more, {rules['words']:.0f} words or more)."
    )
    lines = [first]
    if kinds.get("boilerplate"):
        lines.append(f"{kinds['boilerplate']:,} more are boilerplate: they stand in most documents.")
    if kinds.get("undirected"):
        lines.append(
            f"{kinds['undirected']:,} more stand in another document, and the dates do not say which is the earlier."
        )
    return lines


def _by_document(analysis: Analysis, found: pl.DataFrame) -> Section:
    import polars as pl

    counts = dict(analysis.coded_texts.passage_counts.iter_rows())
    borrowed = found.filter(pl.col("kind") == "borrowed")
    rows = []
    for (name,), own in borrowed.group_by("document", maintain_order=True):
        sources = own["source"].value_counts(sort=True).sort(["count", "source"], descending=[True, False])
        told = ", ".join(f"{source} ({n})" for source, n in sources.head(3).iter_rows())
        rows.append((own.height / max(counts[str(name)], 1), str(name), own.height, told))
    rows.sort(key=lambda r: (-r[0], r[1]))
    shown = [[name, f"{n:,}", f"{share:.0%}", told] for share, name, n, told in rows[:_SHOWN]]
    left = len(rows) - len(shown)
    return Section(
        "Documents that borrow",
        shown,
        ("document", "passages", "share", "mostly from"),
        frozenset({1, 2}),
        f"{left:,} more documents; --csv and --json have all." if left > 0 else "",
    )


def _by_issuer(analysis: Analysis, found: pl.DataFrame) -> Section:
    """Who writes in whose words: passages borrowed by the issuer of the one from the issuer of the other."""
    import polars as pl

    issuer = dict(analysis.table("read").select("document", "actor").iter_rows())
    borrowed = found.filter(pl.col("kind") == "borrowed")
    pairs = borrowed.select(
        pl.col("document").replace_strict(issuer, default=None, return_dtype=pl.String).alias("writer"),
        pl.col("source").replace_strict(issuer, default=None, return_dtype=pl.String).alias("words_of"),
    )
    counted = pairs.drop_nulls().group_by("writer", "words_of").len()
    ordered = counted.sort(["len", "writer", "words_of"], descending=[True, False, False])
    rows = [[writer, words_of, f"{n:,}"] for writer, words_of, n in ordered.head(_SHOWN).iter_rows()]
    left = counted.height - len(rows)
    return Section(
        "Whose words",
        rows,
        ("writes", "in the words of", "passages"),
        frozenset({2}),
        f"{left:,} more pairs; --json has all." if left > 0 else "",
    )


def _passages(analysis: Analysis, found: pl.DataFrame, document: str) -> Section:
    import polars as pl

    from comity.coding.reuse.table import marked

    own = found.filter((pl.col("document") == document) & (pl.col("kind") != "undirected"))
    texts = analysis.coded_texts.texts_of([document, *own["source"].unique().to_list()])
    rows = []
    for r in own.iter_rows(named=True):
        here, there = texts[document][r["start"] : r["end"]], texts[r["source"]]
        told = marked(here, there[r["source_start"] : r["source_end"]])
        place = r["source"] if r["kind"] == "borrowed" else f"{r['documents']} documents"
        rows.append([f"{r['likeness']:.2f}", place, told])
    remark = "[-words of the source that went-] {+words that came+}" if rows else ""
    return Section(
        f"Passages of {document} that stand elsewhere",
        rows,
        ("likeness", "from", "passage"),
        frozenset({0}),
        remark,
    )


def _survival(analysis: Analysis, final: str, drafts: Sequence[str]) -> pl.DataFrame:
    from comity.coding.reuse.table import survival_in
    from comity.dates import is_before
    from comity.study.rubrics import rubric

    passages, whole = analysis.coded_texts.worded()[0]
    dates = analysis.dates
    chosen = list(drafts) or [draft for draft, ended in analysis.drafts.items() if ended == final]
    chosen = chosen or [
        name for name in passages["document"].unique().sort() if is_before(dates.get(name), dates.get(final))
    ]
    return survival_in(final, chosen, passages, whole, rubric(analysis.settings, "reuse"))


def _survived(analysis: Analysis, frame: pl.DataFrame) -> Section:
    """Per draft, with its issuer and side: how much of it was retained, altered, dropped."""
    about = {r["document"]: (r["actor"], r["side"]) for r in analysis.table("read").iter_rows(named=True)}
    rows = []
    for (name,), own in frame.group_by("document", maintain_order=True):
        counts = dict(own["fate"].value_counts().iter_rows())
        actor, side = about.get(str(name), (None, None))
        kept, altered = counts.get("retained", 0), counts.get("altered", 0)
        rows.append(
            [
                str(name), str(actor or ""), str(side or ""), f"{own.height:,}", f"{kept:,}", f"{altered:,}",
                f"{own.height - kept - altered:,}", f"{(kept + altered) / own.height:.0%}",
            ]
        )  # fmt: skip
    return Section(
        "What became of the drafts",
        rows,
        ("draft", "issuer", "side", "passages", "retained", "altered", "dropped", "survives"),
        frozenset({3, 4, 5, 6, 7}),
    )
