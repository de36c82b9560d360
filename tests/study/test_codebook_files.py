"""Codebooks: what a file gives, and where its mistakes stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.study.codebook import Codebook, load_codebook, read_codebook_text, shipped_codebooks
from comity.study.codes import Example
from comity.study.tables import LANGUAGES

WHOLE = """\
name: small
version: 1
description: Two codes.
groups: {element: Elements, counter: Counter-frames}
codes:
  - id: control
    label: Control
    group: counter
    frame: yes
    definition: Migration is to be stopped.
    use_when: It is said.
    not_when: It is done.
    examples:
      en:
        - We control migration.
        - {text: We do not control it., stance: rejects}
    counter_examples:
      en: [He lost control of the car.]
    patterns:
      en: ["control*", "(curb|stop) migra*"]
      es: ["control*"]
    except:
      en: ["control of the car"]
  - id: control_return
    label: Return
    group: counter
    parent: control
    definition: People go back.
    patterns: {en: ["readmi*"]}
cues:
  rejects:
    en: ["not", {pattern: "far from", scope: after, within: 3}]
"""


def said(text: str) -> list[str]:
    return [f"{d}" for d in read_codebook_text(text, "codebook.yaml")[1]]


def code(lines: str) -> str:
    """A codebook whose one code has these lines besides."""
    head = "name: x\ncodes:\n- id: a\n  label: A\n  definition: d\n"
    return head + "".join(f"  {line}\n" for line in lines.splitlines())


def test_everything_that_may_stand_there_is_read() -> None:
    book, diagnostics = read_codebook_text(WHOLE, "codebook.yaml")
    assert diagnostics == []
    assert (book.name, book.version, list(book.codes)) == ("small", "1", ["control", "control_return"])
    control = book.codes["control"]
    assert control.frame
    assert [(e.text, e.stance) for e in control.examples] == [
        ("We control migration.", "affirms"),
        ("We do not control it.", "rejects"),
    ]
    assert control.counter_examples[0] == Example("He lost control of the car.", "en", "affirms", 18, 12)
    assert [(p.source, p.language, p.line, p.column) for p in control.patterns] == [
        ("control*", "en", 20, 12),
        ("(curb|stop) migra*", "en", 20, 24),
        ("control*", "es", 21, 12),
    ]
    assert control.exceptions[0].tree.source == "control of the car"
    assert book.frames == ("control",)
    assert book.languages == ("en", "es")
    assert book.ancestors("control_return") == ("control",)
    assert book.ancestors("control") == ()
    cues = [(c.source, c.scope, c.within) for c in book.cues.rejects]
    assert cues == [
        ("not", "after", 5),
        ("far from", "after", 3),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "codebook.yaml:1: is empty."),
        (
            "- a",
            "codebook.yaml:1:1: the codebook is not a mapping. Write it as lines of the form 'key: value'.",
        ),
        (
            "name: x\ncodes: []",
            "codebook.yaml:2:8: the codebook has no code. Write at least one, beginning with '- id: …'.",
        ),
        (code("lable: B"), "codebook.yaml:6:3: 'lable' is not a key of the code 'a'. Did you mean 'label'?"),
        (
            code("label: B"),
            "codebook.yaml:6:3: 'label' stands in the code 'a' twice (first on line 4). Keep one.",
        ),
        (code("parent: b"), "codebook.yaml:6:11: the parent 'b' of 'a' is no code. There is none yet."),
        (
            code("parent: a"),
            "codebook.yaml:6:11: a code cannot count for itself: a > a. Take one of these parents away.",
        ),
        (
            code("patterns:\n  englsh: [x]"),
            "codebook.yaml:7:5: 'englsh' is not a language code. Did you mean 'en'?",
        ),
        (
            code("patterns: {Deutsch: [x]}"),
            "codebook.yaml:6:14: 'Deutsch' is not a language code. Did you mean 'de'?",
        ),
        (
            code("patterns: {en: [3, [a]]}"),
            (
                "codebook.yaml:6:22: a pattern is not text. Put it in quotation marks: "
                "text that begins with [ or { or holds ': ' is taken for something else."
            ),
        ),
        (
            code("patterns: {en: ['']}"),
            "codebook.yaml:6:19: a pattern is empty. Write it out, or take the line away.",
        ),
        (
            code("examples: {en: [{text: x, stance: denies}]}"),
            "codebook.yaml:6:37: 'denies' is not a stance. There is: affirms, rejects, reports.",
        ),
        (code("frame: perhaps"), "codebook.yaml:6:10: 'frame' is 'perhaps', neither true nor false."),
        (code("group: b"), "codebook.yaml:6:10: there is no group 'b'. There is none yet."),
        (
            "name: x\ncodes:\n- id: a b\n  label: A\n  definition: d",
            "codebook.yaml:3:7: 'a b' is not an id. Write letters, digits, _ and -, a letter first: 'a_b'.",
        ),
        (
            "name: x\ncodes:\n- id: a\n  definition: d",
            "codebook.yaml:3:3: the code 'a' has no 'label'. Add 'label: …'.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(text: str, told: str) -> None:
    assert said(text) == [told]


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("en: [(a|b]", 7, 10),
        ("en: ['it''s (a']", 7, 17),
        ('en: ["caf\\u00e9 (b"]', 7, 21),
        ("en: [aa bb\n     cc (d]", 8, 13),
        ("en:\n  - fine\n  - a ~ b", 9, 11),
    ],
)
def test_a_bad_pattern_is_told_at_the_very_character(written: str, line: int, column: int) -> None:
    lines = "patterns:\n" + "".join(f"  {part}\n" for part in written.split("\n"))
    (told,) = read_codebook_text(code(lines), "codebook.yaml")[1]
    assert (told.code, told.line, told.column) == ("bad-pattern", line, column)


def test_a_cycle_is_told_once_with_its_path() -> None:
    text = WHOLE.replace("    frame: yes\n", "    parent: control_return\n")
    assert said(text) == [
        (
            "codebook.yaml:9:13: a code cannot count for itself: control > control_return > control. "
            "Take one of these parents away."
        )
    ]


def test_all_mistakes_are_told_at_once_and_the_rest_is_kept() -> None:
    text = (
        WHOLE.replace("version", "verson")
        .replace("readmi*", "readmi* (")
        .replace("stance: rejects", "stance: no")
    )
    book, diagnostics = read_codebook_text(text, "codebook.yaml")
    assert [(d.code, d.line) for d in diagnostics] == [
        ("unknown-key", 2),
        ("bad-stance", 16),
        ("bad-pattern", 29),
    ]
    assert list(book.codes) == ["control", "control_return"]


def test_a_code_without_id_is_read_all_the_same() -> None:
    text = "name: x\ncodes:\n- label: A\n  definition: d\n  patterns: {en: ['(']}\n"
    assert [d.code for d in read_codebook_text(text, "x")[1]] == ["missing-key", "bad-pattern"]


def test_two_codes_with_one_id_are_a_mistake() -> None:
    (told,) = said(WHOLE.replace("id: control_return", "id: control").replace("    parent: control\n", ""))
    assert told.startswith("codebook.yaml:24:9: the id 'control' is given to two codes (first on line 6).")


def test_a_pattern_that_stands_twice_is_a_warning() -> None:
    (told,) = read_codebook_text(code("patterns: {en: [x, y, x]}"), "codebook.yaml")[1]
    assert (told.severity, told.code, told.column) == ("warning", "doubled-pattern", 25)


def test_what_is_no_yaml_is_told_with_its_place() -> None:
    (told,) = read_codebook_text("name: x\ncodes: [a\nb: c", "codebook.yaml")[1]
    assert (told.code, told.line) == ("bad-yaml", 3)


def test_an_alias_that_holds_itself_ends() -> None:
    assert said("name: x\ncodes: &a [*a]")[0].startswith("codebook.yaml:2:8: a code is not a mapping")


def test_a_file_of_the_folder_comes_before_a_shipped_codebook(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(WHOLE)
    book, diagnostics = load_codebook("own.yaml", base=tmp_path)
    assert isinstance(book, Codebook)
    assert (book.name, diagnostics) == ("small", [])


def test_a_file_with_mistakes_gives_no_codebook(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_bytes(b"name: \xff")
    book, diagnostics = load_codebook("own.yaml", base=tmp_path)
    assert book is None
    assert [str(d) for d in diagnostics] == ["own.yaml:1: is not UTF-8. Save it as UTF-8."]


def test_an_unknown_codebook_is_answered_with_those_there_are() -> None:
    book, diagnostics = load_codebook("partnersip")
    assert book is None
    assert diagnostics[0].fix == "Did you mean 'partnership'?"


def test_the_fingerprint_follows_the_content() -> None:
    same, other = WHOLE, WHOLE.replace("readmi*", "readmit*")
    prints = [read_codebook_text(text, "x")[0].fingerprint for text in (WHOLE, same, other)]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("name", shipped_codebooks())
def test_shipped_codebooks_are_without_mistake(name: str) -> None:
    book, diagnostics = load_codebook(name, thorough=True)
    assert [str(d) for d in diagnostics] == []
    assert book is not None
    assert set(book.languages) <= set(LANGUAGES)
    assert all(cue.tree for cue in (*book.cues.rejects, *book.cues.reports))


@given(
    st.integers(0, len(WHOLE)),
    st.integers(0, 12),
    st.sampled_from([*"[]{}'\":&*!|>%-#\n\t\0\\", "<<: *a", "null"]),
)
def test_whatever_is_written_ends_in_diagnostics(place: int, dropped: int, put: str) -> None:
    text = WHOLE[:place] + put + WHOLE[place + dropped :]
    _, diagnostics = read_codebook_text(text, "codebook.yaml")
    lines = text.splitlines()
    assert all(d.line is None or 1 <= d.line <= len(lines) + 1 for d in diagnostics)
    assert all(d.problem.endswith((".", ":")) for d in diagnostics)
