from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from workbooks import Sheets, write_ods, write_xlsx

from comity.study.folder import StudyFolder

SHEETS: Sheets = {
    "actors": [
        ["id", "name", "kind", "start", "aliases"],
        ["eu", "Europäische Union", "supranational", 1993, "EU; the Union"],
        ["moldova", "Moldova", "state", dt.date(1991, 8, 27), None],
    ],
    "arrangements": [
        ["id", "name", "context", "start", "monitored", "source"],
        ["mp", "Mobility Partnership", "eu", "2008~", True, "III"],
    ],
    "funding": [
        ["id", "arrangement", "funder", "share", "amount", "source"],
        [None, None, None, None, None, None],
        ["a", "mp", "eu", 0.75, 4000000, "III"],
    ],
}
Write = Callable[[Path, Sheets], Path]


@pytest.fixture(params=[(write_xlsx, "registry.xlsx"), (write_ods, "registry.ods")], ids=["xlsx", "ods"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Sheets], StudyFolder]:
    """Keep the registry in a workbook, and read the study."""
    write, name = request.param
    (tmp_path / "registry").mkdir()
    settings = 'name = "tiny"\n[contexts.eu]\nlead = ["eu"]\npartner = ["moldova"]\n'
    (tmp_path / "study.toml").write_text(settings, encoding="utf-8")

    def read(sheets: Sheets) -> StudyFolder:
        write(tmp_path / "registry" / name, sheets)
        return StudyFolder.read(tmp_path)

    return read


def named(study: StudyFolder, sheet: str) -> str:
    return next(
        f"{p.relative_to(study.path).as_posix()}[{sheet}]" for p in study.path.glob("registry/registry.*")
    )


def test_each_sheet_is_a_table_and_its_cells_are_what_people_see(
    kept: Callable[[Sheets], StudyFolder],
) -> None:
    study = kept(SHEETS)
    assert [str(d) for d in study.diagnostics] == []
    assert study.registry["actors"].select("id", "name", "start", "aliases").rows() == [
        ("eu", "Europäische Union", "1993", ["EU", "the Union"]),
        ("moldova", "Moldova", "1991-08-27", None),
    ]
    assert study.registry["arrangements"].select("start", "monitored").row(0) == ("2008~", True)
    funding = study.registry["funding"]
    assert funding.select("share", "amount", "line").rows() == [(0.75, 4_000_000.0, 3)]
    assert funding["file"].to_list() == [named(study, "funding")]
    assert study.registry["roles"].height == 0


def test_a_mistake_is_told_with_its_sheet_and_row(kept: Callable[[Sheets], StudyFolder]) -> None:
    rows = [["id", "arrangement", "funder", "share", "source"], ["a", "mpp", "eu", 75, "III"]]
    study = kept({**SHEETS, "funding": rows})
    place = named(study, "funding")
    assert [str(d) for d in study.diagnostics] == [
        (
            f"{place}:2: arrangement = 'mpp' is not an arrangement of registry/arrangements.csv. "
            "Did you mean 'mp'?"
        ),
        f"{place}:2: share = '75' is not between 0 and 1. Did you mean 0.75?",
    ]


def test_a_sheet_with_another_name_is_not_silently_left_out(kept: Callable[[Sheets], StudyFolder]) -> None:
    sheets = {("Actor" if name == "actors" else name): rows for name, rows in SHEETS.items()}
    study = kept({**sheets, "Sheet4": []})
    book = named(study, "").removesuffix("[]")
    told = [str(d) for d in study.diagnostics if d.code == "unknown-table"]
    assert told == [
        f"{book}: the sheet 'Actor' is none of the tables of the registry and is not read. Did you mean 'actors'?"
    ]


def test_a_table_stands_in_the_workbook_or_as_csv_and_not_in_both(
    kept: Callable[[Sheets], StudyFolder],
) -> None:
    kept(SHEETS)
    study = kept(SHEETS)
    (study.path / "registry" / "funding.csv").write_text("id\n", encoding="utf-8")
    told = [d for d in StudyFolder.read(study.path).diagnostics if d.code == "doubled-table"]
    assert [(d.file, d.severity) for d in told] == [("registry/funding.csv", "error")]


def test_a_broken_workbook_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    (tmp_path / "study.toml").write_text('name = "tiny"\n', encoding="utf-8")
    (tmp_path / "registry" / "registry.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    told = [str(d) for d in StudyFolder.read(tmp_path).diagnostics]
    assert len(told) == 1
    assert told[0].startswith("registry/registry.xlsx: cannot be read as a workbook")
    assert told[0].endswith("Save it again as .xlsx or .ods, or as CSV files.")
