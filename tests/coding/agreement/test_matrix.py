"""Agreement in any table of ratings: the command, and what it says of a table that is not right."""

from __future__ import annotations

import json

import pytest

import comity
from comity.cli.main import main
from comity.diagnostics import StudyError

TURNED = "coder,u1,u2,u3,u4\nanna,1,2,3,\nben,1,2,2,3\ncleo,1,,2,3\n"
UPRIGHT = "unit;anna;ben;cleo\nu1;1;1;1\nu2;2;2;\nu3;3;2;2\nu4;;3;3\n"


@pytest.fixture
def table(tmp_path):
    def make(text, name="ratings.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


def refused(path, **options):
    with pytest.raises(StudyError) as caught:
        comity.agree(matrix=path, **options)
    return [str(d) for d in caught.value.diagnostics]


def test_units_in_rows_or_in_columns_give_the_same(table):
    one = comity.agree(matrix=table(TURNED), level="ordinal")
    two = comity.agree(matrix=table(UPRIGHT, "upright.csv"), level="ordinal", units="rows")
    assert one.tables["agreement"].equals(two.tables["agreement"])
    assert one.tables["confusions"].equals(two.tables["confusions"])


def test_ordered_values_of_two_coders_get_a_weighted_kappa(table):
    def quantities(level):
        found = comity.agree(matrix=table(TURNED), level=level).tables["agreement"]
        return {(r["quantity"], r["level"]) for r in found.iter_rows(named=True) if len(r["coders"]) == 2}

    assert ("weighted_kappa", "ordinal") in quantities("ordinal")
    assert "weighted_kappa" not in {quantity for quantity, _ in quantities("nominal")}


def test_all_together_come_first_and_then_each_pair(table):
    agreement = comity.agree(matrix=table(TURNED)).tables["agreement"]
    sets = agreement["coders"].unique(maintain_order=True).to_list()
    pairs = [["anna", "ben"], ["anna", "cleo"], ["ben", "cleo"]]
    assert sets == [["anna", "ben", "cleo"], *pairs]
    shares = agreement.filter(agreement["quantity"] == "agreement")
    by_set = {" ".join(coders): n for coders, n in shares.select("coders", "n").iter_rows()}
    assert by_set["anna ben"] == 3
    assert by_set["anna ben cleo"] == 4


def test_what_is_taken_for_one_another_comes_worst_first(table):
    text = "unit,anna,ben\n1,a,b\n2,b,c\n3,a,b\n4,c,c\n"
    found = comity.agree(matrix=table(text), units="rows").tables["confusions"]
    told = found.select("said", "instead", "times", "unit").rows()
    assert told == [("a", "b", 2, "1"), ("a", "b", 2, "3"), ("b", "c", 1, "2")]


def test_the_command_prints_json(table, capsys):
    assert main(["agree", "--matrix", str(table(TURNED)), "--level", "ordinal", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    first = told["agreement"][0]
    assert (first["quantity"], first["level"], first["status"]) == ("alpha", "ordinal", "ok")


def test_one_class_only_is_said_and_is_no_figure(table):
    outcome = comity.agree(matrix=table("unit,anna,ben\n1,a,a\n2,a,a\n"), units="rows")
    alpha = outcome.tables["agreement"].row(0, named=True)
    assert (alpha["value"], alpha["status"]) == (None, "cannot be computed")
    assert "without variation" in outcome.summary[1]


def test_coders_who_rated_no_unit_in_common_give_no_evidence(table):
    outcome = comity.agree(matrix=table("unit,anna,ben\n1,a,\n2,,a\n"), units="rows")
    (row,) = outcome.tables["agreement"].iter_rows(named=True)
    assert (row["n"], row["status"]) == (0, "no evidence")


def test_a_word_is_no_number(table):
    told = refused(table("unit,anna,ben\n1,1,2\n2,two,2\n"), units="rows", level="ordinal")
    assert told == [
        (
            "ratings.csv:3: anna = 'two' is not a number, which the level ordinal needs. "
            "Write numbers, or take --level nominal."
        )
    ]


def test_a_mark_for_missing_is_not_quietly_a_value(table):
    outcome = comity.agree(matrix=table("unit,anna,ben\n1,a,NA\n2,b,b\n"), units="rows")
    assert [str(d) for d in outcome.diagnostics] == [
        "ratings.csv:2: ben = 'NA' is counted as a value. Leave missing values empty."
    ]


def test_a_table_without_names_is_refused(table):
    assert refused(table("1,2,2,3\n1,2,3,3\n2,2,3,1\n")) == [
        "ratings.csv:1: two columns are called '2'. The first line names the columns; give each a name of its own."
    ]


def test_a_single_coder_is_told_how_to_turn_the_table(table):
    (told,) = refused(table("coder,u1,u2\nanna,1,2\n"))
    assert "has 1 coder; agreement takes two" in told


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    (told,) = refused(tmp_path / "none.csv")
    assert told.startswith("none.csv: cannot be read")
