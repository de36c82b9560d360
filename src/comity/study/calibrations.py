"""Ways to turn figures into degrees of membership, and how many thresholds each takes."""

from __future__ import annotations

from collections.abc import Sequence

WAYS = ("crisp", "direct", "indirect", "levels", "linear")
AS_IT_IS = "as it is"
"""The way of a figure that is a membership already."""

_NUMBER = {"crisp": 1, "direct": 3, "linear": 3}


def way_for(thresholds: Sequence[float]) -> str:
    """The way that is meant where none is named: one threshold makes a crisp set, three a fuzzy one."""
    return "crisp" if len(thresholds) == 1 else "direct"


def wrong_thresholds(way: str, thresholds: Sequence[float]) -> str:
    """What is wrong with the thresholds of a way, as the end of a sentence; empty where nothing is."""
    wanted = _NUMBER.get(way, max(1, len(thresholds)))
    if len(thresholds) != wanted:
        one = "one threshold" if wanted == 1 else "three: exclusion, crossover, inclusion"
        return f"has {len(thresholds)} threshold{'' if len(thresholds) == 1 else 's'}; {way} takes {one}."
    if len(set(thresholds)) < len(thresholds) or (wanted == _NUMBER["direct"] and _astray(thresholds)):
        return (
            "makes no sense: the crossover must lie between exclusion and inclusion, and no threshold twice."
        )
    return ""


def _astray(thresholds: Sequence[float]) -> bool:
    return thresholds[1] != sorted(thresholds)[1]
