"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data with known answers that may stand beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the data folder ../shared/data is not beside the project")
    return SHARED
