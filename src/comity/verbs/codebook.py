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
        summary=(f"{book.name} {book.version}: {len(book.codes)} codes, {counted:,} patterns. {book.description}",),
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

    book, diagnostics = load_codebook(codebook, base=Path())
    sound = book is not None and not errors_in(diagnostics)
    summary = (f"{book.name}: {len(book.codes)} codes, no mistake found.",) if book is not None and sound else ()
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
