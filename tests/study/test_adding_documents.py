"""Documents are copied in; documents.csv grows, and keeps every byte that stood in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from comity.diagnostics import ComityError, UsageError
from comity.study.edit import add_documents
from comity.study.folder import StudyFolder
from comity.study.scaffold import new_study


@pytest.fixture
def study(tmp_path: Path) -> Path:
    new_study(tmp_path / "study", "x")
    return tmp_path / "study"


def said(_: Path) -> Mapping[str, str | None]:
    return {"title": "Über Grenzen, hinweg", "date": "2007-05", "issuer": None, "language": "de"}


def file(tmp_path: Path, name: str, text: str = "text") -> Path:
    path = tmp_path / "given" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def rows(study: Path) -> list[str]:
    return (study / "documents.csv").read_text().splitlines()[1:]


def test_a_document_is_copied_in_with_what_it_says_of_itself(tmp_path: Path, study: Path) -> None:
    added, diagnostics = add_documents(study, [file(tmp_path, "COM(2007) 248.txt")], describe=said)
    assert diagnostics == []
    assert rows(study) == ['com-2007-248,COM(2007) 248.txt,"Über Grenzen, hinweg",,2007-05,,,,,de,held,,,']
    assert added["id"].to_list() == ["com-2007-248"]
    read = StudyFolder.read(study)
    assert [d for d in read.diagnostics if d.code != "unknown-codebook"] == []
    assert read.files["com-2007-248"].read_text() == "text"


def test_a_file_name_that_says_nothing_gives_way_to_the_title(tmp_path: Path, study: Path) -> None:
    files = [
        file(tmp_path, "scan_0001.txt", "a"),
        file(tmp_path, "2.txt", "b"),
        file(tmp_path, "talk.txt", "c"),
    ]
    added, _ = add_documents(study, files, describe=said)
    assert added["id"].to_list() == ["uber-grenzen-hinweg", "uber-grenzen-hinweg-2", "talk"]


def test_the_same_content_is_left_out_with_a_word(tmp_path: Path, study: Path) -> None:
    first, again = file(tmp_path, "a.txt"), file(tmp_path, "b.txt")
    add_documents(study, [first], describe=said)
    added, diagnostics = add_documents(study, [first, again], describe=said)
    assert added.is_empty()
    assert [d.problem for d in diagnostics] == ["is in the study already as 'a'."] * 2
    assert [d.severity for d in diagnostics] == ["warning"] * 2
    assert len(rows(study)) == 1


def test_another_content_under_the_same_name_gets_a_number(tmp_path: Path, study: Path) -> None:
    add_documents(study, [file(tmp_path, "a.txt", "one")], describe=said)
    added, _ = add_documents(study, [file(tmp_path, "A.txt", "two")], describe=said)
    assert added.select("id", "file").row(0) == ("a-2", "A-2.txt")
    assert (study / "documents" / "a.txt").read_text() == "one"


def test_a_file_that_lies_in_documents_gets_its_row(study: Path) -> None:
    (study / "documents" / "sub").mkdir()
    (study / "documents" / "sub" / "a.txt").write_text("text")
    added, diagnostics = add_documents(study, [study / "documents" / "sub" / "a.txt"], describe=said)
    assert diagnostics == []
    assert added["file"].to_list() == ["sub/a.txt"]
    assert sorted(p.name for p in (study / "documents").iterdir()) == ["sub"]


def test_what_cannot_be_read_is_told_and_the_others_go_on(tmp_path: Path, study: Path) -> None:
    def describe(path: Path) -> Mapping[str, str | None]:
        if path.name == "locked.txt":
            raise ComityError("needs a password.")
        return said(path)

    files = [file(tmp_path, "locked.txt", "x"), tmp_path / "nowhere.txt", tmp_path, file(tmp_path, "a.txt")]
    added, diagnostics = add_documents(study, files, describe=describe)
    assert added["id"].to_list() == ["a"]
    assert [d.problem for d in diagnostics] == [
        "needs a password.",
        "is not there.",
        "is a folder, not a document.",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbfid;file;mine;title\r\n\r\nx;;\xc3\xa9;"a;\r\nb"\r\n',
        "id;file;mine;title\nx;;é;\n\n".encode("cp1252"),
        "id\tfile\tmine\ttitle\nx\t\té\t".encode("utf-16"),
        b"file,id\n,x",
        b"",
    ],
)
def test_what_people_wrote_keeps_every_byte(tmp_path: Path, study: Path, data: bytes) -> None:
    (study / "documents.csv").write_bytes(data)
    add_documents(study, [file(tmp_path, "a.txt")], describe=said)
    assert (study / "documents.csv").read_bytes().startswith(data)
    documents = StudyFolder.read(study).documents
    assert documents["id"].to_list() == (["x", "a"] if data else ["a"])
    assert documents["file"].to_list()[-1] == "a.txt"
    if b"\r\n" in data:
        assert (study / "documents.csv").read_bytes().endswith(b", hinweg\r\n")


@pytest.mark.parametrize("data", [b"id,title\n", b'id,file,title\na,,"open\n'])
def test_a_table_that_cannot_take_rows_is_left_as_it_is(tmp_path: Path, study: Path, data: bytes) -> None:
    (study / "documents.csv").write_bytes(data)
    with pytest.raises(UsageError):
        add_documents(study, [file(tmp_path, "a.txt")], describe=said)
    assert (study / "documents.csv").read_bytes() == data
    assert list((study / "documents").iterdir()) == []


def test_a_letter_that_the_file_cannot_hold_stops_everything(tmp_path: Path, study: Path) -> None:
    data = "id,file,title\nx,,é\n".encode("cp1252")
    (study / "documents.csv").write_bytes(data)
    with pytest.raises(UsageError, match="Save it as UTF-8"):
        add_documents(study, [file(tmp_path, "a.txt")], describe=lambda _: {"title": "Ωmega"})
    assert list((study / "documents").iterdir()) == []


def test_a_change_by_somebody_else_in_the_meantime_is_noticed(tmp_path: Path, study: Path) -> None:
    def describe(path: Path) -> Mapping[str, str | None]:
        with (study / "documents.csv").open("a") as table:
            table.write("theirs,,,,,,,,,,,,\n")
        return said(path)

    with pytest.raises(UsageError, match="changed by somebody else"):
        add_documents(study, [file(tmp_path, "a.txt")], describe=describe)
    assert rows(study) == ["theirs,,,,,,,,,,,,"]
    assert list((study / "documents").iterdir()) == []


def test_a_title_cannot_become_a_formula_and_a_bad_date_stays_out(tmp_path: Path, study: Path) -> None:
    def describe(_: Path) -> Mapping[str, str | None]:
        return {"title": '=HYPERLINK("x")', "date": "32.13.2001", "language": "klingon", "issuer": " a\n b "}

    added, _ = add_documents(study, [file(tmp_path, "a.txt")], describe=describe)
    assert added.select("title", "date", "language", "issuer").row(0) == ('HYPERLINK("x")', None, None, "a b")


def test_a_folder_that_is_no_study_is_told_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="comity new"):
        add_documents(tmp_path, [], describe=said)
