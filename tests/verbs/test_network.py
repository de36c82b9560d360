"""comity network, on the command line and in Python."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
from jsonschema import Draft202012Validator

import comity
from comity.cli.main import main
from comity.cli.schema import json_schema

STUDY = """name = "Made up"
codebook = "partnership"

[contexts.eu]
lead = ["eu"]
partner = ["morocco"]
"""
DOCUMENTS = """id,title,issuer,date,context,status
speech,A speech,eu,2019-05-01,eu,cited
reply,A reply,morocco,2020,eu,cited
"""
STATEMENTS = """id,document,locator,date,speaker,addressee,code,stance,text
s1,speech,p. 1,,,,shared_responsibility,affirms,We share.
s2,speech,p. 1,,,,win_win,affirms,All win.
s3,reply,p. 2,,,,shared_responsibility,rejects,Not so.
s4,reply,p. 2,,,,win_win,affirms,Perhaps.
s5,reply,p. 3,2020-02-03,au,,win_win,reports,"Others say so."
"""
ACTORS = "id,name,aliases\neu,European Union,\nmorocco,Morocco,\nau,African Union,\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "registry").mkdir()
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "documents.csv").write_text(DOCUMENTS, encoding="utf-8")
    (folder / "statements.csv").write_text(STATEMENTS, encoding="utf-8")
    (folder / "registry" / "actors.csv").write_text(ACTORS, encoding="utf-8")
    return folder


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = main(["network", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_matrix_goes_to_standard_output_alone(capsys, made_up_dna: Path):
    code, out, err = run(capsys, made_up_dna, "--csv", "-")
    assert (code, err) == (0, "")
    assert out == '"",AU,EU,Senegal,UN\nAU,0,0,0,1\nEU,0,0,1,0\nSenegal,0,1,0,0\nUN,1,0,0,0\n'


def test_the_summary_tells_ties_camps_and_what_was_left_out(capsys, made_up_dna: Path):
    code, out, _ = run(capsys, made_up_dna, "--duplicates", "document")
    assert code == 0
    assert "organization by concept: 4 nodes, 2 ties on 6 statements (congruence)." in out
    assert "Polarisation 1.00: AU, UN | EU, Senegal." in out
    assert "1 statement left out: they have no organization." in out


def test_a_tie_shows_the_words_behind_it(capsys, made_up_dna: Path):
    _, out, _ = run(capsys, made_up_dna, "--tie", "EU", "Senegal")
    assert "return" in out
    assert "9  “Return it is.”" in out
    assert "11  “Return, please.”" in out


def test_json_follows_the_schema(capsys, made_up_dna: Path):
    _, out, _ = run(capsys, made_up_dna, "--window", "1d", "--tie", "EU", "Senegal", "--json")
    answer = json.loads(out)
    Draft202012Validator(json_schema()).validate(answer)
    assert [tie["weight"] for tie in answer["ties"]] == [1]
    assert [node["node"] for node in answer["nodes"] if node["camp"] == 1] == ["AU", "UN"]
    assert [w["polarisation"] for w in answer["windows"]] == [None, None, None, 1]
    assert [pair["quote_1"] for pair in answer["pairs"]] == ["Return it is."]


def test_a_series_is_written_as_the_ties_of_its_windows(capsys, made_up_dna: Path):
    _, out, _ = run(capsys, made_up_dna, "--window", "month", "--csv", "-")
    assert pl.read_csv(io.StringIO(out)).rows() == [
        (0, "2020-03-01T00:00:00", "2020-03-31T23:59:59", "2020-04-01T00:00:00", one, other, 1.0)
        for one, other in (("AU", "UN"), ("EU", "Senegal"))
    ]


def test_graphml_reads_back_as_the_same_network(capsys, made_up_dna: Path, tmp_path: Path):
    import networkx as nx

    path = tmp_path / "network.graphml"
    code, out, _ = run(capsys, made_up_dna, "--two-mode", "--graphml", path)
    assert code == 0
    assert f"Written: {path}" in out
    graph = nx.read_graphml(path)
    assert graph.nodes["EU"] == {"mode": "organization", "statements": 2}
    assert graph.edges["EU", "visas"]["weight"] == -1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--aggregation", "agreement"], "aggregation 'agreement' is none of a one-mode network"),
        (["--window", "a while"], "is no length of a window"),
        (["--step", "2d"], "Add --window"),
        (["--start", "yesterday"], "start = 'yesterday' is no day. Write it as 2005-01-26."),
        (["--exclude", "visas"], "names no value"),
        (["--window", "90d"], "is longer than the series, which has 4 days"),
        (["--window", "1d", "--graphml", "x.graphml"], "GraphML holds one network"),
        (["--statement-type", "Other"], "no statement type 'Other'"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_exit_code_2(capsys, made_up_dna: Path, arguments, sentence):
    code, out, err = run(capsys, made_up_dna, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err.replace("\n", " ")


def test_who_speaks_alone_is_told_so(capsys, made_up_dna: Path):
    _, out, _ = run(capsys, made_up_dna, "--only", "organization=EU")
    assert "EU alone makes statements: nobody to be tied to." in out
    assert "Polarisation cannot be computed" in out


def test_a_study_has_networks_of_its_statements(study: Path):
    made = comity.open(study).network(aggregation="subtract")
    assert made.edges.rows() == []  # one agreement, one contradiction
    conflict = comity.open(study).network(aggregation="conflict")
    assert conflict.edges.rows() == [("eu", "morocco", 1.0)]
    pair = conflict.evidence("eu", "morocco").row(0, named=True)
    assert (pair["about"], pair["row_1"], pair["row_2"]) == ("shared_responsibility", "s1", "s3")
    assert (pair["quote_1"], pair["quote_2"]) == ("We share.", "Not so.")


def test_a_reported_voice_takes_no_side_and_a_rough_date_is_told(study: Path):
    made = comity.network(study, two_mode=True, aggregation="ignore", qualifier="none")
    assert made.matrix.rows() == [("au", 0, 1), ("eu", 1, 1), ("morocco", 1, 1)]
    notes = comity.network(study).network.notes
    assert any(
        "taking no side, so counted where the qualifier is ignored: 1 statement." in note for note in notes
    )
    assert any("its first day counts: 2 statements." in note for note in notes)


def test_the_words_of_a_study_and_those_of_dna_name_the_same(study: Path):
    dna, own = (
        comity.network(study),
        comity.network(study, variable1="actor", variable2="code", qualifier="stance"),
    )
    assert own.matrix.equals(dna.matrix)


def test_in_python_the_same_object_holds_matrix_ties_and_groups(made_up_dna: Path):
    made = comity.network(made_up_dna)
    assert made.matrix.columns == ["", "AU", "EU", "Senegal", "UN"]
    assert made.edges.rows() == [("AU", "UN", 1.0), ("EU", "Senegal", 1.0)]
    assert made.communities == {"AU": 0, "UN": 0, "EU": 1, "Senegal": 1}
    assert made.backbone["concept"].to_list() == ["return", "visas"]
    assert sorted(made.graph.edges) == [("AU", "UN"), ("EU", "Senegal")]
    assert "2 ties" in repr(made)
    assert "<table>" in made._repr_html_()


@pytest.mark.shared
def test_the_command_prints_the_matrix_of_the_reference_program(capsys, shared: Path):
    name = "onemode_organization_concept_congruence_average_noisolates_document_no.csv"
    _, out, _ = run(
        capsys,
        shared / "dna" / "sample.dna",
        "--normalization",
        "average",
        "--duplicates",
        "document",
        "--csv",
        "-",
    )
    expected = pl.read_csv(shared / "dna" / "expected" / name)
    made = pl.read_csv(io.StringIO(out))
    assert made.columns == expected.columns
    assert all(
        abs(a - b) < 1e-15
        for one, other in zip(made[:, 1:].rows(), expected[:, 1:].rows(), strict=True)
        for a, b in zip(one, other, strict=True)
    )
