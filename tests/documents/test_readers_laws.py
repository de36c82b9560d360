"""Whatever is done to a file, the answer is a text or a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from document_checks import check
from document_files import column, docx, epub, odt, paragraph, pdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.documents.reader import UnreadableDocument
from comity.documents.text import read_text

PAGE = (
    "<html><head><title>T</title></head><body><h1>A</h1><table><tr><td>x</td></tr></table>"
    "<p>We agree.</p></body></html>"
)
FILES: dict[str, bytes] = {
    "a.pdf": pdf([column(["We agree on all of this,", "and on more."]), column(["The end."])]),
    "a.docx": docx(
        paragraph("We agree.") + "<w:tbl><w:tr><w:tc>" + paragraph("x") + "</w:tc></w:tr></w:tbl>"
    ),
    "a.odt": odt("<text:h>A</text:h><text:p>We agree.</text:p>"),
    "a.epub": epub({"one": PAGE}),
    "a.html": PAGE.encode(),
    "a.rtf": (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}\pard\f0 We \'e9\u8212?{\footnote n} ok.\par"
        rb"\intbl A\cell\row}"
    ),
    "a.eml": b"From: a@b.org\nSubject: Hi\nContent-Type: text/plain; charset=utf-8\n\nWe agree.\n",
    "a.md": b"---\ntitle: x\n---\n# A\n\n- b [c](d)\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: note\n",
    "a.txt": "Nous sommes déjà\nd’accord.\n\n(a) oui\n\f- non\n".encode(),
    "a.xml": (
        b"<treaty><meta><name>T</name></meta><body><chapter name='A'><article>1. Agreed.</article></chapter>"
        b"</body></treaty>"
    ),
}


def ends_well(data: bytes, name: str) -> None:
    sentences: tuple[str, ...] = ()
    try:
        check(read_text(data, name))
    except UnreadableDocument as unreadable:
        sentences = unreadable.problem, unreadable.fix
    assert all(sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize("name", FILES)
def test_the_whole_file_is_read(name: str) -> None:
    check(read_text(FILES[name], name))


@pytest.mark.parametrize("name", FILES)
def test_a_file_under_a_wrong_name_is_recognised(name: str) -> None:
    if name not in {"a.md", "a.txt"}:
        said = read_text(FILES[name], "a.txt")
        check(said)
        assert said.text == read_text(FILES[name], name).text


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_cut_off_anywhere_ends_well(name: str, data: st.DataObject) -> None:
    whole = FILES[name]
    ends_well(whole[: data.draw(st.integers(0, len(whole)))], name)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_with_spoilt_bytes_ends_well(name: str, data: st.DataObject) -> None:
    spoilt = bytearray(FILES[name])
    flip: Callable[[bytearray], None] = lambda b: b.__setitem__(  # noqa: E731
        data.draw(st.integers(0, len(b) - 1)), data.draw(st.integers(0, 255))
    )
    for _ in range(data.draw(st.integers(1, 12))):
        flip(spoilt)
    ends_well(bytes(spoilt), name)


@settings(max_examples=150, deadline=None)
@given(st.text(), st.sampled_from(["a.txt", "a.md", "a.html", "a.rtf"]))
def test_any_text_ends_well_in_any_reader(text: str, name: str) -> None:
    ends_well(text.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_the_canonical_text_reads_back_as_it_is(lines: list[str]) -> None:
    """Reading the canonical text of a paragraph again changes nothing."""
    from comity.documents.text import tidy

    for line in lines:
        assert tidy(tidy(line)) == tidy(line)
