from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.dates import is_date, year_of
from comity.table import Column, Table, read_csv, write_csv

ROLES = Table(
    "roles",
    "Who does what.",
    (
        Column("id", "name of the row", required=True),
        Column("role", "what is done", kind="category", allowed=("chair", "host")),
        Column("date", "since when", kind="date"),
        Column("share", "how much", kind="number"),
        Column("names", "who", kind="list"),
        Column("open", "whether it is open", kind="boolean"),
    ),
    key=("id",),
)


def read(tmp_path: Path, data: str | bytes):
    path = tmp_path / "roles.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_csv(path, ROLES)


def test_a_clean_file_gives_typed_rows_and_their_lines(tmp_path):
    got = read(
        tmp_path, 'id,role,date,share,names,open\na,chair,2001-09,0.5,"x; y",yes\n\nb,host,1997~,2,,no\n'
    )
    assert got.diagnostics == []
    assert got.frame["line"].to_list() == [2, 4]
    assert got.frame["names"].to_list() == [["x", "y"], None]
    assert got.frame["open"].to_list() == [True, False]


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    got = read(tmp_path, "id,roel,date,share\na,chair,32.13.2001,much\na,,2001-02-30,1\n,,,\n")
    told = {(d.code, d.line) for d in got.diagnostics}
    assert ("unknown-column", 1) in told
    assert ("bad-date", 2) in told
    assert ("bad-number", 2) in told
    assert ("bad-date", 3) in told
    assert ("doubled-key", 3) in told
    assert any("Did you mean 'role'?" in str(d) for d in got.diagnostics)


def test_a_value_that_is_not_allowed_is_answered_with_the_nearest(tmp_path):
    (problem,) = read(tmp_path, "id,role\na,chiar\n").diagnostics
    assert problem.line == 2
    assert problem.value == "chiar"
    assert "Did you mean 'chair'?" in str(problem)


def test_a_german_date_is_answered_with_the_right_form(tmp_path):
    (problem,) = read(tmp_path, "id,date\na,3.10.2001\n").diagnostics
    assert "2001-10-03" in str(problem)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";")]
)
def test_spreadsheets_save_in_many_ways_and_all_are_read(tmp_path, encoding, delimiter):
    text = f"id{delimiter}names\né{delimiter}Perú\n"
    got = read(tmp_path, text.encode(encoding))
    assert got.frame["id"].to_list() == ["é"]
    assert got.delimiter == delimiter
    assert [d.severity for d in got.diagnostics] == (["warning"] if encoding == "cp1252" else [])


def test_a_line_break_inside_quotes_does_not_shift_the_line_numbers(tmp_path):
    got = read(tmp_path, 'id,names\n"a","one\ntwo"\nb,"x"\nb,y\n')
    assert [(d.code, d.line) for d in got.diagnostics] == [("doubled-key", 5)]


def test_an_unclosed_quotation_mark_is_a_sentence_and_not_a_traceback(tmp_path):
    got = read(tmp_path, 'id,names\na,"x" y\n')
    assert got.diagnostics[0].code == "bad-csv"


def test_an_empty_file_says_which_columns_it_wants(tmp_path):
    (problem,) = read(tmp_path, "").diagnostics
    assert "id, role, date" in str(problem)


@pytest.mark.parametrize(
    "text", ["1996", "2001-09", "2001-09-11", "2008/..", "1997~", "2001/2004", "../2003"]
)
def test_dates_are_given_as_far_as_they_are_known(text):
    assert is_date(text)


@pytest.mark.parametrize("text", ["32.13.2001", "2001-13", "2001-02-30", "01", "/", "next year", "20010911"])
def test_what_is_no_date_is_refused(text):
    assert not is_date(text)


def test_the_year_of_a_date_is_the_one_it_starts_in():
    assert year_of("2001-09-11") == 2001
    assert year_of(None) is None


def test_a_frame_refuses_columns_that_are_not_declared():
    with pytest.raises(ValueError, match="no column roel"):
        ROLES.frame([{"id": "a", "roel": "x"}])


def test_conform_orders_types_and_fills_with_null():
    got = ROLES.conform(pl.DataFrame({"share": [1], "id": ["a"]}))
    assert got.columns == list(ROLES.names)
    assert got["share"].dtype == pl.Float64
    assert got["role"].to_list() == [None]


cells = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool)


@given(st.lists(cells, unique=True, max_size=6), st.sampled_from([",", ";", "\t"]))
def test_what_is_written_reads_back(tmp_path_factory, names, delimiter):
    table = Table("t", "t", (Column("id", "id"), Column("x", "x")), key=("id",))
    frame = table.frame({"id": name, "x": name} for name in names)
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_text(write_csv(frame, table, delimiter=delimiter), encoding="utf-8")
    assert read_csv(path, table).frame.drop("line").rows() == frame.rows()
