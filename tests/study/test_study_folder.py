"""Reading a whole study: what it gives, and all that can be wrong between its files."""

from __future__ import annotations

import pytest

from comity.diagnostics import StudyError, UsageError
from comity.study.folder import StudyFolder


def test_a_small_study_is_read_without_complaint(folder) -> None:
    study = StudyFolder.read(folder())
    assert study.diagnostics == ()
    assert study.require() is study
    assert study.settings.name == "study"
    assert study.documents["status"].to_list() == ["held"]
    assert study.documents["line"].to_list() == [2]
    assert {name: path.name for name, path in study.files.items()} == {"a": "a.txt"}


def test_only_study_toml_is_needed(tmp_path) -> None:
    (tmp_path / "study.toml").write_text('name = "Bare"')
    study = StudyFolder.read(tmp_path)
    assert [d.code for d in study.diagnostics if d.code != "unknown-codebook"] == []
    assert study.documents.is_empty()
    assert study.people.is_empty()
    assert "coder" in study.people.columns


def test_a_folder_without_study_toml_is_told_how_to_begin(tmp_path) -> None:
    study = StudyFolder.read(tmp_path)
    assert study.diagnostics[0].code == "no-study"
    assert f"comity new {tmp_path}" in str(study.diagnostics[0])
    with pytest.raises(StudyError, match="comity new"):
        study.require()


def test_a_path_that_is_no_folder_is_a_mistake_of_the_caller(tmp_path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        StudyFolder.read(tmp_path / "nowhere")


def test_mistakes_in_many_files_are_told_at_once_with_place_and_remedy(told) -> None:
    said = told(
        {
            "study.toml": 'codebook = "codebook.yaml"\n[contexts.eu]\nlaed = ["eu"]\n',
            "codebook.yaml": "name: small\ncodes:\n  - {id: win_win, label: W, definition: d, patern: {}}\n",
            "documents.csv": "id,file,date,context\na,a.txt,32.13.2001,ue\na,,2001,eu\n",
            "statements.csv": "id,document,locator,code,stance,text\ns,b,p. 1,winwin,affirms,x\n",
        }
    )
    assert said == [
        "study.toml:3:1: 'laed' is not a key of the context 'eu'. Did you mean 'lead'?",
        "codebook.yaml:3:44: 'patern' is not a key of the code 'win_win'. Did you mean 'patterns'?",
        (
            "documents.csv:2: date = '32.13.2001' is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD, "
            "as far as it is known (1997~ for about 1997)."
        ),
        "documents.csv:2: context = 'ue' is not a context of study.toml. There is: eu.",
        (
            "documents.csv:3: id = 'a' stands on line 2 already; id tells the rows apart. "
            "Give one of them another."
        ),
        "statements.csv:2: document = 'b' is not a document of documents.csv. There is: a.",
        "statements.csv:2: code = 'winwin' is not a code of the codebook 'small'. Did you mean 'win_win'?",
    ]


def test_latin_1_semicolons_and_a_byte_order_mark_are_read(folder) -> None:
    rows = "id;title;issuer;context\nb;Übersicht;eu;eu\n"
    for data in (rows.encode("cp1252"), b"\xef\xbb\xbf" + rows.encode(), rows.encode("utf-16")):
        study = StudyFolder.read(folder({"documents.csv": data, "documents/a.txt": None}))
        assert study.documents["title"].to_list() == ["Übersicht"]
        assert not [d for d in study.diagnostics if d.severity == "error"]


def test_an_unknown_codebook_is_answered_with_the_nearest(told) -> None:
    said = told({"study.toml": 'name = "x"\ncodebook = "partnersip"\n'})
    assert said[0] == (
        "study.toml:2:1: there is no codebook 'partnersip', neither in the folder nor shipped. "
        "Did you mean 'partnership'?"
    )


def test_status_follows_from_the_file(folder) -> None:
    study = StudyFolder.read(folder({"documents.csv": "id,file,context\na,a.txt,eu\nb,,eu\n"}))
    assert study.documents["status"].to_list() == ["held", "cited"]


def test_a_held_document_without_file_and_a_cited_one_with_file_are_mistakes(told) -> None:
    said = told({"documents.csv": "id,file,context,status\na,a.txt,eu,cited\nb,,eu,held\n"})
    assert said == [
        (
            "documents.csv:2: status = 'cited' but the row names the file 'a.txt'. "
            "Write 'held', or leave the status empty."
        ),
        "documents.csv:3: status = 'held' but the row names no file. Name the file, or write 'cited'.",
    ]


def test_a_file_that_is_missing_doubled_or_outside_is_a_mistake(told) -> None:
    said = told(
        {"documents.csv": "id,file,context\na,a.txt,eu\nb,A.txt,eu\nc,a.txt,eu\nd,../study.toml,eu\n"}
    )
    assert said == [
        "documents.csv:3: file = 'A.txt' is not in documents/. Did you mean 'a.txt'?",
        (
            "documents.csv:4: file = 'a.txt' is the file of line 2 already; it would be counted twice. "
            "Take one of the rows away."
        ),
        "documents.csv:5: file = '../study.toml' is not in documents/. There is: a.txt.",
    ]


def test_a_file_without_row_is_a_warning_with_the_command_that_adds_it(folder) -> None:
    study = StudyFolder.read(
        folder({"documents/b c.txt": "x", "documents/.DS_Store": "x", "documents/~$a.docx": ""})
    )
    assert [(d.severity, d.fix) for d in study.diagnostics] == [
        ("warning", 'Add it with:  comity add "documents/b c.txt"')
    ]


def test_many_files_without_row_are_told_in_a_few_lines(told) -> None:
    said = told({f"documents/{n}.txt": "x" for n in range(50)})
    assert len(said) == 6
    assert said[-1] == (
        "documents.csv: 45 more files in documents/ have no row and are not read. "
        "Add them with:  comity add documents/*"
    )


def test_a_file_name_in_decomposed_letters_is_found(folder) -> None:
    study = StudyFolder.read(
        folder(
            {
                "documents/a.txt": None,
                "documents/u\u0308.txt": "x",
                "documents.csv": "id,file,context\na,\u00fc.txt,eu\n",
            }
        )
    )
    assert study.diagnostics == ()
    assert list(study.files) == ["a"]


def test_a_document_without_context_is_told_once_for_all(told) -> None:
    said = told({"documents.csv": "id,file,context\na,a.txt,\nb,,\nc,,eu\n"})
    assert said == [
        "documents.csv:2: 2 of 3 documents have no context, the first on this line. Fill in one of: eu."
    ]


def test_a_language_is_a_code(told) -> None:
    said = told({"documents.csv": "id,file,context,language\na,a.txt,eu,English\n"})
    assert said == ["documents.csv:2: language = 'English' is not a language code. Did you mean 'en'?"]


def test_ids_hold_no_sign_that_separates_the_parts_of_an_identity(told) -> None:
    said = told({"documents.csv": "id,file,context\na#1,a.txt,eu\n"})
    assert said == ["documents.csv:2: id = 'a#1' is not an id: '#' may not stand in one. Did you mean 'a-1'?"]


def test_each_person_is_a_coder(folder) -> None:
    head = "document,start,end,quote,code,stance,confidence\n"
    study = StudyFolder.read(
        folder(
            {
                "codings/anna.csv": head + "a,2,9,win-win,win_win,affirms,1\n",
                "codings/ben.csv": head + "a,2,2,win-win,winwin,affirms,80\n",
                "codings/lexicon.csv": head + "a,2,9,win-win,win_win,affirms,1\n",
            }
        )
    )
    assert study.people["coder"].to_list() == ["anna", "ben", "lexicon"]
    assert [(d.file, d.code) for d in study.diagnostics] == [
        ("codings/ben.csv", "unknown-code"),
        ("codings/ben.csv", "bad-offsets"),
        ("codings/ben.csv", "bad-confidence"),
        ("codings/lexicon.csv", "taken-name"),
    ]


def test_contexts_place_actors_of_the_registry(told) -> None:
    said = told(
        {"study.toml": 'codebook = "codebook.yaml"\n[contexts.eu]\nlead = ["eu",\n  "COM", "moldva"]\n'}
    )
    assert said == [
        "study.toml:4:3: 'COM' is not the id of an actor in registry/actors.csv. Its id is 'commission'.",
        "study.toml:4:10: 'moldva' is not the id of an actor in registry/actors.csv. Did you mean 'moldova'?",
    ]


def test_a_name_of_two_actors_is_a_mistake(told) -> None:
    said = told({"registry/actors.csv": "id,name,aliases\neu,European Union,EU\nmoldova,Moldova,Union; eu\n"})
    assert said == [
        (
            "registry/actors.csv:3: aliases = 'eu' is a name of 'eu' (line 2) and of 'moldova'; "
            "it would mean neither. Keep it with one of them."
        )
    ]


def test_actors_belong_to_actors_and_not_in_circles(told) -> None:
    said = told({"registry/actors.csv": "id,name,member_of\neu,E,moldova\nmoldova,M,eu\niom,I,uno\n"})
    assert said == [
        (
            "registry/actors.csv:2: member_of = 'moldova' an actor cannot belong to itself: "
            "eu > moldova > eu. Take one of these away."
        ),
        "registry/actors.csv:4: member_of = 'uno' is not the id of an actor. There is: eu, iom, moldova.",
    ]


def test_an_issuer_whom_nobody_knows_is_a_warning_told_once(told) -> None:
    rows = "a,Comission,eu\nb,Comission,eu\nc,Third Countries,eu\n"
    said = told(
        {
            "documents.csv": f"id,issuer,context\n{rows}",
            "documents/a.txt": None,
        }
    )
    assert said == [
        (
            "documents.csv:2: issuer = 'Comission' is no actor's id, name or alias, and has no side. "
            "Did you mean 'commission'? Otherwise add it to registry/actors.csv."
        )
    ]


def test_a_table_with_a_mistyped_name_is_not_silently_left_out(told) -> None:
    said = told({"statement.csv": "id\n"})
    assert said == [
        "statement.csv: is none of the study's tables and is not read. Did you mean 'statements.csv'?"
    ]


def test_thousands_of_wrong_cells_are_told_quickly(folder) -> None:
    rows = "".join(f"s{i},nowhere{i},p,win_win,affirms,x\n" for i in range(3000))
    study = StudyFolder.read(folder({"statements.csv": "id,document,locator,code,stance,text\n" + rows}))
    assert len(study.diagnostics) == 3000


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff\xfe\xfa", "not-utf-8"), (b"name = ", "bad-toml"), (b"a = 1\na = 2\n", "bad-toml")],
)
def test_a_study_toml_that_cannot_be_read_stops_nothing_else(folder, data, code) -> None:
    study = StudyFolder.read(folder({"study.toml": data}))
    assert study.diagnostics[0].code == code
    assert study.documents.height == 1
