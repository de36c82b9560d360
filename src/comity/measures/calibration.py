"""How far a value is in a set: Ragin's direct method of calibration."""

from __future__ import annotations

import math

INSIDE = 0.95  # membership at the anchor "full in"; 1 less that at "full out"


def calibrated(value: float, anchors: tuple[float, float, float]) -> float:
    """The fuzzy membership of a value, from the anchors full out, crossover and full in.

    The distance from the crossover, in units of that between crossover and the anchor on its side, is taken as log
    odds, so that full in has a membership of 0.95, the crossover 0.5, full out 0.05: 1 / (1 + exp(-ln(19) d)).
    Source: Ragin 2008, Redesigning Social Inquiry, chapter 5; the same as `calibrate` of the R package QCA
    (logistic, idm 0.95).

    >>> [round(calibrated(v, (400, 550, 900)), 4) for v in (320, 400, 550, 720, 900)]
    [0.0108, 0.05, 0.5, 0.8069, 0.95]
    """
    out, crossover, inside = anchors
    scale = inside - crossover if value >= crossover else crossover - out
    distance = (value - crossover) / scale
    odds = math.log(INSIDE / (1 - INSIDE)) * distance
    # The smaller exponential, so that nothing overflows; twelve digits, since its last bits differ between builds.
    small = math.exp(-abs(odds))
    return round((1 if odds >= 0 else small) / (1 + small), 12)
