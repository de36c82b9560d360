"""Files of Discourse Network Analyzer: a made-up one, and the program's own sample with its own matrices."""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from comity.diagnostics import StudyError, UsageError
from comity.exchange.formats.dna import statements
from comity.measures.networks.network import network
from comity.measures.networks.settings import Asked


def test_a_statement_has_its_variables_and_the_fields_of_its_document(made_up_dna: Path):
    read = statements(made_up_dna)
    first = read.frame.row(0, named=True)
    assert first["row"] == "7"
    assert (first["organization"], first["concept"], first["agreement"], first["strength"]) == (
        "AU",
        "visas",
        1,
        -2,
    )
    assert (first["author"], first["coder"], first["time"]) == (
        "Doe",
        "Ann",
        dt.datetime.fromisoformat("2020-03-01"),
    )
    assert {
        "organization": "text",
        "agreement": "boolean",
        "strength": "integer",
    }.items() <= read.kinds.items()
    assert "memo" not in read.kinds


def test_offsets_count_as_java_does_so_that_the_words_are_the_right_ones(made_up_dna: Path):
    assert statements(made_up_dna).frame["quote"].to_list()[:3] == ["We want visas.", "No.", "Return it is."]


def test_an_empty_entry_is_a_missing_value(made_up_dna: Path):
    assert statements(made_up_dna).frame["organization"].to_list()[:3] == ["AU", None, "EU"]


def test_reading_leaves_the_file_and_its_folder_as_they_were(made_up_dna: Path):
    before = made_up_dna.read_bytes()
    statements(made_up_dna)
    assert (made_up_dna.read_bytes(), list(made_up_dna.parent.iterdir())) == (before, [made_up_dna])


def test_what_is_no_such_file_is_told(tmp_path: Path, made_up_dna: Path):
    text = tmp_path / "text.dna"
    text.write_text("not a database at all, but long enough to be taken for one" * 9)
    with pytest.raises(StudyError, match="is no file of Discourse Network Analyzer"):
        statements(text)
    with sqlite3.connect(tmp_path / "other.dna") as database:
        database.execute("create table DOCUMENTS(ID)")
    database.close()
    with pytest.raises(StudyError, match="has not the tables of DNA 3: CODERS"):
        statements(tmp_path / "other.dna")
    with pytest.raises(StudyError, match="is not there"):
        statements(tmp_path / "none.dna")
    with pytest.raises(UsageError, match=r"no statement type 'Statement'\. Did you mean 'DNA Statement'"):
        statements(made_up_dna, statement_type="Statement")


@pytest.mark.shared
def test_every_matrix_is_the_one_that_the_program_itself_computes(shared: Path):
    folder = shared / "dna"
    read = statements(folder / "sample.dna")
    compared = 0
    with (folder / "expected" / "INDEX.csv").open(encoding="utf-8") as index:
        settings = list(csv.DictReader(index))
    for one in settings:
        asked = Asked(
            variable1=one["variable1"],
            variable2=one["variable2"],
            two_mode=one["type"] == "twomode",
            aggregation=one["qualifier_aggregation"],
            normalization=one["normalization"],
            duplicates=one["duplicates"],
        )
        made = network(read, asked)
        with (folder / "expected" / f"{one['file']}.csv").open(encoding="utf-8") as expected:
            header, *rows = csv.reader(expected)
        assert (list(made.columns), list(made.rows)) == (header[1:], [row[0] for row in rows]), one["file"]
        assert made.statements == int(one["n_statements_after_filter"]), one["file"]
        values = np.array([[float(cell) for cell in row[1:]] for row in rows])
        np.testing.assert_allclose(made.matrix, values, rtol=0, atol=1e-15, err_msg=one["file"])
        compared += made.matrix.size
    assert (len(settings), compared) == (88, sum(_size(one) for one in settings))


def _size(one: dict[str, str]) -> int:
    nodes = {"organization": 7, "person": 7, "concept": 6}
    return nodes[one["variable1"]] * nodes[one["variable2"] if one["type"] == "twomode" else one["variable1"]]
