from pathlib import Path

from record import tables

from comity.measures.measure import compute

FUNDING = """\
id,arrangement,funder,share,amount,unit,discretion
a,mp,eu,0.5,,,
b,mp,commission,0.25,,,
c,bnc,usa,,3000,US$,mexico
d,bnc,mexico,,1000,US$,
e,ra,eu,,,,
"""


def figures_by(by, folder: Path) -> dict[str, dict[str, object]]:
    figures = compute("P4", tables(folder, funding=FUNDING), by)
    return {row["figure"]: row for row in figures.frame.iter_rows(named=True)}


def test_a_share_is_the_least_that_is_known_to_be_paid(tmp_path: Path) -> None:
    found = figures_by(("context",), tmp_path)
    assert found["P4/eu"]["value"] == 3 / 4
    assert found["P4/eu"]["note"] == "1 of 3 rows give no share; the side that pays 25 % of it is not known"
    assert found["P4/us"]["value"] == 3 / 4  # of the amounts, all in one unit


def test_concentration_between_the_sides_is_unknown_while_part_of_the_whole_is_open(tmp_path: Path) -> None:
    found = figures_by(("context",), tmp_path)
    assert found["P4.concentration/us"]["value"] == (9 + 1) / 16
    assert found["P4.concentration/eu"]["status"] == "unknown"
    assert str(found["P4.concentration/eu"]["note"]).startswith("between 0.56 and 1.00")


def test_by_side_it_gives_each_share_and_the_concentration_within(tmp_path: Path) -> None:
    found = figures_by(("context", "side"), tmp_path)
    assert (found["P4/us/lead"]["value"], found["P4/us/partner"]["value"]) == (3 / 4, 1 / 4)
    assert found["P4.concentration/eu/lead"]["value"] == (4 + 1) / 9
    assert found["P4.discretion/us/partner"]["value"] == 1


def test_who_decides_is_who_is_named_for_it_else_who_pays(tmp_path: Path) -> None:
    found = figures_by(("context",), tmp_path)
    assert (found["P4.discretion/eu"]["value"], found["P4.discretion/us"]["value"]) == (1, 0)


def test_a_row_without_share_leaves_the_purse_unknown(tmp_path: Path) -> None:
    found = figures_by(("arrangement",), tmp_path)
    assert (found["P4/ra"]["status"], found["P4/ra"]["note"]) == ("unknown", "1 of 1 rows give no share")
