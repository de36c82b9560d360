"""A study of many small documents, for the report: two contexts, actors with sides, years."""

from __future__ import annotations

import csv
from pathlib import Path

from corpora import addresses

TOML = """\
name = "Benchmark"
description = "Pieces of the State of the Union addresses, as if they were documents of two contexts."
codebook = "partnership"
coders = ["lexicon"]

[contexts.home]
label = "At home"
lead = ["president"]
partner = ["congress"]

[contexts.abroad]
label = "Abroad"
lead = ["president"]
partner = ["senate"]
"""


def write_study(folder: Path, documents: int) -> None:
    """A study folder with so many documents, each a few paragraphs of one address."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(TOML, "utf-8")
    with (folder / "actors.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "aliases"])
        rows.writerows(
            [["president", "President", ""], ["congress", "Congress", ""], ["senate", "Senate", ""]]
        )
    (folder / "registry").mkdir(exist_ok=True)
    (folder / "actors.csv").rename(folder / "registry" / "actors.csv")
    pieces = [
        (name, paragraph)
        for name, text in addresses().items()
        for paragraph in text.split("\n\n")
        if paragraph.strip()
    ]
    share = max(1, len(pieces) // documents)
    with (folder / "documents.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "file", "title", "issuer", "date", "context", "language", "status"])
        for number in range(documents):
            taken = pieces[number * share : (number + 1) * share] or pieces[number % len(pieces) :][:1]
            name = f"d{number:05}"
            (folder / "documents" / f"{name}.txt").write_text("\n\n".join(text for _, text in taken), "utf-8")
            context = ("home", "abroad")[number % 2]
            issuer = ("president", "congress" if number % 2 == 0 else "senate")[number // 2 % 2]
            rows.writerow(
                [name, f"{name}.txt", f"Piece {number}", issuer, taken[0][0][:4], context, "en", "held"]
            )
