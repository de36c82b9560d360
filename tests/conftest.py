"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

MADE_UP = Path(__file__).resolve().parent / "exchange" / "made_up.sql"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


# How long an example takes tells of the machine, and no test here is of time.
hypothesis.settings.register_profile("comity", deadline=None)
hypothesis.settings.load_profile("comity")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data with known answers that may stand beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the data folder ../shared/data is not beside the project")
    return SHARED


@pytest.fixture
def made_up_dna(tmp_path: Path) -> Path:
    """A file of Discourse Network Analyzer with a speech of a few sentences (tests/exchange/made_up.sql)."""
    import sqlite3

    folder = tmp_path / "dna"
    folder.mkdir()
    with sqlite3.connect(folder / "made-up.dna") as database:
        database.executescript(MADE_UP.read_text(encoding="utf-8"))
    database.close()
    return folder / "made-up.dna"
