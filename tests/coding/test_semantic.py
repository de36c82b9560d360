"""Passages near in meaning to a code: what is found, what is shown as the reason, and what is kept."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import polars as pl
import pytest

from comity.analysis import opened
from comity.coding import coder as coders
from comity.coding.batches import forget
from comity.coding.coded_texts import code_sentences
from comity.coding.meaning import encoder
from comity.diagnostics import StudyError
from comity.study.codebook import Codebook, read_codebook_text, shipped_cues
from made_study import study

BOOK = """\
name: small
codes:
  - id: money
    label: Money
    definition: One side pays the other.
    examples:
      en: [The Union will fund the new centre., Partners receive financial support for their projects.]
      es: [La Unión financiará los proyectos del país.]
    counter_examples: {en: [The minister was born in a rich town.]}
    patterns: {en: [nothing like this]}
  - id: border
    label: Border
    definition: People are kept from crossing a border.
    examples:
      en: [Patrols stop migrants at the frontier., The border will be guarded more closely.]
      fr: [La surveillance de la frontière sera renforcée.]
    patterns: {en: [nothing like this]}
  - id: sea
    label: Sea border
    parent: border
    definition: People are kept from crossing the sea.
    examples:
      en: [Ships turn boats back at sea., The coast guard intercepts vessels with migrants.]
    patterns: {en: [nothing like this]}
  - id: bare
    label: A code without examples
    definition: Something else.
    patterns: {en: [nothing like this]}
"""
SENTENCES = [
    ("paid", "en", "Brussels pays the bill of the coastal state."),
    ("bezahlt", "de", "Die Union bezahlt die Projekte der Partnerländer."),
    ("denied", "en", "There will be no financial support for the partner countries."),
    ("guarded", "en", "The country watches its frontier more closely than before."),
    ("boats", "en", "The navy turned back every boat that it met at sea."),
    ("weather", "en", "On Tuesday it rained from noon till night in Lisbon."),
    ("short", "en", "Financial support"),
]


def book() -> Codebook:
    found, diagnostics = read_codebook_text(BOOK, "small.yaml", cues=shipped_cues()[0])
    assert diagnostics == []
    return found


def found_by(coder: str) -> dict[tuple[str, str], dict[str, object]]:
    frame = code_sentences(SENTENCES, book(), coders=[coder])
    return {(row["document"], row["code"]): row for row in frame.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("coder", "expected"),
    [("semantic", {("guarded", "border"), ("boats", "sea")}), ("semantic-words", {("boats", "sea")})],
)
def test_what_is_said_in_other_words_is_found(coder: str, expected: set[tuple[str, str]]) -> None:
    found = found_by(coder)
    assert expected <= set(found)
    assert not [document for document, _ in found if document == "short"]
    for document, code in expected:
        others = [row["confidence"] for (_, other), row in found.items() if other == code]
        assert found[document, code]["confidence"] == max(others)  # type: ignore[type-var]


def test_a_language_in_which_a_code_has_no_example_is_understood() -> None:
    assert ("bezahlt", "money") in found_by("semantic")


def test_the_nearest_example_of_the_code_or_of_one_below_it_is_the_reason() -> None:
    found = found_by("semantic")
    assert found["guarded", "border"]["pattern"] == "like: The border will be guarded more closely."
    assert found["boats", "sea"]["pattern"] == "like: Ships turn boats back at sea."


def test_the_word_that_speaks_most_for_the_code_is_marked_and_a_denial_that_reaches_it_counts() -> None:
    row = found_by("semantic")["denied", "money"]
    text = next(text for name, _, text in SENTENCES if name == "denied")
    assert text[int(str(row["hit_start"])) : int(str(row["hit_end"]))] in {"financial", "support"}
    assert row["stance"] == "rejects"


def test_the_confidence_is_a_probability_no_less_than_what_the_study_asks_for() -> None:
    confidences = [float(str(row["confidence"])) for row in found_by("semantic").values()]
    assert all(0.2 <= confidence < 1 for confidence in confidences)


def test_a_code_without_an_example_is_never_given() -> None:
    assert "bare" not in {code for _, code in found_by("semantic")}


def test_neighbours_do_not_change_what_is_found() -> None:
    alone = code_sentences(SENTENCES[3:4], book(), coders=["semantic"])
    together = code_sentences(SENTENCES, book(), coders=["semantic"])
    assert alone.equals(together.filter(pl.col("document") == "guarded"))


def test_no_passage_is_put_through_the_model_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[str] = []
    encode = encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda texts: (put.extend(texts), encode(texts))[1])
    texts = {"a": "The frontier is guarded by many patrols. It rained in Lisbon on Monday."}
    files = {"codebook.yaml": BOOK, "study.toml": 'codebook = "codebook.yaml"\ncoders = ["semantic"]\n'}
    folder = study(tmp_path / "one", {}, texts, **files)
    first = opened(folder).table("codings")
    assert "It rained in Lisbon on Monday." in put
    put.clear()
    forget()
    longer = {"b": "It rained in Lisbon on Monday. Nobody was paid on Tuesday.", **texts}
    study(folder, {}, longer, **files)
    shutil.rmtree(folder / ".comity" / "codings")
    second = opened(folder).table("codings")
    assert "Nobody was paid on Tuesday." in put
    assert "It rained in Lisbon on Monday." not in put
    assert second.filter(pl.col("document") == "a").equals(first)


def test_a_study_that_names_a_coder_that_is_not_there_is_told_where(tmp_path: Path) -> None:
    toml = 'name = "Small"\ncodebook = "codebook.yaml"\ncoders = ["lexicon", "semantik"]\n'
    with pytest.raises(StudyError) as told:
        opened(study(tmp_path / "one", {}, **{"study.toml": toml}))
    [diagnostic] = told.value.diagnostics
    assert (diagnostic.line, diagnostic.value) == (3, "semantik")
    assert "Did you mean 'semantic'?" in str(diagnostic)


def test_a_model_that_is_not_installed_is_told_with_the_extra_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name == encoder.MODULE else there(name, *more),
    )
    toml = 'codebook = "codebook.yaml"\ncoders = ["semantic"]\n'
    with pytest.raises(StudyError, match=r'pip install "comity\[semantic\]"'):
        opened(study(tmp_path / "one", {}, **{"study.toml": toml}))
    assert coders.checked(["lexicon"], book()) == []
