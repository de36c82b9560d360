"""comity codebook: show, check and test what can be said of a passage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.diagnostics import StudyError, errors_in
from comity.outcome import Outcome, Section, worst

if TYPE_CHECKING:
    import polars as pl

    from comity.study.codebook import Codebook


def show(codebook: str = "partnership", *, code: str | None = None, language: str = "en") -> Outcome:
    """Print the codes with their definitions, or one code with its examples and patterns.

    Examples
    --------
    comity codebook show
    comity codebook show --code shared_responsibility --language es
    comity codebook show my-codebook.yaml

    Parameters
    ----------
    codebook
        A codebook file, or the name of a shipped one.
    code
        Show this code in full.
    language
        Language of the examples and patterns shown with --code.
    """
    from comity.diagnostics import UsageError, did_you_mean

    book = _loaded(codebook)
    if code is not None:
        if code not in book.codes:
            raise UsageError(f"{book.name} has no code {code!r}. {did_you_mean(code, book.codes)}")
        return Outcome("codebook show", (f"{book.codes[code].label} ({code})",), _one(book, code, language))
    sections = []
    for group, label in book.groups.items():
        rows = [[c.id, c.label, c.definition] for c in book.codes.values() if c.group == group]
        sections.append(Section(label, rows, ("code", "label", "definition")))
    counted = sum(len(c.patterns) for c in book.codes.values())
    return Outcome(
        "codebook show",
        summary=(
            f"{book.name} {book.version}: {len(book.codes)} codes, {counted:,} patterns. {book.description}",
        ),
        sections=sections,
        tables={"codes": _codes_table(book)},
    )


def check(codebook: str = "partnership") -> Outcome:
    """Validate a codebook: every mistake with file, line and column, and what would be right.

    Examples
    --------
    comity codebook check my-codebook.yaml

    Parameters
    ----------
    codebook
        A codebook file, or the name of a shipped one.
    """
    from comity.study.codebook import load_codebook

    book, diagnostics = load_codebook(codebook, base=Path(), thorough=True)
    sound = book is not None and not errors_in(diagnostics)
    summary = (
        (f"{book.name}: {len(book.codes)} codes, no mistake found.",) if book is not None and sound else ()
    )
    return Outcome("codebook check", summary, diagnostics=tuple(diagnostics), exit_code=worst(diagnostics))


def test(codebook: str = "partnership", *, gold: Path | None = None) -> Outcome:
    """Run the codebook's own examples and counter-examples, or a gold file, against its patterns.

    A gold file has the columns id, language, text, code, stance, optional: one row per sentence and code, an
    empty code for a sentence with none, and `optional = yes` for rows that count neither way.

    Examples
    --------
    comity codebook test
    comity codebook test my-codebook.yaml --gold gold.csv --json

    Parameters
    ----------
    codebook
        A codebook file, or the name of a shipped one.
    gold
        Labelled sentences to score the patterns on.
    """
    from comity.coding.coded_texts import code_sentences
    from comity.coding.gold import read_gold, score_gold, test_examples

    book = _loaded(codebook)
    if gold is None:
        trial = test_examples(book, code_sentences)
        return Outcome(
            "codebook test",
            summary=(trial.sentence,),
            sections=_mistakes(trial.mistakes),
            tables={"mistakes": trial.mistakes},
            exit_code=1 if trial.mistakes.height else 0,
        )
    rows, diagnostics = read_gold(Path(gold), book)
    if errors_in(diagnostics):
        raise StudyError(diagnostics)
    score = score_gold(rows, book, code_sentences)
    return Outcome(
        "codebook test",
        summary=(score.sentence,),
        sections=(_scores(score.scores), *_mistakes(score.mistakes)),
        tables={"scores": score.scores, "mistakes": score.mistakes},
        diagnostics=tuple(diagnostics),
    )


def _loaded(name: str) -> Codebook:
    from comity.study.codebook import load_codebook

    book, diagnostics = load_codebook(name, base=Path())
    if book is None or errors_in(diagnostics):
        raise StudyError(diagnostics)
    return book


def _one(book: Codebook, code: str, language: str) -> list[Section]:
    """Everything about one code."""
    it = book.codes[code]
    told = [["definition", it.definition], ["use when", it.use_when], ["not when", it.not_when]]
    told += [["counts for", it.parent]] if it.parent else []
    told += [["frame", "one of the frames whose shares are followed over the years"]] if it.frame else []
    lists = (
        (
            "Examples",
            [
                e.text + ("" if e.stance == "affirms" else f"  ({e.stance})")
                for e in it.examples
                if e.language == language
            ],
        ),
        ("Counter-examples", [e.text for e in it.counter_examples if e.language == language]),
        ("Patterns", [p.source for p in it.patterns if p.language == language]),
        ("Except", [p.source for p in it.exceptions if p.language == language]),
    )
    sections = [Section("", [row for row in told if row[1]])]
    sections += [
        Section(f"{title} ({language})", [[line] for line in lines]) for title, lines in lists if lines
    ]
    return sections


def _codes_table(book: Codebook) -> pl.DataFrame:
    """The codes as rows: id, label, group, parent, frame, definition, use_when, not_when."""
    import polars as pl

    names = ("id", "label", "group", "parent", "frame", "definition", "use_when", "not_when")
    rows = [{n: getattr(c, n) for n in names} for c in book.codes.values()]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String) | {"frame": pl.Boolean})


def _scores(scores: pl.DataFrame) -> Section:
    def share(value: float | None) -> str:
        return "–" if value is None else f"{value:.2f}"

    rows = [
        [
            r["code"],
            str(r["expected"]),
            str(r["found"]),
            share(r["precision"]),
            share(r["recall"]),
            share(r["f1"]),
        ]
        for r in scores.iter_rows(named=True)
    ]
    return Section(
        "Scores", rows, ("code", "expected", "found", "precision", "recall", "F1"), frozenset(range(1, 6))
    )


def _mistakes(mistakes: pl.DataFrame) -> list[Section]:
    rows = [
        [r["id"], r["kind"], r["code"], r["pattern"] or "", r["text"]] for r in mistakes.iter_rows(named=True)
    ]
    return (
        [Section("Misses and false alarms", rows, ("id", "", "code", "pattern", "sentence"))] if rows else []
    )
