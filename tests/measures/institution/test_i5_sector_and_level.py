from pathlib import Path

from record import tables

from comity.measures.measure import compute


def test_shares_of_sectors_are_of_the_holders_whose_sector_is_known(tmp_path: Path) -> None:
    rows = "id,arrangement,actor,role\na,mp,commission,drafter\nb,ra,commission,chair\nc,mp,moldova,host\nd,mp,eu,host\n"
    figures = compute("I5", tables(tmp_path, roles=rows), "context")
    values = dict(figures.frame.select("figure", "value").iter_rows())
    assert values["I5/eu/home affairs"] == 2 / 3
    assert values["I5.level/eu/minister"] == 1 / 3


def test_a_group_of_which_nothing_is_known_says_so_instead_of_nothing(tmp_path: Path) -> None:
    rows = "id,arrangement,actor,role\na,mp,eu,drafter\n"
    figures = compute("I5", tables(tmp_path, roles=rows), "context")
    told = figures.frame.filter(quantity="sector").select("figure", "status", "note").rows()
    assert told == [
        ("I5/eu/-", "unknown", "of no holder of a steering role the sector is known"),
        ("I5/us/-", "no evidence", "no steering role is recorded"),
    ]
    assert figures.evidence("I5/eu/-")["row"].to_list() == ["roles/a"]
