"""The tiny study with what a test adds to its study.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tiny_study import STUDY, write

from comity.analysis import Analysis

Write = Callable[..., Analysis]


@pytest.fixture
def study(tmp_path: Path) -> Write:
    """Opens the tiny study: `toml` is added to study.toml; without `chairs` it has no arrangement."""

    def written(toml: str = "", *, chairs: Mapping[str, str] | None = None, **files: str) -> Analysis:
        return write(tmp_path, chairs=chairs or {}, study=STUDY + toml, **files)

    return written
