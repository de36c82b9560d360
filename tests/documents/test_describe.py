from pathlib import Path

import pytest

from comity.documents.describe import date_in_name, describe


def test_a_document_is_described_by_what_it_says(tmp_path: Path):
    path = tmp_path / "note.md"
    path.write_text(
        "# Declaración conjunta\n\nMadrid, 16 de mayo de 2019\n\nLas Partes reafirman la responsabilidad compartida.\n"
    )
    said = describe(path)
    assert said["title"] == "Declaración conjunta"
    assert said["date"] == "2019-05-16"
    assert said["language"] == "es"


def test_the_year_in_a_file_name_serves_where_the_text_has_no_date(tmp_path: Path):
    path = tmp_path / "GTM_53_1998.txt"
    path.write_text("Mr. President, allow me to congratulate you on your election to this office.\n")
    assert describe(path)["date"] == "1998"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("COM-2007-248", "2007"),
        ("speech-2004-01-20", "2004-01-20"),
        ("report", None),
        ("2004-2006", None),
        ("120040", None),
    ],
)
def test_only_a_plain_date_in_a_name_is_taken(name: str, date: str | None):
    assert date_in_name(name) == date
