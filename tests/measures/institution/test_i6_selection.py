from pathlib import Path

from record import tables

from comity.measures.measure import compute


def test_candidates_are_counted_by_what_came_of_them(tmp_path: Path) -> None:
    rows = "id,arrangement,actor,outcome\na,mp,moldova,concluded\nb,mp,morocco,no answer\n"
    figures = compute("I6", tables(tmp_path, candidates=rows))
    assert figures.frame.select("figure", "value", "n", "status").rows() == [
        ("I6/eu/mp", 0.5, 2, "ok"),
        ("I6/us/-", None, 0, "no evidence"),  # a context in which nobody is a candidate says so
    ]
    note = figures.frame["note"][0]
    assert note == "a count of few candidates, not tested; 1 arrangement is too few for an interval"
