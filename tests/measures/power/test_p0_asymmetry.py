import math
from pathlib import Path

import pytest
from record import tables

from comity.measures.measure import compute

BUDGETS = """\
id,actor,attribute,value,unit,context
a,eu,budget,300,million euro,
b,commission,budget,100,million euro,
c,moldova,budget,20,million euro,
d,iom,budget,999,million euro,
e,usa,staff,10,people,us
"""


def test_the_means_of_the_sides_are_set_against_each_other(tmp_path: Path) -> None:
    figures = compute("P0", tables(tmp_path, attributes=BUDGETS))
    values = {row["figure"]: row for row in figures.frame.iter_rows(named=True)}
    assert values["P0/eu/budget"]["value"] == pytest.approx(math.log(200 / 20))
    assert figures.evidence("P0/eu/budget")["row"].to_list() == [
        "attributes/a",
        "attributes/b",
        "attributes/c",
    ]


def test_what_is_known_of_one_side_alone_is_no_ratio(tmp_path: Path) -> None:
    frame = compute("P0", tables(tmp_path, attributes=BUDGETS)).frame.filter(context="us")
    assert frame.select("status", "value").rows() == [("no evidence", None)]


def test_values_in_several_units_are_not_compared(tmp_path: Path) -> None:
    rows = "id,actor,attribute,value,unit\na,eu,budget,3,million euro\nb,moldova,budget,2,million lei\n"
    assert compute("P0", tables(tmp_path, attributes=rows)).frame["status"].to_list() == ["undecided"]


def test_several_values_of_one_actor_count_as_their_mean(tmp_path: Path) -> None:
    rows = "id,actor,attribute,value,unit\na,eu,staff,10,people\nb,eu,staff,30,people\nc,moldova,staff,20,people\n"
    assert compute("P0", tables(tmp_path, attributes=rows)).frame["value"].to_list() == [0.0]
