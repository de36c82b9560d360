"""comity train: learn a coder from the codings of people in the study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.outcome import Outcome, Section, StudyPlace

if TYPE_CHECKING:
    from comity.analysis import Analysis
    from comity.coding.training.trainer import Training


def train(study: StudyPlace = Path(), *, whole: bool = False, dry_run: bool = False) -> Outcome:
    """Learn a coder from what people coded, judge it on documents that were left out, and write it into the study.

    Learnt are the codes that people gave, and passed over, often enough (study.toml, [rubrics.trained]). Written are
    trained/model.json and a card to be read, trained/card.md. Name "trained" among the coders in study.toml and the
    study is coded with it.

    Examples
    --------
    comity train
    comity train my-study --dry-run

    Parameters
    ----------
    study
        The folder of the study.
    whole
        Take each document in which a person coded anything as read whole by that person.
    dry_run
        Say what there is and what is lacking, and how good it would be; write nothing.
    """
    from comity.analysis import opened
    from comity.coding.agreement.reading import silent
    from comity.coding.training.card import card_of
    from comity.learning import training_of
    from comity.store import write_atomically
    from comity.study.trained import CARD, FILE, as_json

    analysis = opened(study, coders=("lexicon",))
    training = training_of(analysis, whole=whole)
    written = []
    if training.trained is not None and not dry_run:
        texts = {FILE: as_json(training.trained), CARD: card_of(training, name=analysis.settings.name)}
        for name, text in texts.items():
            write_atomically(analysis.folder.path / name, text)
            written.append(analysis.folder.path / name)
    quiet = () if whole else silent(analysis.folder.people, analysis.folder.reading)
    return Outcome(
        "train",
        summary=_summary(training, analysis),
        sections=[_section(training)],
        tables={"training": training.frame},
        diagnostics=(*analysis.diagnostics, *quiet),
        written=written,
        exit_code=0 if training.trained is not None else 2,
    )


def _summary(training: Training, analysis: Analysis) -> list[str]:
    learnt = training.frame.filter(training.frame["status"] == "trained").height
    if training.trained is None:
        from comity.learning import needed

        return [
            "Nothing was learnt: no code has enough. A code needs "
            + ", ".join(f"{number:g} {name}" for name, number in needed(analysis).items())
            + " (study.toml, [rubrics.trained]).",
        ]
    about = training.trained.about
    return [
        (
            f"{learnt} of {training.frame.height} codes learnt from {about['passages']} passages of "
            f"{about['documents']} documents by {', '.join(about['people'])}."
        ),
        (
            f"Mean F1 on documents left out: {_number(training.f1)}; the lexicon's on the same: "
            f"{_number(training.lexicon_f1)}."
        ),
    ]


def _section(training: Training) -> Section:
    rows = [_row(row) for row in training.frame.iter_rows(named=True)]
    columns = ("code", "positives", "negatives", "documents", "precision", "recall", "F1", "lexicon", "")
    return Section(
        "Codes", rows, columns, frozenset(range(1, 8)), "Scores are on documents that were left out."
    )


def _row(row: dict[str, Any]) -> list[str]:
    counts = [f"{row[name]:,}" for name in ("positives", "negatives", "documents")]
    scores = [_number(row[name]) for name in ("precision", "recall", "f1", "lexicon_f1")]
    return [row["code"], *counts, *scores, f"has {row['lacks']}" if row["lacks"] else "trained"]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
