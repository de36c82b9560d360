"""The card of a trained coder, to be read: what it learnt from, how good it is, what it is not for."""

from __future__ import annotations

from comity.coding.training.trainer import Training


def card_of(training: Training, *, name: str) -> str:
    """The card as Markdown; the same bytes for the same data."""
    assert training.trained is not None
    about = training.trained.about
    rows = training.frame.to_dicts()
    lines = [
        f"# The trained coder of {name}",
        "",
        f"Learnt from {about['passages']} passages of {about['documents']} documents, read and coded by "
        f"{', '.join(about['people'])}, under the codebook {about['codebook']!r}. "
        + (f"The latest of these documents is of {about['latest']}. " if about["latest"] else "")
        + f"Vectors: {training.trained.model}. Data: {about['data']}.",
        "",
        (
            "Scores are on passages of documents that were left out while everything, the threshold included, was learnt "
            "anew. A passage that people are evenly split on counts neither way."
        ),
        "",
        "| code | positives | negatives | documents | precision | recall | F1 | F1 of the lexicon |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if row["status"] == "trained":
            scores = " | ".join(_number(row[key]) for key in ("precision", "recall", "f1", "lexicon_f1"))
            lines.append(
                f"| `{row['code']}` | {row['positives']} | {row['negatives']} | {row['documents']} | {scores} |"
            )
    lines += [
        f"| **mean** | | | | | | {_number(training.f1)} | {_number(training.lexicon_f1)} |",
        "",
        "Not trained, for want of codings: "
        + (
            "; ".join(f"`{row['code']}` ({row['lacks']})" for row in rows if row["status"] != "trained")
            or "none"
        )
        + ".",
        "",
        (
            "It repeats what these people would say, their habits included, of texts like these. Where the codebook says "
            "something else of a code than it did, the code is no longer coded until it is trained anew. How much its "
            "mistakes move a share is told by `comity prevalence`."
        ),
    ]
    return "\n".join(lines) + "\n"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
