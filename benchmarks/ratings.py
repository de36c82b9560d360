"""Ratings of many units by some coders, a fifth of them missing; always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write_ratings(path: Path, units: int, coders: int) -> None:
    """An array of shape (units, coders) with values 1 to 5, nan where a coder did not rate a unit."""
    draw = np.random.default_rng(50)
    truth = draw.integers(1, 6, size=(units, 1))
    rated = np.clip(truth + draw.integers(-1, 2, size=(units, coders)), 1, 5).astype(np.float64)
    rated[draw.random(rated.shape) < 0.2] = np.nan
    np.save(path, rated)
