"""A tiny study, as measures see it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


@pytest.fixture
def settings():
    return SimpleNamespace(
        thresholds=SimpleNamespace(present=2, read=5), intervals=SimpleNamespace(level=0.95, replicates=200)
    )


@pytest.fixture
def codebook():
    return SimpleNamespace(
        codes={"security": 1, "control": 2, "mobility": 3}, frames=("security", "control", "mobility")
    )
