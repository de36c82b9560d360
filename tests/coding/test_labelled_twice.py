"""What two labellers made of the same sentences and passages, and how the lexicon does on the passages."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from comity.coding.coded_texts import code_sentences
from comity.documents.prepare import Input, prepare
from comity.study.codebook import load_codebook
from comity.study.codes import Codebook

GOLD = Path(__file__).resolve().parent.parent / "gold"


@pytest.fixture(scope="module")
def labelled() -> ModuleType:
    path = GOLD / "labelled_twice" / "agreement.py"
    spec = importlib.util.spec_from_file_location("labelled_twice_agreement", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    book, _ = load_codebook("partnership")
    assert book is not None
    return book


@pytest.mark.parametrize("which", ["of_sentences", "of_passages"])
def test_the_data_sheet_gives_the_agreement_that_the_labels_have(labelled, codebook, which):
    table = labelled.table(getattr(labelled, which)(codebook), list(codebook.codes))
    assert table in (GOLD / "README.md").read_text(encoding="utf-8")


def test_at_least_six_hundred_sentences_were_labelled_twice(labelled, codebook):
    first, second, _ = labelled.of_sentences(codebook)
    assert first.keys() == second.keys()
    assert len(first) >= 600


@pytest.mark.shared
def test_the_lexicon_finds_in_real_speeches_what_both_labellers_found(labelled, codebook, shared):
    first, second, arguable = labelled.of_passages(codebook)
    texts = _texts(shared)
    found = code_sentences([(name, "en", texts[name]) for name in first], codebook)
    got = {
        (row["document"], code)
        for row in found.iter_rows(named=True)
        for code in (row["code"], *codebook.ancestors(row["code"]))
    } - arguable
    expected = {(name, code) for name in first for code in first[name] if code in second[name]} - arguable
    right = len(got & expected)
    assert right / len(got) >= 0.85
    assert right / len(expected) >= 0.75


def _texts(shared: Path) -> dict[str, str]:
    """The words of the passages, which stand in data that are not the project's own."""
    with (GOLD / "labelled_twice" / "passages.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wanted = {row["document"] for row in rows}
    inputs = []
    with tarfile.open(next((shared / "ungdc").glob("*.tar.xz"))) as archive:
        for member in archive:
            name = Path(member.name)
            file = archive.extractfile(member) if name.stem in wanted and name.suffix == ".txt" else None
            if file is not None:
                inputs.append(Input(name.stem, None, file.read(), name.name, "en"))
    texts = dict(prepare(inputs).texts.select("document", "text").iter_rows())
    made = {}
    for row in rows:
        words = texts[row["document"]][int(row["start"]) : int(row["end"])]
        assert hashlib.sha256(words.encode()).hexdigest()[:12] == row["digest"]
        made[f"{row['document']}#{row['start']}-{row['end']}"] = words
    return made
