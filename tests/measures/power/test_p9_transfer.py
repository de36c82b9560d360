from pathlib import Path

from record import tables

from comity.measures.measure import compute

TRANSFERS = """\
id,arrangement,giver,receiver,kind,amount,unit
a,mp,eu,moldova,training,45000,people
b,mp,commission,morocco,money,3,million
c,mp,moldova,eu,data,,
d,mp,iom,moldova,training,,
e,mp,eu,commission,data,,
"""


def test_what_goes_to_the_partner_is_set_against_what_comes_back(tmp_path: Path) -> None:
    given = tables(tmp_path, transfers=TRANSFERS)
    figures = compute("P9", given)
    assert figures.frame.select("figure", "value").rows() == [("P9/eu", 1 / 3), ("P9/us", None)]
    assert figures.evidence("P9/eu")["row"].to_list() == ["transfers/a", "transfers/b", "transfers/c"]
    kinds = compute("P9", given, ("context", "kind")).frame
    assert kinds.select("figure", "value").rows() == [
        ("P9/eu/data", -1), ("P9/eu/money", 1), ("P9/eu/training", 1),
    ]  # fmt: skip
